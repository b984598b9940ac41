"""Which posts are near to one in meaning, also in other languages.

A cosine alone misleads: some texts are near to everything, and texts of one language are near to
one another. So a pair is weighed against how near the nearest others of both are (ratio margin,
Artetxe and Schwenk 2019). Exact search: every vector is compared.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from marsad.enrich.embed import MAKER
from marsad.enrich.embed_decode import SIZE
from marsad.errors import NotFound
from marsad.model import Post
from marsad.phrase import Phrase
from marsad.store import Sketches, Store, Vectors

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]
    Bytes = npt.NDArray[np.int8]

NEIGHBOURS = 4
SAME = 0.99
"""From here on a text is another's copy: no news, and no measure of how crowded it is there."""
CANDIDATES = 64
_CHUNK = 8192


@dataclass(frozen=True, slots=True)
class Near:
    """A post that is near to another one. It is a hint where to look, and no finding."""

    post: Post
    alike: float
    """Cosine of the two vectors; unlike texts have 0.8, too."""
    margin: float
    """How many times as near as the nearest others of both are, on the average."""


def nearest(store: Store, post: str, k: int = 10) -> list[Near]:
    """The ``k`` posts nearest to one in meaning, surest first; copies of it are left out."""
    mine = store.post(post)
    numbers, rows = Vectors(store, MAKER).all()
    if not numbers:
        raise NotFound(
            Phrase("this lab has no vectors; make them with: marsad enrich LAB --only embed")
        )
    sketches = Sketches(store, MAKER)
    (number,) = sketches.numbered([mine.id])
    if number not in numbers:
        raise NotFound(
            Phrase(
                "post %(id)s has no vector: it has no words, or came after the last run "
                "of: marsad enrich LAB --only embed",
                id=mine.id,
            )
        )
    space = Space(np.frombuffer(rows, np.int8).reshape(-1, SIZE))
    # Twice as many, since other versions of the post itself are left out.
    found = space.nearest(numbers.index(number), 2 * k)
    posts = sketches.posts([numbers[at] for at, _, _ in found])
    near = [Near(posts[numbers[at]], alike, margin) for at, alike, margin in found]
    own = (mine.place, mine.native_id)
    return [each for each in near if (each.post.place, each.post.native_id) != own][:k]


class Space:
    """Many vectors, and what is near to what among them."""

    def __init__(self, rows: "Bytes") -> None:
        """Take the rows as they are kept; they become numbers with a point piece by piece."""
        self._rows = rows

    def nearest(self, at: int, k: int) -> list[tuple[int, float, float]]:
        """Row, cosine and margin of those nearest to one row, by margin."""
        alike = self.alike(directions(self._rows[at : at + 1]))
        others = np.where(alike[0] < SAME, alike[0], np.float32(-1))
        most = min(max(CANDIDATES, k), len(others))
        some = np.argpartition(-others, most - 1)[:most]
        some = some[others[some] > -1]
        if not len(some):
            return []
        theirs = crowding(self.alike(directions(self._rows[some])))
        found = weighed(others[some], crowding(alike), theirs)
        return [
            (int(some[n]), float(others[some[n]]), float(found[n])) for n in np.argsort(-found)[:k]
        ]

    def alike(self, some: "Floats") -> "Floats":
        """The cosines of some directions with every row."""
        pieces = [
            some @ directions(self._rows[first : first + _CHUNK]).T
            for first in range(0, len(self._rows), _CHUNK)
        ]
        return np.concatenate(pieces, axis=1)


def margins(left: "Floats", right: "Floats", k: int = NEIGHBOURS) -> "Floats":
    """The margin of every pair of two sets of directions, say of two languages."""
    alike = left @ right.T
    return weighed(alike, crowding(alike, k)[:, None], crowding(alike.T, k)[None, :])


def weighed(alike: "Floats", mine: "Floats", theirs: "Floats") -> "Floats":
    """Cosines over the mean of how crowded it is on both sides."""
    found: Floats = (alike / ((mine + theirs) / 2)).astype(np.float32)
    return found


def crowding(alike: "Floats", k: int = NEIGHBOURS) -> "Floats":
    """The mean cosine of the ``k`` nearest of each row, its copies and itself left out."""
    others = np.where(alike < SAME, alike, np.float32(-1))
    k = min(k, others.shape[1])
    top = np.partition(others, -k, axis=1)[:, -k:]
    counted = top > -1
    mean = (top * counted).sum(axis=1) / np.maximum(counted.sum(axis=1), 1)
    found: Floats = mean.astype(np.float32)
    return found


def directions(rows: "Bytes") -> "Floats":
    """Rows as they are kept, as vectors of length one."""
    found = rows.astype(np.float32)
    found /= np.linalg.norm(found, axis=1, keepdims=True)
    return found
