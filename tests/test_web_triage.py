"""The triage queue by buttons: coding, undoing, skipping, handing over, blind to others' codes."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest
import report_lab as lab
from desk_client import seated
from fastapi.testclient import TestClient

from marsad.enrich.handing import HANDED
from marsad.model import Claim, Media, sign
from marsad.store import desk_accounts, desk_audit
from marsad.store.desk import Desk
from marsad.store.triage import Triage
from marsad.web import app
from marsad.web.views.looks import OPENED, SEEN

HERE = "http://127.0.0.1:8200"
NOW = datetime(2024, 5, 15, 7, tzinfo=UTC)
NOOR, LEYLA = "person:Noor Valen", "person:Leyla Oram"


@pytest.fixture
def store(tmp_path):
    with lab.fill(tmp_path / "lab") as made:
        yield made


class Coder:
    """An analyst at the desk, in a browser of their own."""

    def __init__(self, store, name, role="analyst"):
        self.client = seated(app(store.lab), role, name, follow_redirects=True)

    def get(self, address):
        return self.client.get(address)

    def send(self, address, **said):
        return self.client.fill(address, **said)


def words(answer):
    inline = re.sub(r"</?(?:bdi|strong)\b[^>]*>", "", answer.text)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", inline)).split())


def shown(answer):
    """The post that a page is about."""
    return re.search(r'name="post" value="([^"]+)"', answer.text)[1]


@pytest.fixture
def noor(store):
    return Coder(store, "Noor Valen")


@pytest.fixture
def leyla(store):
    return Coder(store, "Leyla Oram")


def test_nobody_codes_who_is_no_analyst(store):
    for role in ("translator", "subscriber"):
        other = Coder(store, f"A {role}", role)
        assert other.get("/triage").status_code == 403
        for page in ("code", "undo", "skip", "hand"):
            said = {"post": "post-ar", "code": "theme:claim", "to": "Leyla Oram"}
            assert other.send(f"/triage/{page}", **said).status_code == 403, page
    made = app(store.lab)
    stranger = TestClient(made, base_url=HERE, follow_redirects=False)
    assert stranger.get("/triage").headers["location"].startswith("/login")
    assert store.findings("post-ar", "theme") == []


def test_a_post_of_a_private_place_is_shown_and_noted(store, noor):
    noor.get("/triage?post=post-ar")
    noor.get("/triage?post=post-private")
    with Desk(store.lab) as desk:
        told = [(each.by, each.act) for each in desk_audit.readings(desk)]
    assert told == [("Noor Valen", "private place")]


def test_a_post_is_shown_text_first_with_its_translation_called_what_it_is(noor):
    page = noor.get("/triage?post=post-ar")
    assert '<p dir="auto">' + lab.ARABIC in page.text
    assert page.text.index(lab.ARABIC) < page.text.index("Translation by a person, approved")
    assert page.text.index("Translation by a person") < page.text.index("Show picture 1")
    assert "Machine draft, not reviewed by anybody" in noor.get("/triage?post=post-ur").text


def test_a_button_codes_and_leads_to_the_next_post(store, noor):
    first = noor.get("/triage")
    assert shown(first) == "post-late"
    assert "6 wait" in words(first)
    second = noor.send("/triage/code", post="post-late", code="theme:claim")
    assert shown(second) == "post-private"
    assert "Post post-late: you said Claim of responsibility" in words(second)
    assert "5 wait" in words(second)
    assert "1 coded today" in words(second)
    (made,) = store.findings("post-late", "theme")
    assert (made.maker, made.value) == (NOOR, "claim")
    assert store.checkpoint() is None, "it was signed"


def test_who_stays_gives_a_post_several_codes(store, noor):
    page = noor.send("/triage/code", post="post-late", code="theme:claim", stay="1")
    assert shown(page) == "post-late"
    assert 'name="stay" value="1" checked' in page.text
    noor.send("/triage/code?stay=1", post="post-late", code="theme:threat", stay="1")
    assert [each.value for each in store.findings("post-late", "theme")] == ["claim", "threat"]
    assert "2 coded" not in words(noor.get("/triage")), "posts are counted, not codes"


def test_undo_takes_codes_back_one_after_the_other_and_erases_nothing(store, noor):
    noor.send("/triage/code", post="post-late", code="theme:claim")
    noor.send("/triage/code", post="post-private", code="theme:threat")
    back = noor.send("/triage/undo")
    assert shown(back) == "post-private"
    assert "you took this back: Threat" in words(back)
    assert shown(noor.send("/triage/undo")) == "post-late"
    assert noor.send("/triage/undo").status_code == 404
    for post in ("post-late", "post-private"):
        assert store.findings(post, "theme") == []
        assert len(store.findings_ever(post)) == 2
    assert "6 wait" in words(noor.get("/triage"))


def test_a_skip_is_without_a_trace_that_counts(store, noor):
    size, _ = store.root()
    assert shown(noor.send("/triage/skip", post="post-late")) == "post-private"
    assert store.root()[0] == size
    page = noor.get("/triage")
    assert shown(page) == "post-private"
    assert "6 wait" in words(page)
    assert "0 coded today" in words(page)
    assert "you left it for later" in words(noor.get("/triage?post=post-late"))
    noor.send("/triage/code", post="post-late", code="theme:none")
    assert not list(store.rows("select * from later"))


def test_what_is_handed_over_says_by_whom_and_asks_for_no_reason(store, noor, leyla):
    page = noor.send("/triage/hand", post="post-late", to="Leyla Oram")
    assert shown(page) == "post-private"
    assert [(each["to"], each["post"]) for each in store.acts(HANDED)] == [(LEYLA, "post-late")]
    mine = leyla.get("/triage?only=handed")
    assert shown(mine) == "post-late"
    assert "Handed over to you by Noor Valen" in words(mine)
    assert noor.send("/triage/hand", post="post-ur", to="gpt-4").status_code == 403
    assert noor.send("/triage/hand", post="post-ur", to="noor valen").status_code == 400


def test_a_post_is_handed_over_to_whoever_may_code_and_to_nobody_else(store, noor, leyla):
    Coder(store, "Omar Nasser", "translator")
    with Desk(store.lab) as desk:
        closed = desk_accounts.add(desk, "Tamar Iseri", "analyst", "", "test")
        desk_accounts.set_active(desk, closed.id, False)
    offered = re.findall(r'<option value="([^"]+)"></option>', noor.get("/triage").text)
    assert offered == ["Leyla Oram"]
    for name in ("Nobody Known", "Omar Nasser", "Tamar Iseri", ""):
        answer = noor.send("/triage/hand", post="post-late", to=name)
        assert answer.status_code in (400, 403)
    assert "choose a name offered there" in words(
        noor.send("/triage/hand", post="post-late", to="Nobody Known")
    )
    assert list(store.acts(HANDED)) == []
    noor.send("/triage/hand", post="post-late", to="leyla  ORAM")
    assert [each["to"] for each in store.acts(HANDED)] == [LEYLA]
    assert leyla.get("/triage?only=handed").status_code == 200


def test_a_second_coder_is_blind_until_the_code_is_given_and_then_told(store, noor, leyla):
    span = sign(Claim("post-late", "theme", "threat", 0.7), "theme/1", NOW)
    store.add(span, sign(Claim("post-late", "is-propaganda", "draft", 0.7), "theme/1", NOW))
    noor.send("/triage/code", post="post-late", code="theme:claim")
    page = leyla.get("/triage?post=post-late")
    assert "Noor" not in page.text.replace("<option", "").split("datalist")[0]
    assert "theme/1" not in page.text
    agreed = leyla.send("/triage/code", post="post-late", code="theme:claim", stay="1")
    assert "Noor Valen Claim of responsibility" in words(agreed)
    assert "A colleague agrees." in words(agreed)
    assert "theme/1 Threat" in words(agreed)
    leyla.send("/triage/undo")
    differs = leyla.send("/triage/code", post="post-late", code="theme:threat")
    assert "Colleagues said otherwise." in words(differs)
    page = words(leyla.get("/triage/agreement"))
    assert "theme claim" in page
    assert "Leyla Oram and Noor Valen" in page


def test_the_address_holds_the_queue_and_forms_keep_it(store, noor):
    store.add(sign(Claim("post-fa", "language", "fa", 0.9), "language/1", NOW))
    page = noor.get("/triage?language=fa&codes=target&day=2024-05-14&place=telegram:3")
    assert shown(page) == "post-fa"
    assert "1 waits" in words(page)
    done = noor.send("/triage/code?language=fa&codes=target", post="post-fa", code="target:states")
    assert "Nothing waits in this queue" in words(done)
    for wrong in ("day=soon", "only=mine", "codes=colour", "day=0001-01-01", "post=none"):
        assert noor.get(f"/triage?{wrong}").status_code in (400, 404), wrong


def test_pictures_stay_closed_and_an_opening_is_counted_once_a_view(store, noor):
    digest = lab.sha256_of(store)
    closed = noor.get("/triage?post=post-ar")
    assert "<img" not in closed.text
    assert list(store.acts(SEEN)) == []
    opened = noor.get(f"/triage?post=post-ar&show={digest}")
    assert "<img" in opened.text
    assert "pictures opened today: 1, marked graphic: 0" in words(opened)
    assert len(list(store.acts(SEEN))) == 1
    noor.get("/triage?post=post-ar")
    assert len(list(store.acts(SEEN))) == 1
    noor.get(f"/triage?post=post-ar&show={digest}")
    assert [each["by"] for each in store.acts(SEEN)] == [NOOR] * 2, "a second view is counted"


def test_what_was_marked_graphic_opens_once_covered_and_comes_back_to_the_queue(store, noor):
    digest = lab.sha256_of(store)
    noor.send(f"/post/post-ar/graphic/{digest}", note="a wounded hand")
    page = noor.get(f"/triage?post=post-ar&show={digest}")
    assert "Marked graphic: a wounded hand" in words(page)
    assert "<img" not in page.text
    back = unescape(re.search(r'name="back" value="([^"]+)"', page.text)[1])
    opened = noor.send(f"/post/post-ar/look/{digest}", back=back)
    assert "covered" in opened.text
    assert "marked graphic: 1" in words(opened)
    assert noor.get(unescape(re.search(r'<img src="([^"]+)"', opened.text)[1])).status_code == 200
    assert "<img" not in noor.get(str(opened.url)).text, "a second view is a second opening"
    assert len(list(store.acts(OPENED))) == 1


def test_recordings_are_not_played(store, noor):
    film = Media(store.keep(b"film"), "film.mp4", "video", "video/mp4", 4)
    store.add(lab.post("post-film", "telegram:1", 23, "فيلم", film))
    page = noor.get("/triage?post=post-film")
    assert "It is not played here" in words(page)
    assert not re.search(r"<(video|audio|iframe|object|embed)|autoplay", page.text)


@pytest.mark.parametrize("setting", ["posts_a_day = 1", "graphic_a_day = 1"])
def test_after_much_in_a_day_a_pause_is_suggested_and_nobody_else_is_told(store, setting):
    (store.lab / "marsad.toml").write_text(setting + "\n", encoding="utf-8")
    noor, digest = Coder(store, "Noor Valen"), lab.sha256_of(store)
    noor.send(f"/post/post-ar/graphic/{digest}", note="a fire")
    assert "A pause is well earned" not in words(noor.get("/triage"))
    noor.send("/triage/code", post="post-late", code="theme:claim")
    noor.send(f"/post/post-ar/look/{digest}")
    assert "A pause is well earned" in words(noor.get("/triage"))
    assert "A pause" not in words(Coder(store, "Leyla Oram").get("/triage"))
    assert Triage(store).coded_since(LEYLA, NOW) == 0


def test_no_text_from_outside_gets_out_of_its_place(store, noor):
    hostile = '<script>1</script>\u202egpj.exe </textarea>"'
    store.add(lab.post("post-hostile", "telegram:1", 23, hostile, author=hostile))
    page = noor.get("/triage?post=post-hostile").text
    assert "<script>1" not in page
    assert "⟦RLO⟧" in page
