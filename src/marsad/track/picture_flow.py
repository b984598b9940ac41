"""The network of who repeats whom: arrows from who had it first to who repeats it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from marsad.phrase import Joined, Phrase
from marsad.store import Store
from marsad.track.flow import Edge, Flow
from marsad.track.flow_open import open_flow
from marsad.track.picture import Picture, Row, values
from marsad.track.picture_labels import WIDEST, placed
from marsad.track.picture_layout import layout, shortened
from marsad.track.picture_look import SHAPES, labels, whole

NODES = 40
COLUMNS = ("source", "source_name", "target", "target_name", "times", "forwards", "median_seconds",
           "first", "last", "chance", "drawn")  # fmt: skip
NAMED = {"field": "name", "title": Phrase("name")}
SIZE, REACH = 560, 1.3
"""Pixels of the square, and how far it reaches around the network, which ends at 1."""
Layer = dict[str, Any]


def draw(store: Store, found: Flow, asked: Mapping[str, str]) -> Picture:
    """The picture of it."""
    found = open_flow(store, found)
    names, edges = {node.id: node.name or node.id for node in found.nodes}, found.edges
    drawn = _strongest(edges)
    arrows = [edge for edge in edges if {edge.source, edge.target} <= set(drawn)]
    rows = tuple(_row(edge, names, edge in arrows) for edge in edges)
    nodes, lines = _placed(found, drawn, arrows, names)
    return Picture(
        "flow",
        Phrase("Who repeats whom"),
        _alt(edges, drawn, names, found),
        (
            Phrase(
                "An arrow leads from who had it first to who repeats it, at least three "
                "times and more often than by chance; the thicker, the oftener."
            ),
            Phrase(
                "Shape and colour tell groups that share material; they do not say who "
                "belongs together. Where a mark stands has no meaning of its own."
            ),
            Phrase(
                "Drawn are at most %(most)s of %(all)s, those with most repetitions; the "
                "table has all.",
                most=NODES,
                all=len(names),
            ),
            Phrase(
                "%(named)s of %(drawn)s have their name beside them, those with most "
                "repetitions first; the others tell it when pointed at.",
                named=sum("label_x" in node for node in nodes),
                drawn=len(nodes),
            ),
        ),
        COLUMNS,
        rows,
        {"width": SIZE, "height": SIZE, "layer": _layers(nodes, lines)},
        asked,
    )


def _strongest(edges: Sequence[Edge]) -> list[str]:
    weights: Counter[str] = Counter()
    for edge in edges:
        weights[edge.source] += edge.n
        weights[edge.target] += edge.n
    return sorted(sorted(weights), key=lambda id: -weights[id])[:NODES]


def _row(edge: Edge, names: Mapping[str, str], drawn: bool) -> Row:
    return {
        "source": edge.source, "source_name": whole(names[edge.source]), "target": edge.target,
        "target_name": whole(names[edge.target]), "times": edge.n, "forwards": edge.forwards,
        "median_seconds": edge.median_seconds, "first": edge.first.isoformat(),
        "last": edge.last.isoformat(), "chance": edge.chance, "drawn": drawn,
    }  # fmt: skip


def _placed(
    found: Flow, drawn: Sequence[str], arrows: Sequence[Edge], names: Mapping[str, str]
) -> tuple[list[Row], list[Row]]:
    group = {id: n for n, some in enumerate(found.communities) for id in some}
    posts = {node.id: node.posts for node in found.nodes}
    at = layout(drawn, [(edge.source, edge.target, float(edge.n)) for edge in arrows])
    said = labels({id: names[id] for id in drawn})
    spots = placed(drawn, at, said, SIZE, REACH)
    nodes: list[Row] = [
        {"x": at[id][0], "y": at[id][1], "label": said[id], "name": whole(names[id]),
         "posts": posts[id], "group": _group(group.get(id, len(SHAPES))),
         **({"label_x": spots[id][0], "label_y": spots[id][1]} if id in spots else {})}
        for id in drawn
    ]  # fmt: skip
    lines: list[Row] = []
    for edge in arrows:
        (x, y), (x2, y2), angle = shortened(at[edge.source], at[edge.target])
        lines.append(
            {"x": x, "y": y, "x2": x2, "y2": y2, "angle": angle, "times": edge.n,
             "what": f"{said[edge.source]} → {said[edge.target]}"}
        )  # fmt: skip
    return nodes, lines


def _group(n: int) -> str:
    return (
        Phrase("group %(number)s", number=n + 1) if n < len(SHAPES) - 1 else Phrase("other groups")
    )


def _layers(nodes: list[Row], lines: list[Row]) -> list[Layer]:
    at: Layer = {"type": "quantitative", "axis": None, "scale": {"domain": [-REACH, REACH]}}
    x, y = {"field": "x", **at}, {"field": "y", **at}
    named = [node for node in nodes if "label_x" in node]
    return [*_arrows(lines, x, y), _dots(nodes, x, y), *_names(named, x, y)]


def _arrows(lines: list[Row], x: Layer, y: Layer) -> Iterator[Layer]:
    """A line each, as wide as there are repetitions, and its head."""
    told = [
        {"field": "what", "title": Phrase("repeats")},
        {"field": "times", "title": Phrase("times")},
    ]
    width = {"field": "times", "type": "quantitative", "title": Phrase("repetitions"),
             "scale": {"type": "sqrt", "range": [0.8, 5]}, "legend": None}  # fmt: skip
    yield {
        "data": values(lines),
        "mark": {"type": "rule", "style": "edge", "opacity": 0.55},
        "encoding": {"x": x, "y": y, "x2": {"field": "x2"}, "y2": {"field": "y2"},
                     "strokeWidth": width, "tooltip": told},
    }  # fmt: skip
    yield {
        "data": values(lines),
        "mark": {"type": "point", "shape": "triangle-up", "filled": True, "size": 60,
                 "style": "edge", "opacity": 0.9},
        "encoding": {"x": {**x, "field": "x2"}, "y": {**y, "field": "y2"},
                     "angle": {"field": "angle", "type": "quantitative", "scale": None},
                     "tooltip": told},
    }  # fmt: skip


def _dots(nodes: list[Row], x: Layer, y: Layer) -> Layer:
    group = {"field": "group", "title": Phrase("groups")}
    size = {"field": "posts", "type": "quantitative", "title": Phrase("posts"),
            "scale": {"type": "sqrt", "range": [60, 500]}}  # fmt: skip
    return {
        "data": values(nodes),
        "mark": {"type": "point", "filled": True, "opacity": 1},
        "encoding": {"x": x, "y": y, "shape": group, "color": group, "size": size,
                     "tooltip": [NAMED, {"field": "posts", "title": Phrase("posts")}, group]},
    }  # fmt: skip


def _names(named: list[Row], x: Layer, y: Layer) -> Iterator[Layer]:
    """Twice: the first is the halo of the second."""
    for style in ({"style": "halo"}, {}):
        yield {
            "data": values(named),
            "mark": {"type": "text", "fontSize": 13, "limit": WIDEST, **style},
            "encoding": {"x": {**x, "field": "label_x"}, "y": {**y, "field": "label_y"},
                         "text": {"field": "label"}, "tooltip": [NAMED]},
        }  # fmt: skip


def _alt(edges: Sequence[Edge], drawn: Sequence[str], names: Mapping[str, str], found: Flow) -> str:
    if not edges:
        return Phrase(
            "Nobody repeats anybody beyond chance in this window: %(repetitions)s "
            "repetitions, %(pairs)s pairs that met too seldom.",
            repetitions=f"{found.repetitions:,}",
            pairs=f"{found.unproved:,}",
        )
    first = Joined(
        Phrase(
            "%(target)s repeats %(source)s %(times)s times",
            target=whole(names[edge.target]),
            source=whole(names[edge.source]),
            times=f"{edge.n:,}",
        )
        for edge in edges[:3]
    )
    all_ = {end for edge in edges for end in (edge.source, edge.target)}
    return Phrase(
        "A network of arrows between %(all)s outlets or channels, %(drawn)s of "
        "them drawn: %(edges)s repeat another beyond chance, in %(groups)s "
        "groups. Most often: %(first)s.",
        all=f"{len(all_):,}",
        drawn=f"{len(drawn):,}",
        edges=f"{len(edges):,}",
        groups=len(found.communities),
        first=first,
    )
