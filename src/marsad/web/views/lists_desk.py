"""The lists of the desk's own work as tables: alerts, triage, agreement of coders, the audit."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from marsad import enrich
from marsad.search.atom import Entry
from marsad.store import Seen, Store
from marsad.store.alerts import WAITING, Alerts
from marsad.store.desk_audit import MOST as LINES
from marsad.store.triage import Triage
from marsad.web.policy import ADMINS, ANALYSTS
from marsad.web.views.audited import COLUMNS, Question, audited
from marsad.web.views.listed import (
    MOST,
    Listed,
    Row,
    Subject,
    entry,
    instant,
    newest_first,
)
from marsad.web.views.rows import rows
from marsad.web.views.told import unread
from marsad.web.views.triage_asked import Asked, queue
from marsad.web.wording import N_

QUEUE = ("codes", "place", "outlet", "language")


def _searches(store: Store, _subject: Subject) -> Iterator[Row]:
    counts = Alerts(store).counts()
    for each in Alerts(store).all():
        yield {
            "name": each.name, "query": each.query, "strength": each.strength,
            "channels": each.channels, "by": each.by, "at": instant(each.at),
            "waiting": counts.get(each.name, {}).get(WAITING, 0), "fault": each.fault,
        }  # fmt: skip


def _noted_searches(store: Store, subject: Subject) -> list[Entry]:
    return newest_first(
        entry(str(row["name"]), str(row["name"]), datetime.fromisoformat(str(row["at"])),
              "/alerts", f"{row['query']}; {row['waiting']}")
        for row in _searches(store, subject)
    )  # fmt: skip


def _unread(store: Store, _subject: Subject) -> Iterator[Row]:
    for each in unread(store).unread:
        row = each.shown.row
        yield {
            "search": each.alert, "post": row.post.id, "place": row.place,
            "posted_at": instant(row.post.posted_at), "text": row.post.text,
            "fiction": row.post.fiction,
        }  # fmt: skip


def _noted_unread(store: Store, _subject: Subject) -> Iterator[Entry]:
    for each in unread(store).unread:
        row = each.shown.row
        title = f"{each.alert}: {row.first}"
        yield entry(each.key, title, row.post.posted_at, f"/post/{row.post.id}", row.place)


def _told(store: Store, subject: Subject) -> Iterator[Row]:
    alerts = Alerts(store)
    one = alerts.get(subject.about)
    items = [
        each for channel in one.channels for each in alerts.latest(channel, one.name, "", MOST)
    ]
    there = store.known_posts([each.post for each in items])
    for each in sorted(items, key=lambda item: item.seq, reverse=True):
        if each.post not in there:
            continue
        (row,) = rows(store, [store.post(each.post)])
        yield {
            "search": one.name, "told_at": instant(each.at),
            "channel": each.channel.partition(":")[0], "state": each.state, "post": each.post,
            "place": row.place, "posted_at": instant(row.post.posted_at), "text": row.post.text,
            "fiction": row.post.fiction,
        }  # fmt: skip


def _noted_told(store: Store, subject: Subject) -> Iterator[Entry]:
    for row in _told(store, subject):
        title = f"{row['place']}: {str(row['text'])[:120]}"
        at = datetime.fromisoformat(str(row["told_at"]))
        said = f"{row['channel']}: {row['state']}"
        yield entry(f"{row['channel']}:{row['post']}", title, at, f"/post/{row['post']}", said)


def _triage(store: Store, subject: Subject) -> Iterator[Row]:
    Seen(store).catch_up()
    asked = Asked.of(
        subject.get("day"), subject.get("only"), **{name: subject.get(name) for name in QUEUE}
    )
    line = queue(store, subject.by, asked)
    some = line.first(MOST)
    for row in rows(store, [store.post(id) for id in some]):
        yield {
            "post": row.post.id, "place": row.place, "posted_at": instant(row.post.posted_at),
            "language": row.language, "handed_by": line.handed_by(row.post.id),
            "skipped": line.skipped(row.post.id), "text": row.post.text,
            "fiction": row.post.fiction,
        }  # fmt: skip


def _noted_triage(store: Store, subject: Subject) -> list[Entry]:
    return newest_first(
        entry(
            str(row["post"]),
            f"{row['place']}: {str(row['text'])[:120]}",
            datetime.fromisoformat(str(row["posted_at"])),
            "/triage",
            str(row["handed_by"]),
            post=str(row["post"]),
        )
        for row in _triage(store, subject)
    )


def _agreement(store: Store, _subject: Subject) -> Iterator[Row]:
    for each in enrich.agreement(Triage(store).codes()):
        low, high = each["alpha_ci95"]
        yield {
            "kind": each["kind"], "code": each["code"], "posts": each["units"],
            "given": each["given"], "coders": each["coders"], "alpha": each["alpha"],
            "alpha_low": low, "alpha_high": high, "kappa": [*map(_kappa, each["pairs"])],
        }  # fmt: skip


def _kappa(pair: Mapping[str, Any]) -> str:
    low, high = pair["kappa_ci95"]
    return f"{' / '.join(pair['coders'])}: {pair['kappa']} ({low} – {high})"


def _noted_agreement(store: Store, subject: Subject) -> list[Entry]:
    last: dict[tuple[str, str], str] = {}
    for code in Triage(store).codes():
        key = code["kind"], code["code"]
        last[key] = max(last.get(key, ""), code["at"])
    return newest_first(
        entry(
            f"{row['kind']}:{row['code']}",
            f"{row['kind']}: {row['code']}",
            datetime.fromisoformat(last[str(row["kind"]), str(row["code"])]),
            "/triage/agreement",
            f"alpha {row['alpha']} ({row['alpha_low']} – {row['alpha_high']})",
        )
        for row in _agreement(store, subject)
    )


def _audit(store: Store, subject: Subject) -> Iterable[Row]:
    asked = _question(subject)
    return ({name: getattr(each, name) for name in COLUMNS}
            for each in audited(store, asked, LINES))  # fmt: skip


def _noted_audit(store: Store, subject: Subject) -> Iterator[Entry]:
    asked, seen = _question(subject), dict[str, int]()
    for row in _audit(store, subject):
        said = "\n".join(str(row[name]) for name in COLUMNS)
        seen[said] = seen.get(said, 0) + 1
        id = hashlib.sha256(f"{said}\n{seen[said]}".encode("utf-8", "replace")).hexdigest()[:32]
        title, at = f"{row['by']}: {row['act']}", datetime.fromisoformat(str(row["at"]))
        about = str(row["about"])
        yield entry(id, title, at, "/audit", about, what=asked.what, by=asked.by, since=asked.since)


def _question(subject: Subject) -> Question:
    return Question.of(subject.get("what", "reads"), subject.get("by"), subject.get("since"))


WORKED = {
    "searches": Listed(
        N_("Saved searches"),
        ("name", "query", "strength", "channels", "by", "at", "waiting", "fault"),
        _searches,
        _noted_searches,
    ),
    "unread": Listed(
        N_("Unread"),
        ("search", "post", "place", "posted_at", "text", "fiction"),
        _unread,
        _noted_unread,
    ),
    "told": Listed(
        N_("What a saved search told"),
        ("search", "told_at", "channel", "state", "post", "place", "posted_at", "text",
         "fiction"),
        _told,
        _noted_told,
    ),
    "triage": Listed(
        N_("Triage"),
        ("post", "place", "posted_at", "language", "handed_by", "skipped", "text", "fiction"),
        _triage,
        _noted_triage,
        roles=ANALYSTS,
        prepared=True,
    ),
    "agreement": Listed(
        N_("How far coders agree"),
        ("kind", "code", "posts", "given", "coders", "alpha", "alpha_low", "alpha_high", "kappa"),
        _agreement,
        _noted_agreement,
    ),
    "audit": Listed(
        N_("Audit"), COLUMNS, _audit, _noted_audit, roles=ADMINS, home="/audit/file"
    ),
}  # fmt: skip
