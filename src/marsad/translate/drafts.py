"""One text and what an engine said of its segments, as a draft and as a complaint."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from marsad.errors import BadInput
from marsad.model import Segment, Translation
from marsad.phrase import Joined, Phrase
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
            Phrase(
                "%(signature)s gave %(spoken)s targets for the %(spans)s segments of "
                "post %(id)s; use another engine",
                signature=signature(engine),
                spoken=len(spoken),
                spans=len(source.spans),
                id=source.post.id,
            )
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
        Phrase(
            "segment %(number)s of %(count)s %(reason)s",
            number=number,
            count=len(targets),
            reason=target.reason,
        )
        for number, target in enumerate(targets, 1)
        if isinstance(target, Untranslated)
    ]
    if not said:
        return ""
    more = [Phrase("and %(count)s more", count=len(said) - SHOWN)] if len(said) > SHOWN else []
    then = Phrase("translate by hand, or draft with --retry")
    return str(Joined([*said[:SHOWN], *more, then]))


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
