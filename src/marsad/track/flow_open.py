"""The network as it may be shown: without accounts that nobody registered."""

from dataclasses import replace

from marsad.store import Store
from marsad.track.flow import Flow
from marsad.track.picture_units import ACCOUNTS, Units


def open_flow(store: Store, found: Flow) -> Flow:
    """Only outlets, channels and sites; an account that is in no register may be a person's."""
    units = Units(store)
    nodes = tuple(
        node
        for node in found.nodes
        if node.id in units.registered or units.of_place(node.id) != ACCOUNTS
    )
    ids = {node.id for node in nodes}
    edges = tuple(edge for edge in found.edges if {edge.source, edge.target} <= ids)
    groups = (tuple(id for id in group if id in ids) for group in found.communities)
    return replace(
        found, nodes=nodes, edges=edges, communities=tuple(some for some in groups if len(some) > 1)
    )
