"""How pictures look: colours that the colour-blind can tell apart, light and dark, and labels.

No meaning rests on colour alone: what colours part is also parted by place, shape, dashes or a
number. Colours stand in the configuration, so that one specification serves both grounds.
"""

import re
from typing import Any

from marsad.phrase import Phrase
from marsad.text.bidi import isolate, visible_controls

FONT = "Amiri"
"""Arabic, Persian, Urdu and Latin letters in one font, which comes with the project: of two fonts
the drawer would take the second one from whatever the machine has."""
HUES = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#8a6d00", "#56b4e9")
"""Okabe and Ito's, its yellow darkened so that it stands out from white."""
HUES_DARK = ("#56b4e9", "#ff9d4d", "#2fd0a0", "#f0a6cf", "#f0e442", "#a9c4e8")
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
LONGEST = 26


def looks(dark: bool = False) -> dict[str, Any]:
    """The configuration of a specification."""
    ink, quiet, line, ground = (
        ("#e6e9e8", "#a3b0b6", "#39444a", "#1c2327")
        if dark
        else ("#1d2529", "#56626a", "#d5d8d6", "#ffffff")
    )
    hues = HUES_DARK if dark else HUES
    ramp = ["#20333a", "#56b4e9"] if dark else ["#e9f1f6", "#5ba3cf"]
    label = {
        "labelColor": ink,
        "titleColor": quiet,
        "labelLimit": 230,
        "labelFontSize": 13,
        "titleFontSize": 13,
        "titleFontWeight": "normal",
    }
    return {
        "background": ground,
        "font": FONT,
        "timeFormat": "%d %b %Y",
        "title": {"color": ink, "subtitleColor": quiet, "anchor": "start", "fontSize": 18},
        "axis": {**label, "gridColor": line, "domainColor": quiet, "tickColor": quiet},
        "header": {**label, "labelAnchor": "start"},
        "legend": {**label, "symbolFillColor": quiet, "symbolStrokeColor": quiet},
        "view": {"stroke": line},
        "range": {"category": list(hues), "ramp": ramp, "heatmap": ramp, "symbol": list(SHAPES)},
        "text": {"color": ink},
        "style": {
            "ink": {"color": ink},
            "halo": {"fill": ground, "stroke": ground, "strokeWidth": 4, "strokeJoin": "round"},
            "bars": {"color": hues[0]},
            "part": {"color": hues[0], "fillOpacity": 0.4},
            "band": {"color": hues[0], "fillOpacity": 0.22, "strokeOpacity": 0.5},
            "step": {"color": hues[0], "strokeWidth": 2},
            "event": {"color": hues[1], "strokeDash": [4, 3]},
            "mark": {"color": hues[1]},
            "edge": {"color": quiet},
        },
    }  # fmt: skip


_JOINED = re.compile(r"(?<=\w)[\u200c\u200d](?=\w)")
"""Joiners between letters belong to Persian spelling; elsewhere they are shown."""


def _line(name: str) -> str:
    parts = [visible_controls(part) for part in _JOINED.split(name)]
    joiners = [*_JOINED.findall(name), ""]
    joined = "".join(part + joiner for part, joiner in zip(parts, joiners, strict=True))
    return " ".join(joined.split())


def short(name: str, longest: int = LONGEST) -> str:
    """A label that fits beside a mark: cut, its controls shown, isolated from what follows.

    Words of ours stay as they are, here and below: they can be said in another language.
    """
    if isinstance(name, Phrase):
        return name
    line = _line(name)
    return isolate(line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…")


def whole(name: str) -> str:
    """The whole name, for a tooltip or a table."""
    return name if isinstance(name, Phrase) else isolate(_line(name))


def labels(names: dict[str, str]) -> dict[str, str]:
    """A short label for each id; two that would read alike get a number."""
    made: dict[str, str] = {}
    for id in sorted(names):
        said, n = short(names[id] or id), 1
        while said in made.values():
            n += 1
            said = f"{short(names[id] or id)} #{n}"
        made[id] = said
    return made
