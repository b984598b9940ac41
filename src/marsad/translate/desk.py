"""Drafts for whatever has none."""

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from marsad.errors import NotReady
from marsad.model import Post, Translation
from marsad.store import Store
from marsad.translate.drafts import faults_of, translation, whole, words
from marsad.translate.engine import AID, HUMAN, Engine, Target, Untranslated, signature
from marsad.translate.segment import Source, sources_of

BATCH = 64
"""Texts an engine is handed at a time, and the most that a stopped run has to do again."""
READ_AT_ONCE = 200
"""Posts whose findings and translations are read together."""
STAGE = "translate"

Pick = Callable[[str], Engine]
"""The engine for a language; NotReady when there is none."""

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Drafted:
    """What came of a run."""

    makers: list[str] = field(default_factory=list)
    """The engines that were there, one for each language or one for all."""
    made: int = 0
    """Drafts that are new."""
    words: int = 0
    """Words of the source that were put in the other language."""
    seconds: float = 0.0
    """Time the engines took."""
    failed: int = 0
    """Segments that stayed untranslated; the quarantine says why."""
    apart: int = 0
    """Texts that failed in an earlier run and were not asked again."""
    lacking: dict[str, NotReady] = field(default_factory=dict)
    """Languages that have no engine here, and why."""

    @property
    def words_per_second(self) -> float:
        """How fast the engines were."""
        return self.words / self.seconds if self.seconds else 0.0


def draft(
    store: Store,
    engine: Engine,
    to: str = "",
    posts: Iterable[Post] | None = None,
    progress: Callable[[int], None] | None = None,
) -> int:
    """Draft with one engine what no person and not this engine has translated yet; count it."""
    return draft_each(store, lambda _language: engine, to, posts, progress).made


def draft_each(
    store: Store,
    pick: Pick,
    to: str = "",
    posts: Iterable[Post] | None = None,
    progress: Callable[[int], None] | None = None,
    language: str = "",
    retry: bool = False,
) -> Drafted:
    """Draft each text with the engine of its language, or only those of one language.

    ``progress`` hears how many texts a batch had. A run may be stopped anywhere and started
    again. Texts that an engine failed on are asked again only with ``retry``.
    """
    run = _Run(store, pick, to or store.settings.language, progress or (lambda _some: None), retry)
    run.all(store.posts() if posts is None else posts, language)
    log.info("drafted %s texts, %s segments failed", run.done.made, run.done.failed)
    return run.done


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A text to draft, and the id of the older draft whose place the new one takes."""

    source: Source
    older: str
    item: str
    """How the quarantine calls it."""


class _Run:
    """One run over the posts of a lab."""

    def __init__(
        self, store: Store, pick: Pick, to: str, progress: Callable[[int], None], retry: bool
    ) -> None:
        self.store, self.pick, self.to, self.retry = store, pick, to, retry
        self.progress = progress
        self.done = Drafted()
        self.engines: dict[str, Engine | None] = {}
        self.apart = store.set_apart(STAGE)

    def all(self, posts: Iterable[Post], language: str) -> None:
        """Gather texts by language until an engine has its portion."""
        waiting: dict[str, list[_Waiting]] = {}
        for source, there in self._sources(posts):
            if source.language == self.to or language not in ("", source.language):
                continue
            engine = self._engine(source.language)
            if engine is None or not (each := self._wanted(engine, source, there)):
                continue
            batch = waiting.setdefault(source.language, [])
            batch.append(each)
            if len(batch) >= getattr(engine, "portion", BATCH):
                self._draft(engine, waiting.pop(source.language))
        for spoken, batch in waiting.items():
            if engine := self._engine(spoken):
                self._draft(engine, batch)

    def _sources(self, posts: Iterable[Post]) -> Iterator[tuple[Source, Sequence[Translation]]]:
        """Each text with its standing translations, read many posts at a time."""
        coming = iter(posts)
        while some := list(islice(coming, READ_AT_ONCE)):
            there = self.store.translations_of([post.id for post in some])
            for source in sources_of(self.store, some):
                same = (each for each in there.get(source.post.id, ()) if each.of == source.of)
                yield source, [each for each in same if each.language == self.to]

    def _engine(self, language: str) -> Engine | None:
        if language not in self.engines:
            try:
                self.engines[language] = made = self.pick(language)
            except NotReady as reason:
                self.engines[language] = None
                self.done.lacking[language] = reason
            else:
                self.done.makers += {signature(made)} - set(self.done.makers)
        return self.engines[language]

    def _wanted(
        self, engine: Engine, source: Source, there: Sequence[Translation]
    ) -> _Waiting | None:
        item = f"{source.post.id} {source.of} {self.to} {signature(engine)}"
        failed = item in self.apart
        if any(_by_person(each) for each in there):
            return None
        mine = any(each.translator == signature(engine) for each in there)
        if failed and not self.retry:
            self.done.apart += 1
            return None
        if mine and not failed:
            return None
        older = next((each.id for each in there if _is_by(each, engine)), "")
        return _Waiting(source, older, item)

    def _draft(self, engine: Engine, batch: Sequence[_Waiting]) -> None:
        began = time.monotonic()
        said = list(engine.translate([_asked(engine, each.source) for each in batch], self.to))
        self.done.seconds += time.monotonic() - began
        drafts, faults = [], {}
        for each, spoken in zip(batch, said, strict=True):
            targets = whole(each.source, spoken, engine)
            faults[each.item] = faults_of(targets)
            self._count(each.source, targets)
            if not faults[each.item] or any(words(target) for target in targets):
                drafts.append(translation(each.source, targets, engine, self.to, each.older))
        self._write(engine, drafts, faults)
        self.progress(len(batch))

    def _count(self, source: Source, targets: Sequence[Target]) -> None:
        for number, (piece, target) in enumerate(zip(source.pieces, targets, strict=True)):
            self.done.failed += isinstance(target, Untranslated)
            if number not in source.quoted and words(target):
                self.done.words += len(piece.split())

    def _write(self, engine: Engine, drafts: Sequence[Translation], faults: dict[str, str]) -> None:
        with self.store.write() as writer:
            self.done.made += writer.add(drafts, signature(engine))
            for item, why in faults.items():
                if why:
                    writer.quarantine(STAGE, item, why)
                elif item in self.apart:
                    writer.release(STAGE, item)


def _asked(engine: Engine, source: Source) -> Source:
    # The aid translates nothing: what it says of scripture is the published rendering.
    return source if engine.kind == AID else source.spoken


def _by_person(there: Translation) -> bool:
    return there.kind == HUMAN or there.state != "draft"


def _is_by(there: Translation, engine: Engine) -> bool:
    return there.translator.rpartition("/")[0] == engine.name
