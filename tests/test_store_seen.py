"""Posts as tracking reads them follow the store, its corrections and its erasures."""

from datetime import UTC, datetime, timedelta

import pytest
from conftest import message, write_export

from marsad import pipeline, preserve
from marsad.model import Capture, Claim, Forward, Media, Place, Post, sign
from marsad.store import Seen, Window
from marsad.store.backup import backup
from marsad.store.restore import restore

T0 = datetime(2024, 5, 13, 9, tzinfo=UTC)
PICTURE = "a" * 64


def post(number, place="telegram:1", **more):
    said = {"posted_at": T0 + timedelta(hours=number), "text": "افتتاح مكتبة الحي", **more}
    return Post(f"{place}/{number}@0", place, "c1", str(number), fiction=True, **said)


pytestmark = pytest.mark.usefixtures("dialect")


@pytest.fixture
def filled(store):
    store.add(Capture("c1", "test", "1", "test", T0 + timedelta(days=9), "0" * 64, 1))
    store.add(*(Place(f"telegram:{n}", "telegram", "منبر الوادي", fiction=True) for n in (1, 2)))
    origin = Forward("منبر الوادي", "telegram:1")
    picture = Media(PICTURE, "photo.jpg", "photo")
    store.add(
        post(1, media=(picture,)),
        post(2),
        post(3, "telegram:2", forwarded_from=origin, media=(picture,)),
    )
    return store


def say(store, claim, maker="test/1"):
    finding = sign(claim, maker, datetime.now(UTC))
    store.add(finding)
    return finding


def rows(store, **window):
    return list(Seen(store).rows(Window(**window)))


def test_a_row_joins_what_stands(filled):
    third, first = "telegram:2/3@0", "telegram:1/1@0"
    say(filled, Claim(third, "made-by-outlet", "qandil"))
    say(filled, Claim(third, "language", "ar"))
    say(filled, Claim(third, "theme", "b"))
    say(filled, Claim(third, "theme", "a"))
    say(filled, Claim(third, "near-copy-of", first))
    say(filled, Claim(third, "near-copy-of", first, media=PICTURE))
    say(filled, Claim(third, "forward-of", first))
    *_, row = rows(filled)
    assert (row.post, row.outlet, row.language) == (third, "qandil", "ar")
    assert row.themes == ("a", "b")
    assert row.repeats == ((1, "forward"), (1, "picture"), (1, "text"))
    assert (row.origin, row.origin_name, row.media) == ("telegram:1", "منبر الوادي", (PICTURE,))
    assert row.posted_at == T0 + timedelta(hours=3)
    assert row.taken > row.at


def test_rows_come_in_order_of_time_and_within_their_window(filled):
    filled.add(post(0, "telegram:2"))
    assert [row.native_id for row in rows(filled)] == ["0", "1", "2", "3"]
    assert [row.seq for row in rows(filled, places=["telegram:2"])] == [4, 3]
    hour = timedelta(hours=1)
    assert [r.seq for r in rows(filled, since=T0 + hour, until=T0 + 3 * hour)] == [1, 2]
    say(filled, Claim("telegram:1/2@0", "made-by-outlet", "qandil"))
    assert [row.seq for row in rows(filled, outlets=["qandil"])] == [2]


def test_a_later_finding_replaces_and_takes_back(filled):
    id = "telegram:1/1@0"
    old = say(filled, Claim(id, "theme", "a"))
    assert rows(filled)[0].themes == ("a",)
    new = say(filled, Claim(id, "theme", "b", replaces=old.id))
    assert rows(filled)[0].themes == ("b",)
    say(filled, Claim(id, "taken-back", "theme b", replaces=new.id))
    assert rows(filled)[0].themes == ()


def test_what_a_person_said_goes_before_what_a_program_says(filled):
    id = "telegram:1/1@0"
    say(filled, Claim(id, "made-by-outlet", "qandil"), "person:Amal")
    say(filled, Claim(id, "made-by-outlet", "place:telegram:1"))
    assert rows(filled)[0].outlet == "qandil"


def test_a_second_look_reads_only_what_is_new(filled):
    seen = Seen(filled)
    assert seen.catch_up() == 3
    assert seen.catch_up() == 0
    say(filled, Claim("telegram:1/2@0", "theme", "a"))
    filled.add(post(4))
    assert seen.catch_up() == 2
    say(filled, Claim("telegram:1/2@0", "note", "no matter"))
    assert seen.catch_up() == 0


def test_a_run_that_was_cut_off_goes_on(filled, monkeypatch):
    monkeypatch.setattr("marsad.store.seen_fill.STEP", 1)
    seen = Seen(filled)

    def stop(done, _all):
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        seen.catch_up(stop)
    say(filled, Claim("telegram:1/1@0", "theme", "late"))
    assert seen.catch_up() == 2
    assert [row.themes for row in seen.rows()] == [("late",), (), ()]


def test_an_erased_post_has_no_row_and_the_others_keep_theirs(collected):
    seen = Seen(collected)
    first, *others = [row.post for row in seen.rows()]
    asked = preserve.erase.ask(collected, [first], "person:Amal", "GDPR 17(1)(d)", "7")
    pipeline.erase(collected, asked.id, "person:Basim")
    assert [row["id"] for row in collected.rows("select id from seen order by at")] == others
    assert seen.catch_up() == 0


def test_a_backup_holds_no_rows_and_a_restored_lab_makes_them_anew(collected, tmp_path, another):
    before = rows(collected)
    copy = backup(collected, tmp_path / "copy", tmp_path / "keys")
    another()
    with restore(copy, tmp_path / "again", collected.lab / "keys") as again:
        assert next(again.rows("select count(*) as n from seen"))["n"] == 0
        assert rows(again) == before


def test_words_of_posts_are_not_in_it(store, tmp_path):
    words = "كلمات لا توجد إلا هنا"
    pipeline.collect(store, [str(write_export(tmp_path / "x", [message(1, words)]))])
    rows(store)
    said = " ".join(str(dict(row)) for row in store.rows("select * from seen"))
    assert "1001" in said
    assert words not in said
