"""Catalogues of the desk: ``make messages`` takes them from the code, merges and compiles them.

What a translator wrote is kept; what the code no longer says goes out. A new message stands empty,
and a test names it until somebody fills it.
"""

import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from messages_of_code import Message, messages_of

ROOT = Path(__file__).parent.parent
WEB = ROOT / "src" / "marsad" / "web"
BELOW = ROOT / "src" / "marsad"
MAPPING = Path(__file__).parent / "messages.cfg"
WORDED = ("kinds", "themes", "targets", "narratives")
"""Lists of the vocabulary whose entries are told in sentences; their labels bring languages."""
SENTENCES = ("description", "definition")
UNDATED = datetime(2026, 1, 1, tzinfo=UTC)
"""Catalogues bear no dates of their own: version control knows them."""
KEYWORDS = {
    "_": None, "gettext": None, "N_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3), "NP_": ((1, "c"), 2), "say": ((1, "c"), 2),
    "Phrase": None, "Counted": (1, 2),
}  # fmt: skip
OF_STAGES = {"Phrase": None, "Counted": (1, 2), "N_": None, "_setting": (2,)}
"""What is said below the desk: see ``marsad.phrase``."""


def extracted() -> Catalog:
    """Every message of the code, as templates, pages and scripts hold it now."""
    with MAPPING.open() as file:
        methods, options = parse_mapping_cfg(file)
    made = Catalog(project="Marsad", charset="utf-8")
    found = extract_from_dir(str(WEB), methods, options, KEYWORDS, strip_comment_tags=True)
    for name, _line, message, comments, context in found:
        # No lines: two changes of one template would meet in the catalogue as well.
        made.add(message, None, [(name, 0)], auto_comments=comments, context=context)
    for name, message, context in _code():
        made.add(message, None, [(name, 0)], context=context)
    for name, message in _vocabulary():
        made.add(message, None, [(name, 0)])
    return made


def _code() -> Iterator[tuple[str, Message, str | None]]:
    """What the Python of the desk and of the stages below it says."""
    for path in sorted(BELOW.rglob("*.py")):
        ours = WEB in path.parents
        if ours or path.name != "phrase.py":
            name = path.relative_to(WEB if ours else BELOW).as_posix()
            for message, context in messages_of(path, KEYWORDS if ours else OF_STAGES):
                yield name, message, context


def _vocabulary() -> Iterator[tuple[str, str]]:
    for name in WORDED:
        path = BELOW / "vocabulary" / f"{name}.toml"
        for entry in tomllib.loads(path.read_text(encoding="utf-8")).values():
            for key in SENTENCES:
                if isinstance(entry, dict) and entry.get(key):
                    yield f"vocabulary/{name}.toml", entry[key]


def catalogue(path: Path) -> Catalog:
    """A catalogue as it stands."""
    with path.open("rb") as file:
        return read_po(file, path.parts[-3])


def compiled(held: Catalog) -> bytes:
    """What the desk reads of a catalogue, the same whenever it is made."""
    held.creation_date = held.revision_date = UNDATED
    out = BytesIO()
    write_mo(out, held)
    return out.getvalue()


def written(held: Catalog) -> bytes:
    """A catalogue as a file, the same whenever it is made."""
    out = BytesIO()
    write_po(
        out, held, width=100, sort_by_file=True, include_lineno=False, ignore_obsolete=True,
        omit_header=False,
    )  # fmt: skip
    lines = out.getvalue().splitlines(keepends=True)
    dated = (b'"POT-Creation-Date:', b'"PO-Revision-Date:', b'"Generated-By:')
    return b"".join(line for line in lines if not line.startswith(dated))


def catalogues() -> list[Path]:
    """Where the catalogues are."""
    return sorted(WEB.glob("locale/*/LC_MESSAGES/desk.po"))


def main() -> None:
    """Bring every catalogue up to date, and compile it."""
    now = extracted()
    for path in catalogues():
        held = catalogue(path)
        held.update(now, no_fuzzy_matching=True)
        path.write_bytes(written(held))
        path.with_suffix(".mo").write_bytes(compiled(catalogue(path)))


if __name__ == "__main__":
    main()
