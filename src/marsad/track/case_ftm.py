"""A case in the form of FollowTheMoney: outlets as Organization, posts as Message.

Written as its schema documents it (entities of id, schema and lists of strings), without the
library, which needs a compiler. No person is in it: a post has an organisation as its sender, or
none. Ids are made of the lab and the thing, so that two labs do not mix.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from marsad.model import Outlet, made_of

LANGUAGES = {"ar": "ara", "fa": "fas", "ur": "urd", "en": "eng", "fr": "fra", "ps": "pus"}
"""FollowTheMoney writes languages in three letters; others are left out."""
FICTION = "Fiction: sample material"
Entity = dict[str, Any]


def entities(
    rows: Iterable[Mapping[str, Any]], outlets: Mapping[str, Outlet], lab: str, name: str
) -> Iterator[Entity]:
    """Each sender once, before its first post."""
    told: set[str] = set()
    for row in rows:
        sender = row["outlet"] if row["outlet"] in outlets else row["place"]
        id = f"marsad-{made_of(lab, sender)[:40]}"
        if sender not in told:
            told.add(sender)
            yield _organisation(id, row, outlets.get(sender), lab)
        yield _message(id, row, lab, name)


def _organisation(id: str, row: Mapping[str, Any], outlet: Outlet | None, lab: str) -> Entity:
    said = {
        "name": [outlet.name, outlet.latin] if outlet else [row["place_name"] or row["place"]],
        "alias": list(outlet.aliases) if outlet else [],
        "summary": [outlet.description] if outlet else [],
        "notes": [FICTION] if row["fiction"] else [],
        "publisher": [lab],
    }
    return _entity(id, "Organization", said)


def _message(sender: str, row: Mapping[str, Any], lab: str, name: str) -> Entity:
    said = {
        "sender": [sender],
        "date": [_utc(row["posted_at"])],
        "bodyText": [row["text"]],
        "language": [LANGUAGES[row["language"]]] if row["language"] in LANGUAGES else [],
        "keywords": [*row["themes"], *row["targets"], *row["narratives"], *row["tags"]],
        "notes": [*row["notes"], *([FICTION] if row["fiction"] else [])],
        # Where it was seen, and which lab answers for it.
        "messageId": [row["id"]],
        "threadTopic": [row["place_name"]],
        "publisher": [f"{lab}, case {name}"],
    }
    return _entity(f"marsad-{made_of(lab, row['id'])[:40]}", "Message", said)


def _utc(posted_at: str) -> str:
    """FollowTheMoney writes times without a zone, and means UTC."""
    return f"{datetime.fromisoformat(posted_at).astimezone(UTC):%Y-%m-%dT%H:%M:%S}"


def _entity(id: str, schema: str, said: Mapping[str, list[str]]) -> Entity:
    kept = {key: [each for each in some if each] for key, some in said.items()}
    return {"id": id, "schema": schema, "properties": {k: v for k, v in kept.items() if v}}
