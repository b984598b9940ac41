"""The pages of the desk over a real lab: what they say and what they keep closed."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from urllib.parse import quote

import pytest
import report_lab as lab
from desk_client import seated

from marsad import alerting, track
from marsad.model import Claim, sign
from marsad.store import Store
from marsad.store.signboards import SEEN
from marsad.web import app
from marsad.web.routes import PAGES
from marsad.web.views import evidence
from marsad.web.views.walk import SIZE, walk

YEARS_BEFORE = datetime(2021, 10, 19, 12, 0, tzinfo=UTC)


@pytest.fixture
def reported(tmp_path):
    with lab.fill(tmp_path / "lab", "Asia/Amman") as store:
        store.add(lab.report(store), by=lab.WRITER)
        alerting.add(store, "bank", "النهر", ["page", "feed"], lab.WRITER)
        track.open_case(store, "river", "على ضفتي النهر", lab.WRITER)
        track.add_posts(store, "river", [("line 1", "post-ar")], lab.WRITER)
        track.snapshot(store, "river", {}, lab.WRITER)
        store.checkpoint()
        yield store


@pytest.fixture
def desk(reported):
    return seated(app(reported.lab), "admin")


def text_of(answer):
    """The words of a page, without its markup."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", answer.text)).split())


ELSEWHERE = {
    # Asks for a page that was kept: test_web_evidence tries it.
    "/post/{id:path}/kept",
    # Asks for a film: test_web_looks tries it.
    "/post/{id:path}/clip/{finding}",
    # Ask for half a session and a link: test_accounts_entering tries them.
    "/login/second",
    "/join/{secret}",
    # Ask for an identity provider: test_accounts_oidc_browser tries them.
    "/login/provider",
    "/login/provider/back",
    "/login/provider/done",
    "/confirm/provider",
    # Asks for a reader: test_web_readers tries it.
    "/readers/{handle}",
    # Ask for a lab that lets readers register: test_web_register tries them.
    "/register",
    "/register/{secret}",
    # Ask for a site that was published, and for a letter: test_web_read tries them.
    "/read",
    "/read/{path:path}",
    "/trees/{tier}/{path:path}",
    "/unsubscribe/{token}",
}


def every_address(store):
    digest = lab.sha256_of(store)
    return [
        "/", "/?q=النهر", "/search/file/csv?q=النهر", "/search/feed?q=النهر",
        "/alerts", "/alert/bank/feed", f"/post/post-ar/similar/{digest}",
        "/?day=2024-05-14", "/?place=telegram:1", "/translations",
        "/translations?state=approved", "/translations/file/csv", "/translation/tr-ar/history",
        "/reports", "/report/daily-7", "/report/daily-7/edition", "/report/daily-7/edit",
        "/report/daily-7/edit?printed=1", "/report/daily-7/shelf", "/report/daily-7/events",
        "/report/daily-7/page/1",
        "/report/daily-7/tried/report-1", "/report/daily-7/versions",
        "/report/daily-7/file/json", "/status", "/language", "/keys",
        "/lists/events/atom", "/post/post-ar",
        f"/post/post-ar?show={digest}",
        f"/post/post-ar/picture/{digest}", f"/post/post-ar/original/{digest}", "/post/post-fa",
        "/outlets", f"/outlets/{store.outlets()[0].id}", "/places/telegram:1",
        "/post/post-ur", "/events", "/events?skip=100", "/event/talks", "/event/talks/csv",
        "/translation/tr-ar", "/translation/tr-fa", "/translation/tr-ur",
        "/pictures", "/pictures/timeline", "/pictures/volume.csv", "/brief",
        "/brief?day=2024-05-14", "/login", "/confirm", "/account", "/account/factor",
        "/account/passkey", "/accounts",
        "/audit", "/audit?what=lab", "/audit/file/csv", "/audit/file/jsonl?what=accounts",
        "/brief?day=2024-05-14", "/trees", "/triage", "/triage/agreement", "/parts", "/sources",
        "/pictures/timeline?theme=claim",
        "/cases", "/case/river", "/case/river?skip=50",
        "/case/river/snapshot/1", "/case/river/snapshot/1/file", "/case/river/file/csv",
        "/network", "/network?by=outlet",
        "/network/file/gexf", "/narratives", "/narratives?since=2024-05-01",
        "/marking/post/post-ar", "/readers", "/publishing",
        "/outlets/list/places/csv", f"/outlets/{store.outlets()[0].id}/list/media/jsonl",
        "/places/telegram:1/list/weeks/csv",
    ]  # fmt: skip


def test_every_page_answers_for_a_lab_in_arabic_persian_and_urdu(reported, desk):
    for address in every_address(reported):
        assert desk.get(address).status_code == 200, address


def test_every_reading_route_of_the_list_is_among_the_addresses_tried(reported):
    tried = every_address(reported)
    for page in PAGES:
        # What programs ask for is no page; test_api_document.py tries all of it.
        if page.path in ELSEWHERE or page.path.startswith("/api/"):
            continue
        shape = re.sub(r"\{[^}]*\}", "[^/?]+", page.path) + r"(\?.*)?"
        assert page.method == "POST" or any(re.fullmatch(shape, each) for each in tried), page.path


def test_a_place_shows_its_signboards_and_no_control_of_them(reported, desk):
    with reported.write() as writer:
        writer.act(SEEN, "t/1", place="telegram:1", seen_at=YEARS_BEFORE.isoformat(), page="c1",
                   name="النهر <b>الجديد</b>", description="أخبار \u202e<img src=x>\nمن الضفة",
                   picture="ab" * 32, missing="")  # fmt: skip
    page = desk.get("/places/telegram:1").text
    assert "<img" not in page.partition("<main")[2]
    assert "<b>الجديد" not in page
    assert "\u202e" not in unescape(page)
    words = text_of(desk.get("/places/telegram:1"))
    assert "Signboards" in words
    assert "Picture: abababababab" in words
    assert "من الضفة" in words


def test_posts_stand_newest_first_in_the_zone_of_the_lab_in_their_language(reported, desk):
    reported.add(sign(Claim("post-ur", "language", "ur", 0.99), "language/1", YEARS_BEFORE))
    page = desk.get("/").text
    order = [page.index(f'href="/post/{id}"') for id in ("post-late", "post-ur", "post-fa")]
    assert order == sorted(order)
    assert 'title="2024-05-14 09:05:00 UTC"><span class="whole">2024-05-14 12:05' in page
    assert '<bdi dir="auto" lang="ur">دریا' in page
    assert "made by <bdi" in page
    assert '<span class="badge forwarded">forwarded</span>' in page


def test_a_day_is_a_day_of_the_zone_of_the_lab(desk):
    assert "post-late" not in desk.get("/?day=2024-05-14").text
    assert "post-late" in desk.get("/?day=2024-05-15").text


def test_posts_of_one_place_are_listed_alone(desk):
    page = desk.get("/?place=telegram:1").text
    assert "/post/post-ar" in page
    assert "/post/post-fa" not in page


def test_a_search_finds_other_spellings_and_keeps_its_filters(desk):
    assert "/post/post-ar-2" in desk.get("/?q=نهر").text
    assert "/post/post-ar-2" not in desk.get("/?q=نهر&place=telegram:2").text
    assert 'value="نهر"' in desk.get("/?q=نهر&place=telegram:2").text


@pytest.mark.parametrize(
    "question", ["q=-", "day=yesterday", "day=9999-12-31", "q=" + "a" * 10_001]
)
def test_a_question_that_cannot_be_asked_is_answered_with_a_sentence(desk, question):
    answer = desk.get(f"/?{question}")
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text


def pages_of(store):
    """The pages of the whole list, as posts."""
    stretch = walk(store, None, "", None, 0)
    yield stretch.posts
    while stretch.until is not None:
        stretch = walk(store, None, "", stretch.until, stretch.skip)
        yield stretch.posts


def test_pages_of_a_list_hold_every_post_once_newest_first(reported):
    more = [lab.post(f"more-{n}", "telegram:1", n % 24, f"خبر {n}") for n in range(SIZE * 2)]
    reported.add(*more)
    pages = list(pages_of(reported))
    seen = [post for page in pages for post in page]
    assert [len(page) for page in pages] == [SIZE, SIZE, 6]
    assert sorted(post.id for post in seen) == sorted(post.id for post in reported.posts())
    assert [post.posted_at for post in seen] == sorted(
        (post.posted_at for post in seen), reverse=True
    )


def test_the_list_goes_on_past_years_of_silence(reported):
    early = replace(lab.post("early", "telegram:1", 9, "خبر قديم"), posted_at=YEARS_BEFORE)
    reported.add(early)
    seen = [post.id for page in pages_of(reported) for post in page]
    assert seen[-1] == "early"
    assert len(seen) == 7


def test_a_picture_is_closed_until_it_is_asked_for(reported, desk):
    digest = lab.sha256_of(reported)
    assert "<img" not in desk.get("/post/post-ar").text
    opened = desk.get(f"/post/post-ar?show={digest}").text
    assert f'<img src="/post/post-ar/picture/{digest}"' in opened


WORDING = r'type="application/json" id="wording"'
DRAWING = (
    r'<script (src="/static/(vendor/vega(-lite|-embed)?\.min|pictures)\.js" '
    r'(defer|type="module")|type="application/json" id="[a-z-]+")>'
)
OUR_SCRIPTS = {
    "/report/daily-7/edit": rf'<script (src="/static/editor\.js" type="module"|{WORDING})>',
    "/translation/": r'<script (src="/static/translation\.js" type="module"|'
    r'type="application/json" id="wording")>',
    "/triage": r'<script src="/static/triage\.js" type="module">',
    "/pictures/": DRAWING,
    "/network": DRAWING,
}
"""The scripts there are, all files of ours, on the kinds of pages that have them; and data."""
KEYS = '<script src="/static/keys.js" type="module">'
"""The one of every page."""


def test_no_page_has_a_player_a_script_or_a_foreign_address(reported, desk):
    for address in every_address(reported):
        answer = desk.get(address)
        framed = "/edition" in address or "/tried/" in address
        if answer.headers["content-type"].startswith("text/html") and not framed:
            own = next((OUR_SCRIPTS[each] for each in OUR_SCRIPTS if address.startswith(each)), "")
            page = re.sub(own, "", answer.text) if own else answer.text
            page = page.replace(KEYS, "", 1)
            assert not re.search(r"<(script|video|audio|object|embed|style)\b", page)
            assert not re.search(r"\son[a-z]+=|style=", answer.text)
            assert not re.search(r'(?:src|href|action)="(?![/#])', answer.text), address


def test_a_picture_is_made_anew_and_carries_nothing_else_out(reported, desk):
    digest = lab.sha256_of(reported)
    answer = desk.get(f"/post/post-ar/picture/{digest}")
    assert answer.headers["content-type"] == "image/jpeg"
    assert b"SECRET" in reported.read(digest)
    assert b"SECRET" not in answer.content


def test_an_original_is_only_ever_saved(reported, desk):
    answer = desk.get(f"/post/post-ar/original/{lab.sha256_of(reported)}")
    assert answer.url.host == "evidence.localhost"
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.content == reported.read(lab.sha256_of(reported))


def test_a_medium_is_served_with_its_own_post_only(reported, desk):
    digest = lab.sha256_of(reported)
    assert desk.get(f"/post/post-fa/picture/{digest}").status_code == 404
    assert desk.get(f"/post/post-fa/original/{digest}").status_code == 404


def test_an_altered_original_is_not_served_and_the_post_says_so(reported, desk):
    digest = lab.sha256_of(reported)
    path = reported.path(digest)
    path.chmod(0o644)
    path.write_bytes(path.read_bytes() + b"!")
    assert desk.get(f"/post/post-ar/original/{digest}").status_code == 500
    page = desk.get("/post/post-ar").text
    assert '<p class="state invalid"><strong>INVALID</strong>' in page


def test_findings_say_who_made_them_and_how_sure_they_are(desk):
    words = text_of(desk.get("/post/post-ar"))
    assert "machine outlet/1" in words
    assert "90 %" in words


def test_text_read_in_a_picture_stands_beside_it_with_its_lines(reported, desk):
    digest = lab.sha256_of(reported)
    for kind, value in (("ocr-text", "سلوان"), ("ocr-line", "سطر سلوان")):
        claim = Claim("post-ar", kind, value, 0.61, media=digest)
        reported.add(sign(claim, "ocr/1", YEARS_BEFORE))
    page = desk.get(f"/post/post-ar?show={digest}")
    words = text_of(page)
    assert "Line by line سطر سلوان 61 %" in words
    assert "machine ocr/1 · 61 %" in words


def test_a_link_that_looks_like_another_shows_its_real_name(reported, desk):
    claim = Claim("post-fa", "link", "https://t.mе/salwan")
    reported.add(sign(claim, "links/1", YEARS_BEFORE))
    words = text_of(desk.get("/post/post-fa"))
    assert "hxxps://t[.]mе/salwan" in words
    assert "its real name is t[.]xn--m-" in words


def test_a_post_of_a_private_place_is_not_cited(desk):
    words = text_of(desk.get("/post/post-private"))
    assert "nothing seen there can be cited" in words
    assert "Telegram, Sada Al-Daffatayn, May 14, 2024." in text_of(desk.get("/post/post-ar-2"))


def test_a_collected_post_is_verified_and_says_where_it_stands_in_the_log(collected):
    desk = seated(app(collected.lab))
    for post in collected.posts():
        words = text_of(desk.get(f"/post/{quote(post.id, safe='')}"))
        assert "VERIFIED – checked as this page was made" in words
        assert re.search(r"Entry \d+ of the custody log post, entered", words)
        assert "Signed all entries" in words


def test_a_post_that_no_checkpoint_covers_is_unsigned(collected):
    old = next(collected.posts())
    collected.add(replace(old, id="post-new", native_id="99", text="خبر جديد"))
    desk = seated(app(collected.lab))
    assert "<strong>UNSIGNED</strong>" in desk.get("/post/post-new").text


def test_a_large_lab_is_checked_only_when_somebody_asks(collected, monkeypatch):
    monkeypatch.setattr(evidence, "MOST_LEAVES", 3)
    address = f"/post/{quote(next(collected.posts()).id, safe='')}"
    desk = seated(app(collected.lab))
    assert "Check this post now" in desk.get(address).text
    assert "VERIFIED" not in desk.get(address).text
    assert "<strong>VERIFIED</strong>" in desk.get(f"{address}?check=1").text


def test_a_log_cut_behind_its_signature_is_invalid(collected):
    log = collected.lab / "custody.log"
    log.write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[:-1]))
    address = f"/post/{quote(next(collected.posts()).id, safe='')}"
    desk = seated(app(collected.lab))
    assert "<strong>INVALID</strong>" in desk.get(address).text


def test_a_record_changed_past_the_store_is_invalid(collected):
    post = next(collected.posts())
    with collected.transaction() as connection:
        change = "update post set record = replace(record, 'ا', 'أ') where id = ?"
        connection.exec_driver_sql(change, (post.id,))
    desk = seated(app(collected.lab))
    assert "<strong>INVALID</strong>" in desk.get(f"/post/{quote(post.id, safe='')}").text


def test_a_report_shows_its_gate_its_notes_and_its_files(desk):
    words = text_of(desk.get("/report/daily-7"))
    assert "Nothing is missing ; it may be published" in words
    assert "Note 2: post-ar" in words
    pdf = desk.get("/report/daily-7/file/pdf")
    assert pdf.content.startswith(b"%PDF")
    assert pdf.headers["content-disposition"] == 'attachment; filename="daily-7.pdf"'


def test_a_report_that_lacks_something_says_what(reported, desk):
    reported.add(lab.report(reported, id="report-2", lede="", replaces="report-1"))
    words = text_of(desk.get("/report/daily-7"))
    assert "1 thing keeps this report from being published: lede : there is none" in words


def test_the_edition_runs_in_a_sandbox_and_only_in_our_frame(desk):
    policy = desk.get("/report/daily-7/edition").headers["content-security-policy"]
    assert "sandbox" in policy.split("; ")
    assert "frame-ancestors 'self'" in policy
    assert "default-src 'none'" in policy
    assert "<iframe sandbox src=" in desk.get("/report/daily-7").text


def test_a_report_that_cannot_be_shown_says_why_within_its_frame(reported, desk):
    item = lab.Item("post-private", "Something private.")
    reported.add(
        lab.report(reported, id="report-3", blocks=(lab.Block("sada", (item,)),), replaces="x")
    )
    answer = desk.get("/report/daily-7/edition")
    assert answer.status_code == 403
    assert "private place" in answer.text
    assert "frame-ancestors 'self'" in answer.headers["content-security-policy"]


def test_the_state_of_a_lab_counts_signs_and_lists_what_was_set_apart(reported, desk):
    with reported.write() as writer:
        writer.quarantine("enrich", "post-ur ocr/1", "the decoder died of signal 9")
    words = text_of(desk.get("/status"))
    assert "Posts 6" in words
    assert "the decoder died of signal 9" in words
    assert "a checkpoint covers all" in words


def test_an_empty_lab_says_how_to_begin(tmp_path):
    Store.create(tmp_path / "new").close()
    desk = seated(app(tmp_path / "new"))
    assert "marsad collect" in desk.get("/").text
    assert "Nothing was entered yet" in desk.get("/status").text
    assert desk.get("/?q=خبر").status_code == 200
