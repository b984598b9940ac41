"""Machine drafts by CTranslate2: OPUS-MT, a model a pair; NLLB and MADLAD, one for all."""

import os
from collections.abc import Iterator, Sequence
from importlib.metadata import version

from marsad.engine.capped import Limits
from marsad.translate.engine import MACHINE, Target
from marsad.translate.families import speech
from marsad.translate.models import Chosen
from marsad.translate.pieces import by_length
from marsad.translate.segment import Source
from marsad.translate.worker import Worker

MEGABYTES = 4096
"""Address space beside the weights: the library, its threads, and what a batch needs."""
COPIES = 3
"""How often the weights may lie in memory while they are read and packed anew."""
THREADS = min(4, os.cpu_count() or 1)
READ = 50
"""Megabytes of weights that are read and packed in a second, at least."""


class CTranslate:
    """Drafts with one CTranslate2 model and its sentencepiece tokenizers."""

    name = "ctranslate2"
    kind = MACHINE
    portion = 128

    def __init__(self, model: Chosen, language: str, to: str, seconds: float) -> None:
        """Load the model in a process of its own and see that it knows both languages."""
        self.version = f"{version('ctranslate2')}-{model.name}"
        said = speech(model.family, language, to)
        # Processor time is counted over all threads, and the first call reads the weights.
        patience = THREADS * seconds + model.megabytes / READ
        megabytes = MEGABYTES + COPIES * model.megabytes
        limits = Limits(seconds=patience, megabytes=megabytes, threads=THREADS)
        self._worker = Worker(
            "marsad.translate.ctranslate_worker:translated",
            limits,
            model.remedy,
            folder=str(model.folder),
            before=said.before,
            begins=said.begins,
            threads=THREADS,
        )

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
