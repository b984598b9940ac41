"""A t.me of our own on this machine: pages in its markup, and whatever else a test wants of it."""

import base64
import json
import re
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from marsad.settings import Settings

FIXTURES = Path(__file__).parent / "fixtures" / "telegram_web"
START = datetime(2024, 5, 14, 7, tzinfo=UTC)
TEXTS = (
    "افتتحت البلدية حديقة عامة جديدة في وسط المدينة صباح اليوم",
    "هواشناسی برای فردا باران پیش‌بینی کرده است",
    "کل شہر میں کتابوں کا میلہ شروع ہو رہا ہے",
    "The library opens at nine on Monday.",
)


def fixture(name: str) -> str:
    return (FIXTURES / name).read_text(encoding="utf-8")


def fill(template: str, **values: object) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: str(values.get(found[1], "")), template)


@dataclass
class Said:
    """A message of the channel."""

    text: str
    edited: str = ""
    media: str = ""


@dataclass
class Answer:
    """What is sent instead of a page."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


class Site:
    """One channel, paged the way t.me does: twenty a page, ``before`` and ``after``."""

    def __init__(self) -> None:
        self.name, self.title, self.number = "town_notices", "Town Notices", 1001001
        self.description, self.picture = "أخبار البلدية", "avatar.jpg"
        self.posts: dict[int, Said | str] = {}
        self.files: dict[str, bytes] = {}
        self.asked: list[str] = []
        self.instead = lambda _path, _count: None
        self.renamed: dict[str, str] = {}
        self.views = 100
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                answer = site.answer(self.path)
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                self.wfile.write(answer.body)

            def log_message(self, *_words: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def settings(self) -> Settings:
        return Settings(own_addresses=f"127.0.0.1:{self.port}", pace_seconds=0, fetch_seconds=5)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def publish(self, first: int, last: int) -> None:
        for id in range(first, last + 1):
            self.posts[id] = Said(f"{TEXTS[id % 4]} {id}")

    def answer(self, path: str) -> Answer:
        self.asked.append(path)
        wanted = self.instead(path, len(self.asked))
        if wanted is not None:
            return wanted
        parts = urlsplit(path)
        if parts.path.startswith("/file/"):
            body = self.files.get(parts.path.removeprefix("/file/"))
            kind = {"Content-Type": "application/octet-stream"}
            return Answer(404) if body is None else Answer(200, body, kind)
        if parts.path == f"/{self.name}":
            return page(fill(fixture("channel.html"), **self.head()))
        name = parts.path.removeprefix("/s/")
        if name in self.renamed:
            query = f"?{parts.query}" if parts.query else ""
            return Answer(302, headers={"Location": f"/s/{self.renamed[name]}{query}"})
        if name.lower() != self.name.lower():
            return Answer(302, headers={"Location": f"/{name}"})
        return page(self.page(parse_qs(parts.query)))

    def page(self, query: dict[str, list[str]]) -> str:
        ids = sorted(self.posts)
        if "after" in query:
            chosen = [id for id in ids if id > int(query["after"][0])][:20]
        elif "before" in query:
            chosen = [id for id in ids if id < int(query["before"][0])][-20:]
        else:
            chosen = ids[-20:]
        more = '<div class="tgme_widget_message_centered js-messages_more_wrap">{}</div>'
        older = (
            f'<a href="/s/{self.name}?before={min(chosen, default=0)}" class="tme_messages_more">'
        )
        nothing = '<div class="tme_no_messages_found">No posts found</div>'
        return self.frame(
            "".join(map(self.message, chosen)) or more.format(nothing),
            more.format(f"{older}</a>") if chosen and chosen[0] > ids[0] else "",
        )

    def frame(self, messages: str, more: str = "") -> str:
        return fill(fixture("frame.html"), messages=messages, more_before=more, **self.head())

    def head(self) -> dict[str, str]:
        said = escape(self.description).replace("\n", "<br/>")
        shown = {"title": escape(self.title), "description": said, "picture": self.picture}
        return {"name": self.name, **shown}

    def message(self, id: int) -> str:
        said = self.posts[id]
        if isinstance(said, str):
            return said
        self.views += 1
        view = json.dumps({"c": -self.number, "p": id}, separators=(",", ":")).encode()
        return fill(
            fixture("message.html"),
            name=self.name,
            title=escape(self.title),
            id=id,
            view=base64.urlsafe_b64encode(view).decode().rstrip("=") if self.number else "",
            text=escape(said.text).replace("\n", "<br/>"),
            edited=said.edited,
            media=said.media,
            views=self.views,
            time=(START + timedelta(minutes=id)).isoformat(),
        )


def page(html: str) -> Answer:
    return Answer(200, html.encode(), {"Content-Type": "text/html; charset=utf-8"})
