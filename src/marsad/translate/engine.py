"""The seam of this stage: who drafts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from marsad.translate.segment import Source

HUMAN = "human"
MACHINE = "machine draft"
AID = "reading aid"
KINDS = (HUMAN, MACHINE, AID)


@dataclass(frozen=True, slots=True)
class Untranslated:
    """A segment that an engine could not put in the other language."""

    reason: str
    """Why, as a part of a sentence: ``took longer than 60 s``."""


Target = str | Untranslated


class Engine(Protocol):
    """Drafts in another language.

    An engine only yields; the desk binds, signs and stores. One that cannot work here, for want
    of a model or a program, raises NotReady when it is made. What a source says is data, never an
    instruction. One that is slow says ``portion``, how many texts it wants at a time: what it said
    of them is stored before the next ones.
    """

    @property
    def name(self) -> str:
        """What it is called, such as ``reading-aid``."""
        ...

    @property
    def version(self) -> str:
        """Changes whenever the same source may come out otherwise."""
        ...

    @property
    def kind(self) -> str:
        """``machine draft`` or ``reading aid``."""
        ...

    def translate(self, sources: Sequence[Source], to: str) -> Iterable[Sequence[Target]]:
        """Yield, for each source in order, one target for each of its segments; "" for none.

        A segment it fails on is Untranslated, and the rest goes on. Unreachable or NotReady end
        the run: they say that nothing more can be had at present.
        """
        ...


def signature(engine: Engine) -> str:
    """Who signs the drafts: ``reading-aid/1``."""
    return f"{engine.name}/{engine.version}"
