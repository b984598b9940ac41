"""Judges the directory of a zip file before anything in it is opened."""

import stat
import struct
import unicodedata
import zipfile
from typing import BinaryIO

from marsad.collect.telegram_media import objection
from marsad.errors import BadInput
from marsad.phrase import Phrase

MEMBERS = 20_000
DIRECTORY = 8 << 20
"""The directory itself is read whole, so it is judged by its length first."""
RATIO = 200
_FREE = 1 << 20
_TAIL = 22 + (1 << 16)
_END, _END64 = b"PK\x05\x06", b"PK\x06\x06"


def check_directory(file: BinaryIO, name: str) -> None:
    """Refuse a zip file whose directory is too long, before it is read."""
    size = file.seek(0, 2)
    start = file.seek(max(0, size - _TAIL - 76))
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < 22:
        raise BadInput(Phrase("%(name)s is INVALID: it is no whole zip file", name=name))
    count, length = struct.unpack_from("<HI", tail, at + 10)
    if 0xFFFF in (count, length & 0xFFFF) or length == 0xFFFFFFFF:
        at64 = tail.rfind(_END64, 0, at)
        if at64 >= 0 and len(tail) - at64 >= 56:
            count, length = struct.unpack_from("<QQ", tail, at64 + 32)
    if count > MEMBERS or length > min(DIRECTORY, start + len(tail)):
        raise BadInput(
            Phrase("%(name)s is INVALID: its directory is longer than that of any WACZ", name=name)
        )
    file.seek(0)


def check_names(package: zipfile.ZipFile, size: int, name: str) -> None:
    """Refuse files that overlap, and names that stand twice, lead out or hide what they are."""
    members = package.infolist()
    if len(members) > MEMBERS:
        raise BadInput(
            Phrase(
                "%(name)s is INVALID: it holds more than %(members)s files",
                name=name,
                members=MEMBERS,
            )
        )
    # Files that share their bytes let a small package hold terabytes, each below the ratio.
    if sum(member.compress_size for member in members) > size:
        raise BadInput(Phrase("%(name)s is INVALID: its files overlap", name=name))
    seen: dict[str, str] = {}
    for member in members:
        reason = _objection(member) or _twin(member.filename, seen)
        if reason:
            raise BadInput(
                Phrase(
                    "%(name)s is INVALID: %(filename)s: %(reason)s",
                    name=name,
                    filename=repr(member.filename[:80]),
                    reason=reason,
                )
            )


def _twin(name: str, seen: dict[str, str]) -> str:
    folded = unicodedata.normalize("NFC", name).casefold()
    if folded not in seen:
        seen[folded] = name
        return ""
    return (
        Phrase("it stands twice")
        if seen[folded] == name
        else Phrase("another name differs in case alone")
    )


def _objection(member: zipfile.ZipInfo) -> str:
    # The name as it stands: zipfile cuts it at a NUL and, on Windows, turns backslashes.
    if member.orig_filename != member.filename:
        return Phrase("its name holds a NUL or a backslash")
    if reason := objection(member.filename.removesuffix("/")):
        return reason
    if stat.S_ISLNK(member.external_attr >> 16):
        return Phrase("it is a link")
    if member.flag_bits & 0x1:
        return Phrase("it is encrypted")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return Phrase("it is packed in a way that no WACZ uses")
    if member.file_size > _FREE and member.file_size > RATIO * max(1, member.compress_size):
        return Phrase("it grows to more than %(ratio)s times its size", ratio=RATIO)
    return ""
