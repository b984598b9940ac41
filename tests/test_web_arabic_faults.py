"""Pages of a lab in trouble, in Arabic: what stages and records say is said in it too."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest
import report_lab as lab
from desk_client import seated
from test_web_arabic import ASKS, NAMES, Said

from marsad import pipeline
from marsad.collect import sources as register
from marsad.model import Finding
from marsad.phrase import Phrase
from marsad.store.sources import Health, Sources
from marsad.web import app, wording
from marsad.web.apart import english, foreign, remedy
from marsad.web.recalled import recalled

NOW = datetime(2024, 5, 15, 7, tzinfo=UTC)
EXPORT = """{"name": "ضفة", "type": "public_channel", "id": 77, "messages": [
 {"id": 1, "type": "message", "date": "2024-05-14T09:00:00", "from": "ضفة", "text": "نص"},
 {"id": 2, "type": "message", "date": "2024-05-14T09:00:00", "date_unixtime": "soon", "text": "نص"},
 {"id": 3, "type": "message", "date_unixtime": "1715677200", "text": "نص"}
]}"""


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("faults")
    with lab.fill(folder / "lab", "Asia/Amman") as store:
        store.add(lab.report(store), by=lab.WRITER)
        export = folder / "result.json"
        export.write_text(EXPORT, encoding="utf-8")
        pipeline.collect(store, [str(export)])
        with store.write() as writer:
            writer.quarantine("enrich", "post-ur ocr/1", "its worker died 3 times")
        said = {"origin": "https://salwan.example/feed", "legal_basis": "x", "purpose": "y"}
        made = register.add(store, said, lab.WRITER)
        error = "https://salwan.example/feed gives no answer: timed out"
        Sources(store).note(Health(made.handle, "failing", None, NOW, NOW, error=error, failures=3))
        yield store


@pytest.fixture(scope="module")
def desk(store):
    return seated(app(store.lab), "admin", headers=ASKS, follow_redirects=True)


ASKED = [
    "/status", "/sources", "/parts", "/brief?day=2024-05-14", "/brief?day=soon",
    "/?q=(النهر", "/?q=النهر)", '/?q="النهر', "/?q=tongue:ar", "/?q=/النهر", "/?q=AND", "/?q=-",
    "/?q=النهر OR", "/?q=day:soon", "/?q=lang:", "/?q=theme:nothing", "/?q=is:odd", "/?q=in:hand",
    "/?q=a*", "/post/nothing", "/report/nothing", "/translation/nothing", "/readers/nobody",
    "/marking/post/nothing", "/marking/thing/post-ar", "/lists/nothing", "/case/nothing",
    "/pictures/nothing", "/alert/nothing/feed", "/event/nothing", "/outlet/nothing",
]  # fmt: skip
SENT = [
    ("/readers", {"address": "nobody", "tier": "government", "name": ""}),
    ("/readers", {"address": "a@b.example", "tier": "all", "name": ""}),
    ("/publishing/trees", {}), ("/publishing/letters", {}),
    ("/publishing/embargo", {"handle": "daily-7", "until": "soon"}),
    ("/report/daily-7/publish", {}), ("/report/daily-7/sign", {}),
    ("/marking/post/post-ar/put", {"name": "Ä"}),
    ("/sources/decide", {"id": "nothing", "say": "refuse", "why": ""}),
    ("/sources/pause", {"handle": "nothing"}),
    ("/translation/nothing/review", {}), ("/post/nothing/decide", {}),
    ("/accounts/invite", {"name": "Noor Valen", "role": "editor"}),
    ("/cases", {"name": "", "question": ""}),
]  # fmt: skip


def english_of(page):
    """What an Arabic page says in English: words that are not set apart, and sentences that are."""
    said = Said()
    said.feed(page)
    main = page.partition("<main")[2]
    apart = re.findall(r'<bdi lang="en" dir="ltr">(.*?)</bdi>', main)
    sentences = [each for each in apart if re.search("[a-z]+ [a-z]+ ", each)]
    return set(said.words) - NAMES, [unescape(re.sub("<[^>]*>", "", each)) for each in sentences]


def told(client):
    """What each page of trouble answers with, by its address."""
    for address in ASKED:
        yield address, client.get(address)
    for address, form in SENT:
        yield address, client.fill(address, **form)


@pytest.fixture(scope="module")
def answers(desk):
    return dict(told(desk))


def test_nothing_on_pages_of_trouble_is_in_english(answers):
    assert {each.status_code for each in answers.values()} >= {200, 400, 403, 404, 503}
    left = {address: english_of(each.text) for address, each in answers.items()}
    assert {address: said for address, said in left.items() if any(said)} == {}


def test_what_was_stored_is_said_with_what_filled_it(answers):
    apart, sources = (flat(answers[each].text) for each in ("/status", "/sources"))
    assert "وقته 'soon' ليس وقتًا" in apart
    assert "وقته بلا منطقة زمنية" in apart
    assert "ماتت العملية التي تعالجه، عدد المرات: 3" in apart
    assert "لا جواب من hxxps://salwan[.]example/feed: timed out" in sources


def flat(page):
    """The words of a page on one line."""
    return " ".join(unescape(re.sub("<[^>]*>", "", page)).split())


def test_a_theme_of_the_brief_bears_its_label(store):
    theme = Finding("f-theme", "post-ur", "theme", "fundraising", "theme/1", NOW, 0.9)
    store.add(theme, by=lab.WRITER)
    for language, label in (("ar", "جمع تبرعات"), ("en", "Fundraising")):
        client = seated(app(store.lab), "admin", headers={"accept-language": language})
        page = client.get("/brief?day=2024-05-14").text
        assert f'<strong><bdi dir="auto">{label}</bdi></strong>' in page


@pytest.fixture
def arabic():
    before = wording._spoken.set("ar")
    yield
    wording._spoken.reset(before)


def test_a_stored_sentence_is_shown_in_english_to_english_readers(store):
    page = seated(app(store.lab), "admin").get("/sources").text
    assert "gives no answer: timed out" in page


@pytest.mark.usefixtures("arabic")
def test_a_sentence_is_recalled_with_those_that_stand_in_it():
    found = recalled("BadInput: the picture is damaged: truncated")
    name, error = found.values.values()
    assert name == "BadInput"
    assert error.template == "the picture is damaged: %(error)s"
    both = recalled("t.me shows no posts of @a: it is a group, and groups have no public preview; "
                    "check the name, or take an export with Telegram Desktop")  # fmt: skip
    assert len(both.values["why"].parts) == 2
    again = Phrase("%(name)s is INVALID: its files overlap", name="a; b.wacz")
    assert recalled(str(again)).values == again.values


@pytest.mark.usefixtures("arabic")
def test_what_a_stranger_wrote_is_not_taken_for_a_sentence_of_ours():
    assert recalled("Search") is None
    assert recalled("نص: نص") is None
    assert recalled("of: " * 600) is None
    marked = english("it is not YAML: <b>http://salwan.example</b>")
    assert '<bdi dir="auto">&lt;b&gt;hxxp://salwan[.]example&lt;/b&gt;</bdi>' in marked


@pytest.mark.usefixtures("arabic")
def test_what_no_template_fits_stays_english_and_is_set_apart():
    said = english("the river rose by night")
    assert said == '<bdi lang="en" dir="ltr">the river rose by night</bdi>'


def test_marks_of_a_quotation_stand_at_the_ends_of_its_own_direction():
    assert foreign("river", quoted=True) == '<bdi dir="auto">“river”</bdi>'
    assert foreign("a long river", longest=6, quoted=True) == '<bdi dir="auto">“a long…”</bdi>'


@pytest.mark.usefixtures("arabic")
def test_a_day_and_its_time_stay_on_one_line_and_nothing_is_said_where_nothing_is():
    said = english(Phrase("%(since)s comes after %(until)s; write the earlier day first",
                          since="2024-05-14 21:00", until="2024-05-13"))  # fmt: skip
    assert '<bdi dir="ltr" class="whole">2024-05-14 21:00</bdi>' in said
    assert (remedy(""), wording.held("")) == ("", None)
    assert remedy("pip install marsad") == '<code><bdi dir="auto">pip install marsad</bdi></code>'
    assert remedy(Phrase("write to the lab")) == "اكتب إلى المختبر"
