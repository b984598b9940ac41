"""A collector of a stranger: asks a server for the posts after the last one, page by page."""

import http.client
import json
import os
import signal
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlsplit

from marsad.errors import Unreachable
from marsad.model import Place, Post
from marsad.plugins import Clocks, Fetched, Gathered

PAGE = 300
NOON = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)


class Tiny:
    name: ClassVar[str] = "tiny"
    version: ClassVar[str] = "1"
    consecutive: ClassVar[bool] = True
    dies_after: ClassVar[int] = 0
    """Posts after which the whole process is killed; 0 for never."""

    def accepts(self, origin: str) -> bool:
        return origin.startswith("http://127.0.0.1:")

    def originals(self, origin: str) -> Sequence[Path]:  # noqa: ARG002
        return ()

    def collect(self, origin: str, since: str) -> Iterator[Gathered]:
        last, handed = int(since or 0), 0
        while True:
            fetched = _ask(origin, last)
            posts = json.loads(fetched.body)
            if not posts:
                return
            for number, text in posts:
                handed += 1
                if handed == self.dies_after:
                    os.kill(os.getpid(), signal.SIGKILL)
                last = number
                yield _gathered(origin, number, text, fetched)


def _ask(origin: str, after: int) -> Fetched:
    parts = urlsplit(origin)
    connection = http.client.HTTPConnection(parts.netloc, timeout=10)
    try:
        connection.request("GET", f"{parts.path}?after={after}")
        answer = connection.getresponse()
        body = answer.read()
    finally:
        connection.close()
    if answer.status == 429:
        raise Unreachable(f"{origin} answers 429", float(answer.headers["Retry-After"]))
    if answer.status != 200:
        raise Unreachable(f"{origin} answers {answer.status}")
    return Fetched(f"{origin}?after={after}", answer.status, body, Clocks(datetime.now(UTC), 0.0))


def _gathered(origin: str, number: int, text: str, fetched: Fetched) -> Gathered:
    place = Place(f"tiny:{urlsplit(origin).path[1:]}", "tiny", "ميناء سلوان", origin, fiction=True)
    at = NOON + timedelta(minutes=number)
    post = Post("", place.id, "", str(number), at, text, fiction=True)
    return Gathered(place, post, checkpoint=str(number), fetched=fetched)
