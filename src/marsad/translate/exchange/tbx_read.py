"""Terms from TBX, of 2019 in either style or of 2008 (martif), into a file beside the termbase.

``termbase.toml`` is what a person wrote; a file from elsewhere never changes it. What it lacks or
puts otherwise is written beside it, for a person to move over.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from marsad.errors import BadInput
from marsad.plugins import Refused
from marsad.store import Store
from marsad.translate.exchange.imported import Imported
from marsad.translate.exchange.tbx_write import FICTION, GLOSS, ORDINARY, TARGETS
from marsad.translate.exchange.xml_read import Node, records
from marsad.translate.terms import Term, Termbase

_FORBIDDEN = ("deprecatedTerm", "supersededTerm", "notRecommended", "obsolete")


def import_terms(store: Store, path: Path) -> Imported:
    """Write what the termbase lacks to a file beside it."""
    done, new = Imported(), []
    there = set(Termbase.of(store).terms)
    try:
        with path.open("rb") as file:
            for number, node in enumerate(records(file, path.name, "conceptEntry", "termEntry"), 1):
                made = list(_terms(node))
                if not made:
                    where = f"{path.name}, entry {number}, line {node.line}"
                    done.refused.append(Refused(where, "has no term beside an English one or note"))
                done.unchanged += sum(each in there for each in made)
                new += [each for each in made if each not in there]
    except BadInput as fault:
        done.refused.append(Refused(path.name, str(fault)))
    if new:
        base = store.lab / store.settings.termbase
        beside = base.with_name(f"{base.stem}.from-{path.stem}.toml")
        beside.write_text("\n".join(map(_toml, new)), encoding="utf-8")
        done.added, done.written = len(new), str(beside)
    return done


def _terms(concept: Node) -> Iterator[Term]:
    by_language: dict[str, list[tuple[str, str]]] = {}
    for section in concept.all("langSec", "langSet"):
        language = section.attributes.get("xml:lang", "")
        by_language.setdefault(language, []).extend(_words(section))
    targets = by_language.pop(TARGETS, [])
    notes = [each.text().strip() for each in concept.all("note")]
    for language, words in by_language.items():
        if language.casefold().endswith("-latn") or not words:
            continue
        latin = by_language.get(f"{language}-Latn", [("", "")])
        term = Term(
            term=words[0][0],
            language=language,
            target=next((word for word, status in targets if not _bad(status)), ""),
            gloss=next((n.removeprefix(GLOSS) for n in notes if n.startswith(GLOSS)), ""),
            forms=tuple(word for word, _ in words[1:]),
            forbidden=tuple(word for word, status in targets if _bad(status)),
            definition=_about(concept, "definition"),
            transliteration=latin[0][0],
            source=_about(concept, "source"),
            ordinary=ORDINARY in notes,
            fiction=FICTION in notes,
        )
        if term.english:
            yield term


def _words(section: Node) -> Iterator[tuple[str, str]]:
    """Each term of a language with its administrative status."""
    waiting = list(reversed(section.all("termSec", "tig", "ntig")))
    while waiting:
        part = waiting.pop()
        waiting += part.all("termGrp")
        word = part.first("term")
        if word and (said := word.text().strip()):
            yield said, _about(part, "administrativeStatus")


def _about(node: Node, kind: str) -> str:
    # Style dca says the category in an attribute, style dct in the name of the element.
    waiting = [part for part in node.parts if isinstance(part, Node)]
    while waiting:
        part = waiting.pop(0)
        if kind in (part.attributes.get("type"), part.name):
            return part.text().strip()
        if part.name in ("descripGrp", "adminGrp", "termNoteGrp"):
            waiting += [each for each in part.parts if isinstance(each, Node)]
    return ""


def _bad(status: str) -> bool:
    return status.startswith(_FORBIDDEN)


def _toml(term: Term) -> str:
    said = {name: value for name, value in msgspec.structs.asdict(term).items() if value}
    return "[[term]]\n" + "".join(f"{name} = {_value(value)}\n" for name, value in said.items())


def _value(value: bool | str | Iterable[str]) -> str:
    # A JSON string is a TOML string too, once DEL is escaped.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
