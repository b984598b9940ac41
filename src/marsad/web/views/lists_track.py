"""The lists of tracking as tables: who repeats whom, narratives, and pictures that are near."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, time

from marsad import track
from marsad.enrich import pictures_beside
from marsad.errors import BadInput
from marsad.phrase import Phrase
from marsad.search.atom import Entry
from marsad.store import Store
from marsad.track import Flow
from marsad.web.views import narratives, network
from marsad.web.views.listed import Listed, Row, Subject, entry, instant, newest_first
from marsad.web.views.narratives import Told
from marsad.web.views.rows import rows
from marsad.web.wording import N_


def _flow(store: Store, subject: Subject) -> Flow:
    asked = network.asked_of(
        store, subject.get("since"), subject.get("until"), subject.get("by", "place")
    )
    return track.open_flow(store, network.flow_of(store, asked))


def _edges(store: Store, subject: Subject) -> Iterator[Row]:
    flow = _flow(store, subject)
    names = {node.id: node.name for node in flow.nodes}
    for edge in flow.edges:
        yield {
            "source": edge.source, "source_name": names[edge.source], "target": edge.target,
            "target_name": names[edge.target], "times": edge.n, "forwards": edge.forwards,
            "median_seconds": edge.median_seconds, "chance": edge.chance,
            "first": instant(edge.first), "last": instant(edge.last),
        }  # fmt: skip


def _noted_edges(store: Store, subject: Subject) -> list[Entry]:
    asked = {name: subject.get(name) for name in ("since", "until", "by")}
    return newest_first(
        entry(
            f"{row['source']}>{row['target']}",
            f"{row['source_name']} → {row['target_name']}: {row['times']}",
            datetime.fromisoformat(str(row["last"])),
            "/network",
            f"{row['first']} – {row['last']}",
            **asked,
        )
        for row in _edges(store, subject)
    )


def _nodes(store: Store, subject: Subject) -> Iterator[Row]:
    flow = _flow(store, subject)
    groups = {id: n for n, group in enumerate(flow.communities, 1) for id in group}
    repeated, repeats = Counter[str](), Counter[str]()
    last: dict[str, datetime] = {}
    for edge in flow.edges:
        repeated[edge.source] += edge.n
        repeats[edge.target] += edge.n
        for id in (edge.source, edge.target):
            last[id] = max(edge.last, last.get(id, edge.last))
    for node in flow.nodes:
        yield {
            "id": node.id, "name": node.name, "platform": node.platform, "posts": node.posts,
            "group": groups.get(node.id),
            "is_repeated": repeated[node.id], "repeats": repeats[node.id],
            "last": instant(last.get(node.id)),
        }  # fmt: skip


def _noted_nodes(store: Store, subject: Subject) -> list[Entry]:
    outlets = {each.id for each in store.outlets()}
    return newest_first(
        entry(
            str(row["id"]),
            str(row["name"]),
            datetime.fromisoformat(str(row["last"])),
            f"/{'outlets' if row['id'] in outlets else 'places'}/{row['id']}",
            f"{row['is_repeated']} → / → {row['repeats']}",
        )
        for row in _nodes(store, subject)
        if row["last"]
    )


def _told(store: Store, subject: Subject) -> list[Told]:
    said = subject.get("most", "30")
    if not (said.isdecimal() and len(said) < 5):
        raise BadInput(Phrase("%(said)s is no number; write it as 30", said=repr(said[:20])))
    asked = narratives.asked_of(store, subject.get("since"), subject.get("until"), int(said))
    found = narratives.told(store, track.narratives(store, asked.window, asked.most))
    return [*found.labelled, *found.alike]


def _narratives(store: Store, subject: Subject) -> Iterator[Row]:
    for each in _told(store, subject):
        one = each.narrative
        yield {
            "theme": one.theme, "target": one.target, "narrative": one.narrative,
            "labelled": bool(one.theme), "posts": one.posts, "copies": one.copies,
            "sources": one.sources, "first": str(one.first_seen), "last_week": _last(each),
            "words": [word.word for word in one.words],
            "outlets": [f"{name} {n}" for name, n in each.outlets],
            "more_outlets": each.more_outlets, "examples": list(one.examples),
        }  # fmt: skip


def _noted_narratives(store: Store, subject: Subject) -> list[Entry]:
    made = []
    for row in _narratives(store, subject):
        said = " × ".join(str(row[name]) for name in ("theme", "target", "narrative") if row[name])
        words, examples = row["words"], row["examples"]
        assert isinstance(words, list)
        assert isinstance(examples, list)
        at = datetime.combine(datetime.fromisoformat(str(row["last_week"])), time(), UTC)
        # Nobody named what is alike: such a group is known by the post that is most typical of it.
        id = said or f"alike:{examples[0]}"
        made.append(entry(id, said or ", ".join(words), at, "/narratives", f"{row['posts']}"))
    return newest_first(made)


def _last(each: Told) -> str:
    """The Monday of the last week in which it was said."""
    return max((monday for monday, n in each.narrative.weeks if n)).isoformat()


def _similar(store: Store, subject: Subject) -> Iterator[Row]:
    near = pictures_beside(store, store.post(subject.get("id")).id, subject.get("sha256"))
    for row, each in zip(rows(store, [one.post for one in near]), near, strict=True):
        yield {
            "post": each.post.id, "picture": each.media, "bits": each.distance,
            "place": row.place, "outlet": row.outlet, "posted_at": instant(each.post.posted_at),
            "text": each.post.text, "fiction": each.post.fiction,
        }  # fmt: skip


def _noted_similar(store: Store, subject: Subject) -> list[Entry]:
    return newest_first(
        entry(
            f"{row['post']}:{row['picture']}",
            f"{row['place']}: {row['bits']}/256",
            datetime.fromisoformat(str(row["posted_at"])),
            f"/post/{row['post']}",
            str(row["text"])[:200],
        )
        for row in _similar(store, subject)
    )


TRACKED = {
    "edges": Listed(
        N_("Direction and delay"),
        ("source", "source_name", "target", "target_name", "times", "forwards", "median_seconds",
         "chance", "first", "last"),
        _edges,
        _noted_edges,
        prepared=True,
    ),
    "nodes": Listed(
        N_("Who is in the network"),
        ("id", "name", "platform", "posts", "group", "is_repeated", "repeats", "last"),
        _nodes,
        _noted_nodes,
        prepared=True,
    ),
    "narratives": Listed(
        N_("Narratives"),
        ("theme", "target", "narrative", "labelled", "posts", "copies", "sources", "first",
         "last_week", "words", "outlets", "more_outlets", "examples"),
        _narratives,
        _noted_narratives,
        prepared=True,
    ),
    "similar": Listed(
        N_("Similar pictures"),
        ("post", "picture", "bits", "place", "outlet", "posted_at", "text", "fiction"),
        _similar,
        _noted_similar,
    ),
}  # fmt: skip
