"""Opens a WACZ package, once everything in it was held to what it says about itself."""

import tempfile
import zipfile
from contextlib import ExitStack
from dataclasses import dataclass
from typing import BinaryIO

from marsad.collect.wacz_listed import check_listed, digest_of_package
from marsad.collect.wacz_names import check_directory, check_names
from marsad.collect.wacz_signature import signed_by
from marsad.errors import BadInput
from marsad.model import Entity
from marsad.phrase import Phrase
from marsad.plugins import Refused

LARGEST = 2 << 30
"""What the archives in a package may take on disk while they are read."""
_AT_ONCE = 1 << 18


@dataclass(frozen=True, slots=True)
class Package:
    """The archives of an origin, and what its package says about them."""

    archives: list[tuple[str, BinaryIO]]
    marks: tuple[Entity, ...] = ()
    """Stands at every post: who signed the package, or that nobody did."""
    remarks: tuple[Refused, ...] = ()


def opened_package(file: BinaryIO, name: str, stack: ExitStack) -> Package:
    """Check a package from its directory to its signature, then unpack its archives.

    They are unpacked to files without a name that vanish with ``stack``: no name in the package
    is ever the name of a file here.
    """
    check_directory(file, name)
    try:
        package = stack.enter_context(zipfile.ZipFile(file))
        check_names(package, file.seek(0, 2), name)
        check_listed(package, name)
        state = signed_by(digest_of_package(package, name), name)
        archives = _archives(package, name, stack)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, RuntimeError) as error:
        raise BadInput(
            Phrase(
                "%(name)s is INVALID: the zip file is damaged (%(error)s)", name=name, error=error
            )
        ) from error
    marks = (Entity("signature", 0, 0, state),)
    if state.startswith("VERIFIED"):
        return Package(archives, marks)
    return Package(
        archives,
        marks,
        (Refused(f"{name}, signature", Phrase("%(state)s; the pages were taken", state=state)),),
    )


def _archives(package: zipfile.ZipFile, name: str, stack: ExitStack) -> list[tuple[str, BinaryIO]]:
    wanted = [
        each
        for each in package.infolist()
        if each.filename.startswith("archive/") and each.filename.endswith((".warc", ".warc.gz"))
    ]
    if not wanted:
        raise BadInput(
            Phrase(
                "%(name)s holds no archive/*.warc or archive/*.warc.gz; nothing can be read",
                name=name,
            )
        )
    if sum(each.file_size for each in wanted) > LARGEST:
        raise BadInput(
            Phrase(
                "%(name)s holds more than %(largest)s GB of archives; unzip it and "
                "collect the WARC files in it",
                name=name,
                largest=LARGEST >> 30,
            )
        )
    return [(f"{name}, {each.filename}", _unpacked(package, each, stack)) for each in wanted]


def _unpacked(package: zipfile.ZipFile, member: zipfile.ZipInfo, stack: ExitStack) -> BinaryIO:
    file = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - the stack closes it
    with package.open(member) as packed:
        while data := packed.read(_AT_ONCE):
            file.write(data)
    return file
