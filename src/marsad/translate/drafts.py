"""One text and what an engine said of its segments, as a draft and as a complaint."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from marsad.errors import BadInput
from marsad.model import Segment, Translation
from marsad.text.marks import literal
from marsad.translate.engine import AID, MACHINE, Engine, Target, Untranslated, signature
from marsad.translate.marking import content_id
from marsad.translate.segment import Source

SHOWN = 3
"""Reasons that are told of one text; its other segments are counted."""


def whole(source: Source, spoken: Sequence[Target], engine: Engine) -> list[Target]:
    """The targets of all segments: what the engine said, and references where it was not asked."""
    quoted = {} if engine.kind == AID else source.quoted
    if len(spoken) != len(source.spans) - len(quoted):
        raise BadInput(
            f"{signature(engine)} gave {len(spoken)} targets for the {len(source.spans)} "
            f"segments of post {source.post.id}; use another engine"
        )
    said = iter(spoken)
    return [
        f"[{quoted[number]}]" if number in quoted else _typed(next(said), engine)
        for number in range(len(source.spans))
    ]


def _typed(target: Target, engine: Engine) -> Target:
    """What an engine said; square brackets that a model wrote are no marks of the house."""
    if engine.kind != MACHINE or isinstance(target, Untranslated):
        return target
    return literal(target)


def faults_of(targets: Sequence[Target]) -> str:
    """What to say of the segments that failed; nothing when none did."""
    said = [
        f"segment {number} of {len(targets)} {target.reason}"
        for number, target in enumerate(targets, 1)
        if isinstance(target, Untranslated)
    ]
    if not said:
        return ""
    more = f"; and {len(said) - SHOWN} more" if len(said) > SHOWN else ""
    return f"{'; '.join(said[:SHOWN])}{more}; translate by hand, or draft with --retry"


def words(target: Target) -> str:
    """What a target says; nothing where there is none."""
    return "" if isinstance(target, Untranslated) else target


def translation(
    source: Source, targets: Iterable[Target], engine: Engine, to: str, older: str
) -> Translation:
    """A draft, in the place of an older one of the same engine."""
    segments = tuple(
        Segment(start, end, source.text[start:end], words(target))
        for (start, end), target in zip(source.spans, targets, strict=True)
    )
    languages = (source.language, to)
    id = content_id(source.post.id, source.of, languages, segments, (signature(engine), ""))
    return Translation(
        id=id,
        post=source.post.id,
        of=source.of,
        source_language=source.language,
        language=to,
        segments=segments,
        translator=signature(engine),
        kind=engine.kind,
        made_at=datetime.now(UTC),
        # The same words once more are the same draft, which cannot take its own place.
        replaces="" if older == id else older,
        fiction=source.post.fiction,
    )
