"""The brief of a day: what is new, why, in which posts, and in which order."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from typer.testing import CliRunner

from marsad import report, track
from marsad.cli.app import app
from marsad.model import Capture, Claim, Event, Outlet, Place, Post, sign
from marsad.store.sources import Health, Sources

DAY = date(2024, 5, 14)
NOON = datetime(2024, 5, 14, 12, tzinfo=UTC)
HOUR, ONE = timedelta(hours=1), timedelta(days=1)
NAMES = ("منبر الوادي", "خبرگزاری ساحل", "شہر کی خبریں")
runner = CliRunner()


class Days:
    """Posts of three channels and of an account, made one by one."""

    def __init__(self, store):
        self.store, self.number = store, 0
        store.add(Capture("c", "test", "1", "test", NOON + 99 * ONE, "0" * 64, 1))
        for n, name in enumerate(NAMES):
            store.add(Place(f"telegram:{n}", "Telegram", name, fiction=True))
        store.add(Place("mastodon:9", "Fediverse", "An Account"))
        store.add(Outlet("sahil", NAMES[1], places=("telegram:1",), fiction=True))

    def post(self, place, at, first="", theme="", outlet=""):
        self.number += 1
        place = place if ":" in str(place) else f"telegram:{place}"
        made = Post(f"p{self.number:02}", place, "c", str(self.number), at, "خبر من السوق",
                    fiction=True)  # fmt: skip
        self.store.add(made)
        said = {"near-copy-of": first, "theme": theme, "made-by-outlet": outlet}
        self.store.add(*(sign(Claim(made.id, kind, value, 0.9), "x/1", NOON)
                         for kind, value in said.items() if value))  # fmt: skip
        return made.id


@pytest.fixture
def days(store):
    return Days(store)


def section(made, name):
    (found,) = [each for each in made.sections if each.name == name]
    return found.lines


def test_outlets_stand_strongest_first_with_their_reason_and_posts(days):
    for back in range(1, 29):
        days.post(0, NOON - back * ONE)
    first = days.post(0, NOON)
    days.post(1, NOON + HOUR, first, outlet="sahil")
    days.post(2, NOON + 2 * HOUR, first)
    many = [days.post(2, NOON + n * HOUR) for n in range(3, 6)]
    lines = section(track.brief(days.store, DAY), "outlets")
    # The registered one; then one post repeated twice (1 + 2 * 3) before four posts.
    assert [line.id for line in lines] == ["sahil", "place:telegram:0", "place:telegram:2"]
    assert [line.strength for line in lines] == [1, 7, 4]
    assert lines[1].posts == (first,)
    assert lines[1].reason.startswith("1 post, usually 1.0 a day")
    assert "repeated by 2 other outlets" in lines[1].reason
    assert lines[2].posts[1:] == tuple(many)


def test_a_theme_is_told_when_it_is_above_the_usual_or_was_not_there(days):
    for back in range(1, 29):
        days.post(0, NOON - back * ONE, theme="market")
    days.post(0, NOON, theme="market")
    assert section(track.brief(days.store, DAY), "themes") == ()
    some = [days.post(2, NOON + n * HOUR, theme="market") for n in range(1, 5)]
    new = days.post(1, NOON + HOUR, theme="weather")
    market, weather = section(track.brief(days.store, DAY), "themes")
    assert (market.id, market.strength) == ("market", 4.0)
    assert market.posts[1:] == tuple(some)
    assert (weather.posts, weather.reason) == (
        (new,), "1 post of 1 outlet, none in the 28 days before",
    )  # fmt: skip


def test_a_new_channel_is_told_on_its_first_day_alone(days):
    days.post(0, NOON - ONE)
    first = days.post(2, NOON)
    (line,) = section(track.brief(days.store, DAY), "new")
    assert (line.id, line.posts) == ("telegram:2", (first,))
    days.post(2, NOON + ONE)
    assert section(track.brief(days.store, DAY + ONE), "new") == ()


def test_channels_that_ended_are_told_when_they_are_gone_or_silent_for_two_weeks(days):
    days.post(0, NOON - 14 * ONE)
    days.post(2, NOON - 13 * ONE)
    (line,) = section(track.brief(days.store, DAY), "ended")
    assert line.id == "telegram:0"
    assert line.reason == "silent for 14 days since 2024-04-30 12:00; 1 post before"
    (later,) = section(track.brief(days.store, DAY + ONE), "ended")
    assert later.id == "telegram:2"


def test_a_source_that_was_found_banned_is_told_on_that_day(days, monkeypatch):
    class Kept:
        handle, place = "telegram-web:sahil", "telegram:1"

    monkeypatch.setattr(Sources, "all", lambda _self: [Kept()])
    said = {Kept.handle: Health(Kept.handle, "banned", tried_at=NOON)}
    monkeypatch.setattr(Sources, "healths", lambda _self: said)
    days.post(1, NOON)
    (line,) = section(track.brief(days.store, DAY), "ended")
    assert "was found banned" in line.reason
    assert section(track.brief(days.store, DAY + ONE), "ended") == ()


def test_who_repeated_whom_names_the_first_and_the_delay(days):
    first = days.post(0, NOON - 2 * ONE)
    copy = days.post(1, NOON, first)
    days.post(0, NOON + HOUR, first)
    (line,) = section(track.brief(days.store, DAY), "copies")
    assert (line.id, line.strength) == (first, 1)
    assert copy in line.posts
    assert "first after 2 days, 0:00:00" in line.reason
    assert NAMES[1] in line.reason


def test_an_event_is_told_with_its_lag_and_with_silence_once_it_is_over(days):
    days.store.add(Event("fair", "معرض الكتاب", DAY, DAY, "Marsa", "Gazette, May 14, 2024.",
                         fiction=True))  # fmt: skip
    answer = days.post(1, NOON)
    days.store.add(sign(Claim(answer, "answers-event", "fair", 0.8), "event-match/1", NOON))
    for n in range(1, 4):
        days.post(0, NOON + n * HOUR)
    (line,) = section(track.brief(days.store, DAY), "events")
    assert (line.id, line.posts) == ("fair", (answer,))
    assert line.reason == "1 outlet answered with 1 post, the first after 12.0 hours"
    told = [section(track.brief(days.store, DAY + n * ONE), "events") for n in range(1, 6)]
    (last,) = [lines[0] for lines in told if lines]
    assert last.reason.startswith("no answer on this day; kept silent to its end:")
    assert NAMES[0] in last.reason


def test_accounts_are_not_ranked_and_private_places_are_not_told(days):
    days.store.add(Place("telegram:8", "Telegram", "Hidden", kind="private"))
    days.post("mastodon:9", NOON)
    days.post("telegram:8", NOON)
    made = track.brief(days.store, DAY)
    said = json.dumps(track.as_plain(made), ensure_ascii=False)
    assert made.posts == 1
    assert "mastodon" not in said
    assert "Hidden" not in said


def test_an_empty_day_says_so(days):
    days.post(0, NOON - ONE)
    made = track.brief(days.store, DAY)
    assert made.empty
    for text in (track.as_markdown(made), track.as_html(made)):
        assert "Nothing: no post of a public place was collected of this day" in text


def test_a_day_is_one_of_the_zone_of_the_lab_and_told_in_both(days):
    (days.store.lab / "marsad.toml").write_text('timezone = "Asia/Kabul"\n')
    late = days.post(0, datetime(2024, 5, 13, 20, tzinfo=UTC))
    days.store.close()
    done = runner.invoke(app, ["brief", str(days.store.lab), "--day", "2024-05-14", "--json"])
    assert done.exit_code == 0, done.output
    made = json.loads(done.stdout)
    assert made["since"] == "2024-05-14T00:00:00+04:30"
    assert made["sections"][0]["lines"][0]["posts"] == [late]
    text = runner.invoke(app, ["brief", str(days.store.lab), "--day", "2024-05-14"]).stdout
    assert "in Asia/Kabul; 2024-05-13 19:30 to 2024-05-14 19:30 UTC" in text


def test_names_can_do_nothing_to_the_page(days, tmp_path):
    days.store.add(Place("telegram:7", "Telegram", "<script>x</script>[a](b) \u202e"))
    days.post(7, NOON)
    made = track.brief(days.store, DAY)
    page = track.as_html(made)
    assert "<script" not in page
    assert "\u202e" not in page
    assert r"\[a\](b) ⟦RLO⟧" in track.as_markdown(made)
    days.store.close()
    out = tmp_path / "brief.html"
    done = runner.invoke(app, ["brief", str(days.store.lab), "--day", "2024-05-14", "--out",
                               str(out)])  # fmt: skip
    assert (done.exit_code, out.read_text()) == (0, page)


def test_the_draft_takes_its_order_from_the_brief(days):
    first = days.post(0, NOON)
    days.post(1, NOON + HOUR, first, outlet="sahil")
    for n in range(2, 5):
        days.post(2, NOON + n * HOUR)
    order = track.brief(days.store, DAY).order
    assert order == ("sahil", "place:telegram:0", "place:telegram:2")
    draft = report.draft_of_day(days.store, DAY, order=order)
    assert tuple(block.outlet for block in draft.blocks) == order
    one = report.draft_of_day(days.store, DAY, series="one", order=order[2:])
    assert one.blocks[0].outlet == "place:telegram:2"


def test_versions_of_a_post_count_once(days):
    first = days.post(0, NOON)
    days.store.add(replace(days.store.post(first), id="v2", text="خبر آخر", edited_at=NOON + HOUR))
    assert track.brief(days.store, DAY).posts == 1


def test_a_burst_stands_in_the_brief_with_the_posts_of_the_day(days):
    for back in range(1, 29):
        days.post(1, NOON - back * ONE)
    told = [days.post(1, NOON + n * timedelta(minutes=9)) for n in range(24)]
    (line,) = section(track.brief(days.store, DAY), "bursts")
    assert (line.id, line.name) == ("outlet:sahil", NAMES[1])
    assert line.posts == tuple(told)
    assert line.reason.startswith("outlet: 24 posts of its own since this day")


def test_a_quiet_day_has_no_burst_and_an_account_is_never_told(days):
    for back in range(29):
        days.post(1, NOON - back * ONE)
        days.post("mastodon:9", NOON - back * ONE)
    for n in range(24):
        days.post("mastodon:9", NOON + n * timedelta(minutes=9))
    assert section(track.brief(days.store, DAY), "bursts") == ()
