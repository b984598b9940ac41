"""How good drafts were in a lab's own work: what an engine wrote, and what was approved of it.

Of each approved translation that began as a machine's draft, the last words of the machine are
compared with the approved ones. People correct what they are given, so the figures say how much
was left to do; they are no measure of a translation made without the draft.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from marsad.evaluation import error_rate, rate
from marsad.model import Segment, Translation
from marsad.store import Store
from marsad.text.marks import strip
from marsad.translate.engine import MACHINE
from marsad.translate.scores import installed, scores

_REFERENCE = re.compile(r"\[[\w-]+ [\d:-]+\]")
"""What stands for scripture in a draft: no engine wrote it."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A stretch that an engine drafted, and what was approved of it; house marks set aside."""

    source: str
    draft: str
    approved: str


@dataclass(slots=True)
class Work:
    """What one engine drafted out of one language into another, and what became of it."""

    engine: str
    source_language: str
    language: str
    texts: int = 0
    pairs: list[Pair] = field(default_factory=list)
    gaps: int = 0
    """Segments that the engine left empty and a person filled."""


def quality(store: Store) -> list[dict[str, Any]]:
    """Figures for each engine and pair of languages, with 95 % intervals."""
    installed()
    return [_figures(each) for each in work(store) if each.pairs]


def work(store: Store) -> list[Work]:
    """Drafts and what was approved of them, by engine and languages, in order of the alphabet."""
    found: dict[tuple[str, str, str], Work] = {}
    for made in store.translations(state="approved"):
        if (old := first_draft(store, made)) is None:
            continue
        key = (old.translator, old.source_language, old.language)
        one = found.setdefault(key, Work(*key))
        one.texts += 1
        for pair in _pairs(old, made):
            if pair.draft:
                one.pairs.append(pair)
            else:
                one.gaps += 1
    return [found[key] for key in sorted(found)]


def first_draft(store: Store, made: Translation) -> Translation | None:
    """The machine's draft that a translation began as; None where a person wrote it anew."""
    before = {each.id: each for each in store.translation_versions(made.post)}
    seen = set()
    while made.replaces in before and made.id not in seen:
        seen.add(made.id)
        made = before[made.replaces]
        # The last machine draft, not the first: a newer engine may have drafted it again.
        if made.kind == MACHINE and made.state == "draft":
            return made
    return None


def _pairs(old: Translation, new: Translation) -> Iterator[Pair]:
    """Segment by segment; as a whole where a person cut the text otherwise."""
    before = {(each.start, each.end): each for each in old.segments}
    if [*before] != [(each.start, each.end) for each in new.segments]:
        if all(_REFERENCE.fullmatch(each.target) is None for each in old.segments):
            yield Pair(_joined(old.segments, "source"), _text(old), _text(new))
        return
    for each in new.segments:
        draft = before[each.start, each.end].target
        if each.target.strip() and not _REFERENCE.fullmatch(draft.strip()):
            yield Pair(each.source, _plain(draft), _plain(each.target))


def _text(of: Translation) -> str:
    return _plain(_joined(of.segments, "target"))


def _joined(segments: Sequence[Segment], name: str) -> str:
    return " ".join(filter(None, (getattr(each, name) for each in segments)))


def _plain(target: str) -> str:
    return " ".join(strip(target).split())


def _figures(of: Work) -> dict[str, Any]:
    drafts, approved = [each.draft for each in of.pairs], [each.approved for each in of.pairs]
    same = sum(each.draft == each.approved for each in of.pairs)
    return {
        "engine": of.engine,
        "source_language": of.source_language,
        "language": of.language,
        "n": len(of.pairs),
        "texts": of.texts,
        "words": sum(len(each.source.split()) for each in of.pairs),
        "gaps": of.gaps,
        **rate("unchanged", same, len(of.pairs)),
        **error_rate(
            "edited_characters", [_edits(*pair) for pair in zip(drafts, approved, strict=True)]
        ),
        **error_rate(
            "edited_words",
            [
                _edits(one.split(), other.split())
                for one, other in zip(drafts, approved, strict=True)
            ],
        ),
        **scores(drafts, approved),
    }


def _edits(draft: Sequence[str], approved: Sequence[str]) -> tuple[float, float]:
    """Edits, and the most there could be: 0 is taken as it was, 1 has nothing left of it."""
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.distance(draft, approved), max(len(draft), len(approved))
