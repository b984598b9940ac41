"""Machine drafts by the models that Firefox ships: small, fast, one for each pair of languages."""

from collections.abc import Iterator, Sequence
from importlib.metadata import version

from marsad.engine.capped import Limits
from marsad.translate.engine import MACHINE, Target
from marsad.translate.models import Chosen
from marsad.translate.pieces import by_length
from marsad.translate.segment import Source
from marsad.translate.worker import Worker

MEGABYTES = 3072
"""Address space of the process; a model takes some 60 MB of it."""


class Firefox:
    """Drafts with one Firefox model through ``fxtranslate``."""

    name = "fxtranslate"
    kind = MACHINE
    portion = 256

    def __init__(self, model: Chosen, seconds: float) -> None:
        """Load the model in a process of its own."""
        self.version = f"{version('fxtranslate')}-{model.name}"
        limits = Limits(seconds=seconds, megabytes=MEGABYTES)
        function = "marsad.translate.firefox_worker:translated"
        self._worker = Worker(function, limits, model.remedy, folder=str(model.folder))

    def translate(self, sources: Sequence[Source], to: str) -> Iterator[Sequence[Target]]:
        """Yield a draft of each segment."""
        return by_length(sources, lambda pieces: self._worker.say(pieces, to))

    @property
    def cpu_seconds(self) -> float:
        """Processor time that the model took."""
        return self._worker.cpu_seconds

    def close(self) -> None:
        """End the process."""
        self._worker.close()
