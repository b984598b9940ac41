"""What each model's files must be: ours in the vocabulary, a lab's own in its ``models.toml``."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any

import msgspec

from marsad.errors import BadInput, NotFound

LAB_FILE = "models.toml"
RECEIPT = "pulled.json"
"""Lies beside the files of a model that was pulled; none of them may bear its name."""

_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{0,63}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_ADDRESS = re.compile(r"https?://[!-~]+")


class File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file and what it must be."""

    bytes: int
    sha256: str
    path: str = ""
    """Inside the model's folder; an archive has none."""
    url: str = ""
    """Empty when a lab has the file and no address is known."""
    inside: str = ""
    """Its path in the model's archive, when it does not lie at an address by itself."""

    @property
    def name(self) -> str:
        """What it is called in a folder that offers it."""
        return self.path or self.url.rpartition("/")[2]


class Family(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is known of a model before its files are."""

    stage: str
    engine: str
    """Which library reads it."""
    licence: str
    notice: str
    """What a person must know who accepts the licence."""
    noncommercial: bool = False


class Model(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A model, its licence and its files."""

    name: str
    stage: str
    engine: str
    licence: str
    notice: str
    files: tuple[File, ...]
    languages: tuple[str, ...] = ()
    noncommercial: bool = False
    archive: File | None = None
    """A zip that holds the files with ``inside``."""

    @property
    def bytes(self) -> int:
        """What is downloaded in all."""
        apart = sum(file.bytes for file in self.files if not file.inside)
        return apart + (self.archive.bytes if self.archive else 0)

    @property
    def terms(self) -> str:
        """The licence in one sentence."""
        forbids = " Commercial use is not allowed." if self.noncommercial else ""
        return f"{self.licence}: {self.notice}{forbids}"


def model(name: str, lab: Path | None = None) -> Model:
    """The pinned model called ``name``; what is not pinned is refused."""
    known = manifest(lab)
    if name not in known:
        raise NotFound(
            f"no model {name!r} is pinned, and what is not pinned is not pulled; there are "
            f"{', '.join(sorted(known))}; add your own with: marsad models pin {name} FILE..."
        )
    return known[name]


def manifest(lab: Path | None = None) -> Mapping[str, Model]:
    """Every pinned model by name; a lab adds to ours and changes none of them."""
    own = lab / LAB_FILE if lab else None
    if own is None or not own.exists():
        return _ours()
    added = read(own.read_text(encoding="utf-8"), str(own))
    if twice := sorted(set(added) & set(_ours())):
        raise BadInput(f"{own} pins {', '.join(twice)} another time; give it a name of its own")
    return MappingProxyType({**_ours(), **added})


@cache
def families() -> Mapping[str, Family]:
    """The families of models by name: a model's name begins with its family's."""
    said = tomllib.loads(_source())["family"]
    return MappingProxyType(msgspec.convert(said, dict[str, Family]))


def family_of(name: str) -> Family | None:
    """What is known of a model by its name alone."""
    return families().get(name.partition("-")[0])


def read(text: str, where: str) -> dict[str, Model]:
    """The models of a manifest; BadInput names what is wrong with it."""
    try:
        return {
            name: _model(name, entry)
            for name, entry in tomllib.loads(text).get("model", {}).items()
        }
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, BadInput) as error:
        raise BadInput(f"{where} cannot be used: {error}") from error


def checked(found: Model) -> Model:
    """Refuse a pin that could lead anywhere else than into the model's folder."""
    paths = [file.path for file in found.files]
    if not _NAME.fullmatch(found.name):
        raise BadInput(f"{found.name!r} is no name of a model: use a-z, 0-9, dots and hyphens")
    if not paths or len(set(paths)) != len(paths):
        raise BadInput(f"{found.name} names no files, or one of them twice")
    for file in found.files:
        if not _is_inner(file.path):
            raise BadInput(f"{found.name} has a file {file.path!r}, which leads out of its folder")
        if file.inside and not found.archive:
            raise BadInput(f"{found.name} says where {file.path} lies in an archive, and has none")
    for file in (*found.files, *([found.archive] if found.archive else [])):
        if file.bytes < 0 or not _DIGEST.fullmatch(file.sha256):
            raise BadInput(f"{found.name} does not pin {file.name!r} by its size and SHA-256")
        if file.url and not _ADDRESS.fullmatch(file.url):
            raise BadInput(f"{found.name} has {file.url!r}, which is no web address")
    return found


def _model(name: str, entry: Any) -> Model:
    known = family_of(name)
    before = msgspec.to_builtins(known) if known else {}
    return checked(msgspec.convert({"name": name, **before, **entry}, Model))


def _is_inner(path: str) -> bool:
    parts = PurePosixPath(path).parts
    plain = bool(parts) and path.isprintable() and "\\" not in path
    plain = plain and path != RECEIPT
    return plain and not path.startswith("/") and not any(part.startswith(".") for part in parts)


@cache
def _ours() -> Mapping[str, Model]:
    return MappingProxyType(read(_source(), "vocabulary/models.toml"))


def _source() -> str:
    return files("marsad.vocabulary").joinpath("models.toml").read_text(encoding="utf-8")
