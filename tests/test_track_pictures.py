"""Pictures: the numbers behind them, what is said to those who do not see them, and the stills."""

import csv
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from math import isclose
from xml.etree import ElementTree

import pytest
from planted import timeline
from typer.testing import CliRunner

from marsad import track
from marsad.cli.app import app
from marsad.enrich.copies import find_copies
from marsad.errors import BadInput, NotReady
from marsad.model import Capture, Claim, Event, Outlet, Place, Post, sign
from marsad.store import Store, Window
from marsad.track import picture_still
from marsad.track.picture_look import HUES, HUES_DARK, labels, looks, short
from marsad.track.survival import estimate

T0 = datetime(2024, 5, 1, 9, tzinfo=UTC)
DAY = timedelta(days=1)
NAMES = ("منبر الوادي", "خبرگزاری گل‌های ساحل", "شہر کی خبریں اور کتابیں")
PERSON = "An Account Of Somebody"


@pytest.fixture
def lab(store):
    """Three channels, one of them of an outlet; an account; a private place; an event."""
    store.add(Capture("c", "test", "1", "test", T0 + 99 * DAY, "0" * 64, 1))
    store.add(*(Place(f"telegram:{n}", "Telegram", name, fiction=True)
                for n, name in enumerate(NAMES)))  # fmt: skip
    store.add(Place("mastodon:9", "Fediverse", PERSON), Place("telegram:8", "Telegram", "x",
                                                              kind="private"))  # fmt: skip
    store.add(Outlet("wadi", NAMES[0], places=("telegram:0",), fiction=True))
    store.add(Event("fair", "معرض الكتاب في المرسى", date(2024, 5, 3), date(2024, 5, 3), "Marsa",
                    "Gazette, May 3, 2024.", fiction=True))  # fmt: skip
    for n, day in enumerate((0, 1, 2, 3, 40)):
        post(store, "telegram:0", n, T0 + day * DAY, "market" if n < 3 else "")
    for n, day in enumerate((1, 2)):
        post(store, "telegram:1", n, T0 + day * DAY, "weather")
    post(store, "telegram:2", 0, T0 + 39 * DAY)
    post(store, "mastodon:9", 0, T0 + DAY, "market")
    post(store, "telegram:8", 0, T0 + DAY, "market")
    return store


def post(store, place, number, at, theme="", **more):
    made = Post(f"{place}/{number}", place, "c", str(number), at, "خبر", fiction=True, **more)
    store.add(made)
    if theme:
        store.add(sign(Claim(made.id, "theme", theme, 0.9), "x/1", T0))
    return made.id


def table(picture):
    return list(csv.DictReader(picture.csv.splitlines()))


def test_a_post_counts_once_for_its_outlet_and_private_ones_never(lab):
    picture = track.picture(lab, "volume")
    counted = {(row["outlet"], row["theme"]): int(row["posts"]) for row in table(picture)}
    assert counted["wadi", "market"] == 3
    assert counted["wadi", "no theme"] == 2
    assert counted["place:telegram:1", "weather"] == 2
    assert not any("telegram:8" in outlet for outlet, _ in counted)
    assert "9 posts of 4 outlets" in picture.alt


def test_no_picture_shows_an_account_that_is_not_in_the_register(lab):
    for name in track.PICTURES:
        picture = track.picture(lab, name)
        said = json.dumps(picture.spec, ensure_ascii=False, default=str) + picture.csv
        assert PERSON not in said
        assert "mastodon:9" not in said


def test_versions_of_one_post_are_one_post(lab):
    first = lab.post("telegram:1/0")
    lab.add(replace(first, id="telegram:1/0b", text="خبر آخر", edited_at=T0 + 2 * DAY))
    rows = table(track.picture(lab, "volume"))
    assert [row["posts"] for row in rows if row["outlet"] == "place:telegram:1"] == ["2"]


def test_the_window_narrows_and_stands_beside_the_picture(lab):
    asked = track.Asked(Window(T0 + DAY, T0 + 3 * DAY))
    picture = track.picture(lab, "timeline", asked)
    assert {row["from"][:10] for row in table(picture)} == {"2024-05-02", "2024-05-03"}
    assert picture.spec["usermeta"]["marsad"]["asked"]["since"] == "2024-05-02T09:00:00+00:00"
    assert "2024-05-03: \u2068معرض الكتاب في المرسى\u2069" in picture.alt


def test_the_estimate_is_that_of_the_textbook():
    """Freireich's trial of 6-MP, as Kaplan and Meier's estimate is taught with it."""
    ended = (6, 6, 6, 7, 10, 13, 16, 22, 23)
    censored = (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)
    steps = {step.days: step for step in
             estimate([(d, True) for d in ended] + [(d, False) for d in censored])}  # fmt: skip
    for day, share in ((6, 0.8571), (7, 0.8067), (10, 0.7529), (16, 0.6275), (23, 0.4482)):
        assert isclose(steps[day].share, share, abs_tol=1e-4)
    # As survfit of R has it, with conf.type "log-log".
    assert isclose(steps[6].low, 0.6197, abs_tol=1e-3)
    assert isclose(steps[6].high, 0.9516, abs_tol=1e-3)
    assert steps[35].at_risk == 1


def test_silent_channels_have_ended_and_the_others_are_censored(lab):
    picture = track.picture(lab, "survival")
    rows = table(picture)
    assert sum(int(row["ended"]) for row in rows) == 1
    assert sum(int(row["censored"]) for row in rows) == 2
    assert "3 channels, watched until 2024-06-10, 1 ended and 2 still posted" in picture.alt
    # Seen from May 4 nobody has been silent for two weeks yet.
    early = track.picture(lab, "survival", track.Asked(Window(until=T0 + 4 * DAY)))
    assert "0 ended" in early.alt


def test_lags_are_drawn_from_what_answers_say(lab):
    answer = post(lab, "telegram:0", 50, datetime(2024, 5, 3, 12, tzinfo=UTC))
    lab.add(sign(Claim(answer, "answers-event", "fair", 0.8), "event-match/1", T0))
    picture = track.picture(lab, "lags", track.Asked(event="fair"))
    (row,) = table(picture)
    assert (row["outlet"], row["how"], float(row["hours"])) == ("wadi", "own", 12.0)
    assert "1 times it answered" in picture.alt


def test_a_network_looks_the_same_each_time_and_tells_its_arrows(store):
    with_copies(store)
    first, second = (track.picture(store, "flow") for _ in range(2))
    assert first == second
    flow = track.flow(store)
    assert {(row["source"], row["target"]) for row in table(first)} == {
        (edge.source, edge.target) for edge in flow.edges
    }
    assert f"{len(flow.edges)} repeat another beyond chance" in first.alt


def with_copies(store):
    timeline.put(store, timeline.Timeline(3, days=110, sources=3, relays=5).plant())
    find_copies(store)


@pytest.mark.parametrize("name", list(track.PICTURES))
def test_an_empty_lab_says_so(store, name):
    picture = track.picture(store, name)
    assert picture.rows == ()
    assert picture.alt.startswith(("No ", "Nobody "))


def test_labels_are_isolated_cut_and_never_two_alike():
    long = "شبكة أخبار الميناء القديم والسوق والحي والمدينة الكبيرة"
    said = labels({"a": long, "b": long, "c": "ندا\u202eمصر"})
    assert len(set(said.values())) == 3
    assert all(each.startswith("\u2068") for each in said.values())
    assert said["a"].endswith("…\u2069")
    assert "⟦RLO⟧" in said["c"]
    assert short("گل‌ها") == "\u2068گل‌ها\u2069"


def test_hues_differ_from_each_other_for_the_colour_blind_and_from_their_ground():
    for hues, ground in ((HUES, "#ffffff"), (HUES_DARK, looks(dark=True)["background"])):
        assert all(contrast(hue, ground) >= 2.3 for hue in hues)
        lights = sorted(light(hue) for hue in hues[:2])
        assert lights[1] - lights[0] > 0.04


def light(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_a_table_begins_no_formula(lab):
    lab.add(Place("telegram:7", "Telegram", "plain"), Outlet("=1+1", "x", places=("telegram:7",)))
    post(lab, "telegram:7", 0, T0)
    assert "\n'=1+1," in track.picture(lab, "volume").csv


def test_there_is_no_other_picture(lab):
    with pytest.raises(BadInput, match="volume, timeline, flow, survival, lags"):
        track.picture(lab, "persons")


def test_a_still_has_its_words_its_data_and_its_question_with_it(lab, tmp_path):
    pytest.importorskip("vl_convert")
    out = tmp_path / "new/volume.svg"
    lab.close()
    done = CliRunner().invoke(app, ["track", str(lab.lab), "picture", "volume", "--out", str(out),
                                    "--since", "2024-05-01"])  # fmt: skip
    assert done.exit_code == 0, done.output
    root = ElementTree.fromstring(out.read_bytes())
    space = "{http://www.w3.org/2000/svg}"
    assert root.get("role") == "img"
    assert "9 posts of 4 outlets" in root.find(f"{space}desc").text
    assert "xlink:href" not in out.read_text()
    assert out.with_suffix(".csv").read_text().startswith("outlet,name,theme")
    spec = json.loads(out.with_suffix(".json").read_text())
    assert spec["usermeta"]["marsad"]["asked"]["since"].startswith("2024-05-01")


@pytest.mark.parametrize("name", list(track.PICTURES))
@pytest.mark.parametrize("dark", [False, True])
def test_every_picture_can_be_drawn(lab, name, dark):
    pytest.importorskip("vl_convert")
    drawn = track.as_form(track.picture(lab, name), "svg", dark)
    assert looks(dark)["background"].encode() in drawn


def test_without_the_library_it_says_what_mends_it(lab, monkeypatch):
    monkeypatch.setattr(picture_still, "find_spec", lambda _name: None)
    picture_still._drawer.cache_clear()
    picture = track.picture(lab, "volume")
    with pytest.raises(NotReady, match=r"marsad\[charts\]"):
        track.as_form(picture, "svg")
    assert not track.part().ready
    assert track.as_form(picture, "csv")


def test_a_specification_cannot_fetch(lab):
    pytest.importorskip("vl_convert")
    picture = track.picture(lab, "volume")
    reaching = replace(picture, drawn={"data": {"url": "https://example.org/data.csv"},
                                       "mark": "bar"})  # fmt: skip
    with pytest.raises(ValueError, match=r"(?i)url"):
        track.as_form(reaching, "svg")


def test_a_file_must_end_in_a_form(lab, tmp_path):
    with pytest.raises(BadInput, match=r"svg, png, csv, json"):
        track.save(track.picture(lab, "volume"), tmp_path / "volume.gif")


def test_the_lab_can_be_opened_again(lab):
    with Store(lab.lab) as store:
        assert track.picture(store, "volume").rows
