"""The lists of the desk that are taken along as files; those of things in time are feeds too."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time

from marsad import pipeline, track
from marsad.errors import NotFound
from marsad.phrase import Phrase
from marsad.search.atom import Entry
from marsad.store import Store
from marsad.web.policy import EDITORS
from marsad.web.views import publishing, readers
from marsad.web.views.days import day_of
from marsad.web.views.happened import name_of
from marsad.web.views.listed import Listed, Row, Subject, entry, instant
from marsad.web.views.lists_desk import WORKED
from marsad.web.views.lists_track import TRACKED
from marsad.web.views.written import shelf
from marsad.web.wording import N_

FEED_MOST = 100
"""Entries of a feed, the newest."""


def _events(store: Store, _subject: Subject) -> Iterator[Row]:
    for each in sorted(store.events(), key=lambda event: (event.start, event.id), reverse=True):
        yield {
            "event": each.handle, "title": each.title, "from": str(each.start),
            "to": str(each.end), "place": each.place, "source": each.source,
            "actors": each.actors, "fiction": each.fiction,
        }  # fmt: skip


def _noted_events(store: Store, subject: Subject) -> Iterator[Entry]:
    for row in _events(store, subject):
        start = date.fromisoformat(str(row["from"]))
        at = datetime.combine(start, time(), store.settings.zone)
        said = f"{row['from']} – {row['to']}. {row['source']}"
        yield entry(str(row["event"]), str(row["title"]), at, f"/event/{row['event']}", said)


def _reports(store: Store, _subject: Subject) -> Iterator[Row]:
    for each in shelf(store):
        yield {
            "report": each.handle, "version": each.id, "series": each.series,
            "number": each.number, "title": each.title, "day": str(each.day),
            "state": each.state, "tier": each.tier, "fiction": each.fiction,
            "made_by": each.made_by, "made_at": instant(each.made_at),
        }  # fmt: skip


def _noted_reports(store: Store, _subject: Subject) -> Iterator[Entry]:
    for each in shelf(store):
        at = each.made_at or datetime.combine(each.day, time(), store.settings.zone)
        title = each.title or each.handle
        yield entry(each.id, title, at, f"/report/{each.handle}", f"{each.handle}, {each.state}")


def _translations(store: Store, _subject: Subject) -> Iterator[Row]:
    for each in sorted(store.translations(), key=lambda one: (one.made_at, one.id), reverse=True):
        yield {
            "translation": each.id, "post": each.post, "kind": each.kind, "state": each.state,
            "from": each.source_language, "to": each.language, "text": each.text,
            "translator": each.translator, "reviewer": each.reviewer, "approver": each.approver,
            "made_at": instant(each.made_at), "fiction": each.fiction,
        }  # fmt: skip


def _noted_translations(store: Store, subject: Subject) -> Iterator[Entry]:
    for row in _translations(store, subject):
        id, at = str(row["translation"]), datetime.fromisoformat(str(row["made_at"]))
        title = f"{row['from']} – {row['to']}, {row['kind']}, {row['state']}: {row['post']}"
        # No words of it: a feed is read where nobody sees that a machine drafted them.
        yield entry(id, title, at, f"/translation/{id}", str(row["translator"]))


def _apart(store: Store, _subject: Subject) -> Iterator[Row]:
    for each in reversed(store.quarantined()):
        yield {name: str(each[name]) for name in ("stage", "item", "reason", "at")}


def _noted_apart(store: Store, subject: Subject) -> Iterator[Entry]:
    for each in _apart(store, subject):
        at = datetime.fromisoformat(str(each["at"]))
        id, title = f"{each['stage']}:{each['item']}", f"{each['stage']}: {each['item']}"
        yield entry(id, title, at, "/status#apart", str(each["reason"]))


def _parts(store: Store, _subject: Subject) -> Iterator[Row]:
    for each in pipeline.parts(store.lab):
        yield {
            "part": each.name, "stage": each.stage, "ready": each.ready, "detail": each.detail,
            "remedy": each.remedy,
        }  # fmt: skip


def _brief(store: Store, subject: Subject) -> Iterator[Row]:
    chosen = day_of(subject.about) if subject.about else pipeline.last_day(store)
    for section in track.brief(store, chosen).sections:
        for line in section.lines:
            yield {
                "day": str(chosen), "section": section.title, "id": line.id, "name": line.name,
                "reason": line.reason, "strength": line.strength, "posts": line.posts,
            }  # fmt: skip


def _voices(store: Store, subject: Subject) -> Iterator[Row]:
    for each in track.lags(store, track.standing(store, subject.about)).voices:
        yield {
            "outlet": each.outlet, "name": name_of(store, each.outlet), "state": each.state,
            "first": each.first, "lag_hours": each.lag_hours, "own": each.own,
            "copies": each.copies, "forwards": each.forwards, "posts": each.posts,
            "usual_per_day": each.usual_per_day,
        }  # fmt: skip


def _answers(store: Store, subject: Subject) -> Iterator[Row]:
    for each in track.lags(store, track.standing(store, subject.about)).answers:
        yield {
            "post": each.post, "outlet": each.outlet, "posted_at": instant(each.posted_at),
            "lag_hours": each.lag_hours, "how": each.how, "confidence": each.confidence,
            "by": each.by,
        }  # fmt: skip


LISTS: Mapping[str, Listed] = {
    "events": Listed(
        N_("Events"),
        ("event", "title", "from", "to", "place", "source", "actors", "fiction"),
        _events,
        _noted_events,
    ),
    "reports": Listed(
        N_("Reports"),
        ("report", "version", "series", "number", "title", "day", "state", "tier", "fiction",
         "made_by", "made_at"),
        _reports,
        _noted_reports,
    ),
    "translations": Listed(
        N_("Translations"),
        ("translation", "post", "kind", "state", "from", "to", "text", "translator", "reviewer",
         "approver", "made_at", "fiction"),
        _translations,
        _noted_translations,
    ),
    "apart": Listed(N_("Set apart"), ("stage", "item", "reason", "at"), _apart, _noted_apart),
    "parts": Listed(N_("Parts"), ("part", "stage", "ready", "detail", "remedy"), _parts),
    "brief": Listed(
        N_("What is new on a day"),
        ("day", "section", "id", "name", "reason", "strength", "posts"),
        _brief,
    ),
    "voices": Listed(
        N_("Who answered, and who did not"),
        ("outlet", "name", "state", "first", "lag_hours", "own", "copies", "forwards", "posts",
         "usual_per_day"),
        _voices,
    ),
    "answers": Listed(
        N_("Posts that answer it"),
        ("post", "outlet", "posted_at", "lag_hours", "how", "confidence", "by"),
        _answers,
    ),
    # No feeds of these: they are about people.
    "readers": Listed(N_("Readers"), readers.COLUMNS, readers.rows, roles=EDITORS),
    "letters": Listed(N_("Letters"), publishing.COLUMNS, publishing.rows, roles=EDITORS),
    **WORKED,
    **TRACKED,
}  # fmt: skip


def listed(name: str) -> Listed:
    """A list by its name."""
    if name not in LISTS:
        raise NotFound(
            Phrase(
                "no list %(name)s; there are %(lists)s",
                name=repr(name[:20]),
                lists=", ".join(LISTS),
            )
        )
    return LISTS[name]
