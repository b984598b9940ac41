"""The network as GEXF (for Gephi) and as GraphML (for everything else)."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from lxml import etree

from marsad.errors import BadInput
from marsad.phrase import Phrase
from marsad.text.bidi import visible_controls
from marsad.track.flow import Edge, Flow
from marsad.track.flow_nodes import Node

GEXF, GRAPHML = "http://gexf.net/1.3", "http://graphml.graphdrawing.org/xmlns"
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NODES = {"platform": "string", "posts": "integer", "community": "integer"}
EDGES = {
    "n": "integer", "forwards": "integer", "median_seconds": "double", "first": "string",
    "last": "string", "chance": "double",
}  # fmt: skip


def graph(flow: Flow, form: str) -> bytes:
    """The network in a form, as the bytes of a file."""
    forms: dict[str, Callable[[Flow], Any]] = {"gexf": _gexf, "graphml": _graphml}
    if form not in forms:
        raise BadInput(
            Phrase("no form %(form)s; there are %(forms)s", form=repr(form), forms=", ".join(forms))
        )
    made: bytes = etree.tostring(
        forms[form](flow), xml_declaration=True, encoding="UTF-8", pretty_print=True
    )
    return made


def _gexf(flow: Flow) -> Any:
    root = etree.Element(f"{{{GEXF}}}gexf", {"version": "1.3"}, {None: GEXF})
    made = _sub(root, GEXF, "graph", defaultedgetype="directed", mode="static")
    for kind, names in (("node", NODES), ("edge", EDGES)):
        declared = _sub(made, GEXF, "attributes", **{"class": kind})
        for name, type in names.items():
            _sub(declared, GEXF, "attribute", id=name, title=name, type=type)
    nodes, edges = _sub(made, GEXF, "nodes"), _sub(made, GEXF, "edges")
    for id, label, said in _nodes(flow):
        _values(_sub(nodes, GEXF, "node", id=id, label=label), said)
    for n, edge in enumerate(flow.edges):
        ends = {"id": str(n), "source": _clean(edge.source), "target": _clean(edge.target)}
        _values(_sub(edges, GEXF, "edge", **ends, weight=str(edge.n)), _edge(edge))
    return root


def _values(under: Any, said: Mapping[str, str]) -> None:
    values = _sub(under, GEXF, "attvalues")
    for name, value in said.items():
        _sub(values, GEXF, "attvalue", **{"for": name, "value": value})


def _graphml(flow: Flow) -> Any:
    root = etree.Element(f"{{{GRAPHML}}}graphml", None, {None: GRAPHML})
    types = {"integer": "int"}
    for kind, names in (("node", {"label": "string", **NODES}), ("edge", EDGES)):
        for name, type in names.items():
            key = {"id": f"{kind}-{name}", "for": kind, "attr.name": name}
            _sub(root, GRAPHML, "key", **key, **{"attr.type": types.get(type, type)})
    made = _sub(root, GRAPHML, "graph", id="flow", edgedefault="directed")
    for id, label, said in _nodes(flow):
        _data(_sub(made, GRAPHML, "node", id=id), "node", {"label": label, **said})
    for edge in flow.edges:
        ends = {"source": _clean(edge.source), "target": _clean(edge.target)}
        _data(_sub(made, GRAPHML, "edge", **ends), "edge", _edge(edge))
    return root


def _data(under: Any, kind: str, said: Mapping[str, str]) -> None:
    for name, value in said.items():
        _sub(under, GRAPHML, "data", key=f"{kind}-{name}").text = value


def _nodes(flow: Flow) -> Iterator[tuple[str, str, dict[str, str]]]:
    home = {id: n for n, group in enumerate(flow.communities) for id in group}
    for node in flow.nodes:
        said = {"platform": _clean(node.platform), "posts": str(node.posts)}
        if node.id in home:
            said["community"] = str(home[node.id])
        yield _clean(node.id), _label(node), said


def _label(node: Node) -> str:
    """The name in its own script; what would turn the line around it is written out."""
    return _clean(" ".join(visible_controls(node.name).split())) or _clean(node.id)


def _edge(edge: Edge) -> dict[str, str]:
    said = {"n": str(edge.n), "forwards": str(edge.forwards)}
    if edge.median_seconds is not None:
        said["median_seconds"] = str(edge.median_seconds)
    told = {"first": edge.first.isoformat(), "last": edge.last.isoformat()}
    return {**said, **told, "chance": f"{edge.chance:.3g}"}


def _clean(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)


def _sub(under: Any, space: str, name: str, **said: str) -> Any:
    return etree.SubElement(under, f"{{{space}}}{name}", said)
