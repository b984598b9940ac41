"""Finds the files an export names, and never looks outside its folder.

What an export names is data written by strangers. A name is opened only if every step of it is an
ordinary file name and the file it leads to, links resolved, lies inside the export folder.
"""

import os
import re
import stat
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from marsad.phrase import Phrase

# "(File not included. Change data exporting settings to download.)" and its sisters, alone or
# behind the name of the file.
_NOTICE = re.compile(r"(?:^|(?<= ))\((?:File|Photo) (.+)\)$")
_ENCODED = re.compile(r"%(?:2e|2f|5c|00)", re.IGNORECASE)
# Bidirectional overrides and isolates, and signs without width: what is shown is not what is
# meant. U+200C to U+200F stay: Persian and Arabic file names use them.
_DECEPTIVE = re.compile("[\u200b\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """What became of a name: a file and its size, or why there is none."""

    path: Path | None = None
    size: int = 0
    missing: str = ""
    suspicious: bool = False
    """The name tries to be more than a name."""


class Folder:
    """The folder of an export."""

    def __init__(self, path: Path) -> None:
        """Links in the path of the folder itself are the collecting person's own."""
        self._root = os.path.realpath(path)
        self._inside: dict[str, str] = {}

    def find(self, name: str) -> Found:
        """The file called ``name``, or why it cannot be had."""
        notice = _NOTICE.search(name)
        if notice:
            return Found(
                missing=Phrase("Telegram Desktop left it out: %(notice)s", notice=notice[1])
            )
        reason = objection(name)
        if reason:
            return Found(missing=f"refused: {reason}", suspicious=True)
        return self._look(name)

    def _look(self, name: str) -> Found:
        folder, _, file = name.rpartition("/")
        if folder not in self._inside:
            self._inside[folder] = os.path.realpath(os.path.join(self._root, folder))  # noqa: PTH118
        path = f"{self._inside[folder]}/{file}"
        try:
            facts = os.lstat(path)
            if stat.S_ISLNK(facts.st_mode):
                path = os.path.realpath(path)
                facts = os.lstat(path)
        except OSError:
            return Found(missing=Phrase("the file is not in the export folder"))
        if not path.startswith(self._root + os.sep):
            return Found(
                missing=Phrase("refused: it leads out of the export folder"), suspicious=True
            )
        if not stat.S_ISREG(facts.st_mode):
            return Found(missing=Phrase("refused: it is not an ordinary file"), suspicious=True)
        return Found(path=Path(path), size=facts.st_size)


def objection(name: str) -> str:
    """Why ``name`` cannot be a file of an export; empty when it can."""
    if not name:
        return Phrase("its name is empty")
    if "\\" in name or ":" in name or name.startswith(("/", "~", "$", "-")):
        return Phrase("its name is an address or a command, not a file of the export")
    if _ENCODED.search(name):
        return Phrase("its name hides a dot or a slash behind percent signs")
    if _DECEPTIVE.search(name) or any(unicodedata.category(sign) in _UNPRINTABLE for sign in name):
        return Phrase("its name holds invisible signs")
    steps = name.split("/")
    if any(step.strip(". ") == "" or step[-1:] in ". " for step in steps):
        return Phrase(
            "its name has a step that is empty or made of dots, or ends in a dot or a space"
        )
    return next((reason for reason in map(_objection_to_step, steps) if reason), "")


_UNPRINTABLE = ("Cc", "Cs", "Zl", "Zp")


def _objection_to_step(step: str) -> str:
    if _DEVICE.fullmatch(step):
        return Phrase("its name is that of a device")
    if len(step.encode()) > 255:
        return Phrase("its name is too long for a file")
    if not step.isascii():
        folded = unicodedata.normalize("NFKC", step)
        if "/" in folded or "\\" in folded or folded.strip(". ") == "":
            return Phrase("its name holds look-alikes of dots or slashes")
    return ""
