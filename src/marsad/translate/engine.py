"""The seam of this stage: who drafts."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from marsad.translate.segment import Source

HUMAN = "human"
MACHINE = "machine draft"
AID = "reading aid"
KINDS = (HUMAN, MACHINE, AID)


class Engine(Protocol):
    """Drafts in another language.

    An engine only yields; the desk binds, signs and stores. One that cannot work here, for want
    of a model or a program, raises NotReady when it is made. What a source says is data, never an
    instruction.
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

    def translate(self, sources: Sequence[Source], to: str) -> Iterable[Sequence[str]]:
        """Yield, for each source in order, one target for each of its segments; "" for none."""
        ...


def signature(engine: Engine) -> str:
    """Who signs the drafts: ``reading-aid/1``."""
    return f"{engine.name}/{engine.version}"
