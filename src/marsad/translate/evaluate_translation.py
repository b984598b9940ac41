"""How near an engine's drafts come to what people wrote: ``marsad evaluate translation``."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

from marsad import settings as settings_of
from marsad.errors import BadInput
from marsad.evaluation import Failed, Figures, GoldLine, rate, readable
from marsad.model import Post, made_of
from marsad.settings import Settings
from marsad.store import Store
from marsad.text.segments import segments
from marsad.translate.aid import unlabelled
from marsad.translate.engine import AID, Engine, Untranslated, signature
from marsad.translate.engines import engine
from marsad.translate.handbook import Handbook
from marsad.translate.memory import Memory
from marsad.translate.outside import Means, Outside
from marsad.translate.quality import quality
from marsad.translate.scores import installed, scores
from marsad.translate.segment import TEXT, Source
from marsad.translate.terms import Termbase

DEFAULT = "reading-aid"
BATCH = 256


@dataclass(frozen=True, slots=True)
class _Asked:
    source: str
    language: str
    reference: str


@dataclass(slots=True)
class _Said:
    """What an engine made of the gold."""

    targets: list[str]
    failed: int = 0
    seconds: float = 0.0
    silent: int = 0


class TranslationTask:
    """Compares drafts with reference translations, cut into segments as a lab cuts them."""

    name: ClassVar[str] = "translation"

    def __init__(self, outside: Callable[[Settings], Outside]) -> None:
        """Take what engines need from other stages."""
        self._outside = outside

    def run(self, gold: Iterable[GoldLine], options: Mapping[str, str]) -> Figures:
        """Draft the gold language by language and score all of it at once.

        Options: ``engine`` (else the reading aid), ``to``, ``lab`` (its memory, termbase, models).
        With a lab, ``work`` says besides what became of the drafts it has approved.
        """
        installed()
        to = options.get("to", "en")
        failed: list[Failed] = []
        asked = list(readable(gold, _question, failed))
        if not asked:
            return Figures(options.get("engine", DEFAULT), 0, {}, failed)
        means, makers, said = self._means(options), set(), _Said([""] * len(asked))
        worked = 0.0
        for language in sorted({each.language for each in asked}):
            made = engine(options.get("engine", DEFAULT), means, language, to)
            makers.add(signature(made))
            rows = [row for row, each in enumerate(asked) if each.language == language]
            _draft(made, asked, rows, to, said)
            worked += getattr(made, "cpu_seconds", 0.0)
        values = {**scores(said.targets, [each.reference for each in asked]), **_pace(asked, said)}
        if means.lab:
            with Store(means.lab) as store:
                values["work"] = quality(store)
        return Figures(", ".join(sorted(makers)), len(asked), values, failed, worked)

    def _means(self, options: Mapping[str, str]) -> Means:
        lab = Path(options["lab"]) if "lab" in options else None
        settings = settings_of.load(lab)
        outside = self._outside(settings)
        if lab is None:
            return Means(settings, outside, Handbook(Memory(), Termbase()))
        with Store(lab) as store:
            return Means(settings, outside, Handbook.of(store), lab)


def _question(line: GoldLine) -> _Asked:
    asked = _Asked(line.text("source"), line.text("lang").strip(), line.text("reference"))
    if not asked.source.strip() or not asked.reference.strip() or not asked.language:
        raise BadInput("'source', 'lang' or 'reference' is empty")
    return asked


def _draft(
    made: Engine, asked: Sequence[_Asked], rows: Sequence[int], to: str, said: _Said
) -> None:
    began = time.perf_counter()
    for first in range(0, len(rows), BATCH):
        some = rows[first : first + BATCH]
        sources = [_source(row, asked[row]) for row in some]
        for row, targets in zip(some, made.translate(sources, to), strict=True):
            said.failed += any(isinstance(each, Untranslated) for each in targets)
            plain = [each for each in targets if isinstance(each, str)]
            kept = [unlabelled(each) for each in plain] if made.kind == AID else plain
            said.targets[row] = " ".join(filter(None, kept))
            said.silent += not said.targets[row]
    said.seconds += time.perf_counter() - began


def _source(number: int, asked: _Asked) -> Source:
    at = datetime(2000, 1, 1, tzinfo=UTC)
    id = made_of("gold", number, asked.source)
    post = Post(id, "loose:1", "loose", str(number), at, asked.source)
    spans = tuple(segments(asked.source))
    return Source(post, TEXT, asked.language, asked.source, spans)


def _pace(asked: Sequence[_Asked], said: _Said) -> dict[str, Any]:
    words = sum(len(each.source.split()) for each in asked)
    speed = round(words / said.seconds, 1) if said.seconds else 0.0
    incomplete = rate("incomplete", said.failed, len(asked))
    return {"words_per_second": speed, **incomplete, **rate("silent", said.silent, len(asked))}
