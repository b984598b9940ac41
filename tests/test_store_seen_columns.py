"""What is packed to be counted never differs from the rows it is made of."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from marsad import pipeline, preserve
from marsad.model import Capture, Claim, Forward, Media, Place, Post, sign
from marsad.store import Seen, Store, Window
from marsad.store.backup import backup
from marsad.store.markings import Markings
from marsad.store.restore import restore
from marsad.store.seen_columns import columns
from marsad.store.seen_months import (
    AHEAD,
    EDITED_AHEAD,
    FORWARDED,
    GONE,
    REPEATS,
    SERVICE,
    SLACK,
    native_of,
)

T0 = datetime(2024, 1, 29, 21, tzinfo=UTC)
DAY = timedelta(days=1)
PLACES = ("telegram:1", "telegram:2", "web:3")

pytestmark = pytest.mark.usefixtures("dialect")


def told(row):
    """A row of ``seen`` as its packed entry should be read."""
    flags = (
        SERVICE * (row.kind == "service")
        | FORWARDED * bool(row.origin or row.origin_name)
        | REPEATS * bool(row.repeats)
        | GONE * row.gone
        | AHEAD * (row.at > row.taken + SLACK)
        | EDITED_AHEAD * (row.edited > row.taken + SLACK)
    )
    labels = (row.themes, row.targets, row.narratives)
    native = native_of(row.place, row.native_id)
    media = len(row.media)
    return (row.at, row.seq, row.place, native, row.outlet, row.language, labels, media, flags)


def read(found):
    for row, place in zip(found.in_order().rows, found.in_order().place, strict=True):
        at, post, native, outlet, labels, language, media, flags = row.tolist()
        said = (found.words.get(outlet, ""), found.words.get(language, ""), found.labels(labels))
        yield (at, post, found.places[place], native, *said, media, flags)


def agree(store, **window):
    """The packed ones are the rows; and the pieces of the store are those rows anew."""
    asked = Window(**window)
    found = list(read(columns(store, asked)))
    assert found == [told(row) for row in Seen(store).rows(asked)]
    return found


class Lab:
    """Makes a lab by chance: what is put in, what is said of it, what is taken out."""

    def __init__(self, store, seed):
        self.store, self.dice, self.made = store, random.Random(seed), []
        store.add(Capture("c1", "test", "1", "test", T0 + 40 * DAY, "0" * 64, 1))
        store.add(*(Place(id, "telegram", "منبر", fiction=True) for id in PLACES))

    def post(self):
        number, place = self.dice.randrange(20), self.dice.choice(PLACES)
        id = f"{place}/{number}@{len(self.made)}"
        at = T0 + self.dice.randrange(70) * DAY
        edited = at + self.dice.randrange(60) * DAY if self.dice.random() < 0.3 else None
        origin = Forward("منبر الوادي", "") if self.dice.random() < 0.3 else None
        kind = "service" if self.dice.random() < 0.1 else "message"
        media = (Media("a" * 64, "x.jpg", "photo"), Media("b" * 64, "y.jpg", "photo"))
        self.store.add(
            Post(id, place, "c1", str(number), at, "افتتاح مكتبة", edited_at=edited, kind=kind,
                 forwarded_from=origin, media=media[: self.dice.randrange(3)], fiction=True)
        )  # fmt: skip
        self.made.append(id)

    def say(self):
        if self.made:
            kind = self.dice.choice(("theme", "target", "language", "made-by-outlet", "deleted"))
            about = self.dice.choice(self.made)
            value = f"{kind}-{self.dice.randrange(3)}"
            old = [each.id for each in self.store.findings(about, kind)]
            replaces = self.dice.choice(old) if old and self.dice.random() < 0.5 else ""
            claim = Claim(about, kind, value, replaces=replaces)
            self.store.add(sign(claim, "test/1", datetime.now(UTC)))

    def repeat(self):
        if len(self.made) > 1:
            first, about = self.dice.sample(self.made, 2)
            claim = Claim(about, "near-copy-of", first)
            self.store.add(sign(claim, "test/1", datetime.now(UTC)))

    def erase(self):
        if self.made:
            doomed = self.made.pop(self.dice.randrange(len(self.made)))
            asked = preserve.erase.ask(self.store, [doomed], "person:Amal", "GDPR", "7")
            pipeline.erase(self.store, asked.id, "person:Basim")


@pytest.mark.parametrize("seed", range(3))
def test_after_anything_the_columns_are_the_rows_of_seen(store, seed, monkeypatch):
    monkeypatch.setattr("marsad.store.seen_fill.STEP", 3)
    lab = Lab(store, seed)
    deeds = [lab.post] * 6 + [lab.say] * 5 + [lab.repeat] * 2
    for n in range(60):
        lab.dice.choice(deeds)()
        if n % 6 == 0:
            agree(store)
        if n % 25 == 24:
            lab.erase()
            agree(store)
    whole = agree(store)
    assert len({row[2] for row in whole}) == 3
    # Made anew from nothing: what repeats an erased post repeats nothing then.
    with store.transaction() as connection:
        connection.exec_driver_sql("delete from seen_upto")
    assert [row[:-1] for row in agree(store)] == [row[:-1] for row in whole]


def test_a_window_is_cut_where_it_was_asked_to_be(store):
    lab = Lab(store, 7)
    for _n in range(40):
        lab.post()
        lab.say()
    cut = {"since": T0 + 9 * DAY, "until": T0 + 30 * DAY}
    some = agree(store, **cut)
    assert 0 < len(some) < 40
    assert len(agree(store, **cut, places=PLACES[:1])) < len(some)
    assert agree(store, outlets=["made-by-outlet-1"])
    assert agree(store, repeating=True)
    assert agree(store, until=T0) == []


def test_a_post_counts_once_in_the_earliest_version_of_the_window(store):
    Lab(store, 1)
    for number, at in (("1@b", 40), ("1@a", 2), ("2@a", 3)):
        store.add(Post(f"telegram:1/{number}", "telegram:1", "c1", number[0], T0 + at * DAY, "سوق"))
    numbers = {row.post: row.seq for row in Seen(store).rows()}
    first = [numbers["telegram:1/1@a"], numbers["telegram:1/2@a"]]
    found = columns(store)
    assert found.some(found.once()).in_order().rows["post"].tolist() == first
    late = columns(store, Window(since=T0 + 20 * DAY))
    assert late.rows["post"][late.once()].tolist() == [numbers["telegram:1/1@b"]]


def test_an_erased_post_leaves_no_words_that_it_alone_had(store):
    lab = Lab(store, 1)
    lab.post()
    lab.post()
    for about, outlet in zip(lab.made, ("origin:مجهول", "qandil"), strict=True):
        claim = Claim(about, "made-by-outlet", outlet)
        store.add(sign(claim, "test/1", datetime.now(UTC)))
    said = {word for word in columns(store).words.values() if "made" not in word}
    assert said == {"origin:مجهول", "qandil"}
    asked = preserve.erase.ask(store, lab.made[:1], "person:Amal", "GDPR", "7")
    pipeline.erase(store, asked.id, "person:Basim")
    assert [row["said"] for row in store.rows("select said from seen_word")] == ["qandil"]


def test_a_backup_holds_no_columns_and_a_restored_lab_makes_them_anew(store, tmp_path, another):
    lab = Lab(store, 2)
    for _n in range(5):
        lab.post()
    before = agree(store)
    copy = backup(store, tmp_path / "copy", tmp_path / "keys")
    another()
    with restore(copy, tmp_path / "again", store.lab / "keys") as again:
        assert next(again.rows("select count(*) as n from seen_month"))["n"] == 0
        assert agree(again) == before


def test_a_count_that_is_kept_is_the_count(store: Store):
    lab = Lab(store, 3)
    for n in range(12):
        lab.post()
        lab.say()
        if n % 4 == 0:
            Seen(store).catch_up()
        if n == 7:
            lab.erase()
        for table in ("post", "finding", "translation", "place"):
            counted = next(store.rows(f"select count(*) as n from {table}"))["n"]
            assert store.count(table) == counted
    Seen(store).catch_up()
    kept = {row["name"]: row["n"] for row in store.rows("select * from row_count")}
    assert (kept["post"], kept["finding"]) == (store.count("post"), store.count("finding"))


@pytest.mark.parametrize("cleared", [(), ("minors",), ("court-sealed",)])
def test_the_columns_of_a_veiled_store_are_the_rows_of_its_seen(store, cleared):
    lab = Lab(store, 5)
    for _n in range(30):
        lab.post()
        lab.say()
        lab.repeat()
    whole = agree(store)
    marks = Markings(store)
    marks.put("place", PLACES[0], "court-sealed", "person:Amal")
    for id in [each for each in lab.made if each.startswith(PLACES[1])][:4]:
        marks.put("post", id, "minors", "person:Amal")
    with Store(store.lab, cleared) as veiled:
        some = agree(veiled)
        assert 0 < len(some) < len(whole)
        assert veiled.count("post") == len(some)
    repeats = {row[1]: row[-1] & REPEATS for row in whole}
    assert cleared or any(repeats[row[1]] and not row[-1] & REPEATS for row in some)
