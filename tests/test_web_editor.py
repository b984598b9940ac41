"""The page of a report over a real lab, by its forms alone: nothing here needs a script."""

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape
from html.parser import HTMLParser

import pytest
import report_lab as lab
from desk_client import seated

from marsad import track
from marsad.model import Claim, Event, sign
from marsad.report import write
from marsad.report.edit import drop, move
from marsad.store import Pads
from marsad.web import app

EDIT = "/report/daily-7/edit"


class Form(HTMLParser):
    """What a browser would send of the form of the report, as it stands on the page."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.sent = []
        self.inside = self.area = self.select = None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        had = dict(attrs)
        if tag == "form":
            self.inside = had.get("id") == "report"
        if not (self.inside or had.get("form") == "report"):
            return
        if tag == "input" and had.get("type") != "checkbox" and "name" in had:
            self.sent.append((had["name"], had.get("value", "")))
        elif tag == "textarea":
            self.area = [had["name"], ""]
        elif tag == "select":
            self.select = [had["name"], None]
        elif tag == "option" and self.select and ("selected" in had or self.select[1] is None):
            self.select[1] = had["value"]

    def handle_data(self, data):
        if self.area:
            self.area[1] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False
        elif tag == "textarea" and self.area:
            self.sent.append((self.area[0], self.area[1].removeprefix("\n")))
            self.area = None
        elif tag == "select" and self.select:
            self.sent.append(tuple(self.select))
            self.select = None


@pytest.fixture
def store(tmp_path):
    with lab.fill(tmp_path / "lab") as made:
        made.add(lab.report(made), by=lab.WRITER)
        yield made


class Person:
    """Somebody with a browser in which scripts are switched off."""

    def __init__(self, store, name, role="editor"):
        self.client = seated(app(store.lab), role, name, follow_redirects=False)
        self.page = ""

    def open(self, address):
        answer = self.client.get(address)
        assert answer.status_code == 200, answer.text
        self.page = answer.text
        return self.page

    def fields(self):
        """By place, what stands in the form."""
        sent = Form(self.page).sent
        places = [value for name, value in sent if name == "at"]
        words = [value for name, value in sent if name == "said"]
        return dict(zip(places, words, strict=True))

    def press(self, act, address=EDIT, status=303, confirm=(), **words):
        """Press a button of the form with some words put otherwise; answers with the page."""
        sent = Form(self.page).sent
        said = {**self.fields(), **{at.replace("_", "."): new for at, new in words.items()}}
        body = {
            "form_token": dict(sent)["form_token"], "since": dict(sent)["since"],
            "at": list(said), "said": list(said.values()), "act": act, "confirm": list(confirm),
            "q": dict(sent).get("q", ""), "from": dict(sent).get("from", ""),
        }  # fmt: skip
        answer = self.client.fill(address, **body)
        assert answer.status_code == status, text_of(answer.text)
        self.page = answer.text
        if status == 303:
            self.open(answer.headers["location"])
            return answer.headers["location"]
        return self.page

    def post(self, address, **said):
        return self.client.fill(address, **said)


def text_of(page):
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())


@pytest.fixture
def tamar(store):
    made = Person(store, "Tamar Iseri")
    made.open(EDIT)
    return made


def test_a_report_is_made_by_forms_from_nothing_to_a_correction(store):
    tamar, noor = Person(store, "Tamar Iseri"), Person(store, "Noor Valen")
    tamar.open("/reports")
    begun = tamar.post("/reports", series="Morning Brief", title=lab.TITLE, day="2024-05-14")
    address = begun.headers["location"]
    assert address == "/report/morning-brief-1/edit"
    assert "Tamar Iseri" in tamar.open(address)
    landed = tamar.press("take post-ar", address)
    assert landed.endswith("#at-1.1")
    assert "We extend our hands to our brothers" in tamar.fields()["1.1.q1"]
    tamar.press("take post-fa", address)
    tamar.press(
        "save", address, lede=lab.LEDE, event="talks", **{"1_1": lab.PROSE, "1_1_q1": lab.WORDS},
        **{"1_1_f1_alt": lab.ALT, "1_1_f1_caption": lab.CAPTION, "1_1_f1_right": lab.RIGHT},
    )  # fmt: skip
    words = text_of(tamar.page)
    assert "no second named person signed this version" in words
    assert "Not yet: the reasons stand above." in words
    here = address.removesuffix("/edit")
    since = store.report("morning-brief-1").id
    assert tamar.post(f"{here}/publish", since=since).status_code == 403
    assert tamar.post(f"{here}/sign", since=since).status_code == 403, "she made it herself"
    noor.open(here)
    assert noor.post(f"{here}/sign", since=since).status_code == 303
    assert "Nothing is missing; whoever publishes" in text_of(noor.open(here))
    now = store.report("morning-brief-1")
    assert noor.post(f"{here}/publish", since=now.id).status_code == 303
    assert store.report("morning-brief-1").state == "published"
    words = text_of(noor.open(here))
    number = len(store.report_versions("morning-brief-1"))
    assert f"by Noor Valen , as version {number}." in words
    assert "A correction needs an editor" in words
    assert "may be published" not in words
    assert tamar.client.get(address).text.count("<textarea") == 1, "only a correction is left"
    assert noor.post(f"{here}/correct", words="A word was wrong.").status_code == 303
    assert "A word was wrong." in noor.open(f"{here}/edition")
    words = text_of(noor.open(here))
    assert f"as version {number}. It was corrected 1 time since." in words


def test_saving_what_stands_makes_no_version(store, tamar):
    tamar.press("save")
    assert store.report("daily-7").signed_by == (lab.SECOND,)


def test_everything_that_was_typed_goes_with_a_button_pressed(store, tamar):
    landed = tamar.press("move 2 1", **{"1_2": "Typed before the block was moved."})
    assert landed.endswith("#at-1")
    report = store.report("daily-7")
    assert [block.outlet for block in report.blocks] == ["peyman", "sada"]
    assert report.blocks[1].items[1].prose == "Typed before the block was moved."
    assert tamar.press("move 2.1 99").endswith("#at-2.2")


def test_what_was_taken_out_is_told_and_undone(tamar):
    tamar.press("drop 1.2")
    assert "taken out: 1.2" in text_of(tamar.page)
    assert "1.2" not in tamar.fields()
    assert "save it first, then undo" in tamar.press("undo", status=400, title="Typed")
    assert tamar.fields()["title"] == "Typed", "the words are kept"
    tamar.open(EDIT)
    tamar.press("undo")
    assert tamar.fields()["1.2"] == "A second message followed at noon."
    assert "Undo the last change" not in tamar.page


def test_looking_for_something_saves_nothing_and_loses_nothing(store, tamar):
    tamar.press("find", status=200, title="Typed and not saved")
    assert tamar.fields()["title"] == "Typed and not saved"
    assert "Not saved" in tamar.page
    assert store.report("daily-7").title == lab.TITLE


def test_the_shelf_offers_what_may_be_cited_and_says_why_not(tamar):
    page = tamar.open(f"{EDIT}?from=search&q=post-private")
    assert "telegram:9 is a private place; nothing seen there can be cited" in text_of(page)
    assert 'value="take post-private"' not in page
    page = tamar.open(f"{EDIT}?from=search&q=post-ur")
    assert "tr-ur is draft; have a person approve it first" in text_of(page)
    assert 'value="take post-ur"' in page
    assert "Cited as item 1.1" in text_of(tamar.open(EDIT))
    assert 'value="take post-ar-2"' not in tamar.open(f"{EDIT}?from=search&q=نهر")
    assert "/post/post-ar-2" in tamar.page
    assert "no shelf" in text_of(tamar.open(f"{EDIT}?from=elsewhere"))
    assert "post-ar" in tamar.open(f"{EDIT}?from=pictures")


def test_a_case_is_a_shelf(store, tamar):
    track.open_case(store, "bridge", "The bridge", lab.WRITER)
    track.add_posts(store, "bridge", [("1", "post-ur")], lab.WRITER)
    page = tamar.open(f"{EDIT}?from=case:bridge")
    assert "Case: The bridge" in text_of(page)
    assert 'value="take post-ur"' in page


def test_the_second_of_two_editors_sees_both_versions_and_loses_nothing(store, tamar):
    leyla = Person(store, "Leyla Oram")
    leyla.open(EDIT)
    leyla.press("drop 1.2", lede="Lede of Leyla.", **{"2_1": "Prose of Leyla."})
    page = tamar.press(
        "save", status=409, lede="Lede of Tamar.", title="Title of Tamar",
        **{"1_2": "About what is gone."},
    )  # fmt: skip
    assert "Leyla Oram changed daily-7 meanwhile" in text_of(page)
    there = tamar.fields()
    assert (there["lede"], there["title"]) == ("Lede of Tamar.", "Title of Tamar")
    assert there["2.1"] == "Prose of Leyla.", "she alone had written there"
    assert "Lede of Leyla." in page
    assert "About what is gone." in page
    assert store.report("daily-7").lede == "Lede of Leyla."
    tamar.press("save")
    now = store.report("daily-7")
    assert (now.lede, now.title, now.made_by) == (
        "Lede of Tamar.", "Title of Tamar", "person:Tamar Iseri",
    )  # fmt: skip
    assert now.blocks[1].items[0].prose == "Prose of Leyla."


def test_a_thing_is_done_only_on_the_version_that_was_seen(store, tamar):
    write(store, "daily-7", "title", "Other", by=lab.SECOND)
    tamar.press("drop 1", status=409)
    assert len(store.report("daily-7").blocks) == 2


@pytest.mark.parametrize(
    ("act", "status"),
    [("burn 1", 400), ("move 1 x", 400), ("move 9 1", 404), ("drop x", 400), ("take none", 404),
     ("take post-private", 403), ("quote 1.1 tr-ur", 403), ("show 1.1 abc", 404)],
)  # fmt: skip
def test_what_cannot_be_done_is_said_and_the_words_stay(store, tamar, act, status):
    tamar.press(act, status=status, title="Typed")
    assert tamar.fields()["title"] == "Typed"
    assert 'role="alert"' in tamar.page
    assert len(store.report_versions("daily-7")) == 1


def test_a_name_is_taken_from_whoever_is_signed_in_and_never_from_the_form(store, tamar):
    sent = dict(Form(tamar.page).sent)
    said = {"at": ["title"], "said": ["Typed"], "since": sent["since"], "by": "Noor Valen"}
    assert tamar.post(EDIT, **said).status_code == 303
    assert store.report("daily-7").made_by == lab.WRITER


def test_who_may_not_publish_is_told_so(store):
    analyst = Person(store, "Leyla Oram", "analyst")
    page = analyst.open("/report/daily-7")
    assert "An editor publishes." in text_of(page)
    assert 'action="/report/daily-7/publish"' not in page
    assert analyst.post("/report/daily-7/publish").status_code == 403
    translator = Person(store, "Sami Tal", "translator")
    assert "Your role signs no reports." in text_of(translator.open("/report/daily-7"))
    assert translator.client.get(EDIT).status_code == 403


def test_an_alt_text_is_confirmed_by_a_tick_under_a_name(store, tamar):
    claim = Claim("post-ar", "alt-text", "A bridge between two hills.", media=lab.sha256_of(store))
    store.add(sign(claim, "captions/1", datetime(2024, 5, 14, tzinfo=UTC)))
    tamar.press("drop 1.1.f1")
    page = tamar.press(f"show 1.1 {lab.sha256_of(store)}") and tamar.page
    assert tamar.fields()["1.1.f1.alt"] == "A bridge between two hills."
    assert "no person has written or confirmed the alt text" in text_of(page)
    assert 'name="confirm" value="1.1.f1"' in page
    tamar.press("save", confirm=["1.1.f1"])
    assert "no person has written or confirmed the alt text" not in text_of(tamar.page)
    assert store.report("daily-7").blocks[0].items[0].figures[0].alt_by == lab.WRITER


def judged(person, page="", turn=0, **words):
    said = {**person.fields(), **{at.replace("_", "."): new for at, new in words.items()}}
    sent = dict(Form(person.page).sent)
    return person.post(
        "/report/daily-7/try", since=sent["since"], at=list(said), said=list(said.values()),
        pad=sent["pad"], stamp=sent["stamp"], page=page, turn=str(turn),
    ).json()  # fmt: skip


ONE, TWO = "1" * 16, "2" * 16


def test_what_was_typed_and_not_saved_stands_in_the_form_again_and_saving_clears_it(store, tamar):
    kept = judged(tamar, ONE, 1, lede="Typed before the crash.")["kept"]
    assert kept["pad"] == ONE
    again = Person(store, "Tamar Iseri")
    page = again.open(EDIT)
    assert again.fields()["lede"] == "Typed before the crash."
    assert "Unsaved words of" in text_of(page)
    assert store.report("daily-7").lede == lab.LEDE
    again.press("save")
    assert store.report("daily-7").lede == "Typed before the crash."
    assert "Unsaved words of" not in text_of(again.open(EDIT))
    assert Pads(store).of([each.id for each in store.report_versions("daily-7")]) == []


def test_two_pages_keep_their_own_and_another_persons_words_are_put_in_nobodys_form(store, tamar):
    judged(tamar, ONE, 1, lede="Of the first page.")
    told = judged(tamar, TWO, 1, lede="Of the second page.")
    assert told["kept"]["rivals"] == 1
    page = tamar.open(EDIT)
    assert tamar.fields()["lede"] == "Of the second page."
    assert "Of the first page." in page
    leyla = Person(store, "Leyla Oram")
    page = leyla.open(EDIT)
    assert leyla.fields()["lede"] == lab.LEDE
    assert "Typed on another page by Tamar Iseri" in text_of(page)
    leyla.press("save", title="Title of Leyla")
    assert "Of the second page." in leyla.page
    tamar.open(EDIT)
    assert (tamar.fields()["lede"], tamar.fields()["title"]) == (
        "Of the second page.", "Title of Leyla",
    )  # fmt: skip
    for pad in (TWO, ONE):
        tamar.post("/report/daily-7/discard", pad=pad)
    tamar.open(EDIT)
    assert tamar.fields()["lede"] == lab.LEDE


def test_after_saving_the_words_of_another_page_stand_beside_and_not_in_the_form(tamar):
    judged(tamar, TWO, 1, lede="Of the other page.")
    tamar.press("save", lede="Saved here.")
    assert tamar.fields()["lede"] == "Saved here."
    assert "Of the other page." in tamar.page
    tamar.open(EDIT)
    assert tamar.fields()["lede"] == "Of the other page."
    assert "Saved by somebody else meanwhile" in tamar.page


def test_what_was_typed_follows_what_others_moved_and_took_out(store, tamar):
    judged(tamar, ONE, 1, **{"1_1": "Typed about the first.", "1_2": "About what goes."})
    drop(store, "daily-7", "1.2", by=lab.SECOND)
    move(store, "daily-7", "1", 2, by=lab.SECOND)
    page = tamar.open(EDIT)
    assert tamar.fields()["2.1"] == "Typed about the first."
    assert "Typed about what somebody else took out" in text_of(page)
    assert "About what goes." in page


def test_every_event_is_found_whatever_day_it_was(store, tamar):
    for number in range(60):
        day = date(2019, 1, 1) + timedelta(days=number)
        store.add(
            Event(f"far-{number}", f"a far meeting no. {number}", day, day, "Orsa", "Gazette.")
        )
    assert "a far meeting" not in tamar.page
    page = tamar.open(f"{EDIT}?events=meeting+far+57")
    assert '<option value="far-57">a far meeting no. 57, 2019-02-27</option>' in page
    assert "1 event was found" in text_of(page)
    page = tamar.open(f"{EDIT}?events=far")
    assert page.count("a far meeting no.") == 50
    assert "there are more, so add a word" in text_of(page)
    assert "No event was found." in tamar.open(f"{EDIT}?events=xyzzy")
    alone = tamar.client.get("/report/daily-7/events?events=2019-02-27&event=talks").text
    assert '<option value="far-57">' in alone
    assert '<option value="talks" selected>' in alone
    tamar.open(f"{EDIT}?events=57")
    tamar.press("save", event="far-57")
    assert store.report("daily-7").event == "far-57"


def test_what_is_typed_is_judged_and_shown_without_being_saved(store, tamar):
    told = judged(
        tamar, lede="A lede as it is typed.",
        **{"1_1_q1": "We extend our hands on both banks of the river."},
    )  # fmt: skip
    found = told["quotations"]["1.1.q1"]
    assert "put [...] there" in found["complaints"][0]
    assert found["would"] == "We extend our hands [...] on both banks of the river."
    assert [each["at"] for each in told["gate"]] == ["1.1.q1", "sign"]
    preview = tamar.client.get(f"/report/daily-7/tried/{told['preview']}")
    assert "A lede as it is typed." in preview.text
    assert "sandbox" in preview.headers["content-security-policy"]
    page = tamar.client.get(f"/report/daily-7/page/1?of={told['preview']}")
    assert page.headers["content-type"] == "image/png"
    assert page.content.startswith(b"\x89PNG")
    assert tamar.client.get("/report/daily-7/page/9").status_code == 404
    assert tamar.client.get("/report/daily-7/tried/none").status_code == 404
    assert len(store.report_versions("daily-7")) == 1


def test_the_script_is_told_that_somebody_else_saved(store, tamar):
    write(store, "daily-7", "title", "Other", by=lab.SECOND)
    assert judged(tamar)["overtaken"] is True


def test_every_line_of_the_gate_leads_to_a_place_on_the_page(tamar):
    tamar.press(
        "save", title="", lede="see https://evil.example", event="",
        **{"1_1_f1_alt": "", "1_1_f1_right": "", "1_1_q1": "not said", "1_2": ""},
    )  # fmt: skip
    led = set(re.findall(r'<a href="#(at-[^"]+)"><bdi', tamar.page))
    assert led == {"at-title", "at-lede", "at-event", "at-1.1.f1", "at-1.1.q1", "at-1.2", "at-sign"}
    for place in led:
        assert f'id="{place}"' in tamar.page


def test_versions_stand_word_by_word_and_lead_back(store, tamar):
    tamar.press("save", title="Another Title")
    page = tamar.open("/report/daily-7/versions")
    assert '<span class="unseen">put in: </span><bdi dir="auto">Another Title' in page
    now = store.report("daily-7")
    answer = tamar.post("/report/daily-7/back", version="report-1", since=now.id)
    assert answer.status_code == 303
    assert store.report("daily-7").title == lab.TITLE
    assert tamar.post("/report/daily-7/back", version="report-1", since=now.id).status_code == 409


def test_the_lede_is_offered_the_events_of_these_days(tamar):
    assert '<option value="talks" selected>Orsa-hosted talks' in tamar.page
    assert "The lede ends with: The content coincided with" in text_of(tamar.page)


def test_source_and_translation_lie_beside_a_quotation_in_their_directions(tamar):
    assert '<p dir="auto" lang="ar">' in tamar.page
    assert '<p dir="auto" lang="fa">' in tamar.page
    assert "We want the bridge between the two shores rebuilt" in tamar.page


def test_a_form_of_another_report_or_with_pieces_missing_is_refused(tamar):
    sent = dict(Form(tamar.page).sent)
    answer = tamar.post(EDIT, since=sent["since"], at=["title"], said=["a", "b"])
    assert answer.status_code == 400
    assert "open it again" in text_of(answer.text)
    assert tamar.post(EDIT, since="none", act="save").status_code == 404
