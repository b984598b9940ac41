"""What is marked is not there for whoever is not cleared: in every table, and in what follows."""

from dataclasses import replace
from datetime import timedelta

import marked_lab as marked
import pytest
import report_lab as lab
from marked_lab import POSTS, WORD
from sqlalchemy import text

from marsad import track
from marsad.errors import BadInput, NotFound, Withheld
from marsad.model import Finding
from marsad.store import Seen, Store, layout, tables
from marsad.store.backup import backup
from marsad.store.backup_rows import leave_out
from marsad.store.markings import PUT, Markings
from marsad.store.restore import restore
from marsad.store.veil_views import SQL, views
from marsad.track.case import ACTS

UNVEILED = {
    "act": "read past its table, by what each act names",
    "alert": "what people ask, not what answers",
    "authority": "lists of names that others made",
    "event": "what happened in the world",
    "floor": "running numbers alone",
    "head": "the log is one, and its size is nobody's secret",
    "lease": "running numbers alone",
    "memory": "how far it was read",
    "network": "kept apart for those who see less",
    "outlet": "unmarked; its marked places are taken out where it is read",
    "reader": "who gets reports",
    "resume": "how far collecting and enriching came, for the command line",
    "row_count": "not read where something is hidden",
    "seen_upto": "running numbers alone",
    "seen_word": "told only where what is open has it",
    "sketch": "packed, and read by enriching alone",
}
"""Tables that are read as they are, and why."""


@pytest.fixture
def made(tmp_path, dialect):
    assert dialect
    folder = tmp_path / "lab"
    with lab.fill(folder) as store:
        store.add(marked.outlet(f"telegram:{WORD}"), by=marked.BY)
        marked.add_marked(store)
        marked.mark(store)
    return folder


def said(store):
    """Everything that the tables of a store hold, in one text."""
    with store.engine.connect() as connection:
        every = [
            (name, tuple(bytes(v) if isinstance(v, memoryview) else v for v in row))
            for name in tables.metadata.tables
            if name not in UNVEILED
            for row in connection.execute(text(f"select * from {name}"))
        ]
    return repr(every)


def test_it_is_decided_of_every_table_whether_it_is_read_through_a_view(tmp_path):
    with Store.create(tmp_path / "lab") as store, store.engine.connect() as connection:
        made = {each.split()[3] for each in views(SQL(connection, ()), ())}
    assert made.isdisjoint(UNVEILED)
    assert made | UNVEILED.keys() == tables.metadata.tables.keys()


def test_no_table_holds_what_somebody_is_not_cleared_for(made):
    with Store(made) as store:
        Seen(store).catch_up()
        track.add_posts(store, f"case-{WORD}", [("1", POSTS[0])], marked.BY)
        assert WORD in said(store)
    with Store(made, ()) as store:
        assert WORD not in said(store)
        assert WORD not in repr([store.outlets(), store.places(), store.reports()])


def test_whoever_is_cleared_for_all_of_it_sees_the_lab_as_it_is(made):
    with Store(made) as whole, Store(made, ("minors", "court-sealed", "case-7")) as cleared:
        assert said(cleared) == said(whole)
        assert not cleared.hidden


def test_a_thing_with_two_markings_asks_for_both(made):
    with Store(made) as store:
        Markings(store).put("post", POSTS[0], "case-7", marked.BY)
    for cleared, seen in (
        ((), False),
        (("minors",), False),
        (("case-7",), False),
        (("minors", "case-7"), True),
    ):
        with Store(made, cleared) as store:
            assert (POSTS[0] in store.known_posts(POSTS)) is seen, cleared


def test_a_version_that_is_collected_later_is_hidden_at_once(made):
    with Store(made) as store:
        old = store.post(POSTS[0])
        store.add(replace(old, id="post-edited", edited_at=marked.WHEN, text=WORD), by=marked.BY)
    with Store(made, ()) as store:
        assert not store.versions(old.place, old.native_id)
        with pytest.raises(NotFound) as hidden:
            store.post("post-edited")
        with pytest.raises(NotFound) as nothing:
            store.post("post-nothing")
    assert str(hidden.value).replace("post-edited", "post-nothing") == str(nothing.value)


def test_a_post_repeats_nothing_that_is_hidden(made):
    with Store(made) as store:
        (number,) = (n for n, post in store.posts_between(0, 99) if post.id == POSTS[0])
        store.add(
            Finding("copy-2", "post-ur", "near-copy-of", "post-ar", "copies/1", marked.WHEN, 0.9)
        )
        list(Seen(store).rows())
        repeats = Seen(store).by_id(["post-ur"])["post-ur"].repeats
        assert number in {each.first for each in repeats}
    with Store(made, ()) as store:
        (left,) = Seen(store).by_id(["post-ur"])["post-ur"].repeats
        assert store.posts_at([left.first])[left.first].id == "post-ar"
        assert [each.value for each in store.findings("post-ur", "near-copy-of")] == ["post-ar"]


def test_whoever_asks_first_takes_nothing_from_those_who_may_see_more(made):
    with Store(made, ()) as store:
        open_ones = {row.post for row in Seen(store).rows()}
        track.kept_flow(store, "place")
        assert Seen(store).behind() == 0
    with Store(made) as store:
        every = {row.post for row in Seen(store).rows()}
        assert every - open_ones == set(POSTS)
        assert track.kept_flow(store, "place").families == 1
    with Store(made, ()) as store:
        assert track.kept_flow(store, "place").families == 0


def test_a_report_that_cites_what_is_hidden_is_hidden_until_it_is_published(made):
    with Store(made, ()) as store:
        assert store.reports() == []
    with Store(made, ("case-7",)) as store:
        assert [each.handle for each in store.reports()] == [f"{WORD}-1"]
    with Store(made) as store:
        one = store.report("cites-1")
        store.add(replace(one, id="report-out", state="published", replaces=one.id), by=marked.BY)
    with Store(made, ()) as store:
        assert [each.handle for each in store.reports()] == ["cites-1"]


def test_acts_about_what_is_hidden_are_left_out_and_lists_are_shortened(made):
    with Store(made) as store:
        track.open_case(store, "river", "River", marked.BY)
        track.add_posts(store, "river", [("1", "post-ar"), ("2", POSTS[0])], marked.BY)
        track.tag_post(store, "river", POSTS[0], "tag", marked.BY)
        track.snapshot(store, "river", {}, marked.BY)
    with Store(made, ()) as store:
        assert list(track.cases(store)) == ["river"]
        assert list(track.case(store, "river").posts) == ["post-ar"]
        assert track.snapshots(store, "river")[0].ids == ("post-ar",)
        assert WORD not in repr(list(store.acts(*ACTS, PUT)))
        assert not list(store.acts(PUT))


def test_marking_is_a_named_persons_act_and_is_done_once(made):
    with Store(made) as store:
        size, _root = store.root()
        assert not Markings(store).put("post", POSTS[0], "minors", marked.BY)
        assert store.root()[0] == size
        assert Markings(store).take("post", POSTS[0], "minors", marked.BY)
        assert store.root()[0] == size + 1
        with pytest.raises(Withheld, match="named person"):
            Markings(store).put("post", POSTS[0], "minors", "marsad")
        with pytest.raises(BadInput, match="small letters"):
            Markings(store).put("post", POSTS[0], "Minors!", marked.BY)
        with pytest.raises(NotFound):
            Markings(store).put("case", "nothing", "minors", marked.BY)
        done = [*store.acts(PUT)]
    assert [each["marking"] for each in done] == ["minors", "court-sealed", "case-7", "case-7"]
    assert (done[0]["post"], done[0]["by"]) == (POSTS[0], marked.BY)


def test_nobody_marks_what_they_cannot_see_nor_what_is_published(made):
    with Store(made, ()) as store:
        for kind, id in (("post", POSTS[0]), ("place", f"telegram:{WORD}"),
                         ("case", f"case-{WORD}"), ("report", f"{WORD}-1")):  # fmt: skip
            with pytest.raises(NotFound):
                Markings(store).put(kind, id, "minors", marked.BY)
    with Store(made) as store:
        store.add(lab.report(store, state="published"), by=marked.BY)
        with pytest.raises(BadInput, match="published"):
            Markings(store).put("report", "daily-7", "minors", marked.BY)


def test_with_the_last_version_of_an_erased_post_goes_its_marking(made):
    with Store(made) as store:
        old = store.post(POSTS[0])
        edited = replace(old, id="post-edited", edited_at=old.posted_at + timedelta(hours=1))
        store.add(edited, by=marked.BY)

        class Raw:
            def execute(self, order, values):
                with store.transaction() as connection:
                    connection.execute(text(order), values)

        leave_out(Raw(), [POSTS[0]])
        assert "minors" in {each.name for each in Markings(store).all()}
        leave_out(Raw(), ["post-edited"])
        assert "minors" not in {each.name for each in Markings(store).all()}


def test_markings_are_in_a_backup_and_come_back(made, tmp_path, another):
    with Store(made) as store:
        before = Markings(store).all()
        copy = backup(store, tmp_path / "copy")
    another()
    restore(copy, tmp_path / "again", made / layout.KEYS).close()
    with Store(tmp_path / "again") as store:
        assert Markings(store).all() == before
    with Store(tmp_path / "again", ()) as store:
        assert WORD not in said(store)
