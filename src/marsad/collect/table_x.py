"""Reads the posts of an account from its X (Twitter) archive: ``data/tweets.js``.

The file is a program: an assignment of an array. It is never run; what stands behind the
assignment is JSON.
"""

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from marsad.collect.table_mapping import Columns, Mapping
from marsad.collect.table_rows import LARGEST, Row
from marsad.errors import BadInput
from marsad.phrase import Phrase

FILE = re.compile(r"tweets?(?:-part\d+)?\.js")
START = re.compile(rb"\s*window\.YTD\.tweets?\.part\d+\s*=\s*(?=\[)")
_ACCOUNT = re.compile(rb"\s*window\.YTD\.account\.part\d+\s*=\s*(?=\[)")
_RETWEET = re.compile(r"RT @(\w{1,30}): ")
_NOT_JSON = (ArithmeticError, UnicodeDecodeError)


class Account(msgspec.Struct, rename="camel"):
    """Whose archive it is."""

    username: str
    account_id: str


class _Held(msgspec.Struct):
    account: Account


def account_file(tweets: Path) -> Path:
    """Where the archive says whose it is."""
    return tweets.with_name("account.js")


def x_mapping(tweets: Path) -> Mapping:
    """The mapping of an archive: everything in it is by the account itself."""
    account = _account(account_file(tweets))
    return Mapping(
        Columns("text", "id", "time", link="link", reply="reply", forward="forward"),
        "%a %b %d %H:%M:%S %z %Y",
        platform="X",
        kind="channel",
        place=account.account_id,
        place_name=account.username,
    )


def x_rows(path: Path, account: str) -> Iterator[Row]:
    """The posts as they stand in the file."""
    import ijson

    with path.open("rb") as file:
        match = START.match(file.read(1 << 10))
        if match is None:
            raise BadInput(
                Phrase("%(path)s does not begin like the tweets.js of an X archive", path=path.name)
            )
        file.seek(match.end())
        counted = _Counted(file, path.name)
        number = 0
        try:
            for item in ijson.items(counted, "item", use_float=True):
                number += 1
                counted.since = 0
                yield Row(f"{path.name}, post {number}", _values(item, account))
        except (ijson.JSONError, *_NOT_JSON) as error:
            if number and "trailing garbage" in str(error):
                return
            said = " ".join(str(error).split("\n")[0].split())
            raise BadInput(
                Phrase(
                    "%(path)s cannot be read on after post %(number)s: %(said)s; what "
                    "came before was taken",
                    path=path.name,
                    number=number,
                    said=said[:100],
                )
            ) from error


class _Counted:
    """A file that refuses to be read on when one post takes up too much of it."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self.since = 0
        self._file = file
        self._name = name

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self.since += len(data)
        if self.since > LARGEST:
            raise BadInput(
                Phrase(
                    "%(name)s has a post of more than %(largest)s MB",
                    name=self._name,
                    largest=LARGEST >> 20,
                )
            )
        return data


def _values(item: Any, account: str) -> dict[str, Any]:
    tweet = item.get("tweet", item) if isinstance(item, dict) else {}
    if not isinstance(tweet, dict):
        tweet = {}
    said = tweet.get("full_text", tweet.get("text", ""))
    # The archive escapes three signs as HTML does, and only these.
    text = html.unescape(said) if isinstance(said, str) else ""
    retweet = _RETWEET.match(text)
    id = tweet.get("id_str", tweet.get("id", ""))
    return {
        "text": text,
        "id": id,
        "time": tweet.get("created_at", ""),
        "reply": tweet.get("in_reply_to_status_id_str", ""),
        "forward": retweet[1] if retweet else "",
        "link": f"https://x.com/{account}/status/{id}",
    }


def _account(path: Path) -> Account:
    try:
        data = path.read_bytes()[:LARGEST]
    except OSError as error:
        raise BadInput(
            Phrase(
                "%(path)s does not stand beside the posts, so it is not known whose "
                "they are; put it there, or write a mapping",
                path=path.name,
            )
        ) from error
    match = _ACCOUNT.match(data)
    try:
        held = (
            msgspec.json.decode(data[match.end() :].rstrip(b" \r\n;"), type=list[_Held])
            if match
            else []
        )
    except msgspec.MsgspecError as error:
        raise BadInput(
            Phrase("%(path)s cannot be read: %(error)s", path=path.name, error=error)
        ) from error
    if not held:
        raise BadInput(Phrase("%(path)s does not begin like that of an X archive", path=path.name))
    return held[0].account
