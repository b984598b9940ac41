"""Fetches the media of a message; what cannot be had is named, and the post is kept."""

import re
from dataclasses import replace
from pathlib import Path

from marsad.collect.fetch import Fetcher
from marsad.collect.telegram_web_media import Attachment
from marsad.collect.telegram_web_spool import hold
from marsad.errors import BadInput, Unreachable
from marsad.model import Media
from marsad.phrase import Phrase
from marsad.plugins import Fetched

_MIME = re.compile(r"[a-z]+/[a-z0-9.+-]{1,80}")


def fetch_media(
    fetcher: Fetcher, attachments: tuple[Attachment, ...], files: dict[str, Path | bytes]
) -> tuple[tuple[Media, ...], bool]:
    """The media, their content added to ``files``; and whether a later try may bring more."""
    media, again = [], False
    for attachment in attachments:
        medium = attachment.media
        if attachment.url:
            try:
                fetched = fetcher.get(attachment.url)
                medium = _taken(medium, fetched, files)
            except BadInput as error:
                medium = replace(medium, missing=f"refused: {error}")
            except Unreachable as error:
                # Told to wait, we wait: asking for the next file would be asking again.
                if error.wait is not None:
                    raise
                medium, again = replace(medium, missing=str(error)), True
        media.append(medium)
    return tuple(media), again


def _taken(medium: Media, fetched: Fetched, files: dict[str, Path | bytes]) -> Media:
    if fetched.status != 200 or fetched.fault or not fetched.body:
        said = fetched.fault or Phrase(
            "the server answered with status %(status)s", status=fetched.status
        )
        return replace(medium, missing=said)
    files[medium.name] = hold(fetched.body)
    said = next(
        (value for name, value in fetched.response_headers if name.lower() == "content-type"), ""
    )
    mime = said.partition(";")[0].strip().lower()
    # A server that does not know says octet-stream; the page said that it is a photo.
    tells = _MIME.fullmatch(mime) and mime != "application/octet-stream"
    return replace(medium, size=len(fetched.body), mime=mime if tells else medium.mime)
