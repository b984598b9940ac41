"""What tracking finds again of planted timelines, and how long a million posts take.

    python bench/flow.py [--seeds 301-312] [--posts 1000000]

Weights were set on seeds 1 to 5, how much is enough on 101 to 106; the seeds here are others.
Beside the network stands the plain one: from the first poster of a family to each who repeats it,
three times at least. Beside the successors stands the plain guess: the place that is called most
alike and began after the end, and what is found without the signboards of places.
Where networkx is installed, its communities are measured on the same network.
"""

import argparse
import json
import resource
import tempfile
import time
from collections import Counter
from pathlib import Path

import make_rows
from planted import Planted, Timeline, put
from planted_boards import hang
from rapidfuzz.fuzz import ratio

from marsad.enrich.copies import find_copies
from marsad.store import Seen, Store
from marsad.store.seen_spans import spans
from marsad.track import Flow, flow, kept_flow, life, successors
from marsad.track.communities import modularity
from marsad.track.life import renamed

LEAST = 3
Pairs = set[tuple[str, str]]


def measured(found: Pairs, planted: Pairs) -> Counter[str]:
    return Counter(right=len(found & planted), found=len(found), planted=len(planted))


def told(count: Counter[str]) -> dict[str, float]:
    precision = count["right"] / max(1, count["found"])
    recall = count["right"] / max(1, count["planted"])
    return {"precision": round(precision, 3), "recall": round(recall, 3), **count}


def plain_flow(store: Store) -> Pairs:
    rows = {row.seq: row for row in Seen(store).rows()}
    met = Counter(
        (rows[first].place, row.place)
        for row in rows.values()
        for first in {repeat.first for repeat in row.repeats}
    )
    return {pair for pair, n in met.items() if n >= LEAST and pair[0] != pair[1]}


def plain_successors(store: Store) -> Pairs:
    places, some = {place.id: place for place in store.places()}, spans(store)
    end = max(span.last for span in some)
    found: Pairs = set()
    for old in some:
        if (end - old.last).days < 14:
            continue
        near = [
            (ratio(places[old.place].name, places[new.place].name), new.place)
            for new in some
            if -7 <= (new.first - old.last).days <= 120 and new.place != old.place
        ]
        if near and max(near)[0] >= 85:
            found.add((old.place, max(near)[1]))
    return found


def one(made: Planted, seed: int) -> dict[str, Counter[str]]:
    with tempfile.TemporaryDirectory() as folder, Store.create(Path(folder) / "lab") as store:
        put(store, made)
        find_copies(store)
        network = flow(store, shuffles=2)
        edges = {(edge.source, edge.target) for edge in network.edges}
        planted = {pair for pair, n in made.copied.items() if n >= LEAST}
        bare = {(each.old, each.new) for each in successors(store)}
        hang(store, made, seed)
        suggested = {(each.old, each.new) for each in successors(store)}
        said = [
            (post.place, renamed(post.text)) for post in store.posts() if post.kind == "service"
        ]
        return {
            "flow": measured(edges, planted),
            "flow, from the first poster": measured(plain_flow(store), planted),
            "flow, posters shuffled": Counter(found=network.by_chance),
            "successors": measured(suggested, made.successors),
            "successors, without signboards": measured(bare, made.successors),
            "successors, by name alone": measured(plain_successors(store), made.successors),
            "renames": measured({each for each in said if each[1]}, set(made.renamed.items())),
        }


def planted(first: int, last: int) -> None:
    total: dict[str, Counter[str]] = {}
    for seed in range(first, last + 1):
        for name, count in one(Timeline(seed).plant(), seed).items():
            total[name] = total.get(name, Counter()) + count
    for name, count in total.items():
        print(json.dumps({"what": name, "seeds": f"{first}-{last}", **told(count)}))


def groups(found: Flow) -> dict[str, object]:
    edges = [(edge.source, edge.target, float(edge.n)) for edge in found.edges]
    said: dict[str, object] = {"modularity": round(modularity(edges, found.communities), 3)}
    try:
        import networkx
    except ModuleNotFoundError:
        return said
    graph = networkx.Graph()
    for source, target, n in edges:
        before = graph.get_edge_data(source, target, {"weight": 0})["weight"]
        graph.add_edge(source, target, weight=before + n)
    theirs = networkx.community.louvain_communities(graph, seed=1)
    said["modularity of networkx"] = round(modularity(edges, [list(some) for some in theirs]), 3)
    return said


def million(posts: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        lab = Path(folder) / "lab"
        make_rows.fill(lab, posts, 300, 7)
        with Store(lab) as store:
            seen, spent = Seen(store), {}
            steps = {
                "seconds_to_make_the_rows": seen.catch_up,
                "seconds_to_read_all_of_them": lambda: sum(1 for _ in seen.rows()),
                "seconds_for_the_network": lambda: flow(store),
                "seconds_to_keep_it": lambda: kept_flow(store),
                "seconds_for_one_place": lambda: life(store, "telegram:1990000007"),
            }
            for name, step in steps.items():
                began = time.perf_counter()
                done = step()
                spent[name] = round(time.perf_counter() - began, 2)
                if isinstance(done, Flow):
                    spent |= {"edges": len(done.edges), **groups(done)}
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            print(json.dumps({"posts": posts, **spent, "peak_mb": peak}))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", default="301-312")
    parser.add_argument("--posts", type=int, default=1_000_000)
    asked = parser.parse_args()
    planted(*map(int, asked.seeds.split("-")))
    if asked.posts:
        million(asked.posts)
