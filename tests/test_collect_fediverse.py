"""Collecting from the fediverse, against a server that answers as a recorded one did."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from marsad.collect.fediverse import Fediverse
from marsad.collect.fediverse_origin import timeline
from marsad.collect.fediverse_text import read_text
from marsad.errors import BadInput, Unreachable
from marsad.model import Entity, Outlet
from marsad.plugins import Gathered, Present, Refused
from marsad.preserve import capture, seal
from marsad.settings import Settings
from marsad.store import Store
from marsad.store.signboards import Signboards

RECORDED = json.loads(
    (Path(__file__).parent / "fixtures" / "fediverse" / "recorded.json").read_text("utf-8")
)
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763"
    "f8cfc000000301010018dd8db00000000049454e44ae426082"
)


@dataclass
class Mastodon:
    """As much of a server as an anonymous reader meets; ids descend, as on the real one."""

    statuses: list[dict[str, Any]] = field(default_factory=list)
    accounts: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    answers: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    remaining: int = 300
    ignores_min_id: bool = False
    no_link: bool = False
    asked: list[str] = field(default_factory=list)
    base: str = ""

    def answer(self, target: str) -> tuple[int, dict[str, str], bytes]:
        """What it says to a GET."""
        self.asked.append(target)
        parts = urlsplit(target)
        path, query = unquote(parts.path), {k: v[0] for k, v in parse_qs(parts.query).items()}
        if path in self.answers:
            return self.answers[path]
        if path in self.files:
            return 200, {"Content-Type": "image/png"}, self.files[path]
        if path == "/api/v1/accounts/lookup":
            account = self.accounts.get(query["acct"].removesuffix("@localhost:3000"))
            return self._json(account) if account else self._json({"error": "no"}, 404)
        if path.startswith("/api/v1/timelines/tag/"):
            tag = path.rpartition("/")[2]
            return self._page(target, [s for s in self.statuses if tag in _tags(s)], query, 20)
        owner = path.removeprefix("/api/v1/accounts/").removesuffix("/statuses")
        return self._page(
            target, [s for s in self.statuses if s["account"]["id"] == owner], query, 20
        )

    def _page(
        self, target: str, there: list[dict[str, Any]], query: dict[str, str], usual: int
    ) -> tuple[int, dict[str, str], bytes]:
        limit = int(query.get("limit", usual))
        there = sorted(there, key=lambda status: int(status["id"]), reverse=True)
        if "max_id" in query:
            there = [status for status in there if int(status["id"]) < int(query["max_id"])]
        if "min_id" in query and not self.ignores_min_id:
            there = [status for status in there if int(status["id"]) > int(query["min_id"])]
            page = there[-limit:]
        else:
            page = there[:limit]
        code, headers, body = self._json(page)
        if page and not self.no_link:
            there_at = f"{self.base}{urlsplit(target).path}"
            older, newer = page[-1]["id"], page[0]["id"]
            headers["Link"] = (
                f'<{there_at}?max_id={older}>; rel="next", <{there_at}?min_id={newer}>; rel="prev"'
            )
        return code, headers, body

    def _json(self, said: object, code: int = 200) -> tuple[int, dict[str, str], bytes]:
        self.remaining -= 1
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "X-RateLimit-Limit": "300",
            "X-RateLimit-Remaining": str(self.remaining),
            "X-RateLimit-Reset": "2026-08-01T14:00:00.541234Z",
            "Date": "Sat, 01 Aug 2026 13:55:00 GMT",
        }
        return code, headers, json.dumps(said).encode()

    def settings(self) -> Settings:
        """Settings of a lab that may ask this server."""
        return Settings(own_addresses=urlsplit(self.base).netloc, pace_seconds=0)


def _tags(status: dict[str, Any]) -> list[str]:
    return [tag["name"] for tag in status.get("tags", [])]


@contextmanager
def served(server: Mastodon) -> Iterator[Mastodon]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            code, headers, body = server.answer(self.path)
            self.send_response_only(code)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=listening.serve_forever, args=(0.02,))
    thread.start()
    server.base = f"http://127.0.0.1:{listening.server_port}"
    try:
        yield server
    finally:
        listening.shutdown()
        thread.join()
        listening.server_close()


def recorded() -> Mastodon:
    """A server with every account and status of the recording."""
    made = Mastodon()
    known: dict[str, dict[str, Any]] = {}
    for exchange in RECORDED:
        body = exchange["body"]
        if isinstance(body, list):
            known |= {status["id"]: status for status in body}
        elif "acct" in body:
            made.accounts[body["acct"]] = body
    made.statuses = list(known.values())
    return made


OUTLET = {"id": "7", "acct": "marsad_sample", "display_name": "مؤسسة النموذج"}
STRANGER = {"id": "9", "acct": "someone@far.example", "display_name": "فلان"}


def status(number: int, content: str = "", **more: Any) -> dict[str, Any]:
    """A status of the sample outlet."""
    return {
        "id": str(117020580000000000 + number),
        "created_at": f"2026-08-01T{number // 3600:02}:{number // 60 % 60:02}:{number % 60:02}.5Z",
        "account": OUTLET,
        "content": content or f"<p>المنشور رقم {number}</p>",
        "visibility": "public",
        **more,
    }


def sample(*statuses: dict[str, Any]) -> Mastodon:
    return Mastodon(list(statuses), {"marsad_sample": OUTLET})


def all_of(server: Mastodon, since: str = "", path: str = "/@marsad_sample") -> list[Any]:
    return list(Fediverse(server.settings()).collect(server.base + path, since))


def gathered(items: list[Any]) -> list[Gathered]:
    return [item for item in items if isinstance(item, Gathered)]


def sealed(store: Store, server: Mastodon, path: str = "/@marsad_sample") -> tuple[int, int, int]:
    """New, seen again and gone after a visit, with its checkpoint kept."""
    collector, origin = Fediverse(server.settings()), server.base + path
    items = collector.collect(origin, store.resume_point("fediverse", origin))
    session = capture(store, collector, origin)
    done = list(seal(store, collector, session, items, origin))
    return (
        sum(each.new for each in done),
        sum(each.seen for each in done),
        sum(each.gone for each in done),
    )


def test_an_account_of_the_register_has_its_note_and_avatar_kept_and_no_other(store):
    server = sample(status(1))
    server.files["/avatars/7.png"] = b"a picture"
    with served(server):
        shown = {"note": "<p>أخبار <b>المكتبة</b></p>", "avatar_static": "/avatars/7.png"}
        server.accounts = {"marsad_sample": OUTLET | shown}
        sealed(store, server)
        [place] = store.places()
        assert Signboards(store).every() == {}
        assert "/avatars/7.png" not in server.asked
        store.add(Outlet("sample", "مؤسسة النموذج", places=(place.id,)))
        server.statuses.append(status(2))
        sealed(store, server)
        [board] = Signboards(store).every()[place.id]
    assert (board.name, board.description) == (OUTLET["display_name"], "أخبار المكتبة")
    assert store.read(board.picture) == b"a picture"
    assert b'"note"' in store.read(store.capture(board.page).sha256)


def paged(exchange: dict[str, Any]) -> bool:
    return isinstance(exchange["body"], list)


@pytest.mark.parametrize("exchange", list(filter(paged, RECORDED)), ids=lambda one: one["uri"][22:])
def test_the_server_of_these_tests_answers_as_the_recorded_one_did(exchange):
    server = recorded()
    server.base = "http://localhost:3000"
    code, headers, body = server.answer(exchange["uri"].removeprefix(server.base))
    assert (code, json.loads(body)) == (exchange["status"], exchange["body"])
    said = exchange["headers"].get("link", "")
    for rel, key in (("next", "max_id"), ("prev", "min_id")):
        assert (f'rel="{rel}"' in said) == (f'rel="{rel}"' in headers.get("Link", ""))
        if said:
            value = said.split(f"{key}=")[1].split("&")[0].split(">")[0]
            assert f"{key}={value}" in headers["Link"]


def test_a_recorded_account_comes_whole_and_oldest_first():
    with served(recorded()) as server:
        items = all_of(server, path="/@mastodonpy_test")
    owner = server.accounts["mastodonpy_test"]["id"]
    ids = sorted(int(s["id"]) for s in server.statuses if s["account"]["id"] == owner)
    assert len(ids) >= 10
    assert [int(one.post.native_id) for one in items] == ids
    assert all(one.post.author == "" and one.place.kind == "channel" for one in items)


def test_a_recorded_tag_comes_whole_with_its_words():
    with served(recorded()) as server:
        (one,) = all_of(server, path="/tags/hoot")
    assert one.post.text == "#hoot (hashtag toot)"
    assert one.post.entities == (Entity("hashtag", 0, 5),)
    assert one.post.posted_at == datetime(2026, 8, 1, 13, 55, 55, 867000, UTC)
    assert one.place.kind == "group"
    assert one.post.author == f"@mastodonpy_test_2@{urlsplit(server.base).netloc}"
    assert one.fetched.url.startswith(server.base + "/api/v1/timelines/tag/hoot?min_id=0")


@pytest.mark.parametrize("no_link", [False, True])
def test_long_timelines_are_paged_without_a_gap_and_resumed_anywhere(no_link):
    server = sample(*(status(number) for number in range(1, 131)))
    server.no_link = no_link
    with served(server):
        whole = gathered(all_of(server))
        assert [one.post.native_id for one in whole] == [
            status(number)["id"] for number in range(1, 131)
        ]
        for stop in (0, 39, 40, 77, 129):
            rest = gathered(all_of(server, whole[stop].checkpoint))
            assert [one.post for one in rest] == [one.post for one in whole[stop + 1 :]]


def test_posts_of_one_answer_share_its_exchange():
    server = sample(*(status(number) for number in range(1, 51)))
    with served(server):
        whole = gathered(all_of(server))
    assert len({id(one.fetched) for one in whole}) == 2
    assert json.loads(whole[0].fetched.body)[-1]["id"] == whole[0].post.native_id


def test_a_second_visit_adds_nothing_and_a_third_only_what_is_new(tmp_path):
    server = sample(*(status(number) for number in range(1, 46)))
    with served(server), Store.create(tmp_path) as store:
        assert sealed(store, server) == (45, 0, 0)
        assert sealed(store, server) == (0, 0, 0)
        server.statuses.append(status(100, "<p>جديد</p>"))
        assert sealed(store, server) == (1, 0, 0)
        assert [post.text for post in store.posts()][-1] == "جديد"
        exchanges = {store.capture(post.capture).origin for post in store.posts()}
        assert len(exchanges) == 3


def test_an_edit_becomes_a_second_post_once(tmp_path):
    server = sample(status(1), status(2), status(3))
    with served(server), Store.create(tmp_path) as store:
        sealed(store, server)
        server.statuses[0] |= {"content": "<p>معدّل</p>", "edited_at": "2026-08-02T10:00:00.1Z"}
        assert sealed(store, server) == (1, 0, 0)
        assert sealed(store, server) == (0, 0, 0)
        texts = [post.text for post in store.versions(*_place_and_id(server, 1))]
    assert texts == ["المنشور رقم 1", "معدّل"]


def _place_and_id(server: Mastodon, number: int) -> tuple[str, str]:
    return timeline(server.base + "/@marsad_sample").id, status(number)["id"]


def test_what_was_deleted_is_noted_and_stays(tmp_path):
    server = sample(*(status(number) for number in range(1, 6)))
    with served(server), Store.create(tmp_path) as store:
        sealed(store, server)
        del server.statuses[2]
        assert sealed(store, server) == (0, 0, 1)
        assert sealed(store, server) == (0, 0, 0)
        assert len(list(store.posts())) == 5
        gone = [post for post in store.posts() if store.findings(post.id, "gone")]
    assert [post.native_id for post in gone] == [status(3)["id"]]


def test_a_page_with_a_status_without_an_id_makes_no_claim_of_what_is_there():
    server = sample(*(status(number) for number in range(1, 6)))
    broken = {**status(6), "id": "117020580000000006"}
    server.statuses.append(broken)
    with served(server):
        since = gathered(all_of(server))[-1].checkpoint
        account = json.dumps([{"id": None}, *server.statuses[:2]]).encode()
        server.answers["/api/v1/accounts/7/statuses"] = (200, {}, account)
        items = []
        with pytest.raises(Unreachable, match="same page"):
            items += Fediverse(server.settings()).collect(server.base + "/@marsad_sample", since)
    assert not [item for item in items if isinstance(item, Present)]


def test_private_persons_lose_their_names_and_the_outlet_keeps_its_own(tmp_path):
    boost = status(2, reblog={**status(1, "<p>نص</p>"), "account": STRANGER})
    own = status(3, reblog=status(1))
    server = sample(boost, own)
    server.statuses.append(status(4, account=STRANGER, tags=[{"name": "وسم"}]))
    with served(server), Store.create(tmp_path) as store:
        sealed(store, server)
        sealed(store, server, "/tags/%D9%88%D8%B3%D9%85")
        posts = {post.native_id: post for post in store.posts()}
        stored = (tmp_path / "lab.db").read_bytes()
    assert posts[boost["id"]].author == ""
    assert posts[boost["id"]].text == "نص"
    assert posts[boost["id"]].forwarded_from.name.startswith("person-")
    assert posts[boost["id"]].forwarded_from.id == ""
    assert posts[boost["id"]].forwarded_from.posted_at == datetime(2026, 8, 1, 0, 0, 1, 500000, UTC)
    assert posts[own["id"]].forwarded_from.name.startswith("@marsad_sample@127.0.0.1")
    assert posts[status(4)["id"]].author.startswith("person-")
    assert b"far.example" not in stored


def test_a_boosted_outlet_of_the_register_keeps_its_name(tmp_path):
    brand = Outlet("far", "مؤسسة بعيدة", aliases=("@someone@far.example",))
    server = sample(status(2, reblog={**status(1), "account": STRANGER}))
    with served(server), Store.create(tmp_path) as store:
        store.add(brand)
        sealed(store, server)
        (post,) = store.posts()
    assert post.forwarded_from.name == "@someone@far.example"


def test_warning_poll_reply_edit_and_sensitivity_are_kept():
    told = status(
        1,
        "<p>ما رأيكم؟</p>",
        spoiler_text="تنبيه",
        sensitive=True,
        in_reply_to_id="117020570000000001",
        edited_at="2026-08-01T05:00:00+03:00",
        poll={"options": [{"title": "نعم"}, {"title": "لا"}]},
    )
    with served(sample(told)) as server:
        (one,) = all_of(server)
    post = one.post
    assert post.text == "تنبيه\n\nما رأيكم؟"
    assert post.entities == (Entity("content_warning", 0, 5), Entity("sensitive", 0, 0))
    assert post.poll.answers == ("نعم", "لا")
    assert post.reply_to == "117020570000000001"
    assert post.edited_at == datetime(2026, 8, 1, 2, tzinfo=UTC)


def test_files_come_along_and_those_that_cannot_say_why():
    server = sample()
    with served(server):
        attached = [
            {"id": "1", "type": "image", "url": server.base + "/media/a.png"},
            {"id": "2", "type": "video", "url": server.base + "/media/gone.mp4"},
            {"id": "3", "type": "unknown", "url": None},
            {"id": "4", "type": "image", "url": "http://169.254.169.254/latest/meta-data"},
            {"id": "5", "type": "gifv", "url": "file:///etc/passwd"},
        ]
        server.files["/media/a.png"] = PIXEL
        server.answers["/media/gone.mp4"] = (410, {}, b"")
        server.statuses.append(status(1, media_attachments=attached))
        (one,) = all_of(server)
    first, *others = one.post.media
    assert (first.name, first.kind, first.mime, first.missing) == (
        "1.png",
        "photo",
        "image/png",
        "",
    )
    assert one.files == {"1.png": PIXEL}
    assert others[0].missing == "the server answered 410"
    assert all(each.missing for each in others)
    assert [each.kind for each in others] == ["video", "file", "photo", "animation"]


def test_a_used_up_allowance_stops_the_visit_with_the_wait_the_server_named():
    server = sample(*(status(number) for number in range(1, 100)))
    server.remaining = 4
    taken = []
    with served(server), pytest.raises(Unreachable) as stop:
        taken.extend(Fediverse(server.settings()).collect(server.base + "/@marsad_sample", ""))
    assert len(taken) == 80
    # Reset is five minutes and half a second after the server's own Date.
    assert 295 < stop.value.wait <= 300.6
    assert len(server.asked) == 4


def test_being_told_to_slow_down_keeps_what_came_and_goes_on_later(tmp_path):
    server = sample(*(status(number) for number in range(1, 6)))
    with served(server), Store.create(tmp_path) as store:
        attached = {"id": "1", "type": "image", "url": server.base + "/media/a.png"}
        server.statuses[3]["media_attachments"] = [attached]
        server.answers["/media/a.png"] = (429, {"Retry-After": "1"}, b"")
        with pytest.raises(Unreachable) as stop:
            sealed(store, server)
        assert stop.value.wait == pytest.approx(1, abs=0.5)
        assert len(list(store.posts())) == 3
        server.answers.clear()
        server.files["/media/a.png"] = PIXEL
        assert sealed(store, server)[0] == 2
        assert not [m for post in store.posts() for m in post.media if m.missing]


@pytest.mark.parametrize(
    "damage",
    [
        {"created_at": "2026-08-01T10:00:00"},
        {"created_at": "yesterday"},
        {"content": 7},
        {"visibility": "direct"},
        {"account": {"id": "7", "acct": None}},
        {"content": "<div>" * 100_000 + "hidden"},
    ],
)
def test_a_damaged_status_is_refused_alone(damage):
    server = sample(status(1), status(2, **damage), status(3))
    with served(server):
        items = all_of(server)
    refused = [item for item in items if isinstance(item, Refused)]
    assert [one.post.native_id for one in gathered(items)] == [status(1)["id"], status(3)["id"]]
    assert [each.where.rpartition(" ")[2] for each in refused] == [status(2)["id"]]
    assert refused[0].reason


@pytest.mark.parametrize(
    ("code", "body", "error"),
    [
        (200, b"<html>hello</html>", BadInput),
        (200, b"[" * 200_000, BadInput),
        (200, b'{"id":' * 200_000, BadInput),
        (200, b'{"id": "../../x", "acct": "a"}', BadInput),
        (404, b'{"error":"Record not found"}', BadInput),
        (401, b"", Unreachable),
        (422, b"", Unreachable),
        (500, b"", Unreachable),
        (429, b"", Unreachable),
    ],
)
def test_a_server_of_another_kind_is_named_in_one_sentence(code, body, error):
    server = sample()
    server.answers["/api/v1/accounts/lookup"] = (code, {}, body)
    with served(server), pytest.raises(error) as said:
        all_of(server)
    assert "\n" not in str(said.value)
    assert "127.0.0.1" in str(said.value)


def test_a_server_that_begins_with_its_newest_posts_is_found_out():
    server = sample(*(status(number) for number in range(1, 60)))
    server.ignores_min_id = True
    items = []
    with served(server), pytest.raises(Unreachable, match="min_id"):
        items.extend(Fediverse(server.settings()).collect(server.base + "/@marsad_sample", ""))
    assert isinstance(items[0], Refused)
    assert "older posts" in items[0].reason


def test_a_link_header_cannot_send_us_elsewhere():
    server = sample(status(1))
    with served(server):
        headers = {"Link": '<http://169.254.169.254/?min_id=../../x>; rel="prev"'}
        body = json.dumps([status(1)]).encode()
        server.answers["/api/v1/accounts/7/statuses"] = (200, headers, body)
        with pytest.raises(Unreachable, match="same page"):
            all_of(server)
    assert all(each.startswith("/api/v1/accounts/") for each in server.asked)
    assert server.asked[-1].endswith(f"min_id={status(1)['id']}&limit=40")


@pytest.mark.parametrize(
    ("origin", "id"),
    [
        ("@Marsad_Sample@social.example", "fediverse:social.example/@marsad_sample"),
        ("https://social.example/@marsad_sample/", "fediverse:social.example/@marsad_sample"),
        ("https://social.example/@a@far.example", "fediverse:social.example/@a@far.example"),
        ("https://social.example/@a@social.example", "fediverse:social.example/@a"),
        ("https://social.example/tags/%D8%BA%D8%B2%D8%A9", "fediverse:social.example/tags/غزة"),
        ("https://social.example/tags/News", "fediverse:social.example/tags/news"),
        ("https://social.example/@a/117020580000000001", None),
        ("https://social.example/", None),
        ("https://public.example@127.0.0.1/@a", None),
        ("https://social.example/tags/a%2F..%2Fb", None),
        ("https://[::1/@a", None),
        ("ftp://social.example/@a", None),
        ("result.json", None),
        ("@a", None),
        ("", None),
    ],
)
def test_origins_are_recognised_at_a_glance(origin, id):
    found = timeline(origin)
    assert (found.id if found else None) == id
    assert bool(Fediverse().accepts(origin)) == (id is not None)
    assert Fediverse().originals(origin) == ()


def test_links_mentions_and_tags_are_where_the_text_says():
    shown = (
        '<span class="invisible">https://</span><span class="ellipsis">example.org/x</span>'
        '<span class="invisible">/y</span>'
    )
    text, entities = read_text(
        '<p>مرحبا <a href="https://far.example/@a" class="u-url mention">@<span>a</span></a> '
        f'👩‍👩‍👧‍👦 <a href="https://example.org/x/y">{shown}</a><br>سطر</p>'
        '<p><a href="https://example.org/z">هنا</a> '
        '<a class="mention hashtag" href="https://far.example/tags/x">#<span>وسم</span></a></p>'
    )
    assert text == "مرحبا @a 👩‍👩‍👧‍👦 https://example.org/x/y\nسطر\n\nهنا #وسم"
    assert [(each.kind, text[each.start : each.end], each.href) for each in entities] == [
        ("mention", "@a", "https://far.example/@a"),
        ("link", "https://example.org/x/y", ""),
        ("text_link", "هنا", "https://example.org/z"),
        ("hashtag", "#وسم", ""),
    ]


def test_markup_of_strangers_becomes_text_or_nothing():
    text, entities = read_text(
        "<script>alert(1)</script><p>a&lt;script&gt;b\0c</p><img src=x onerror=alert(1)>"
        "<style>p{}</style><a href='javascript:alert(1)'>d</a>"
    )
    assert text == "a<script>b\ufffdc\n\nd"
    assert entities == (Entity("text_link", 14, 15, "javascript:alert(1)"),)


def test_lines_of_a_poem_or_a_program_stay_where_they_are():
    text, _ = read_text("<p>سطر<br/><br/>سطر</p><pre></pre><pre>a\n  b</pre><p></p>")
    assert text == "سطر\n\nسطر\n\na\n  b"
