"""What is said about whom, when it came more often than usual, and which words are new."""

import json
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from typer.testing import CliRunner

from marsad.cli.app import app
from marsad.errors import BadInput
from marsad.model import Capture, Claim, Forward, Outlet, Place, Post, sign
from marsad.store import Window
from marsad.track import bursts, narratives, new_wording
from marsad.track.alike import alike
from marsad.track.burst import Asked, Grid
from marsad.track.burst import bursts as automaton
from marsad.track.statements import statements
from marsad.track.wording import phrase_written, phrases, stems, written

T0 = datetime(2024, 1, 1, 9, tzinfo=UTC)
DAY = timedelta(days=1)
PLAIN = (
    "افتتحت البلدية حديقة عامة جديدة في وسط المدينة",
    "وصل القطار متأخرا بسبب المطر الغزير",
    "زار الطلاب متحف المدينة صباح اليوم",
    "بدأ موسم حصاد القمح في قرى الوادي",
)


@pytest.fixture
def lab(store):
    taken = T0 + timedelta(days=400)
    store.add(Capture("c1", "test", "1", "test", taken, "0" * 64, 1))
    for n in (1, 2, 3):
        store.add(Place(f"telegram:{n}", "Telegram", f"منبر {n}", fiction=True))
    return store


def post(store, place, at, text="", labels=(), first="", **more):
    number = store.count("post") + 1
    text = text or PLAIN[number % len(PLAIN)]
    made = Post(f"t{place}/{number}", f"telegram:{place}", "c1", str(number), at, text, **more)
    claims = [Claim(made.id, kind, value) for kind, value in labels]
    claims += [Claim(made.id, "near-copy-of", first)] if first else []
    store.add(made, *(sign(claim, "test/1", T0) for claim in claims))
    return made.id


def days(store, place, since, until, each=1, labels=(), text=""):
    for day in range(since, until):
        for n in range(each):
            post(store, place, T0 + day * DAY + n * timedelta(minutes=7), text, labels)


def test_a_theme_bursts_by_what_is_usual_and_shows_its_posts(lab):
    days(lab, 1, 0, 60, 2)
    days(lab, 2, 0, 60, 2)
    days(lab, 1, 0, 60, 1, [("theme", "sport")])
    days(lab, 2, 30, 34, 6, [("theme", "sport")])
    [found] = bursts(lab, ["theme"])
    assert (found.name, found.since, found.until) == ("sport", date(2024, 1, 31), date(2024, 2, 3))
    assert (found.posts, found.lasting) == (28, False)
    assert found.usual < 10
    assert len(found.examples) == 5
    assert bursts(lab, ["theme"], since=date(2024, 3, 1)) == []


def test_copies_and_forwards_make_no_burst_and_are_counted_apart(lab):
    days(lab, 1, 0, 60, 3)
    days(lab, 1, 0, 60, 1, [("theme", "sport")])
    first = post(lab, 1, T0 + 30 * DAY, labels=[("theme", "sport")])
    for n in range(40):
        at = T0 + 31 * DAY + n * timedelta(minutes=3)
        if n % 2:
            post(lab, 2, at, labels=[("theme", "sport")], first=first)
        else:
            post(lab, 3, at, "خبر", [("theme", "sport")], forwarded_from=Forward("", "channel1"))
    assert bursts(lab, ["theme"]) == []
    told = statements(lab)
    assert (~told.own).sum() == 40


def test_an_outlet_that_joins_with_habits_of_its_own_is_no_burst(lab):
    days(lab, 1, 0, 90, 3)
    days(lab, 1, 0, 90, 1, [("theme", "sport")])
    days(lab, 2, 50, 90, 6, [("theme", "sport")])
    assert bursts(lab) == []


def test_a_rhythm_of_the_week_is_no_burst(lab):
    days(lab, 1, 0, 98, 3)
    for week in range(14):
        days(lab, 1, 7 * week + 4, 7 * week + 5, 6, [("theme", "sport")])
    assert bursts(lab, ["theme", "outlet"]) == []


def test_an_outlet_and_a_word_burst(lab):
    days(lab, 1, 0, 60, 2)
    days(lab, 2, 0, 60, 2)
    days(lab, 2, 40, 43, 12, text="والسنديانة على الضفة")
    by = {each.of: each for each in bursts(lab, ["outlet", "word"])}
    assert by["outlet"].name == "telegram:2"
    assert by["outlet"].since == by["word"].since == date(2024, 2, 10)
    words = {each.name for each in bursts(lab, ["word"])}
    assert words >= {"والسنديانة", "الضفة"}
    with pytest.raises(BadInput, match="there are outlet"):
        bursts(lab, ["mood"])


def test_nobody_labelled_and_nobody_posted(lab):
    assert bursts(lab, ["outlet", "theme", "word"]) == []
    assert new_wording(lab) == []
    found = narratives(lab)
    assert (found.narratives, found.unlabelled) == ((), 0)


def test_the_automaton_pays_for_each_begin():
    counts = np.ones(80, int)
    counts[[20, 21, 22, 60, 61, 62]] = (9, 10, 8, 9, 10, 8)
    days = np.repeat(np.arange(80), counts)
    grid = Grid(np.zeros(len(days), int), np.zeros(len(days), int), days, 1)
    volume = np.full((1, 80), 20.0)
    cheap = automaton(grid, volume, Asked(3.0, 3.0, 10.0))
    assert cheap.bursting[0].nonzero()[0].tolist() == [20, 21, 22, 60, 61, 62]
    assert not automaton(grid, volume, Asked(3.0, 40.0, 10.0)).bursting.any()


def test_a_narrative_has_weeks_outlets_sources_and_words(lab):
    lab.add(Outlet("pier", "الرصيف", "Pier", places=("telegram:1",), kind="media group"))
    about = [("theme", "economy"), ("target", "harbor"), ("narrative", "river-of-jade")]
    days(lab, 3, 0, 30, 5)
    for n in range(12):
        text = f"رسوم المرفأ الجديدة ترتفع {PLAIN[n % 4]}"
        first = post(lab, 1 + n % 2, T0 + n * DAY, text, about)
    post(lab, 3, T0 + 13 * DAY, labels=about, first=first)
    found = narratives(lab)
    [one] = found.narratives
    assert (one.theme, one.target, one.narrative) == ("economy", "harbor", "river-of-jade")
    assert (one.posts, one.copies, one.sources) == (12, 1, 2)
    assert one.outlets == (("pier", 6), ("telegram:2", 6))
    assert one.weeks == ((date(2024, 1, 1), 7), (date(2024, 1, 8), 5))
    assert (one.first_seen, one.first_outlet) == (date(2024, 1, 1), "pier")
    assert {"رسوم", "المرفأ", "ترتفع"} <= {each.word for each in one.words}
    assert "حديقة" not in {each.word for each in one.words}
    assert found.unlabelled == 150
    later = narratives(lab, Window(since=T0 + 8 * DAY))
    assert later.narratives[0].posts == 4


TOPICS = (
    ("افتتحت البلدية مكتبة عامة للأطفال", "كتب المكتبة العامة للأطفال وصلت اليوم",
     "تعلن مكتبة الأطفال العامة مواعيد قراءة الكتب", "قراءة الكتب في مكتبة البلدية للأطفال",
     "زوار مكتبة الأطفال يقرؤون كتب البلدية", "توزع البلدية كتب المكتبة العامة على الأطفال"),
    ("انقطاع مياه الشرب عن الحي الشرقي", "عودة مياه الشرب إلى الحي الشرقي مساء",
     "صيانة شبكة مياه الحي الشرقي تقطع الشرب", "شركة المياه تعد الحي الشرقي بمياه شرب نظيفة",
     "شكاوى الحي الشرقي من مياه الشرب", "خزانات مياه الشرب في الحي الشرقي"),
    ("پارک تازه کنار رودخانه باز شد", "درختان پارک کنار رودخانه را آب دادند",
     "کودکان در پارک تازه رودخانه بازی می‌کنند", "پارک کنار رودخانه درختان تازه گرفت",
     "شهرداری پارک رودخانه را تازه کرد", "رودخانه و پارک تازه و درختان کنار آن"),
)  # fmt: skip


def test_posts_that_nobody_labelled_are_told_apart_by_their_wording(lab):
    of = {}
    days(lab, 3, 0, 40, 5, [("theme", "sport")])
    for n in range(6):
        for topic, texts in enumerate(TOPICS):
            of[post(lab, 1 + (n + topic) % 3, T0 + n * DAY, texts[n])] = topic
    alone = [f"كلمة{n} وحيدة{n} لا{n} ثاني{n} لها{n}" for n in range(20)]
    for n, text in enumerate(alone):
        post(lab, 1, T0 + n * DAY, text)
    first = next(iter(of))
    post(lab, 2, T0 + 9 * DAY, TOPICS[0][0], first=first)
    post(lab, 2, T0, TOPICS[0][1], [("theme", "sport")])
    found = narratives(lab)
    assert [each.theme for each in found.narratives] == ["sport"]
    assert (found.unlabelled, found.compared) == (39, 38)
    assert [each.posts for each in found.alike] == [6, 6, 6]
    for each in found.alike:
        assert (each.theme, each.target, each.narrative) == ("", "", "")
        assert len({of[id] for id in each.examples}) == 1
        assert each.first_seen == date(2024, 1, 1)
        assert sum(n for _outlet, n in each.outlets) == 6
    words = {of[each.examples[0]]: {w.word for w in each.words} for each in found.alike}
    assert words[1] >= {"مياه", "الشرقي"}
    assert narratives(lab) == found


def test_groups_hold_no_stranger_whatever_the_order_and_few_texts_make_none():
    said = [stems(text) for texts in zip(*TOPICS, strict=True) for text in texts]
    groups = alike(said)
    assert sorted(sorted(group) for group in groups) == [list(range(n, 18, 3)) for n in range(3)]
    assert alike(said, least=7) == alike([]) == alike(said[:1]) == alike([()] * 9) == []


def test_one_rare_word_in_common_joins_nobody():
    said = [stems(f"كلمة{n} وحيدة{n} بعيدة{n} أخرى{n} لؤلؤة") for n in range(12)]
    assert alike(said) == []


def test_the_command_tells_unlabelled_groups_apart_from_what_was_labelled(lab):
    for n in range(6):
        for texts in TOPICS:
            post(lab, 1, T0 + n * DAY, texts[n])
    said = CliRunner().invoke(app, ["track", str(lab.lab), "narratives"]).stdout
    assert "unlabelled, alike in wording 1: 6 posts" in said
    assert "3 groups of unlabelled posts that say alike, among 18 that were compared" in said
    told = CliRunner().invoke(app, ["track", str(lab.lab), "narratives", "--json"]).stdout
    assert json.loads(told)["alike"][0]["posts"] == 6


def test_new_wording_has_a_first_user_and_followers(lab):
    for place in (1, 2):
        days(lab, place, 0, 90, 1)
    for day, place in ((80, 2), (81, 1), (82, 2), (83, 1), (85, 1)):
        post(lab, place, T0 + day * DAY, f"حصن الزبرجد {PLAIN[day % 4]}")
    [found] = new_wording(lab, date(2024, 3, 15))
    assert (found.phrase, found.posts, found.outlets) == ("حصن الزبرجد", 5, 2)
    first, follower = found.users
    assert (first.outlet, first.day, first.uses) == ("telegram:2", date(2024, 3, 21), 2)
    assert (follower.outlet, follower.uses) == ("telegram:1", 3)


def test_what_one_outlet_says_or_only_newcomers_say_is_no_new_wording(lab):
    days(lab, 1, 0, 90, 1)
    for day in range(70, 90):
        post(lab, 1, T0 + day * DAY, "حصن الزبرجد")
        post(lab, 2, T0 + day * DAY, "برج العنبر والساعة")
        post(lab, 3, T0 + day * DAY, "برج العنبر والساعة")
    assert new_wording(lab, date(2024, 3, 1)) == []


def test_words_are_compared_without_clitics_links_handles_and_pseudonyms():
    text = "وبالمدينةِ https://example.org/مدينة @bab_news person-0123abcd 2024 المدينــة"
    assert stems(text) == ["مدين", "مدين"]
    assert written(text, ["مدين"]) == {"مدين": "وبالمدينةِ"}
    assert phrase_written("قال: حصنُ الزبرجد.", tuple(stems("حصن الزبرجد"))) == "حصنُ الزبرجد"
    assert phrase_written("لا شيء", ("حصن",)) == ""
    assert list(phrases(["a", "b"])) == [("a",), ("a", "b"), ("b",)]


def test_a_post_of_a_megabyte_and_ten_thousand_emoji_are_read_in_time(lab):
    for place in (1, 2):
        post(lab, place, T0, "حصن \u202eالزبرجد " * 60_000)
        post(lab, place, T0, "🌊" * 10_000)
    assert len(new_wording(lab, T0.date())) == 0


def test_the_commands_print_lines_and_json(lab):
    days(lab, 1, 0, 60, 2)
    days(lab, 2, 0, 60, 2)
    days(lab, 2, 40, 43, 12, [("theme", "sport"), ("target", "league")], "والسنديانة قائمة")
    days(lab, 1, 44, 50, 2, text="والسنديانة قائمة هنا")
    run = CliRunner().invoke
    folder = str(lab.lab)
    said = run(app, ["track", folder, "narratives"]).stdout
    assert "sport × league: 36 posts" in said
    said = run(app, ["track", folder, "bursts", "--of", "word", "--of", "theme"]).stdout
    assert "theme \u2068sport\u2069: 2024-02-10 to 2024-02-12" in said
    found = json.loads(run(app, ["track", folder, "bursts", "--json"]).stdout)
    assert {each["of"] for each in found} == {"outlet", "theme", "target"}
    said = run(app, ["track", folder, "wording", "--since", "2024-02-09"]).stdout
    assert "2024-02-10 first by \u2068telegram:2\u2069" in said
    assert run(app, ["track", folder, "wording", "--since", "soon"]).exit_code == 1
