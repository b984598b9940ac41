"""Groups of nodes that repeat one another more than others do (Louvain's method).

Own code, some lines of it: the library that has it (networkx) is larger than all of tracking, and
its answer depends on a seed. This one always answers the same.
"""

from collections.abc import Iterable, Sequence

Links = dict[int, dict[int, float]]
GAIN = 1e-9


def communities(edges: Iterable[tuple[str, str, float]]) -> tuple[tuple[str, ...], ...]:
    """Groups of two nodes or more, the largest first; direction plays no part."""
    names: dict[str, int] = {}
    links: Links = {}
    for one, other, weight in edges:
        a, b = (names.setdefault(name, len(names)) for name in (one, other))
        _link(links, a, b, weight)
    groups = [{node} for node in range(len(names))]
    while True:
        moved = _moved(links, len(groups))
        if len(set(moved)) == len(groups):
            break
        links, groups = _merged(links, groups, moved)
    called = list(names)
    found = [tuple(sorted(called[node] for node in group)) for group in groups if len(group) > 1]
    return tuple(sorted(found, key=lambda group: (-len(group), group)))


def modularity(edges: Sequence[tuple[str, str, float]], groups: Iterable[Sequence[str]]) -> float:
    """How much more weight lies within the groups than chance would put there."""
    home = {node: n for n, group in enumerate(groups) for node in group}
    total = sum(weight for *_, weight in edges)
    inside: dict[object, float] = {}
    degree: dict[object, float] = {}
    for one, other, weight in edges:
        # A node in no group is one by itself.
        at, there = home.get(one, one), home.get(other, other)
        degree[at] = degree.get(at, 0) + weight
        degree[there] = degree.get(there, 0) + weight
        inside[at] = inside.get(at, 0) + weight * (at == there)
    return sum(inside.get(g, 0) / total - (degree[g] / (2 * total)) ** 2 for g in degree)


def _link(links: Links, a: int, b: int, weight: float) -> None:
    # What lies within a node is entered from both ends, so that degrees stay what they were.
    for one, other in ((a, b), (b, a)):
        row = links.setdefault(one, {})
        row[other] = row.get(other, 0.0) + weight


def _moved(links: Links, count: int) -> list[int]:
    """Let each node go to the neighbouring group that gains most, until none wants to move."""
    home = list(range(count))
    degree = [sum(links.get(node, {}).values()) for node in range(count)]
    weight, total = list(degree), sum(degree)
    restless = True
    while restless:
        restless = False
        for node in range(count):
            best = _best(links.get(node, {}), home, weight, degree[node], total, node)
            if best != home[node]:
                weight[home[node]] -= degree[node]
                weight[best] += degree[node]
                home[node], restless = best, True
    return home


def _best(
    row: dict[int, float],
    home: Sequence[int],
    weight: Sequence[float],
    degree: float,
    total: float,
    node: int,
) -> int:
    near: dict[int, float] = {home[node]: 0.0}
    for other, amount in row.items():
        if other != node:
            near[home[other]] = near.get(home[other], 0.0) + amount
    here = home[node]

    def gain(group: int) -> float:
        rest = weight[group] - (degree if group == here else 0.0)
        return near[group] - rest * degree / total

    best, most = here, gain(here) + GAIN
    for group in sorted(near):
        if gain(group) > most:
            best, most = group, gain(group)
    return best


def _merged(
    links: Links, groups: Sequence[set[int]], moved: Sequence[int]
) -> tuple[Links, list[set[int]]]:
    number = {group: n for n, group in enumerate(sorted(set(moved)))}
    merged: Links = {}
    for node, row in links.items():
        for other, weight in row.items():
            a, b = number[moved[node]], number[moved[other]]
            inner = merged.setdefault(a, {})
            inner[b] = inner.get(b, 0.0) + weight
    joined: list[set[int]] = [set() for _ in number]
    for node, group in enumerate(moved):
        joined[number[group]] |= groups[node]
    return merged, joined
