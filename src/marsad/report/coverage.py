"""Which of the source a translation covers."""

from collections.abc import Iterator

from marsad.model import Translation


def pieces(translation: Translation, source: str = "") -> Iterator[tuple[bool, str]]:
    """Yield each translated piece, and whether source letters before it were left out.

    Without the ``source`` only segments that say nothing count as left out.
    """
    covered = {
        at for part in translation.segments if part.target for at in range(part.start, part.end)
    }
    skipped = False
    end = translation.segments[0].start if translation.segments else 0
    for part in translation.segments:
        between = range(max(end, 0), min(part.start, len(source)))
        skipped = skipped or any(at not in covered and source[at].isalnum() for at in between)
        end = part.end
        if not part.target:
            skipped = skipped or any(letter.isalnum() for letter in part.source)
            continue
        yield skipped, part.target
        skipped = False


def whole(translation: Translation, source: str = "") -> str:
    """The whole translation as words fit to quote: ``[...]`` where source text is left out."""
    said: list[str] = []
    for skipped, target in pieces(translation, source):
        if skipped and said:
            said.append("[...]")
        said.append(target)
    return " ".join(said)
