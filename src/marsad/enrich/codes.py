"""Codes by people: in from a file, out again, with the coder's name.

A line names a post (``post``, or ``place`` and ``native_id``), a kind, a code, a coder, and perhaps
a stretch of the text. The same file again changes nothing; a line that cannot be taken is refused
with its number and the rest goes on. ``none`` says that somebody looked and nothing applies:
without it nobody could tell "no" from "not yet".
"""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from marsad.enrich.anew import TAKEN_BACK
from marsad.errors import BadInput, MarsadError
from marsad.model import Claim, Finding, Post, Span, sign
from marsad.phrase import Phrase
from marsad.plugins import Refused
from marsad.safeguards import PERSON, named
from marsad.store import Store
from marsad.text import cells
from marsad.vocabulary.codebook import Codebook, codebook

JUDGED = ("is-propaganda", "quotes-propaganda")
"""Kinds that a person answers with yes or no."""
KINDS = ("theme", "target", "narrative", *JUDGED)
COLUMNS = ("post", "kind", "code", "coder", "start", "end", "quoted", "replaces", "id")
BATCH = 500


@dataclass(slots=True)
class Taken:
    """What came of a file."""

    added: int = 0
    unchanged: int = 0
    refused: list[Refused] = field(default_factory=list)


def import_codes(store: Store, path: Path, by: str = "") -> Taken:
    """Take in codes from JSON lines or CSV, signed by whoever a line names, else by ``by``."""
    book, done = codebook(store.settings.beside(store.settings.codebook)), Taken()
    made: list[Finding] = []
    for number, said in _read(path):
        try:
            if isinstance(said, BadInput):
                raise said
            made.append(_finding(store, book, said, by))
        except (MarsadError, ValueError) as reason:
            done.refused.append(Refused(f"{path.name}, line {number}", str(reason)))
        if len(made) >= BATCH:
            _add(store, made, done)
    _add(store, made, done)
    return done


def add_code(store: Store, line: Mapping[str, Any], by: str) -> Finding:
    """Take in one code."""
    book, done = codebook(store.settings.beside(store.settings.codebook)), Taken()
    made = _finding(store, book, line, by)
    _add(store, [made], done)
    return made


def codes(store: Store, posts: Sequence[str] | None = None) -> Iterator[dict[str, Any]]:
    """Every standing code of a person, in the form that import takes; or those of some posts."""
    return map(_line, _all(store) if posts is None else _of(store, posts))


def _all(store: Store) -> Iterator[Finding]:
    said: list[Finding] = []
    replaced = set()
    for finding in store.every_finding():
        replaced.add(finding.replaces)
        if finding.kind in KINDS and named(finding.maker):
            said.append(finding)
    return (finding for finding in said if finding.id not in replaced)


def _of(store: Store, posts: Sequence[str]) -> Iterator[Finding]:
    for at in range(0, len(posts), BATCH):
        for some in store.findings_of(posts[at : at + BATCH], KINDS).values():
            yield from (finding for finding in some if named(finding.maker))


def _line(finding: Finding) -> dict[str, Any]:
    span = finding.span
    return {
        "post": finding.post,
        "kind": finding.kind,
        "code": finding.value,
        "coder": finding.maker.removeprefix(PERSON),
        **({"start": span.start, "end": span.end, "quoted": span.quoted} if span else {}),
        **({"replaces": finding.replaces} if finding.replaces else {}),
        "id": finding.id,
    }


def as_csv(lines: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The same as a table; what a spreadsheet would take for a formula gets an apostrophe."""
    yield cells.line(COLUMNS)
    for line in lines:
        yield cells.line(line.get(name) for name in COLUMNS)


def _read(path: Path) -> Iterator[tuple[int, dict[str, Any] | BadInput]]:
    if path.suffix.lower() == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as rows:
            for number, row in enumerate(csv.DictReader(rows), start=2):
                yield number, {key: cells.untext(said) for key, said in row.items() if key and said}
        return
    with path.open("rb") as lines:
        for number, raw in enumerate(lines, start=1):
            if raw.strip():
                yield number, _object(raw)


def _object(raw: bytes) -> dict[str, Any] | BadInput:
    try:
        said = json.loads(raw)
    except (ValueError, RecursionError) as error:
        return BadInput(Phrase("not JSON: %(error)s", error=error))
    return said if isinstance(said, dict) else BadInput(Phrase("not a JSON object"))


def _finding(store: Store, book: Codebook, line: Mapping[str, Any], by: str) -> Finding:
    kind, value = str(line.get("kind", "theme")), str(line.get("code", ""))
    if kind not in KINDS:
        raise BadInput(
            Phrase(
                "kind is %(kind)s; expected one of %(kinds)s",
                kind=repr(kind),
                kinds=", ".join(KINDS),
            )
        )
    if kind not in JUDGED:
        book.check(kind, value)
    elif value not in ("yes", "no"):
        raise BadInput(
            Phrase("%(kind)s is %(value)s; expected yes or no", kind=kind, value=repr(value))
        )
    coder = f"{PERSON}{str(line.get('coder') or by).removeprefix(PERSON).strip()}"
    if not named(coder):
        raise BadInput(Phrase("names no coder; give coder, or --by"))
    post = _post(store, line)
    replaces = str(line.get("replaces") or "")
    if replaces:
        replaces = _replaced(store, replaces, post, kind)
    claim = Claim(post.id, kind, value, span=_span(post, line), replaces=replaces)
    return sign(claim, coder, datetime.now(UTC))


def _replaced(store: Store, id: str, post: Post, kind: str) -> str:
    earlier = store.finding(id)
    back = earlier.kind == TAKEN_BACK and earlier.value.startswith(f"{kind}: ")
    if earlier.post != post.id or not (earlier.kind == kind or back):
        raise BadInput(
            Phrase(
                "%(id)s is no %(kind)s of this post, so it cannot be replaced by one",
                id=id,
                kind=kind,
            )
        )
    return earlier.id


def _post(store: Store, line: Mapping[str, Any]) -> Post:
    if line.get("post"):
        return store.post(str(line["post"]))
    found = store.versions(str(line.get("place", "")), str(line.get("native_id", "")))
    if not found:
        raise BadInput(Phrase("names no post of this lab; give post, or place and native_id"))
    return found[-1]


def _span(post: Post, line: Mapping[str, Any]) -> Span | None:
    if line.get("start") in (None, "") or line.get("end") in (None, ""):
        return None
    start, end = int(line["start"]), int(line["end"])
    if not 0 <= start < end <= len(post.text):
        raise BadInput(
            Phrase(
                "%(start)s to %(end)s is not within the %(text)s characters of the post",
                start=start,
                end=end,
                text=len(post.text),
            )
        )
    quoted = post.text[start:end]
    if str(line.get("quoted") or quoted) != quoted:
        raise BadInput(
            Phrase(
                "the post has other words from %(start)s to %(end)s than the line quotes",
                start=start,
                end=end,
            )
        )
    return Span(start, end, quoted)


def _add(store: Store, made: list[Finding], done: Taken) -> None:
    if not made:
        return
    with store.write() as writer:
        for coder in dict.fromkeys(finding.maker for finding in made):
            mine = [finding for finding in made if finding.maker == coder]
            new = writer.add(mine, coder)
            done.added += new
            done.unchanged += len(mine) - new
        if done.added:
            writer.witness_findings(made[0].maker)
    made.clear()
