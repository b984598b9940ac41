"""A planted week: who answered an event, who passed it on, who kept silent, and who was away."""

import json
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from desk_client import seated
from typer.testing import CliRunner

from marsad import report, track
from marsad.cli.app import app
from marsad.errors import BadInput, Withheld
from marsad.evaluation import evaluate
from marsad.model import (
    Capture,
    Event,
    Finding,
    Forward,
    Outlet,
    Place,
    Post,
    Segment,
    Translation,
)
from marsad.store import Seen, Sighting, Window
from marsad.store.spoken import Part, Spoken
from marsad.track.evaluate_events import EPOCH
from marsad.track.event_match import Matching
from marsad.track.event_posted import by_unit, once, unit
from marsad.web import app as desk_of

BEGAN = datetime(2024, 5, 13, 10, tzinfo=UTC)
BY = "person:Noor Valen"
WHEN = datetime(2024, 6, 1, tzinfo=UTC)
NAMES = ("sada", "raj", "nafidha", "wadi", "qandil")
ORDINARY = (
    "افتتحت البلدية حديقة عامة جديدة في وسط المدينة",
    "الطقس معتدل اليوم",
    "هواشناسی برای فردا باران پیش‌بینی کرده است",
    "کل شہر میں کتابوں کا میلہ شروع ہو رہا ہے",
)
ANSWER = "وقّع حزبُ الرصيف في لازورد اتفاقا لا نعرف بنوده"
TALKS = Event(
    "talks",
    "talks on the harbor of Al-Nawrasa",
    date(2024, 5, 13),
    date(2024, 5, 13),
    "Lazward",
    "Lazward Gazette, May 13, 2024.",
    fiction=True,
    actors=("حزب الرصيف", "Quay Party"),
    places=("لازورد", "لاژورد"),
    words=("اتفاق الميناء",),
    began_at=BEGAN,
)


class Week:
    """Posts of a lab, made one by one."""

    def __init__(self, store):
        self.store, self.posts, self.findings = store, [], []
        capture = Capture("c", "test", "1", "test", WHEN, "0" * 64, 1)
        store.add(capture)
        for number, name in enumerate(NAMES):
            place = f"telegram:{number}"
            store.add(
                Place(place, "telegram", f"قناة {name}", fiction=True),
                Outlet(name, f"منبر {name}", places=(place,), fiction=True),
            )

    def post(self, outlet, hours, text, native_id="", **more):
        number = len(self.posts)
        place = f"telegram:{NAMES.index(outlet)}"
        native = native_id or str(number)
        at = BEGAN + timedelta(hours=hours)
        made = Post(f"p{number:04}", place, "c", native, at, text, fiction=True, **more)
        self.posts.append(made)
        self.findings.append(
            Finding(f"m{number:04}", made.id, "made-by-outlet", outlet, "outlet/1", WHEN, 0.7)
        )
        return made.id

    def say(self, post, kind, value):
        number = len(self.findings)
        self.findings.append(Finding(f"f{number:04}", post, kind, value, "test/1", WHEN, 0.9))

    def done(self):
        self.store.add(*self.posts, *self.findings)


@pytest.fixture
def week(store):
    """A month of ordinary posts of five outlets, then the days of the talks."""
    made = Week(store)
    for day in range(-30, 0):
        for name in NAMES[: 5 if day % 3 == 0 else 4]:
            made.post(name, day * 24 + 1, ORDINARY[day % 4])
    own = made.post("sada", 2.5, ANSWER)
    made.post("sada", 2.5, f"{ANSWER}.", native_id=made.posts[-1].native_id)  # edited
    again = made.post("sada", 9, ANSWER)
    made.say(again, "near-copy-of", own)
    copy = made.post("raj", 7, f"منقول: {ANSWER}")
    made.say(copy, "near-copy-of", own)
    passed = made.post("nafidha", 4, ANSWER, forwarded_from=Forward("منبر sada", "telegram:0"))
    made.say(passed, "forward-of", own)
    for hours in (1, 20, 30, 45):
        made.post("wadi", hours, ORDINARY[int(hours) % 4])
    made.post("wadi", 5, "لازورد مدينة جميلة والطقس فيها معتدل")
    made.post("wadi", 6, "حزب الرصيف يوزع جدول الأسبوع في مدينة أخرى")
    made.post("qandil", 3, ORDINARY[1])
    made.done()
    store.add(TALKS, by=BY)
    return made


def state(found):
    return {voice.outlet: voice.state for voice in found.voices}


def test_one_cue_is_never_enough_and_two_near_each_other_are(store, week):
    done = track.match_events(store)
    said = {f.post for p in week.posts for f in store.findings(p.id, "answers-event")}
    texts = {post.id: post.text for post in week.posts}
    assert {texts[post].strip(".").removeprefix("منقول: ") for post in said} == {ANSWER}
    assert done.new == len(said) == 5
    for post in said:
        (finding,) = store.findings(post, "answers-event")
        assert (finding.value, finding.maker) == ("talks", "event-match/1")
        assert 0.6 <= finding.confidence < 1
        span = finding.span
        assert texts[post][span.start : span.end] == span.quoted == "حزبُ الرصيف في لازورد"


@pytest.mark.usefixtures("week")
def test_lags_and_silence(store):
    track.match_events(store)
    found = track.lags(store, track.standing(store, "talks"))
    assert state(found) == {
        "sada": "answered",
        "raj": "answered",
        "nafidha": "passed on",
        "wadi": "silent",
        "qandil": "hardly there",
    }
    sada, raj, nafidha, wadi, _ = found.voices
    assert (sada.own, sada.copies, sada.forwards, sada.posts) == (1, 0, 0, 2)
    assert (raj.own, raj.copies, raj.lag_hours) == (0, 1, 7.0)
    assert (nafidha.forwards, nafidha.lag_hours) == (1, None)
    assert sada.lag_hours == 2.5
    assert found.median_hours[:2] == (4.75, 2)
    count, there, (low, high) = found.answered
    assert (count, there) == (2, 4)
    assert 0.15 < low < 0.5 < high < 0.85
    low, high = wadi.usual_per_day_ci95
    assert wadi.usual_posts == 30
    assert low < wadi.usual_per_day < high
    assert found.within == {6: 1, 24: 2, 72: 2}


def test_a_person_decides_and_is_not_overruled(store, week):
    track.match_events(store)
    event = track.standing(store, "talks")
    ids = [post.id for post in week.posts]
    first, *_, last = sorted(track.answers(store, event, ids))
    with pytest.raises(Withheld):
        track.decide_answer(store, "talks", first, "event-match/1", True)
    track.decide_answer(store, "talks", first, BY, True)
    track.decide_answer(store, "talks", last, BY, False)
    with pytest.raises(BadInput, match="already"):
        track.decide_answer(store, "talks", last, BY, False)
    again = track.match_events(store, again=True)
    assert (again.new, again.taken_back) == (0, 0)
    said = track.answers(store, event, ids)
    assert said[first].maker == BY
    assert last not in said
    ordinary = week.posts[0].id
    track.decide_answer(store, "talks", ordinary, BY, True)  # what no program found
    assert ordinary in track.answers(store, event, ids)


@pytest.mark.usefixtures("week")
def test_what_a_changed_event_no_longer_says_is_taken_back_and_said_again(store):
    assert track.match_events(store).new == 5
    assert track.match_events(store).events == 0  # nothing is new
    track.revise_event(store, "talks", BY, actors=["مجلس الصيادين"])
    gone = track.match_events(store)
    assert (gone.new, gone.taken_back) == (0, 5)
    track.revise_event(store, "talks", BY, actors=["حزب الرصيف"])
    assert track.match_events(store).new == 5
    found = track.lags(store, track.standing(store, "talks"))
    assert found.answered[:2] == (2, 4)


def test_what_is_read_later_is_met_by_itself_and_what_is_unread_again_goes(store, week):
    track.match_events(store)
    silent = next(post.id for post in week.posts if post.text.startswith("لازورد مدينة"))
    read = Finding("late", silent, "ocr-text", "حزب الرصيف في لازورد", "test/1", WHEN, 0.9)
    store.add(read)
    done = track.match_events(store)
    assert (done.events, done.new) == (1, 1)
    (said,) = store.findings(silent, "answers-event")
    assert said.span is None  # it stands in a picture
    assert track.match_events(store).posts == 0  # what matching says itself is nothing new
    store.add(Finding("gone", silent, "taken-back", "ocr-text", "test/2", WHEN, replaces="late"))
    assert track.match_events(store).taken_back == 1
    segment = Segment(0, 6, "لازورد", "The Quay Party in Lazward")
    store.add(Translation("t", silent, "text", "ar", "en", (segment,), "x/1", "human", WHEN))
    assert track.match_events(store).new == 1


@pytest.mark.usefixtures("week")
def test_an_event_that_was_put_to_another_day_leaves_nothing_behind(store):
    track.match_events(store)
    track.revise_event(store, "talks", BY, start="2024-06-13", end="2024-06-13", began_at="")
    assert track.match_events(store).taken_back == 5


def test_fiction_and_what_is_real_never_meet(store, week):
    real = Event(**{**{f: getattr(TALKS, f) for f in TALKS.__slots__}, "id": "x", "fiction": False})
    store.add(real, by=BY)
    track.match_events(store)
    assert not track.answers(store, real, [post.id for post in week.posts])
    with pytest.raises(BadInput, match="fiction"):
        track.decide_answer(store, "x", week.posts[0].id, BY, True)


@pytest.mark.usefixtures("week")
def test_the_lede_is_offered_the_event_that_most_outlets_answered(store):
    assert report.draft_of_day(store, date(2024, 5, 13)).event == ""
    track.match_events(store)
    draft = report.draft_of_day(store, date(2024, 5, 13))
    assert draft.event == "talks"
    page = report.render(report.edition(store, draft.handle), ("md",), store.lab / "out")[0]
    assert "The content coincided with talks on the harbor" in page.read_text(encoding="utf-8")
    assert any("machine draft" in str(each) for each in report.check(store, draft.handle))


@pytest.mark.usefixtures("week")
def test_the_commands(store):
    lab = ["track", str(store.lab), "event"]
    run = lambda *said: CliRunner().invoke(app, [*lab, *said])  # noqa: E731
    assert json.loads(run("match", "--json").stdout)["new"] == 5
    shown = json.loads(run("show", "talks", "--json").stdout)
    assert shown["answered"]["outlets"] == 2
    assert shown["since"].startswith("2024-05-13T10:00")
    assert "silent" in run("show", "talks").stdout
    header, *rows = run("show", "talks", "--csv").stdout.splitlines()
    assert header.startswith("outlet,state,posts")
    assert len(rows) == 5
    post = shown["answers"][0]["post"]
    assert run("refuse", "talks", post, "--by", "Noor Valen").exit_code == 0
    assert post not in run("show", "talks", "--json").stdout


@pytest.mark.usefixtures("week")
def test_days_are_counted_with_their_events(store):
    found = track.timeline(store, date(2024, 5, 13), date(2024, 5, 14))
    counted = {(day, outlet): (own, on) for day, outlet, own, on in found.days}
    assert counted[date(2024, 5, 13), "sada"] == (2, 0)  # the edited version counts once
    assert counted[date(2024, 5, 13), "nafidha"] == (0, 1)
    assert [event.id for event in found.events] == ["talks"]


def see(texts, *, event=TALKS, before=()):
    matching = Matching([event])
    at = int((BEGAN - EPOCH).total_seconds() * 1e6)
    for number, text in enumerate(before):
        matching.see(Spoken(f"b{number}", at - 86_400_000_000 + number, (Part(0, text),), (), True))
    for number, text in enumerate(texts):
        matching.see(Spoken(str(number), at + number + 1, (Part(0, text),), (), True))
    return {match.post: match for match in matching.matches()}


@pytest.mark.parametrize(
    "text",
    [
        "زار وفد حزب الرصيف لازورد أمس",
        "والرصيف حزبٌ... بل وحزب الرصيف يا أهل لازورد",
        "وَفِي لَازَوَرْدَ اجتمع حزب الرّصيف",
        "در لاژورد حزب الرصیف گرد آمد",
        "The Quay Party met in Lazward.",
        "\u202bحزب الرصيف\u202c \u200bفي\u200b لازورد",
    ],
)
def test_names_are_known_in_any_spelling(text):
    assert see([text])["0"].score >= 0.6


@pytest.mark.parametrize(
    "text",
    [
        "حزب الرصيف " * 50,
        "لازورد ولاژورد و Lazward",
        "حزب النخيل على الرصيف في لازورد",
        "حزب الرصيف." + " كلام آخر" * 60 + " لازورد",
        "talks on the harbor of some town",
        "😀" * 10_000,
        "",
    ],
)
def test_what_is_not_enough(text):
    assert see([text]) == {}


def test_what_they_always_say_together_says_less():
    text = "حزب الرصيف يوزع الخبز في لازورد"
    assert see([text])
    assert not see([text], before=[text] * 6 + ["كلام آخر"] * 100)


def test_a_long_post_takes_no_longer_than_its_length():
    text = "وحزب الرصيف " * 40_000 + "لازورد"
    assert see([text])


def test_gold_is_measured_with_intervals():
    lines = [
        json.dumps({"event": {"id": "e", "title": "talks", "start": "2024-05-13", "source": "G.",
                              "actors": ["حزب الرصيف"], "places": ["لازورد"]}}),
        *(json.dumps({"id": str(n), "posted_at": "2024-05-13T10:00+00:00", "text": text,
                      "answers": answer})
          for n, (text, answer) in enumerate([(ANSWER, "e"), (ORDINARY[0], None)])),
        json.dumps({"id": "9", "posted_at": "2024-05-13T10:00", "text": "", "answers": None}),
    ]  # fmt: skip
    told = evaluate("events", lines, Path(), {})
    assert (told["n"], told["precision"], told["recall"], told["lines_failed"]) == (2, 1.0, 1.0, 1)
    assert told["wrong_on_others"] == 0


@pytest.mark.usefixtures("week")
def test_the_desk_shows_who_answered_and_who_kept_silent(store):
    track.match_events(store)
    desk = seated(desk_of(store.lab))
    assert "talks on the harbor" in desk.get("/events").text
    page = desk.get("/event/talks").text
    assert '<bdi dir="auto">Lazward Gazette, May 13, 2024.</bdi>' in page
    assert "<td>silent</td>" in page
    # An edited post is one post, and what repeats an answer of one's own is none.
    assert page.count("suggested by a program") == 3
    table = desk.get("/event/talks/csv")
    assert table.headers["content-disposition"] == 'attachment; filename="event-talks.csv"'
    assert table.text.splitlines()[1].startswith("sada,answered")
    assert desk.get("/event/nothing").status_code == 404


@pytest.mark.usefixtures("week")
def test_why_a_post_is_taken_for_an_answer_is_told_with_its_words(store):
    track.match_events(store)
    found = track.lags(store, track.standing(store, "talks"))
    why = track.reasons(store, found.event, found.answers)
    assert set(why) == {answer.post for answer in found.answers}
    for answer in found.answers:
        text = store.post(answer.version).text
        told = [(each.family, each.name, each.of) for each in why[answer.post]]
        assert told == [("actor", "حزب الرصيف", "text"), ("place", "لازورد", "text")]
        spans = [each.span for each in why[answer.post]]
        assert [each.quoted for each in spans] == ["حزبُ الرصيف", "لازورد"]
        assert all(text[each.start : each.end] == each.quoted for each in spans)
    lab = ["track", str(store.lab), "event", "show", "talks"]
    assert "حزبُ الرصيف" in CliRunner().invoke(app, lab).stdout
    first = json.loads(CliRunner().invoke(app, [*lab, "--json"]).stdout)["answers"][0]
    assert first["reasons"][1]["span"] == {"start": 20, "end": 26, "quoted": "لازورد"}


def test_a_reason_in_a_picture_or_a_translation_says_so(store, week):
    silent = next(post.id for post in week.posts if post.text.startswith("لازورد مدينة"))
    store.add(Finding("late", silent, "ocr-text", "وفد حزب الرصيف بلازورد", "test/1", WHEN, 0.9))
    segment = Segment(0, 6, "لازورد", "The Quay Party")
    store.add(Translation("t", silent, "text", "ar", "en", (segment,), "x/1", "human", WHEN))
    track.decide_answer(store, "talks", silent, BY, True)
    found = track.lags(store, track.standing(store, "talks"))
    told = {(each.family, each.of, each.span.quoted)
            for each in track.reasons(store, found.event, found.answers)[silent]}  # fmt: skip
    assert ("actor", "ocr-text", "حزب الرصيف") in told
    assert ("actor", "translation", "Quay Party") in told
    assert ("place", "text", "لازورد") in told


@pytest.mark.usefixtures("week")
def test_a_person_decides_on_the_desk(store):
    track.match_events(store)
    desk = seated(desk_of(store.lab), "analyst", "نور فالن", follow_redirects=False)
    page = desk.get("/event/talks").text
    assert (
        'actor <bdi dir="auto">حزب الرصيف</bdi>: <bdi dir="auto">حزبُ الرصيف</bdi>, 5 to 16' in page
    )
    found = track.lags(store, track.standing(store, "talks"))
    first, second = (answer.post for answer in found.answers[:2])

    def send(**said):
        return desk.fill("/event/talks/answers", **said).status_code

    assert send(accept=first, by="Leyla Oram") == 303  # the form's name is nobody's
    assert send(refuse=second) == 303
    assert send(accept=first) == 400  # decided so already
    assert send(accept=first, refuse=second) == 400
    assert send(accept=second, form_token="another") == 403
    stands = track.answers(store, found.event, [answer.post for answer in found.answers])
    assert stands[first].maker == "person:نور فالن"
    assert second not in stands
    assert "confirmed by" in desk.get("/event/talks").text


def test_what_is_counted_in_columns_is_what_a_walk_over_every_post_counts(store, week):
    late = week.post("sada", -2, "Before.", native_id="late")
    week.post("sada", 3, "Edited within the days of the talks.", native_id="late")
    week.post("raj", -40, "حديقة", forwarded_from=Forward("منبر sada", "telegram:0"))
    store.add(*week.posts, *week.findings, Place("telegram:9", "telegram", "بلا منبر"))
    store.add(*(Post(f"q{n}", "telegram:9", "c", str(n), BEGAN, "خبر") for n in range(3)))
    since, until = BEGAN - timedelta(days=50), BEGAN + timedelta(days=9)
    first: dict[tuple[str, str], Sighting] = {}
    for row in Seen(store).rows(Window(since, until)):
        first.setdefault((row.place, row.native_id), row)
    runs = {place: outlet.id for outlet in store.outlets() for place in outlet.places}
    posted = once(store, since, until)
    assert sorted(posted.rows["post"].tolist()) == sorted(row.seq for row in first.values())
    assert by_unit(posted, runs) == Counter(unit(row, runs) for row in first.values())
    told = track.lags(store, track.standing(store, "talks"))
    assert late not in {row.post for row in told.answers}
    inside = [row for row in first.values() if row.posted_at >= BEGAN]
    assert sum(voice.posts for voice in told.voices) == len(inside)
