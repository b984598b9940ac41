"""Fetches the files that came with a status."""

import mimetypes
import re
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from marsad.collect.fediverse_status import AttachmentShape
from marsad.errors import BadInput, Unreachable
from marsad.model import Media
from marsad.phrase import Phrase
from marsad.plugins import Fetched

if TYPE_CHECKING:
    from marsad.collect.fetch import Fetcher

_KINDS = {"image": "photo", "video": "video", "gifv": "animation", "audio": "audio"}
_SUFFIX = re.compile(r"\.[a-z0-9]{1,5}", re.ASCII)
_MIME = re.compile(r"[a-z]+/[a-z0-9.+-]{1,80}", re.ASCII)
_NOT_KEPT = Phrase("the server has kept no copy of it")


def attach(
    fetcher: "Fetcher", attached: Sequence[AttachmentShape]
) -> tuple[tuple[Media, ...], dict[str, Path | bytes]]:
    """The media of a status and their content; what cannot be had says why.

    A server that asks to wait is obeyed: Unreachable goes on to whoever asked, and the status is
    taken at the next visit, whole.
    """
    files: dict[str, Path | bytes] = {}
    return tuple(_medium(fetcher, each, files) for each in attached), files


def _medium(fetcher: "Fetcher", told: AttachmentShape, files: dict[str, Path | bytes]) -> Media:
    name, kind = _name(told), _KINDS.get(told.type, "file")
    mime = mimetypes.guess_type(name)[0] or "application/octet-stream"
    if not told.url:
        return Media("", name, kind, mime, missing=_NOT_KEPT)
    try:
        fetched = fetcher.get(told.url)
    except BadInput as error:
        return Media("", name, kind, mime, missing=f"not fetched: {error}")
    except Unreachable as error:
        if error.wait is not None:
            raise
        return Media("", name, kind, mime, missing=f"not fetched: {error}")
    if missing := _fault(fetched):
        return Media("", name, kind, mime, missing=missing)
    files[name] = fetched.body
    return Media("", name, kind, _mime(fetched, mime), len(fetched.body))


def _name(told: AttachmentShape) -> str:
    """A name of our own making: that of the server is an address."""
    try:
        suffix = PurePosixPath(urlsplit(told.url or "").path).suffix.lower()
    except ValueError:
        suffix = ""
    return told.id + (suffix if _SUFFIX.fullmatch(suffix) else "")


def _fault(fetched: Fetched) -> str:
    if fetched.status != 200:
        return Phrase("the server answered %(status)s", status=fetched.status)
    return fetched.fault and Phrase("it did not come whole: %(fault)s", fault=fetched.fault)


def _mime(fetched: Fetched, guessed: str) -> str:
    headers = {name.lower(): value for name, value in fetched.response_headers}
    said = headers.get("content-type", "").partition(";")[0].strip().lower()
    return said if _MIME.fullmatch(said) else guessed
