"""The index in PostgreSQL: it answers as tantivy does, follows the store, and survives a kill."""

import multiprocessing
import os
import random
import signal
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from marsad.errors import BadInput, LabBusy
from marsad.model import Capture, Claim, Media, Place, Poll, Post, sign
from marsad.search import Ask, forget, rows, search
from marsad.search.document import Entry, Said
from marsad.search.facets import facets
from marsad.search.parse import parse
from marsad.search.row import row
from marsad.search.seam import Wanted
from marsad.store import Store
from marsad.store.index_tables import TABLES, IndexTables

NOW = datetime(2024, 5, 14, tzinfo=UTC)
PLACE = Place("telegram:1", "telegram", "Town Notices", fiction=True)
SAID = (
    "حديقة الحديقة وبالحديقة مدينة المدينة سوق الكتب بغداد مكتبة جديدة کتابخانه شهر میلہ کتابوں "
    "library libraries garden gardens opens Baghdad covid-19 news"
)
WORDS = SAID.split()


def posts(first, many):
    return [
        Post(f"p{n:06}", PLACE.id, "c1", str(n), NOW + timedelta(minutes=n), f"خبر رقم{n}")
        for n in range(first, first + many)
    ]


@pytest.fixture
def lab(databases, tmp_path, monkeypatch):
    databases()
    monkeypatch.setenv("MARSAD_SEARCH_ENGINE", "postgres")
    with Store.create(tmp_path / "lab") as store:
        store.add(PLACE, Capture("c1", "test", "1", "export", NOW, "0" * 64, 1))
        yield store


@pytest.fixture
def filled(lab):
    lab.add(*posts(0, 50))
    return lab


def ids(store, query="*", **more):
    asked = Ask(query, limit=10_000, order="oldest", **more)
    return [hit.post.id for hit in search(store, asked).hits]


@contextmanager
def other_engine(store, monkeypatch):
    """The same lab, searched by tantivy."""
    monkeypatch.setenv("MARSAD_SEARCH_ENGINE", "tantivy")
    with Store(store.lab) as other:
        yield other


def mixed(dice, many):
    """Posts of some of the words, a few of them with a poll and a file besides."""
    for n in range(many):
        text = " ".join(dice.choice(WORDS) for _ in range(dice.randint(2, 30)))
        media = (Media(f"{n:064}", f"{dice.choice(WORDS)}.jpg", "photo"),) if n % 7 == 0 else ()
        poll = Poll(dice.choice(WORDS), (dice.choice(WORDS),)) if n % 11 == 0 else None
        at = NOW + timedelta(hours=n * 5)
        yield Post(f"p{n:06}", PLACE.id, "c1", str(n), at, text, media=media, poll=poll)


QUERIES = (
    "حديقة", "مدينة سوق", "حديقة OR library", "حديقة -مدينة", '"سوق الكتب"', '"سوق بغداد"~3',
    '"حديقة سوق"~1', '"سوق الكتب بغداد"', "librar*", "covid-1*", "/.*حديق./", "/[lg].*s/",
    "Baghdad", "latin:madina",
    "in:file garden", "text:news", "lang:ar (garden OR سوق)", "lang:fa", "media:photo library",
    "(سوق OR garden) -(شهر OR lang:ar)", "* NOT garden", "date:2024-05-20..2024-05-22", "*",
    "seen:2024", "nothing-like-it", "شهر zebra", '"garden"', "کتابخانه OR (سوق -حديقة)",
)  # fmt: skip


@pytest.mark.parametrize("strength", ["exact", "folded", "stemmed"])
def test_both_engines_answer_the_same_in_every_order_with_every_count(lab, monkeypatch, strength):
    dice = random.Random(3)
    lab.add(*mixed(dice, 300))
    said = [Claim(f"p{n:06}", "language", dice.choice(["ar", "fa", "en"])) for n in range(250)]
    said += [Claim(f"p{n:06}", "name", dice.choice(WORDS)) for n in range(0, 300, 9)]
    lab.add(*(sign(each, "test/1", NOW) for each in said))
    counts = {"facets": ("lang", "media", "place", "theme"), "top": 2}
    with other_engine(lab, monkeypatch) as other:
        for query in QUERIES:
            for order, step in (("newest", "day"), ("oldest", "week"), ("first-seen", "month")):
                ask = Ask(
                    query, strength=strength, order=order, histogram=step, limit=400, **counts
                )
                ours, theirs = search(lab, ask), search(other, ask)
                assert ours.hits == theirs.hits, (query, order)
                assert ours.total == theirs.total, query
                assert ours.facets == theirs.facets, query
                assert ours.histogram == theirs.histogram, query


def test_both_engines_rank_alike(lab, monkeypatch):
    dice = random.Random(5)
    texts = [" ".join(dice.choice(WORDS) for _ in range(dice.randint(2, 30))) for _ in range(300)]
    at = [NOW + timedelta(minutes=n) for n in range(300)]
    lab.add(*(Post(f"p{n:06}", PLACE.id, "c1", str(n), at[n], texts[n]) for n in range(300)))
    with other_engine(lab, monkeypatch) as other:
        for query in (
            "حديقة",
            "library garden",
            "سوق OR بغداد",
            '"garden"',
            "حديقة -سوق",
            "Baghdad",
        ):
            ours, theirs = (
                [(hit.number, hit.score) for hit in search(each, Ask(query, limit=300)).hits]
                for each in (lab, other)
            )
            assert ours
            assert dict(ours) == pytest.approx(dict(theirs), rel=1e-4)


def test_a_phrase_is_found_wherever_it_stands_in_a_long_text(lab):
    # A tsvector keeps 256 places of a word, and none beyond the 16,383rd.
    long = "كلمة " * 40_000 + "حديقة عامة " + "كلمة " * 10
    lab.add(Post("a", PLACE.id, "c1", "1", NOW, long), Post("b", PLACE.id, "c1", "2", NOW, "عامة"))
    assert ids(lab, '"حديقة عامة"') == ids(lab, '"كلمة حديقة"') == ["a"]
    assert ids(lab, '"عامة حديقة"') == ids(lab, '"حديقة كلمة"') == []
    assert ids(lab, '"حديقة كلمة"~1') == ids(lab, '"كلمة كلمة كلمة حديقة"') == ["a"]
    # And no more than a megabyte of words.
    lab.add(Post("c", PLACE.id, "c1", "3", NOW, " ".join(f"كلمة{n}" for n in range(60_000))))
    assert ids(lab, "كلمة59999") == ["c"]


@pytest.mark.parametrize("slop", [1, 2, 4])
def test_words_near_each_other_are_those_whose_places_lie_so_near(lab, slop):
    dice = random.Random(7)
    texts = [
        " ".join(dice.choice(WORDS[3:9]) for _ in range(dice.randint(3, 9))) for _ in range(200)
    ]
    lab.add(*(Post(f"p{n:03}", PLACE.id, "c1", str(n), NOW, text) for n, text in enumerate(texts)))
    asked = WORDS[4], WORDS[6], WORDS[3]

    def near(text):
        said = text.split()
        places = [
            [at - n for at, each in enumerate(said) if each == word] for n, word in enumerate(asked)
        ]
        return any(max(some) - min(some) <= slop for some in product(*places))

    wanted = {f"p{n:03}" for n, text in enumerate(texts) if near(text)}
    assert wanted
    assert {*ids(lab, f'"{" ".join(asked)}"~{slop}', strength="exact")} == wanted


def test_a_phrase_runs_from_no_text_into_the_next(lab):
    lab.add(Post("a", PLACE.id, "c1", "1", NOW, "سوق حديقة", poll=Poll("عامة", ("نعم",))))
    assert ids(lab, '"سوق حديقة"') == ["a"]
    assert ids(lab, '"حديقة عامة"') == []


def killed_while_indexing(folder, after, committed):
    """Index in a process that is killed right before or after its ``after``-th commit."""

    def child():
        rows.STEP = rows.BATCH = 10
        told = 0
        whole = IndexTables.writing

        @contextmanager
        def writing(self):
            nonlocal told
            told += 1
            with whole(self) as writer:
                yield writer
                if told == after and not committed:
                    os.kill(os.getpid(), signal.SIGKILL)
            if told == after:
                os.kill(os.getpid(), signal.SIGKILL)

        IndexTables.writing = writing
        with Store(folder) as store:
            search(store, "خبر")

    process = multiprocessing.get_context("fork").Process(target=child)
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL


@pytest.mark.parametrize(
    ("after", "committed", "left"), [(1, False, 50), (3, False, 30), (3, True, 20)]
)
def test_a_killed_writer_loses_nothing_doubles_nothing_and_goes_on(filled, after, committed, left):
    killed_while_indexing(filled.lab, after, committed)
    filled.add(*posts(50, 5))
    told = []
    search(filled, "خبر", told.append)
    assert sum(told) == left + 5
    assert ids(filled) == [f"p{n:06}" for n in range(55)]
    assert IndexTables(filled).posts() == 55


@pytest.mark.parametrize("damage", [*TABLES, "rows", "version", "zone", "water", "lab"])
def test_what_is_missing_or_of_another_version_is_filled_again(filled, damage, monkeypatch):
    assert len(ids(filled)) == 50
    with filled.transaction() as connection:
        if damage in TABLES:
            connection.exec_driver_sql(f"drop table {damage}")
        elif damage == "rows":
            connection.exec_driver_sql("delete from index_post where number < 20")
        elif damage == "water":
            connection.exec_driver_sql("update index_water set record = 'x'")
        elif damage == "lab":
            order = "update index_water set record = replace(encode(record, 'escape'), %s, 'x')"
            connection.exec_driver_sql(f"{order}::bytea", (filled.origin,))
        elif damage == "version":
            monkeypatch.setattr(rows, "VERSION", rows.VERSION + 1)
    if damage == "zone":
        monkeypatch.setenv("MARSAD_TIMEZONE", "Asia/Amman")
    with Store(filled.lab) as store:
        store.add(*posts(50, 1))
        assert ids(store) == [f"p{n:06}" for n in range(51)]


def test_a_post_put_in_again_is_counted_once(filled):
    assert len(ids(filled)) == 50
    for turn in range(3):
        filled.add(sign(Claim("p000001", "ocr-text", f"مهرجان{turn}"), "ocr/1", NOW))
        assert ids(filled, f"مهرجان{turn}") == ["p000001"]
    with filled.engine.connect() as connection:
        order = (
            "select t.term, t.posts, count(p.number) as held from index_term t left join "
            "index_post p on p.said @> array[t.id] or p.kinds @> array[t.id] group by t.id"
        )
        assert all(row.posts == row.held for row in connection.exec_driver_sql(order))
    held = IndexTables(filled).water()
    assert held.posts == 50


def test_while_another_process_writes_what_is_there_is_read(filled, monkeypatch):
    monkeypatch.setattr(rows, "PATIENCE", 0.1)
    assert len(ids(filled)) == 50
    filled.add(*posts(50, 1))
    with Store(filled.lab) as other, IndexTables(other).held(1):
        answer = search(filled, Ask("*", limit=100))
        assert answer.behind
        assert len(answer.hits) == 50
    answer = search(filled, Ask("*", limit=100))
    assert not answer.behind
    assert len(answer.hits) == 51


def test_with_nothing_to_read_a_second_writer_waits_and_then_says_so(filled, monkeypatch):
    monkeypatch.setenv("MARSAD_LOCK_SECONDS", "1")
    with (
        Store(filled.lab) as store,
        IndexTables(filled).held(1),
        pytest.raises(LabBusy, match="search index"),
    ):
        search(store, "خبر")


def test_another_machine_searches_what_the_first_has_indexed(filled, tmp_path):
    assert len(ids(filled)) == 50
    told = []
    (tmp_path / "elsewhere").mkdir()
    (filled.lab / "index").mkdir(exist_ok=True)
    with Store(filled.lab) as other:
        assert len(search(other, Ask("خبر", limit=100), told.append).hits) == 50
    assert told == []


def test_erasing_leaves_no_word_in_any_table(filled):
    assert ids(filled, "رقم7") == ["p000007"]
    forget(filled)
    with filled.engine.connect() as connection:
        order = "select count(*) from pg_class where relname like 'index\\_%%'"
        assert connection.exec_driver_sql(order).scalar_one() == 0
    assert ids(filled, "رقم7") == ["p000007"]


def test_a_million_values_are_counted_and_the_frequent_ones_come_first(lab):
    tables = IndexTables(lab)
    tables.make(b"")
    with tables.writing() as writer:
        for first in range(0, 1000, 100):
            entries = []
            for number in range(first, first + 100):
                own = tuple(f"v{number * 1000 + each}" for each in range(1000))
                shared = ("often",) if number % 2 else ("often", "half")
                said = (Said("text", "سوق"),)
                entries.append(Entry(number, NOW, NOW, said, {"theme": (*own, *shared)}))
            writer.put([row(entry, lab.settings.zone) for entry in entries])
    tables.complete(settle=True)
    wanted = Wanted(parse("سوق"), "stemmed", lab.settings.zone, facets=("theme",), top=3)
    (found,) = facets(rows.InTables(tables, tables.water()).answer(wanted).facets, wanted)
    assert found.counts[:2] == (("often", 1000), ("half", 500))
    assert found.counts[2][1] == 1
    assert found.more == 1_000_000 - 1


def test_a_pattern_that_describes_too_much_or_takes_too_long_is_refused(lab, monkeypatch):
    lab.add(*posts(0, 50))
    monkeypatch.setattr("marsad.store.index_query.MOST_MATCHED", 20)
    with pytest.raises(BadInput, match=r"column 3: .* more than 20 words"):
        search(lab, "x /رقم.*/")
    with pytest.raises(BadInput, match="more than 20 words"):
        search(lab, "رقم*")


def test_a_pattern_that_takes_too_long_is_given_up_and_the_rest_goes_on(lab, monkeypatch):
    lab.add(
        Post("a", PLACE.id, "c1", "1", NOW, "حديقة " + " ".join(f"ab{n}" for n in range(90_000)))
    )
    assert ids(lab, "حديقة") == ["a"]
    monkeypatch.setattr("marsad.store.index_query.PATTERN_MS", 1)
    with pytest.raises(BadInput, match="takes too long among the words of this lab"):
        search(lab, "/.*(a|b)*9.*9/")
    assert ids(lab, "/حديق./ OR حديقة") == ["a"]


def test_the_setting_wants_a_database(tmp_path, monkeypatch):
    monkeypatch.setenv("MARSAD_SEARCH_ENGINE", "postgres")
    with (
        Store.create(tmp_path / "lab") as store,
        pytest.raises(BadInput, match="rows of this lab are in lab"),
    ):
        search(store, "خبر")
    monkeypatch.setenv("MARSAD_SEARCH_ENGINE", "lucene")
    with pytest.raises(BadInput, match="there are tantivy and postgres"):
        Store.create(tmp_path / "lab")


def test_the_server_is_not_asked_to_search_on_ray(filled):
    with pytest.raises(BadInput, match="leave out --engine ray"):
        search(filled, "خبر", engine="ray")
