"""A server that translates, asked politely and believed in nothing."""

import logging
import time
from collections.abc import Sequence
from typing import Any

import msgspec

from marsad.errors import BadInput, NotReady, Unreachable
from marsad.phrase import Phrase
from marsad.translate.outside import Put

TRIES = 4
"""How often a server that has too much to do is asked the same."""
MOST_WAIT = 120.0
"""Seconds that are waited for a server on its word; what asks for more ends the run."""
IN_A_ROW = 3
"""Questions without an answer, one after the other, that make a server one that is down."""
BUSY = "busy"

log = logging.getLogger(__name__)


class Server:
    """One address of an API and how it is spoken to."""

    def __init__(self, put: Put, url: str, setting: str, key: str, seconds: float) -> None:
        """Remember where and how; ``setting`` names what an analyst would change."""
        self._put, self._url, self._setting, self._seconds = put, url, setting, seconds
        self._headers = (("Authorization", f"Bearer {key}"),) if key else ()
        self._unanswered = 0

    def ask(self, question: Any) -> bytes:
        """What it answers, unread.

        BadInput when this question failed, Unreachable when the server is down or asks for a long
        wait, NotReady when it will not have us.
        """
        body = msgspec.json.encode(question)
        for tried in range(TRIES):
            try:
                fetched = self._put(self._url, self._headers, body, self._seconds)
            except BadInput as error:
                raise NotReady(
                    str(error), Phrase("check the setting %(setting)s", setting=self._setting)
                ) from error
            except Unreachable as error:
                self._missed(error)
                _rest(error, tried)
                continue
            self._unanswered = 0
            return self._judged(fetched.status, fetched.body, fetched.fault)
        raise Unreachable(
            Phrase("%(url)s has too much to do; draft again later", url=self._url), MOST_WAIT
        )

    def _missed(self, error: Unreachable) -> None:
        if error.state == BUSY:
            return
        self._unanswered += 1
        if self._unanswered >= IN_A_ROW:
            raise error
        raise BadInput(str(error)) from error

    def _judged(self, status: int, body: bytes, fault: str) -> bytes:
        if 200 <= status < 300:
            if fault:
                raise BadInput(Phrase("the answer was %(fault)s", fault=fault))
            return body
        if status in (401, 403):
            raise NotReady(
                Phrase("%(url)s refuses the key (%(status)s)", url=self._url, status=status),
                Phrase(
                    "put a valid key in the file of the setting %(setting)s_key",
                    setting=self._setting,
                ),
            )
        if 300 <= status < 400 or status in (404, 405):
            raise NotReady(
                Phrase(
                    "%(url)s is not the address of the API (%(status)s)",
                    url=self._url,
                    status=status,
                ),
                Phrase("correct the setting %(setting)s", setting=self._setting),
            )
        raise BadInput(Phrase("the server answered with %(status)s", status=status))


def texts(answer: bytes, kind: Any) -> Any:
    """The answer as the JSON it must be."""
    try:
        return msgspec.json.decode(answer, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise BadInput(Phrase("the answer was not the JSON that was asked for")) from error


def _rest(busy: Unreachable, tried: int) -> None:
    """Wait as long as a busy server asks; without a word from it, longer each time."""
    wait = 2.0**tried if busy.wait is None else busy.wait
    if wait > MOST_WAIT:
        raise Unreachable(
            Phrase(
                "%(busy)s; it asks for a wait of %(wait)s seconds", busy=busy, wait=f"{wait:.0f}"
            ),
            wait,
        ) from busy
    log.info("%s; waiting %.0f seconds", busy, wait)
    time.sleep(wait)


def in_language(
    targets: Sequence[str], to: str, languages: Sequence[str], least: int = 25
) -> list[str]:
    """What is wrong with the language of each target; nothing for one too short to tell."""
    return [
        f"came back in {said!r} instead of {to!r}"
        if said not in (to, "und") and sum(map(str.isalpha, target)) >= least
        else ""
        for target, said in zip(targets, languages, strict=True)
    ]
