"""The languages of the desk: whoever asks chooses, and the catalogues hold what the code says."""

import re
from datetime import date
from pathlib import Path

import pytest
import report_lab as lab
from desk_client import seated

from marsad import track
from marsad.errors import BadInput
from marsad.model import source, translation
from marsad.preserve.verify_state import WORST
from marsad.report import versions
from marsad.search import fields, schema
from marsad.settings import DESK_LANGUAGES, load
from marsad.store import alerts, sources
from marsad.track import event_lags, event_names
from marsad.translate.queue import ORDERS
from marsad.web import app, paper, wording
from marsad.web.terms import TERMS
from marsad.web.views.rows import BADGES

ROOT = Path(__file__).parent.parent
HERE = "http://127.0.0.1:8200"


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with lab.fill(tmp_path_factory.mktemp("wording") / "lab", "Asia/Amman") as store:
        yield store


def desk(store, **headers):
    return seated(app(store.lab), headers=headers)


def spoken(answer):
    return re.search(r'<html lang="(\w+)" dir="(\w+)">', answer.text).groups()


def test_a_choice_goes_before_the_browser_and_the_browser_before_the_lab(store, monkeypatch):
    assert spoken(desk(store).get("/")) == ("en", "ltr")
    monkeypatch.setenv("MARSAD_DESK_LANGUAGE", "ar")
    arabic = desk(store)
    assert spoken(arabic.get("/")) == ("ar", "rtl")
    asks = {"accept-language": "fr-CH, en;q=0.7, ar;q=0.3"}
    assert spoken(arabic.get("/", headers=asks)) == ("en", "ltr")
    arabic.cookies.set("language", "ar")
    assert spoken(arabic.get("/", headers=asks)) == ("ar", "rtl")
    arabic.cookies.set("language", "<script>")
    assert spoken(arabic.get("/", headers=asks)) == ("en", "ltr")


@pytest.mark.parametrize(
    ("header", "tag"),
    [
        ("", ""), ("*", ""), ("ar", "ar"), ("ar-EG,en;q=0.9", "ar"), ("en;q=0.1,ar;q=0.2", "ar"),
        ("AR-x", "ar"), ("ar;q=0,en", "en"), ("ar;q=x,en", "en"), (";q=,,;", ""), ("fa,ur", ""),
    ],
)  # fmt: skip
def test_a_browser_asks_in_its_own_order(header, tag):
    assert wording.asked_for(header) == tag


def test_a_language_is_chosen_on_a_page_of_its_own_and_leads_back(store):
    client = desk(store)
    page = client.get("/?q=%D9%86%D9%87%D8%B1&order=oldest").text
    (away,) = re.findall(r'href="(/language\?[^"]+)"', page)
    offered = client.get(away.replace("&amp;", "&")).text
    token, back = (
        re.search(rf'name="{name}" value="([^"]*)"', offered)[1] for name in ("form_token", "back")
    )
    said = {"form_token": token, "language": "ar", "back": back.replace("&amp;", "&")}
    same = {"origin": HERE}
    answer = client.post("/language", data=said, headers=same, follow_redirects=False)
    assert answer.headers["location"] == "/?q=%D9%86%D9%87%D8%B1&order=oldest"
    assert spoken(client.get("/")) == ("ar", "rtl")
    assert spoken(client.get("/nowhere")) == ("ar", "rtl")
    assert client.post("/language", data=said | {"language": "xx"}, headers=same).status_code == 400
    assert client.post("/language", data=said | {"form_token": ""}, headers=same).status_code == 403


@pytest.mark.parametrize("away", ["https://evil.example/", "//evil.example", "/\\evil", "x"])
def test_choosing_a_language_leads_to_no_other_machine(store, away):
    assert 'name="back" value="/"' in desk(store).get("/language", params={"back": away}).text


def test_a_setting_that_names_no_language_of_the_desk_is_refused():
    with pytest.raises(BadInput, match="desk_language is 'tlh'; expected one of en, ar"):
        load(None, {"MARSAD_DESK_LANGUAGE": "tlh"})
    held = {path.name for path in (ROOT / "src/marsad/web/locale").iterdir()}
    assert set(DESK_LANGUAGES) == set(wording.LANGUAGES) == held


def test_a_word_from_outside_is_no_word_of_the_desk():
    assert paper.word("draft") == "draft"
    assert "draft" in TERMS
    assert paper.word("https://evil.example") == '<bdi dir="auto">hxxps://evil[.]example</bdi>'


def test_the_lists_of_words_hold_what_the_stages_say(store):
    """A stage that learns a word shows it here; the page would set it apart as somebody else's."""
    said = {
        *translation.STATES, *source.STANDINGS, *versions.TIERS, *sources.STATES,
        *fields.STATES, *schema.SOURCES, *WORST, *ORDERS, *BADGES, *BADGES.values(),
        alerts.WAITING, alerts.ON_ITS_WAY, alerts.SENT, alerts.READ, alerts.GIVEN_UP,
        event_lags.ANSWERED, event_lags.PASSED_ON, event_lags.SILENT, event_lags.HARDLY,
        event_lags.ABSENT, event_lags.OWN, event_lags.COPY, event_lags.FORWARD,
        event_names.ACTOR, event_names.PLACE, event_names.WORD, event_names.TITLE,
        event_names.DATE, *(title for title, _made in track.PICTURES.values()),
        *(section.title for section in track.brief(store, date(2024, 5, 14)).sections),
    }  # fmt: skip
    assert said - TERMS == set()
