"""Whether a returned unit is still about the evidence it went out with."""

from collections import Counter
from collections.abc import Iterator, Sequence

from marsad.model import Segment, Translation
from marsad.plugins import Refused
from marsad.translate.exchange.unit import Unit, digest

SHOWN = 30
"""Characters quoted of what differs."""
_KEEP = "keep the source and the ids as they went out"


def sorted_out(base: Translation, units: Sequence[Unit]) -> tuple[dict[int, Unit], list[Refused]]:
    """The units that may be read, by number, and why the others may not."""
    if wrong := _languages(base, units):
        return {}, [wrong]
    times = Counter(unit.number for unit in units)
    late = _late(units)
    good: dict[int, Unit] = {}
    refused: list[Refused] = []
    for place, unit in enumerate(units):
        if times[unit.number] > 1:
            why = f"stands {times[unit.number]} times; which one is meant is not guessed"
        elif place in late:
            why = f"is out of order: it stands after unit {late[place]}; {_KEEP}"
        else:
            why = _fault(base, unit)
        if why:
            refused.append(Refused(unit.where, why))
        else:
            good[unit.number] = unit
    return good, refused


def _languages(base: Translation, units: Sequence[Unit]) -> Refused | None:
    for unit in units:
        for said, meant, side in (
            (unit.source_language, base.source_language, "source"),
            (unit.language, base.language, "target"),
        ):
            if said and said.casefold() != meant.casefold():
                why = (
                    f"the {side} language is {said!r} and went out as {meant!r}; nothing of "
                    f"translation {base.id} was read, set it back"
                )
                return Refused(unit.where, why)
    return None


def _late(units: Sequence[Unit]) -> dict[int, int]:
    """Places of units that stand behind a later one, with the number of that one."""
    found, highest = {}, 0
    for place, unit in enumerate(units):
        if unit.number < highest:
            found[place] = highest
        highest = max(highest, unit.number)
    return found


def _fault(base: Translation, unit: Unit) -> str:
    if unit.number > len(base.segments):
        return f"translation {base.id} has {len(base.segments)} segments; {_KEEP}"
    segment = base.segments[unit.number - 1]
    for name, said, meant in _bounds(base, segment, unit):
        if said not in ("", None, meant):
            return f"{name} is {str(said)[:SHOWN]!r} and went out as {meant!r}; {_KEEP}"
    if _lines(unit.source) != _lines(segment.source):
        return _difference(unit.source, segment.source)
    return ""


def _bounds(
    base: Translation, segment: Segment, unit: Unit
) -> Iterator[tuple[str, object, object]]:
    yield "post", unit.post, base.post
    yield "of", unit.of, base.of
    yield "start", unit.start, segment.start
    yield "end", unit.end, segment.end
    yield "digest", unit.digest, digest(segment.source)


def _difference(said: str, meant: str) -> str:
    pairs = enumerate(zip(said, meant, strict=False))
    at = next((n for n, (a, b) in pairs if a != b), min(len(said), len(meant)))
    return (
        f"the source was changed from character {at + 1} on: {said[at : at + SHOWN]!r} stands "
        f"where {meant[at : at + SHOWN]!r} stood; {_KEEP}"
    )


def _lines(text: str) -> str:
    # Sheets and word processors have one way of ending a line, which is not the post's.
    return text.replace("\r\n", "\n").replace("\r", "\n")
