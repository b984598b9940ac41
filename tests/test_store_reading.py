"""Reading: standing ones, versions, days, prefixes; adding twice changes nothing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from battery.lab_samples import CAPTURE, NOON, PLACE, finding, post
from sqlalchemy import event

from marsad.errors import BadInput, EvidenceAltered, NotALab, NotFound
from marsad.model import Outlet, Report, Segment, Translation
from marsad.pipeline import last_day
from marsad.store import Ledger, Pads, Store, custody, records

EXPLAIN = {"sqlite": ("explain query plan", "SCAN"), "postgresql": ("explain", "Seq Scan")}
pytestmark = pytest.mark.usefixtures("dialect")


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "lab") as store:
        store.add(PLACE, CAPTURE)
        yield store


def translation(id: str, **changes: object) -> Translation:
    of = post(1)
    return Translation(
        id, of.id, "text", "ar", "en", (Segment(0, 4, of.text[:4], "A statement"),),
        "person:Translator", "human", NOON, **changes,
    )  # fmt: skip


def report(id: str, title: str, replaces: str = "") -> Report:
    return Report(id, "daily-1", "daily", 1, title, date(2021, 10, 19), replaces=replaces)


def test_adding_a_thing_twice_changes_nothing(lab: Store) -> None:
    assert lab.add(post(1), post(2), post(1)) == 2
    before = lab.root(), (lab.lab / "custody.log").read_bytes(), lab.count("post")
    assert lab.add(post(1), post(2), PLACE, by="someone/2") == 0
    after = lab.root(), (lab.lab / "custody.log").read_bytes(), lab.count("post")
    assert after == before


def test_another_text_under_an_id_that_is_there_changes_nothing(lab: Store) -> None:
    lab.add(post(1))
    assert lab.add(post(1, text="something else")) == 0
    assert lab.post(post(1).id) == post(1)


def test_a_block_that_fails_leaves_nothing_behind(lab: Store) -> None:
    before = lab.root()

    def half() -> None:
        with lab.write() as writer:
            writer.add([post(1)], "test")
            raise KeyError("half way")

    with pytest.raises(KeyError):
        half()
    assert lab.root() == before
    assert lab.count("post") == 0
    assert lab.add(post(1)) == 1


def test_a_finding_that_is_replaced_no_longer_stands(lab: Store) -> None:
    first = finding(post(1).id, "ar")
    second = finding(post(1).id, "fa", "person:Editor", replaces=first.id)
    third = finding(post(1).id, "ur", "person:Editor", replaces=second.id)
    lab.add(post(1), first)
    assert lab.findings(post(1).id) == [first]
    lab.add(second, third)
    assert lab.findings(post(1).id) == [third]
    assert lab.findings(post(1).id, "language") == [third]
    assert lab.findings(post(1).id, "theme") == []
    assert list(lab.every_finding()) == [first, second, third]
    assert lab.finding(first.id) == first


def test_translations_stand_until_replaced_oldest_first(lab: Store) -> None:
    draft, other = translation("t-draft"), translation("t-other")
    approved = translation(
        "t-approved", state="approved", approver="person:Editor", replaces=draft.id
    )
    lab.add(post(1), draft, other, approved)
    assert lab.translations(post(1).id) == [other, approved]
    assert lab.translations(state="approved") == [approved]
    assert lab.translations(state="draft") == [other]
    assert lab.translation(draft.id) == draft
    assert lab.translations(post="another") == []


def test_a_handle_means_the_latest_version_and_an_id_any(lab: Store) -> None:
    first, second = report("report-1", "Titel"), report("report-2", "Title", "report-1")
    lab.add(first)
    lab.add(second)
    assert lab.report("daily-1") == second
    assert lab.report("report-1") == first
    assert lab.reports() == [second]
    assert lab.report_versions("daily-1") == [first, second]


def test_an_edited_post_is_a_second_version(lab: Store) -> None:
    edited = post(1, id=f"{PLACE.id}/1@b", text="ثم عدّل", edited_at=NOON)
    lab.add(post(1), edited)
    assert lab.versions(PLACE.id, "1") == [post(1), edited]


@pytest.mark.parametrize(
    ("zone", "days"),
    [
        ("UTC", {18: [], 19: [1, 2], 20: [3]}),
        ("Asia/Karachi", {18: [], 19: [1], 20: [2, 3]}),
        ("America/New_York", {18: [], 19: [1, 2, 3], 20: []}),
    ],
)
def test_a_day_is_a_day_of_the_labs_zone(
    tmp_path: Path, zone: str, days: dict[int, list[int]]
) -> None:
    Store.create(tmp_path / "lab").close()
    (tmp_path / "lab" / "marsad.toml").write_text(f'timezone = "{zone}"\n', encoding="utf-8")
    times = {1: (19, 6), 2: (19, 20), 3: (20, 2)}
    with Store(tmp_path / "lab") as store:
        store.add(PLACE, CAPTURE)
        for number, (day, hour) in reversed(times.items()):
            moment = datetime(2021, 10, day, hour, tzinfo=UTC)
            store.add(post(number, posted_at=moment.astimezone(store.settings.zone)))
        for day, expected in days.items():
            found = [int(each.native_id) for each in store.posts(date(2021, 10, day))]
            assert found == expected, day


def test_a_day_on_which_the_clock_changes_has_all_its_hours(tmp_path: Path) -> None:
    Store.create(tmp_path / "lab").close()
    (tmp_path / "lab" / "marsad.toml").write_text('timezone = "Europe/Berlin"\n', encoding="utf-8")
    with Store(tmp_path / "lab") as store:
        store.add(PLACE, CAPTURE)
        start = datetime(2021, 10, 30, 22, tzinfo=UTC)  # midnight there; the day has 25 hours
        hours = [post(n, posted_at=datetime.fromtimestamp(start.timestamp() + 3600 * n, UTC))
                 for n in range(-1, 27)]  # fmt: skip
        store.add(*hours)
        assert len(list(store.posts(date(2021, 10, 31)))) == 25


def test_posts_come_oldest_first_and_by_place(lab: Store) -> None:
    elsewhere = replace(PLACE, id="telegram:2002")
    lab.add(elsewhere, post(3), post(1), post(2, place=elsewhere.id))
    assert [each.native_id for each in lab.posts()] == ["1", "2", "3"]
    assert [each.native_id for each in lab.posts(place=PLACE.id)] == ["1", "3"]


def test_reading_goes_on_while_somebody_writes(lab: Store) -> None:
    lab.add(*(post(number) for number in range(5)))
    seen = [each.id for each in lab.posts() if lab.add(post(100 + int(each.native_id)))]
    assert len(seen) == 5
    assert lab.count("post") == 10


def test_posts_are_found_by_the_media_they_came_with(lab: Store) -> None:
    digest = lab.keep(b"a picture")
    lab.add(post(1, digest, digest), post(2, digest), post(3))
    assert lab.posts_with(digest) == [post(1, digest, digest), post(2, digest)]


def test_an_id_may_be_cut_short_as_long_as_it_is_the_only_one(lab: Store) -> None:
    lab.add(Outlet("abcdef12", "منبر"), Outlet("abcdef34", "صوت"), Outlet("abc", "قصير"))
    assert lab.outlet("abcdef1").id == "abcdef12"
    assert lab.outlet("abc").id == "abc"
    with pytest.raises(NotFound, match="several begin so"):
        lab.outlet("abcdef")
    for id in ("abcde", "abcdefg", "%", "______", ""):
        with pytest.raises(NotFound, match="none begins so"):
            lab.outlet(id)


def test_an_id_is_data_and_never_a_query(lab: Store) -> None:
    lab.add(post(1))
    for hostile in ("' or 1=1 --", "x'; drop table post; --", "\0", "نص" * 5000):
        with pytest.raises(NotFound):
            lab.post(hostile)
        assert lab.findings(hostile) == []
    assert lab.count("post") == 1
    with pytest.raises(NotFound, match="there are capture"):
        lab.count("post; drop table post")


def test_a_folder_without_a_log_is_no_lab(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(NotALab, match="marsad init"):
            Store(path)
    assert list(tmp_path.iterdir()) == []


def test_a_lab_is_not_made_of_a_file_nor_among_other_things(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(BadInput, match="is a file"):
        Store.create(tmp_path / "file")
    with pytest.raises(BadInput, match="holds other files"):
        Store.create(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_making_a_lab_that_is_there_opens_it(lab: Store) -> None:
    lab.add(post(1))
    with Store.create(lab.lab) as again:
        assert again.post(post(1).id) == post(1)
        assert again.origin == lab.origin


@pytest.mark.parametrize("without", ["keys/lab.pub", "keys/pseudonym.key", "custody.log", "tmp"])
def test_a_lab_whose_making_was_interrupted_is_completed(lab: Store, without: str) -> None:
    lab.close()
    path = lab.lab / without
    path.rmdir() if path.is_dir() else path.unlink()
    with Store.create(lab.lab) as again:
        again.add(post(1))
        assert again.checkpoint() is not None
        assert [line.leaf for line in custody.lines(again.lab)] == [w.leaf for w in again.chain()]


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_a_damaged_database_is_named_in_one_sentence(lab: Store) -> None:
    lab.close()
    for name in ("lab.db-wal", "lab.db-shm"):
        (lab.lab / name).unlink(missing_ok=True)
    (lab.lab / "lab.db").write_bytes(b"this is not a database" * 500)
    with pytest.raises(NotALab, match=r"lab\.db cannot be read"):
        Store(lab.lab)


def test_what_was_left_in_tmp_by_the_dead_is_removed_and_the_living_are_spared(lab: Store) -> None:
    from marsad.store.disk import unfinished_in

    (lab.lab / "tmp" / "left").write_bytes(b"half an original")
    handle, living = unfinished_in(lab.lab / "tmp")
    import os

    with os.fdopen(handle, "wb"):
        Store(lab.lab).close()
        assert [path.name for path in (lab.lab / "tmp").iterdir()] == [living.name]
    Store(lab.lab).close()
    assert list((lab.lab / "tmp").iterdir()) == []


@pytest.mark.parametrize(
    "ask",
    [
        lambda store: store.findings("x", "language"),
        lambda store: store.findings_of(["x"], ["language"]),
        lambda store: store.translations(post="x"),
        lambda store: store.translations_of(["x"]),
        lambda store: list(store.changed({"post": 1, "finding": 1, "translation": 1})),
    ],
    ids=["findings", "findings_of", "translations", "translations_of", "changed"],
)
def test_no_question_about_a_few_posts_reads_a_whole_table(lab, dialect, ask):
    """What takes a moment with a hundred posts must not take an hour with a million."""
    asked = []
    event.listen(lab.engine, "before_cursor_execute", lambda *said: asked.append(said[2:4]))
    ask(lab)
    statement, values = asked[-1]
    explain, scan = EXPLAIN[dialect]
    with lab.engine.connect() as connection:
        if dialect == "postgresql":
            # In a table that is almost empty nothing else is worth while.
            connection.exec_driver_sql("set enable_seqscan = off")
        plan = connection.exec_driver_sql(f"{explain} {statement}", values)
        assert not [row for row in plan if scan in str(row)]


def test_a_question_about_nothing_has_no_answer(lab: Store) -> None:
    assert lab.findings_of([], ["language"]) == {}
    assert lab.findings_of([post(1).id], []) == {}
    assert lab.translations_of([]) == {}
    assert list(lab.acts()) == []
    assert Pads(lab).of([]) == []
    assert Ledger(lab).plan([]) == 0
    assert Ledger(lab).undone([], "language/1") == set()


def test_a_finding_that_points_nowhere_any_more_is_said_to_be_altered():
    with pytest.raises(EvidenceAltered, match="where a finding points was altered"):
        records.bounds('{"span":{"start":0,"end":2}}')


def test_a_post_from_tomorrow_does_not_make_tomorrow_the_last_day(lab):
    lab.add(post(1), post(2, posted_at=datetime.now(UTC) + timedelta(days=400)))
    assert last_day(lab) == NOON.date()
    assert lab.last_posted() > datetime.now(UTC)


def test_where_every_clock_is_wrong_the_last_post_tells_the_day(lab):
    later = datetime.now(UTC) + timedelta(days=400)
    lab.add(post(1, posted_at=later))
    assert last_day(lab) == later.date()
