"""Lists of names, in the forms their publishers give them: taken in, guessed, and read again."""

import tempfile
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

from marsad.errors import BadInput
from marsad.model import AuthorityRecord
from marsad.plugins import Refused
from marsad.store import Store
from marsad.store.names import List, Names
from marsad.text.name_words import keys
from marsad.track import list_ftm, list_geonames, list_misp, list_ofac, list_toml, list_un
from marsad.track.list_file import opened
from marsad.track.registered import Registered

Reader = Callable[[Path], Iterator[AuthorityRecord | Refused]]

READERS: dict[str, Reader] = {
    "un": list_un.read,
    "ofac": list_ofac.read,
    "misp": list_misp.read,
    "geonames": list_geonames.read,
    "ftm": list_ftm.read,
    "toml": list_toml.read,
}
HEAD = 4096


def take_list(store: Store, path: Path, form: str, by: str) -> Registered:
    """Keep a list as an original, let the log answer for it, and read its entries out of it.

    A file in which no entry is good is refused as a whole, before anything is kept.
    """
    refused: list[Refused] = []
    entries = _good(read(path, form), refused)
    first = next(entries, None)
    if first is None and form == "toml":
        return Registered(0, 0, tuple(f"{one.where}: {one.reason}" for one in refused))
    if first is None:
        reason = f"; {refused[0].where}: {refused[0].reason}" if refused else ""
        raise BadInput(f"{path.name} holds no entry that could be taken in as {form}{reason}")
    files = list_ofac.files(path) if form == "ofac" else (path,)
    names = Names(store)
    taken = List(form, tuple(map(store.keep, files)), tuple(file.name for file in files))
    if taken not in names.lists():
        names.witness(taken, by)
    new, seen = names.add(chain([first], entries))
    return Registered(new, seen - new, tuple(f"{one.where}: {one.reason}" for one in refused))


def rebuild(store: Store) -> int:
    """Read every entry again, out of the lists as they were kept; count the versions."""
    names = Names(store)
    names.empty()
    count = 0
    with tempfile.TemporaryDirectory() as folder:
        for number, taken in enumerate(names.lists()):
            place = Path(folder, str(number))
            place.mkdir()
            for sha256, name in zip(taken.originals, taken.names, strict=True):
                (place / Path(name).name).write_bytes(store.read(sha256))
            path = place / Path(taken.names[0]).name
            count += names.add(_good(read(path, taken.form), []))[0]
    return count


def look_up(store: Store, text: str) -> Iterator[AuthorityRecord]:
    """Entries by their id, else those one of whose names holds these words."""
    names = Names(store)
    if versions := names.versions(text):
        yield versions[-1]
        return
    wanted = f" {' '.join(keys(text))} "
    for entry in names.all():
        if any(wanted in f" {' '.join(keys(name))} " for name in entry.names):
            yield entry


def read(path: Path, form: str = "") -> Iterator[AuthorityRecord | Refused]:
    """Every entry of a list, whose form is guessed where it is not said."""
    yield from READERS[form or guess(path)](path)


def guess(path: Path) -> str:
    """The form of a list, by its name and its first bytes."""
    with opened(path) as file:
        head = file.read(HEAD).lstrip(b"\xef\xbb\xbf \t\r\n")
    line = head.split(b"\n", 1)[0]
    if path.name.startswith(("sdn.", "alt.")):
        return "ofac"
    if path.name.endswith(".toml"):
        return "toml"
    if head[:1] == b"<" or (b'"ref"' in line and b'"listed_on"' in line):
        return "un"
    if b'"schema"' in line and b'"properties"' in line:
        return "ftm"
    if b'"arabic_script"' in line or line.count(b"\t") == list_geonames.COLUMNS - 1:
        return "geonames"
    if head[:1] == b"{":
        return "misp"
    forms = ", ".join(READERS)
    raise BadInput(f"{path.name} is no list of a known form; say which with --form: {forms}")


def _good(
    entries: Iterator[AuthorityRecord | Refused], refused: list[Refused]
) -> Iterator[AuthorityRecord]:
    for entry in entries:
        if isinstance(entry, Refused):
            refused.append(entry)
        else:
            yield entry
