"""Which timeline of which server an origin names."""

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

_ACCOUNT = re.compile(r"@(\w[\w.-]{0,63})(?:@([\w.-]+(?::\d+)?))?", re.ASCII)
_HANDLE = re.compile(r"@(\w[\w.-]{0,63})@([\w.-]+\.[\w-]+)", re.ASCII)
_TAG = re.compile(r"\w{1,200}")
_HOST = re.compile(r"[\w.-]+(?::\d{1,5})?|\[[0-9a-f:.]+\](?::\d{1,5})?")


@dataclass(frozen=True, slots=True)
class Timeline:
    """The public posts of one account, or of one tag, as one server tells them."""

    base: str
    """Scheme and host, such as ``https://social.example``."""
    account: str = ""
    """As that server writes it: ``name``, or ``name@host`` for an account of another server."""
    tag: str = ""

    @property
    def host(self) -> str:
        """The server; ids of posts are its own and mean nothing elsewhere."""
        return self.base.partition("://")[2]

    @property
    def id(self) -> str:
        """The id of the place."""
        return f"fediverse:{self.host}/" + (f"@{self.account}" if self.account else self._tags)

    @property
    def address(self) -> str:
        """Where a reader finds it."""
        return f"{self.base}/" + (f"@{self.account}" if self.account else quote(self._tags))

    @property
    def _tags(self) -> str:
        return f"tags/{self.tag}"


def timeline(origin: str) -> Timeline | None:
    """The timeline an origin names: ``https://HOST/@NAME``, ``@NAME@HOST``, ``…/tags/TAG``."""
    if handle := _HANDLE.fullmatch(origin.strip()):
        return Timeline(f"https://{handle[2].lower()}", account=handle[1].lower())
    try:
        parts = urlsplit(origin.strip())
        host = parts.netloc.lower()
    except ValueError:
        return None
    if parts.scheme not in ("https", "http") or not _HOST.fullmatch(host):
        return None
    return _named(f"{parts.scheme}://{host}", unquote(parts.path).strip("/"))


def _named(base: str, path: str) -> Timeline | None:
    if account := _ACCOUNT.fullmatch(path.removesuffix("/with_replies")):
        name, home = account[1].lower(), (account[2] or "").lower()
        here = base.partition("://")[2]
        return Timeline(base, account=f"{name}@{home}" if home not in ("", here) else name)
    kind, _, tag = path.partition("/")
    if kind == "tags" and _TAG.fullmatch(tag):
        # Servers take letter case in tags for nothing.
        return Timeline(base, tag=tag.casefold())
    return None
