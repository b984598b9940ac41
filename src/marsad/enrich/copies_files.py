"""Files that came before, byte for byte: any medium, whether or not it can be looked into."""

from marsad.enrich.copies_forward import Forwards
from marsad.enrich.copies_point import Pointing, Stored, stored
from marsad.store import Sketches

_SAME = 1.0
_FEW, _ALL = 8, 1_000_000


def point_files(pointing: Pointing, forwards: Forwards, sketches: Sketches, post: Stored) -> None:
    """Let each file of a post point to the earliest post that it came with."""
    for sha256 in dict.fromkeys(media.sha256 for media in post.post.media if media.sha256):
        for other in _with(sketches, sha256, _FEW):
            if not other.is_version_of(post):
                if post.post.text == other.post.text:
                    forwards.join(pointing, post, other)
                pointing.point(post, other, _SAME, sha256)
        first = _with(sketches, sha256, 1)[0]
        if first.number == post.number:
            # It came in late: earlier runs let the others point elsewhere.
            for other in _with(sketches, sha256, _ALL):
                if other.number < post.number:
                    pointing.point(other, post, _SAME, sha256)


def _with(sketches: Sketches, sha256: str, limit: int) -> list[Stored]:
    return [stored(number, post) for number, post in sketches.with_file(sha256, limit)]
