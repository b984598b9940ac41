"""The termbase as TBX-Basic (ISO 30042:2019, style dca)."""

from collections.abc import Iterable, Iterator

from marsad.translate.exchange.xml_write import element, tag
from marsad.translate.terms import Term

NAMESPACE = "urn:iso:std:iso:30042:ed-2"
GLOSS, ORDINARY, FICTION = "gloss: ", "ordinary word", "fiction"
"""What the dialect has no category for stands in a note that says what it is."""
PREFERRED, FORBIDDEN = "preferredTerm-admn-sts", "deprecatedTerm-admn-sts"
TARGETS = "en"
"""Targets of the termbase are English."""


def tbx(terms: Iterable[Term]) -> Iterator[str]:
    """Yield the document piece by piece."""
    top = tag("tbx", type_="TBX-Basic", style="dca", xml_lang="en", xmlns=NAMESPACE)
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<{top}>\n<tbxHeader><fileDesc><sourceDesc>'
    yield "<p>Termbase of a lab, from Marsad</p></sourceDesc></fileDesc></tbxHeader>\n"
    yield "<text><body>\n"
    for number, term in enumerate(terms, 1):
        yield f"<{tag('conceptEntry', id=f'c{number}')}>{_concept(term)}</conceptEntry>\n"
    yield "</body></text>\n</tbx>\n"


def _concept(term: Term) -> str:
    said = element("descrip", term.definition, type_="definition") if term.definition else ""
    said += element("admin", term.source, type_="source") if term.source else ""
    said += element("note", GLOSS + term.gloss) if term.gloss else ""
    said += element("note", ORDINARY) if term.ordinary else ""
    said += element("note", FICTION) if term.fiction else ""
    words = [_term(term.term, "administrativeStatus", PREFERRED)]
    words += [_term(form, "termType", "variant") for form in term.forms]
    said += _language(term.language, words)
    if term.transliteration:
        said += _language(f"{term.language}-Latn", [_term(term.transliteration)])
    targets = [_term(term.target, "administrativeStatus", PREFERRED)] if term.target else []
    targets += [_term(each, "administrativeStatus", FORBIDDEN) for each in term.forbidden]
    return said + (_language(TARGETS, targets) if targets else "")


def _language(language: str, terms: list[str]) -> str:
    return f"<{tag('langSec', xml_lang=language)}>{''.join(terms)}</langSec>"


def _term(word: str, kind: str = "", value: str = "") -> str:
    note = element("termNote", value, type_=kind) if kind else ""
    return f"<termSec>{element('term', word)}{note}</termSec>"
