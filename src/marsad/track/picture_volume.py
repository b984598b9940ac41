"""How much each outlet posts, and about what: a matrix of numbers with bars beside it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marsad.phrase import Joined, Phrase, Theme
from marsad.store import Store, Window
from marsad.track.counted import combinations
from marsad.track.picture import Picture, Row, values
from marsad.track.picture_look import labels, whole
from marsad.track.picture_units import OTHERS, Units, strongest

OUTLETS, THEMES = 15, 8
NONE, REST = Phrase("no theme"), Phrase("other themes")
COLUMNS = ("outlet", "name", "theme", "posts", "posts_of_outlet")


@dataclass(frozen=True, slots=True)
class Volume:
    """Posts by outlet, and by outlet and theme."""

    totals: Mapping[str, int]
    by_theme: Mapping[tuple[str, str], int]
    names: Mapping[str, str]


def volume(store: Store, window: Window) -> Volume:
    """Count each post once for its outlet, and once for each of its themes."""
    units = Units(store)
    found = units.counted(window)
    totals: Counter[str] = Counter()
    by_theme: Counter[tuple[str, str]] = Counter()
    for (unit, code), n in combinations(found.units, found.columns.rows["labels"]):
        id, (themes, _targets, _narratives) = found.names[unit], found.columns.labels(code)
        totals[id] += n
        for theme in map(Theme, dict.fromkeys(themes)) if themes else (NONE,):
            by_theme[id, theme] += n
    return Volume(
        totals, by_theme, {id: units.name(id) for id in totals} | {OTHERS: Phrase("all others")}
    )


def draw(found: Volume, asked: Mapping[str, str]) -> Picture:
    """The picture of it."""
    rows = _rows(found)
    order = [row["label"] for row in rows]
    return Picture(
        "volume",
        Phrase("Posts by outlet and theme"),
        _alt(found),
        (
            Phrase("Each post counts once for its outlet, and once for each of its themes."),
            Phrase(
                "Shown are the %(outlets)s outlets and %(themes)s themes with most "
                "posts; the rest is summed up.",
                outlets=OUTLETS,
                themes=THEMES,
            ),
        ),
        COLUMNS,
        rows,
        {"data": values(rows), "hconcat": _panels(list(dict.fromkeys(order)), _themes(found))},
        asked,
    )


def _rows(found: Volume) -> tuple[Row, ...]:
    shown = strongest(dict(found.totals), OUTLETS)
    themes = set(_themes(found))
    counts: Counter[tuple[str, str]] = Counter()
    totals: Counter[str] = Counter()
    for id, n in found.totals.items():
        totals[id if id in shown else OTHERS] += n
    for (id, theme), n in found.by_theme.items():
        counts[id if id in shown else OTHERS, theme if theme in themes else REST] += n
    said = labels({id: found.names[id] for id in totals})
    order = [*shown, *([OTHERS] if OTHERS in totals else [])]
    return tuple(
        {
            "outlet": id, "name": whole(found.names[id]), "label": said[id], "theme": theme,
            "posts": counts[id, theme], "posts_of_outlet": totals[id],
        }
        for id in order
        for theme in _themes(found)
        if counts[id, theme]
    )  # fmt: skip


def _themes(found: Volume) -> list[str]:
    totals: Counter[str] = Counter()
    for (_id, theme), n in found.by_theme.items():
        totals[theme] += n
    some = sorted((each for each in totals if each != NONE), key=lambda each: (-totals[each], each))
    rest = [REST] if len(some) > THEMES else []
    return [*some[:THEMES], *rest, *([NONE] if NONE in totals else [])]


def _panels(order: list[str], themes: list[str]) -> list[dict[str, Any]]:
    y = {"field": "label", "type": "nominal", "sort": order, "title": None}
    told = [
        {"field": "name", "title": Phrase("outlet")},
        {"field": "theme", "title": Phrase("theme")},
        {"field": "posts", "title": Phrase("posts"), "format": ","},
    ]
    x = {"field": "theme", "sort": themes, "title": Phrase("theme"), "axis": {"labelAngle": -35}}
    cells = {
        "mark": "rect",
        "encoding": {"color": {"field": "posts", "type": "quantitative",
                               "scale": {"type": "sqrt"}, "legend": None}},
    }  # fmt: skip
    numbers = {
        "mark": {"type": "text", "fontSize": 12},
        "encoding": {"text": {"field": "posts", "format": ","}},
    }
    matrix = {
        "width": {"step": 62},
        "height": {"step": 22},
        "encoding": {"y": y, "x": x, "tooltip": told},
        "layer": [cells, numbers],
    }
    bars = {
        "width": 160,
        "height": {"step": 22},
        "transform": [{"aggregate": [{"op": "max", "field": "posts_of_outlet", "as": "all"}],
                       "groupby": ["label", "name"]}],
        "encoding": {
            "y": {**y, "axis": {"labels": False, "ticks": False}},
            "x": {"field": "all", "type": "quantitative", "title": Phrase("posts"),
                  "axis": {"tickCount": 4, "format": "~s"}},
            "tooltip": [told[0], {"field": "all", "title": Phrase("posts"), "format": ","}],
        },
        "mark": {"type": "bar", "style": "bars"},
    }  # fmt: skip
    return [matrix, bars]


def _alt(found: Volume) -> str:
    total = sum(found.totals.values())
    if not total:
        return Phrase("No post of a public place was collected in this window.")
    first = strongest(dict(found.totals), 3)
    some = Joined(
        Phrase("%(name)s %(posts)s", name=whole(found.names[id]), posts=f"{found.totals[id]:,}")
        for id in first
    )
    none = sum(n for (_id, theme), n in found.by_theme.items() if theme == NONE)
    themes = [each for each in _themes(found) if each not in (NONE, REST)][:3]
    told = Phrase(
        "A table of numbers with bars: %(posts)s posts of %(outlets)s outlets. Most come from "
        "%(some)s.",
        posts=f"{total:,}", outlets=f"{len(found.totals):,}", some=some,
    )  # fmt: skip
    about = Phrase("The most frequent themes are %(themes)s.", themes=Joined(themes, ", "))
    rest = Phrase("%(posts)s posts have no theme.", posts=f"{none:,}")
    return Joined([told, *([about] if themes else []), rest], " ")
