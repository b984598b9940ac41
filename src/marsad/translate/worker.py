"""A model in a process of its own, which may hang or die and is started again.

It is the capped child that decoders run in: without a network, with limits on time and memory.
The library of the Firefox models panics when it is called from a second thread, and any library
may be brought down by a text; here either costs one segment.
"""

from collections.abc import Sequence

import msgspec

from marsad.engine.capped import Capped, Limits
from marsad.errors import BadInput, NotReady
from marsad.phrase import Phrase
from marsad.translate.checks import judged
from marsad.translate.engine import Target
from marsad.translate.pieces import patiently

_answer = msgspec.json.Decoder(list[str])


class Worker:
    """One model and the only process it lives in."""

    def __init__(self, function: str, limits: Limits, remedy: str, **said: object) -> None:
        """Start the process and have it load the model; NotReady when it cannot."""
        self._child, self._said = Capped(function, limits), said
        try:
            self._ask([])
        except BadInput as error:
            self.close()
            raise NotReady(str(error), remedy) from error

    @property
    def cpu_seconds(self) -> float:
        """Processor time that the model took, which this process cannot see."""
        return self._child.cpu_seconds

    def close(self) -> None:
        """End the process."""
        self._child.close()

    def say(self, pieces: Sequence[str], to: str) -> Sequence[Target]:
        """One target for each segment; one that brings the model down is left untranslated."""
        return patiently(pieces, lambda some: _judged(some, self._ask(some), to))

    def _ask(self, pieces: Sequence[str]) -> list[str]:
        answer = self._child.call(msgspec.json.encode(pieces), **self._said)
        try:
            targets = _answer.decode(answer)
        except msgspec.MsgspecError as error:
            raise BadInput(
                Phrase("the model gave no list of texts: %(error)s", error=error)
            ) from error
        if len(targets) != len(pieces):
            raise BadInput(
                Phrase(
                    "the model gave %(targets)s texts for %(pieces)s",
                    targets=len(targets),
                    pieces=len(pieces),
                )
            )
        return targets


def _judged(pieces: Sequence[str], targets: Sequence[str], to: str) -> list[Target]:
    return [judged(piece, target, to) for piece, target in zip(pieces, targets, strict=True)]
