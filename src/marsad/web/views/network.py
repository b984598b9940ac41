"""The network of who repeats whom, as a page tells it in words and tables."""

from dataclasses import dataclass

from marsad import track
from marsad.store import Store, Window
from marsad.track import Edge, Flow
from marsad.web.views.days import window
from marsad.web.views.outlets import after
from marsad.web.views.pictures import Shown, shown

MOST = 300
"""Arrows in the table of the page; the files have all."""


@dataclass(frozen=True, slots=True)
class End:
    """One end of an arrow."""

    id: str
    name: str
    outlet: bool
    """Else it is a place."""


@dataclass(frozen=True, slots=True)
class Arrow:
    """Who had it first, who repeats it, how often, and after how long."""

    source: End
    target: End
    edge: Edge
    after: str
    back: int
    """How often the first repeats the second in its turn."""


@dataclass(frozen=True, slots=True)
class Network:
    """All of it."""

    flow: Flow
    picture: Shown
    arrows: tuple[Arrow, ...]
    left_out: int
    groups: tuple[tuple[End, ...], ...]


def asked_of(store: Store, since: str, until: str, by: str) -> track.Asked:
    """What an address asks for."""
    return track.Asked(window(since, until, store.settings.zone), by=by)


def flow_of(store: Store, asked: track.Asked) -> Flow:
    """Who repeats whom; that of all days is kept."""
    if asked.window == Window():
        return track.kept_flow(store, asked.by)
    return track.flow(store, asked.window, asked.by)


def network(store: Store, found: Flow, asked: track.Asked) -> Network:
    """A network, without accounts that nobody registered."""
    flow = track.open_flow(store, found)
    outlets = {outlet.id for outlet in store.outlets()}
    ends = {node.id: End(node.id, node.name or node.id, node.id in outlets) for node in flow.nodes}
    times = {(edge.source, edge.target): edge.n for edge in flow.edges}
    arrows = tuple(
        Arrow(
            ends[edge.source],
            ends[edge.target],
            edge,
            after(edge),
            times.get((edge.target, edge.source), 0),
        )
        for edge in flow.edges[:MOST]
    )
    return Network(
        flow,
        shown(track.draw_flow(store, flow, asked.said)),
        arrows,
        len(flow.edges) - len(arrows),
        tuple(tuple(ends[id] for id in group) for group in flow.communities),
    )
