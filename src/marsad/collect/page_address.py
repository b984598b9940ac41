"""Where a page stands: its site is the place, its path the native id."""

import hashlib
import re
from pathlib import Path
from urllib.parse import urlsplit

from marsad.model import Place, made_of

_LONGEST = 200
_SAVED = re.compile(r"(?!messages\d*\.html$).+\.x?html?", re.IGNORECASE | re.DOTALL)
_HOST = re.compile(r"[^\s@\\/]+")


def web_address(origin: str) -> bool:
    """Say whether an origin is an address of the web, host and all, without a login in it."""
    try:
        parts = urlsplit(origin.strip())
        return parts.scheme in ("http", "https") and bool(_HOST.fullmatch(parts.netloc))
    except ValueError:
        return False


def saved_page(origin: str) -> bool:
    """Say whether an origin is a file of HTML; pages of a chat export are not ours."""
    try:
        path = Path(origin)
        return bool(_SAVED.fullmatch(path.name)) and path.is_file()
    except (OSError, ValueError):
        return False


def of_address(url: str) -> tuple[Place, str]:
    """The site, and the path of the page in it."""
    parts = urlsplit(url)
    site = f"{parts.scheme}://{parts.netloc}/"
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if len(path) > _LONGEST:
        path = f"{path[:_LONGEST]}…{made_of(path)[:12]}"
    return Place(f"page:{parts.netloc}", "page", parts.netloc, site), path


def of_file(body: bytes) -> tuple[Place, str]:
    """A saved page: where it stood is its own claim, so its content is its name."""
    return Place("page:saved", "page", "saved pages"), hashlib.sha256(body).hexdigest()[:16]
