"""The lists on the pages of outlets and places, as tables that can be taken along."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from marsad.errors import NotFound
from marsad.phrase import Phrase
from marsad.web.views.outlets import Listed, Shown

Row = Mapping[str, Any]


def rows_of(shown: Shown, name: str) -> list[Row]:
    """One list of a life."""
    if name not in _LISTS:
        raise NotFound(
            Phrase(
                "no list %(name)s of an outlet; there are %(lists)s",
                name=repr(name[:20]),
                lists=", ".join(_LISTS),
            )
        )
    return list(_LISTS[name](shown))


def rows_of_all(listed: Listed, name: str) -> list[Row]:
    """The outlets of the register, or the places of the lab."""
    if name == "outlets":
        return [
            {"id": each.id, "name": each.name, "latin": each.latin, "standing": each.standing,
             "affiliation": each.affiliation, "places": "; ".join(each.places)}
            for each in listed.outlets
        ]  # fmt: skip
    if name == "places":
        return [
            {"id": place.id, "name": place.name, "platform": place.platform,
             "posts": span.posts if span else 0, "first": _at(span.first if span else None),
             "last": _at(span.last if span else None)}
            for place, span in listed.places
        ]  # fmt: skip
    raise NotFound(Phrase("no list %(name)s; there are outlets, places", name=repr(name[:20])))


def columns_of(rows: list[Row]) -> list[str]:
    """The columns of a list; one that is empty has none."""
    return list(rows[0]) if rows else []


def _at(moment: Any) -> str:
    return moment.isoformat() if moment else ""


def _places(shown: Shown) -> Iterator[Row]:
    for id in shown.life.places:
        yield {"id": id, "name": shown.names[id]}


def _gaps(shown: Shown) -> Iterator[Row]:
    for gap in shown.life.gaps:
        yield {"since": _at(gap.since), "until": _at(gap.until)}


def _names(shown: Shown) -> Iterator[Row]:
    for at, name in shown.life.names:
        yield {"renamed_at": _at(at), "name": name}


def _sources(shown: Shown) -> Iterator[Row]:
    for state in shown.life.states:
        yield {**state, "seen_at": str(state["seen_at"] or "")}


def _successors(shown: Shown) -> Iterator[Row]:
    for each in shown.life.successors:
        yield {
            "old": each.old, "old_name": shown.names[each.old], "new": each.new,
            "new_name": shown.names[each.new], "state": each.state, "weight": each.weight,
            "cues": "; ".join(f"{cue.name} {cue.weight}" for cue in each.cues),
        }  # fmt: skip


def _elsewhere(shown: Shown) -> Iterator[Row]:
    for id, posts in shown.life.elsewhere.items():
        yield {"place": id, "name": shown.names.get(id, id), "posts": posts}


def _flow(shown: Shown) -> Iterator[Row]:
    for how, name, edge, _after in shown.repeats:
        yield {
            "how": how, "source": edge.source, "target": edge.target, "with": name,
            "times": edge.n, "forwards": edge.forwards, "median_seconds": edge.median_seconds,
            "first": _at(edge.first), "last": _at(edge.last), "chance": edge.chance,
        }  # fmt: skip


def _boards(shown: Shown) -> Iterator[Row]:
    for board in shown.life.boards:
        yield {
            "seen_at": _at(board.seen_at), "place": board.place, "name": board.name,
            "description": board.description, "picture": board.picture, "missing": board.missing,
        }  # fmt: skip


def _counted(field: str) -> Callable[[Shown], Iterable[Row]]:
    def told(shown: Shown) -> Iterator[Row]:
        for key, posts in getattr(shown.life, field).items():
            yield {field: key, "posts": posts}

    return told


def _media(shown: Shown) -> Iterator[Row]:
    for each in shown.media:
        post, media = each.post, each.media
        yield {
            "post": post.id, "posted_at": _at(post.posted_at), "place": post.place,
            "kind": media.kind, "mime": media.mime, "size": media.size, "sha256": media.sha256,
        }  # fmt: skip


_LISTS: Mapping[str, Callable[[Shown], Iterable[Row]]] = {
    "places": _places, "gaps": _gaps, "names": _names, "sources": _sources,
    "successors": _successors, "elsewhere": _elsewhere, "flow": _flow,
    "boards": _boards,
    **{name: _counted(name) for name in ("languages", "themes", "targets", "narratives", "weeks")},
    "media": _media,
}  # fmt: skip
