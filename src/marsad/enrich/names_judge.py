"""How surely a stretch of text means the one whose name it spells.

Words beside a name decide, never the name alone where it is short, weak, or a plain word as well:
a brigade, a mosque and a prayer may bear one name.
"""

from collections.abc import Iterable

from marsad.enrich.names_bearers import Bearer
from marsad.enrich.names_context import Context
from marsad.text.name_index import Hit

LEAST = 0.3
"""What is less sure than this is not said."""
COUNTRY = 10_000_000
"""Inhabitants from which on a place needs no word beside it."""
APART = 0.3
"""Where two kinds of things share a name, the likelier by this much is meant."""


def judged(hit: Hit, bearers: Iterable[Bearer], context: Context) -> list[tuple[Bearer, float]]:
    """Those whose name this may be, each with how sure that is; the surest first."""
    some = list(bearers)
    sure = [(one, _sure(hit, one, context) * _share(one, some)) for one in some]
    most = max((each for _, each in sure), default=0.0)
    kept = [pair for pair in sure if pair[1] >= max(LEAST, most - APART)]
    # The best of each list: two entries of one list cannot both be meant.
    best: dict[str, tuple[Bearer, float]] = {}
    for one, each in sorted(kept, key=lambda pair: (-pair[1], -pair[0].weight, pair[0].value)):
        best.setdefault(one.value.partition(":")[0], (one, each))
    return list(best.values())


def _share(one: Bearer, others: list[Bearer]) -> float:
    """One of several of its list and kind is meant: with places, most likely the largest."""
    list_ = one.value.partition(":")[0]
    alike = [each for each in others if each.value.partition(":")[0] == list_]
    if len(alike) == 1:
        return 1.0
    if one.kind != "place":
        return 1.0 / len(alike)
    largest = max(each.weight for each in alike)
    return 1.0 if one.weight == largest else 0.5 * one.weight / (largest or 1)


def _sure(hit: Hit, bearer: Bearer, context: Context) -> float:
    surface = context.surface(hit.first, hit.words)
    if not any(context.is_capital(hit.first + at) for at in range(hit.words)):
        return 0.0
    measure = {"organisation": _body, "person": _person, "place": _place}[bearer.kind]
    sure = measure(hit, bearer, context)
    if surface in bearer.weak and not context.is_body(hit.first, hit.words):
        sure -= 0.4
    return max(0.0, round(sure if hit.exact else sure - 0.05, 2))


def _body(hit: Hit, _bearer: Bearer, context: Context) -> float:
    if context.is_homonym(hit.first, hit.words):
        return 0.0
    announced = context.is_body(hit.first, hit.words)
    if hit.words > 1:
        common = all(context.is_common(hit.first + at) for at in range(hit.words))
        return 0.9 if announced or not common else 0.5
    if announced:
        return 0.8
    surface = context.surface(hit.first, 1)
    if any(one(hit.first) for one in (context.is_common, context.is_place_name)):
        return 0.2
    acronym = surface.isascii() and len(surface) <= 5
    return 0.6 if not acronym or surface.isupper() else 0.2


def _person(hit: Hit, _bearer: Bearer, context: Context) -> float:
    # A given name, or a nickname, is borne by thousands.
    sure = {1: 0.1, 2: 0.6}.get(hit.words, 0.85)
    if not all(context.is_capital(hit.first + at) for at in range(hit.words)):
        return 0.0
    return sure + 0.1 if context.is_person(hit.first) and hit.words > 1 else sure


def _place(hit: Hit, bearer: Bearer, context: Context) -> float:
    announced = context.is_place(hit.first, hit.words)
    # "فيلق القدس" names a corps, "ابن الموصل" most often a man.
    if context.announced(context.cues.organisation, hit.first) and not announced:
        return 0.2
    if context.is_person(hit.first) and hit.words == 1:
        return 0.2
    if announced:
        return 0.9
    if hit.words == 1 and context.is_function(hit.first):
        return 0.0
    # "ورقة" is a sheet of paper before it is "and Raqqa".
    if hit.words == 1 and context.is_nearly_common(hit.first):
        return 0.45 if context.announced(context.cues.towards, hit.first) else 0.2
    if context.is_homonym(hit.first, hit.words):
        return 0.4
    return 0.9 if bearer.weight >= COUNTRY else 0.75 if bearer.weight >= 100_000 else 0.6
