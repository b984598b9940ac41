"""What may be asked of the search index in PostgreSQL, and how that is said to the server.

Numbers of words are written into the orders: the server plans by how frequent each of them is, and
a plan made for any words at all would be the wrong one for most.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

MOST_WEIGHED = 64
"""Words of a query that are weighed, the rarest: a page pasted in is no question of rank."""
SATURATION, BY_LENGTH = 1.2, 0.75
"""As in every BM25: how soon saying it again counts no more, how much less a long text counts."""


@dataclass(frozen=True, slots=True)
class Terms:
    """Any of some words; worth by how rare each is (``weights``), or something fixed."""

    ids: tuple[int, ...]
    weights: tuple[float, ...] = ()
    worth: float = 0.0
    column: str = "said"


@dataclass(frozen=True, slots=True)
class Beside:
    """Words one after the other, the last any of some; ``slop`` others may stand between."""

    firsts: tuple[int, ...]
    lasts: tuple[int, ...]
    slop: int
    weight: float


@dataclass(frozen=True, slots=True)
class Span:
    """A number between two, both included."""

    column: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Numbered:
    """Posts with these running numbers."""

    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Every:
    """Every post."""


@dataclass(frozen=True, slots=True)
class All:
    """All of some parts, none of others; what else is met is worth more."""

    must: tuple["Part", ...]
    without: tuple["Part", ...] = ()
    more: tuple["Part", ...] = ()


@dataclass(frozen=True, slots=True)
class Some:
    """At least so many of the parts."""

    parts: tuple["Part", ...]
    least: int = 1


Part = Terms | Beside | Span | Numbered | Every | All | Some


def condition(part: Part) -> str:
    """What a post has to meet."""
    match part:
        case Terms():
            return f"{part.column} && {_array(part.ids)}" if part.ids else "false"
        case Beside():
            # The index knows which posts hold the words; only there is looked how they stand.
            held = f"said @> {_array(part.firsts)} and said && {_array(part.lasts)}"
            return f"({held} and {_beside(part)} > 0)"
        case Span():
            return f"{part.column} between {int(part.low)} and {int(part.high)}"
        case Numbered():
            return f"number = any('{_braced(part.numbers)}'::bigint[])"
        case Every():
            return "true"
        case All():
            return f"({' and '.join(_all(part))})"
        case Some():
            return f"({_some(part)})"


def score(part: Part, mean: float) -> str:
    """How well a post meets it, where a post has so many words on average."""
    weighed = sorted(_scores(part, mean), reverse=True)[:MOST_WEIGHED]
    return " + ".join(said for _weight, said in weighed) or "0.0::float8"


def _all(part: All) -> Iterator[str]:
    single = {"said": list[int](), "kinds": list[int]()}
    for each in part.must:
        if isinstance(each, Terms) and len(each.ids) == 1:
            single[each.column] += each.ids
        else:
            yield condition(each)
    for column, ids in single.items():
        if ids:
            yield f"{column} @> {_array(ids)}"
    for each in part.without:
        yield f"not {condition(each)}"


def _some(part: Some) -> str:
    if part.least > 1:
        met = " + ".join(f"({condition(each)})::int" for each in part.parts) or "0"
        return f"{_some(Some(part.parts))} and {met} >= {int(part.least)}"
    together = {"said": dict[int, None](), "kinds": dict[int, None]()}
    rest: list[str] = []
    for each in part.parts:
        if isinstance(each, Terms):
            together[each.column].update(dict.fromkeys(each.ids))
        else:
            rest.append(condition(each))
    rest += [f"{column} && {_array(list(ids))}" for column, ids in together.items() if ids]
    return f"({' or '.join(rest)})" if rest else "false"


def _scores(part: Part, mean: float) -> Iterator[tuple[float, str]]:
    match part:
        case Terms():
            for id, weight in zip(part.ids, part.weights, strict=False):
                yield _weighed(weight, f"cardinality(array_positions(said, {int(id)}))", mean)
            if part.worth and part.ids:
                yield part.worth, f"{part.worth}::float8 * ({condition(part)})::int"
        case Beside():
            yield _weighed(part.weight, _beside(part), mean)
        case Every():
            yield 1.0, "1.0::float8"
        case All():
            for each in (*part.must, *part.more):
                yield from _scores(each, mean)
        case Some():
            for each in part.parts:
                yield from _within(each, mean)
        case _:
            return


def _within(part: Part, mean: float) -> Iterator[tuple[float, str]]:
    """What one of several parts adds: nothing where it is met by half."""
    found = list(_scores(part, mean))
    if isinstance(part, All) or (isinstance(part, Some) and part.least > 1):
        said = " + ".join(said for _weight, said in found) or "0"
        whole = f"case when {condition(part)} then {said} else 0 end"
        yield max((weight for weight, _said in found), default=0.0), whole
    else:
        yield from found


def _weighed(weight: float, times: str, mean: float) -> tuple[float, str]:
    plain, longer = SATURATION * (1 - BY_LENGTH), SATURATION * BY_LENGTH / mean
    norm = f"({plain!r}::float8 + {longer!r}::float8 * length)"
    whole = weight * (1 + SATURATION)
    # Written so that what has to be counted is counted once.
    return weight, f"{whole!r}::float8 * (1 - {norm} / ({norm} + {times}))"


def _beside(part: Beside) -> str:
    firsts, lasts = _array(part.firsts), _array(part.lasts)
    return f"index_beside(said, {firsts}, {lasts}, {int(part.slop)})"


def _array(ids: Sequence[int]) -> str:
    return f"'{_braced(ids)}'::int[]"


def _braced(ids: Sequence[int]) -> str:
    return f"{{{','.join(str(int(id)) for id in ids)}}}"
