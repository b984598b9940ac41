"""Holds the files of a WACZ package to the list in its datapackage.json."""

import hashlib
import zipfile

import msgspec

from marsad.errors import BadInput
from marsad.phrase import Phrase

PACKAGE, DIGEST = "datapackage.json", "datapackage-digest.json"
LARGEST_LIST = 16 << 20
_AT_ONCE = 1 << 18


class Stats(msgspec.Struct):
    """How the first version of the format wrote size and digest."""

    hash: str = ""
    bytes: int | None = None


class Listed(msgspec.Struct):
    """One file as the list has it."""

    path: str
    hash: str = ""
    bytes: int | None = None
    stats: Stats | None = None
    hashing: str = ""

    @property
    def digest(self) -> str:
        """``sha256:`` and the digest."""
        return f"{self.hashing}:{self.stats.hash}" if self.stats else self.hash

    @property
    def size(self) -> int | None:
        """How many bytes it is said to have."""
        return self.stats.bytes if self.stats else self.bytes


class List(msgspec.Struct):
    """What we read of a ``datapackage.json``."""

    resources: list[Listed]


class Signed(msgspec.Struct, rename="camel"):
    """What a signature covers, and who gave it: a domain, or a key without a name."""

    hash: str
    signature: str
    created: str = ""
    public_key: str = ""
    domain: str = ""
    domain_cert: str = ""


class DigestFile(msgspec.Struct, rename="camel"):
    """What we read of a ``datapackage-digest.json``."""

    hash: str
    signed_data: Signed | None = None


def check_listed(package: zipfile.ZipFile, name: str) -> None:
    """Refuse a file that is not listed, not there, or not what the list says."""
    try:
        said = msgspec.json.decode(small(package, PACKAGE, name), type=List)
    except (msgspec.DecodeError, RecursionError) as error:
        raise BadInput(
            Phrase(
                "%(name)s is INVALID: %(package)s cannot be read (%(error)s)",
                name=name,
                package=PACKAGE,
                error=error,
            )
        ) from error
    there = {each.filename: each for each in package.infolist() if not each.is_dir()}
    listed = {each.path for each in said.resources}
    if len(listed) < len(said.resources):
        raise BadInput(
            Phrase(
                "%(name)s is INVALID: %(package)s lists a file twice", name=name, package=PACKAGE
            )
        )
    if missing := sorted(listed - set(there)):
        raise BadInput(
            Phrase(
                "%(name)s is INCOMPLETE: %(missing)s is listed and not there",
                name=name,
                missing=repr(missing[0][:80]),
            )
        )
    if extra := sorted(set(there) - listed - {PACKAGE, DIGEST}):
        raise BadInput(
            Phrase(
                "%(name)s is INVALID: %(extra)s is there and not listed",
                name=name,
                extra=repr(extra[0][:80]),
            )
        )
    for each in said.resources:
        _check(package, there[each.path], each, name)


def digest_of_package(package: zipfile.ZipFile, name: str) -> Signed | None:
    """What was signed, once it agrees with the list that is there; nothing when nobody signed."""
    if DIGEST not in package.namelist():
        return None
    try:
        said = msgspec.json.decode(small(package, DIGEST, name), type=DigestFile)
    except (msgspec.DecodeError, RecursionError) as error:
        raise BadInput(
            Phrase(
                "%(name)s is INVALID: %(digest)s cannot be read (%(error)s)",
                name=name,
                digest=DIGEST,
                error=error,
            )
        ) from error
    made = "sha256:" + hashlib.sha256(small(package, PACKAGE, name)).hexdigest()
    if said.hash != made:
        raise BadInput(
            Phrase(
                "%(name)s is INVALID: %(package)s is not what %(digest)s says",
                name=name,
                package=PACKAGE,
                digest=DIGEST,
            )
        )
    if said.signed_data and said.signed_data.hash != made:
        raise BadInput(
            Phrase(
                "%(name)s is INVALID: the signature is of another %(package)s",
                name=name,
                package=PACKAGE,
            )
        )
    return said.signed_data


def small(package: zipfile.ZipFile, member: str, name: str) -> bytes:
    """A whole file of the package, when it is small enough to be read at once."""
    try:
        info = package.getinfo(member)
    except KeyError:
        raise BadInput(
            Phrase(
                "%(name)s is INVALID: it has no %(member)s, so it is no WACZ",
                name=name,
                member=member,
            )
        ) from None
    if info.file_size > LARGEST_LIST:
        raise BadInput(
            Phrase(
                "%(name)s is INVALID: %(member)s is larger than %(largest_list)s MB",
                name=name,
                member=member,
                largest_list=LARGEST_LIST >> 20,
            )
        )
    return package.read(info)


def _check(package: zipfile.ZipFile, there: zipfile.ZipInfo, listed: Listed, name: str) -> None:
    algorithm, _, said = listed.digest.partition(":")
    if algorithm not in ("sha256", "sha512"):
        raise BadInput(
            Phrase(
                "%(name)s is INVALID: %(path)s is listed without a SHA-2 digest",
                name=name,
                path=repr(listed.path[:80]),
            )
        )
    if listed.size != there.file_size:
        raise BadInput(
            Phrase(
                "%(name)s is INVALID: %(path)s has not the size that is listed",
                name=name,
                path=repr(listed.path[:80]),
            )
        )
    made = hashlib.new(algorithm)
    with package.open(there) as file:
        while data := file.read(_AT_ONCE):
            made.update(data)
    if made.hexdigest() != said.lower():
        raise BadInput(
            Phrase(
                "%(name)s is INVALID: %(path)s is not what its digest says",
                name=name,
                path=repr(listed.path[:80]),
            )
        )
