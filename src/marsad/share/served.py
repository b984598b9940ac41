"""A file of a tree for whoever asks by its address; nothing beside the tree can be named.

Each part of an address has to be a name that stands in the folder reached so far, and is opened
from there without following a link. So ``..``, absolute paths, links and what changes meanwhile
lead nowhere, and no path is ever put together.
"""

import errno
import os
import stat
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from marsad.store import disk

INDEX = "index.html"
_NOT_THERE = {errno.ENOENT, errno.ENOTDIR, errno.ELOOP}
_PAGE = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
_SEARCH = f"{_PAGE}; script-src 'self'; connect-src 'self'"
"""As the page itself says: it has the one script of the site, which reads the index beside it."""
_FILE = "default-src 'none'; sandbox"
_SHOWN = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".xml": "application/xml",
    ".jpg": "image/jpeg",
    ".png": "image/png",
}
_SAVED = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".epub": "application/epub+zip",
    ".md": "text/markdown; charset=utf-8",
    ".bib": "application/x-bibtex; charset=utf-8",
}
"""Forms that a browser is to keep, not to show: a report opens outside the desk."""
_NAMED = {"atom.xml": "application/atom+xml", "feed.json": "application/feed+json"}


@dataclass(frozen=True, slots=True)
class Kind:
    """How a file of the tree is handed to a browser."""

    media: str
    policy: str
    saved: bool


def kind_of(address: str) -> Kind:
    """By the name alone: content is never sniffed; what the site does not write is only saved."""
    path = PurePosixPath(address)
    shown = _NAMED.get(path.name) or _SHOWN.get(path.suffix)
    media = shown or _SAVED.get(path.suffix, "application/octet-stream")
    if path.suffix != ".html":
        return Kind(media, _FILE, shown is None)
    return Kind(media, _SEARCH if path == PurePosixPath("search", INDEX) else _PAGE, False)


def read(site: Path, tier: str, address: str) -> bytes | None:
    """The content of one file of a tree; None where the tree has no such file."""
    *folders, name = tier, *address.split("/")
    with disk.told(), ExitStack() as opened:
        try:
            here = _keep(opened, os.open(site, os.O_RDONLY | os.O_DIRECTORY))
            for folder in folders:
                here = _keep(opened, _inside(here, folder, os.O_DIRECTORY))
            # Not blocking: opening a pipe that nobody writes to would wait for ever.
            file = _keep(opened, _inside(here, name, os.O_NONBLOCK))
        except OSError as error:
            if error.errno in _NOT_THERE:
                return None
            raise
        if not stat.S_ISREG(os.fstat(file).st_mode):
            return None
        with open(file, "rb", closefd=False) as content:
            return content.read()


def published(site: Path, tier: str) -> bool:
    """Whether a tree was written at all."""
    return read(site, tier, INDEX) is not None


def _inside(folder: int, name: str, how: int) -> int:
    if name not in os.listdir(folder):
        raise FileNotFoundError(errno.ENOENT, "no such name in the tree")
    return os.open(name, os.O_RDONLY | os.O_NOFOLLOW | how, dir_fd=folder)


def _keep(opened: ExitStack, file: int) -> int:
    opened.callback(os.close, file)
    return file
