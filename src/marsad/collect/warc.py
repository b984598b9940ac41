"""Collects pages from web archives: WARC files, and the WACZ packages they come in.

A page is a post of its site, and the time of its capture is the time of the post: when a page was
written, the archive does not know.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from heapq import merge
from pathlib import Path
from typing import BinaryIO, ClassVar

import msgspec

from marsad.collect.wacz_open import Package, opened_package
from marsad.collect.warc_post import checksum, gathered, text_reader
from marsad.collect.warc_scan import Scan
from marsad.engine.capped import Capped
from marsad.errors import BadInput
from marsad.model import Entity
from marsad.phrase import Phrase
from marsad.plugins import Gathered, Refused

_SUFFIXES = (".warc", ".warc.gz", ".wacz")
_SLOW = 3
"""Pages that may take too long, and one more for every fifty: then somebody means harm."""


class Position(msgspec.Struct, frozen=True):
    """The last page taken, counted in the order of time, and what the file was then."""

    file: list[int]
    taken: int


class WebArchive:
    """Turns the pages of a WARC or WACZ file into posts."""

    name: ClassVar[str] = "warc"
    version: ClassVar[str] = "1"
    consecutive: ClassVar[bool] = False

    def accepts(self, origin: str) -> bool:
        """Say whether ``origin`` is called like a web archive and begins like one."""
        try:
            path = Path(origin)
            if not (path.name.lower().endswith(_SUFFIXES) and path.is_file()):
                return False
            with path.open("rb") as file:
                return file.read(5) == b"WARC/" or _begins(path, b"\x1f\x8b", b"PK")
        except (OSError, ValueError):
            return False

    def originals(self, origin: str) -> Sequence[Path]:
        """The file itself."""
        path = Path(origin)
        try:
            if path.is_file():
                return [path]
        except (OSError, ValueError) as error:
            raise BadInput(
                Phrase("%(origin)s cannot be read: %(error)s", origin=repr(origin), error=error)
            ) from error
        raise BadInput(
            Phrase("%(origin)s is no file; name a .warc, .warc.gz or .wacz file", origin=origin)
        )

    def collect(self, origin: str, since: str) -> Iterator[Gathered | Refused]:
        """Yield every page after ``since``, and raise at the end if the file is damaged."""
        path = self.originals(origin)[0]
        with ExitStack() as stack:
            file = stack.enter_context(path.open("rb"))
            mark = checksum(file)
            if _begins(path, b"PK"):
                package = opened_package(file, path.name, stack)
            else:
                package = Package([(path.name, file)])
            reader = stack.enter_context(text_reader())
            yield from _pages(package, mark, _taken(since, mark), reader, path.name)


def _begins(path: Path, *marks: bytes) -> bool:
    with path.open("rb") as file:
        return file.read(8).startswith(marks)


def _taken(since: str, mark: list[int]) -> int:
    try:
        last = msgspec.json.decode(since, type=Position)
    except msgspec.DecodeError:
        return 0
    return last.taken if last.file == mark else 0


def _pages(
    package: Package, mark: list[int], taken: int, reader: Capped, name: str
) -> Iterator[Gathered | Refused]:
    scans = [Scan(file, name, at) for at, (name, file) in enumerate(package.archives)]
    for scan in scans:
        yield from scan.run()
        scan.entries.sort()
    yield from package.remarks
    yield from _left_out(scans, name)
    files = [file for _, file in package.archives]
    yield from _posts(scans, files, mark, taken, reader, package.marks)
    broken = [scan.broken for scan in scans if scan.broken]
    if broken:
        raise BadInput(Phrase("%(broken)s; the pages before that were taken", broken=broken[0]))
    if not any(scan.entries for scan in scans):
        raise BadInput(
            Phrase(
                "%(name)s holds no page that can be taken; choose an archive of a web site",
                name=name,
            )
        )


def _left_out(scans: Sequence[Scan], name: str) -> Iterator[Refused]:
    counts = sum((scan.left_out for scan in scans), Counter())
    for kind, count in counts.most_common():
        yield Refused(
            f"{name}, records {kind}",
            Phrase("not taken, because they are no page: %(count)s", count=count),
        )


def _posts(
    scans: Sequence[Scan],
    files: Sequence[BinaryIO],
    mark: list[int],
    taken: int,
    reader: Capped,
    marks: tuple[Entity, ...],
) -> Iterator[Gathered | Refused]:
    slow = 0
    for number, entry in enumerate(merge(*(scan.entries for scan in scans)), 1):
        if number <= taken:
            continue
        where = f"{scans[entry.source].name}, record {entry.number}"
        try:
            made = gathered(files[entry.source], entry, reader, marks)
        except BadInput as error:
            yield Refused(where, str(error))
            slow += "took longer" in str(error)
            if slow > _SLOW + number // 50:
                raise BadInput(
                    Phrase("%(where)s: too many pages take too long to be read", where=where)
                ) from error
            continue
        position = msgspec.json.encode(Position(mark, number)).decode()
        yield Gathered(made.place, made.post, {}, position)
