"""Text within the words of a page: what is set apart, and with which direction.

What posts, channels and files say was written by hostile people: escaped, links defanged, hidden
controls visible, isolated. What the stages below say is in the language of the page where it can.
"""

import re
from typing import Any

from markupsafe import Markup, escape

from marsad.errors import MarsadError
from marsad.phrase import Joined, Phrase, Theme, Word
from marsad.report.shown import lines, shown
from marsad.web import wording
from marsad.web.phrases import filled, theme
from marsad.web.recalled import recalled
from marsad.web.terms import TERMS

SHORT = 20
"""Signs of a number, or of a day and its time, that stay on one line in a narrow window."""
_TAG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_SET_APART = re.compile("\u2068([^\u2066-\u2069]*)\u2069")
_LATIN = re.compile(
    r"%\(\w+\)s|&#?\w+;|[\w./*:@$-]*[A-Za-z][\w./*:@$-]*(?: [A-Za-z][\w./-]*)*", re.ASCII
)
"""A command, an address or a name of a setting in a sentence from the right; what is filled in."""


def foreign(text: str, language: str = "", longest: int = 0, quoted: bool = False) -> Markup:
    """Somebody else's words within a line; where they are quoted, the marks stand at their ends."""
    said = shown(text)
    cut = f"{said[:longest].rstrip()}…" if longest and len(said) > longest else said
    whole = f"“{cut}”" if quoted else cut
    return Markup('<bdi dir="auto"{}>{}</bdi>').format(_lang(language), whole)


def foreign_lines(text: str, language: str = "") -> Markup:
    """Somebody else's text, each line in its own direction."""
    line = Markup('<p dir="auto"{}>{}</p>\n')
    return Markup("").join(line.format(_lang(language), said) for said in lines(text))


def stretch(text: str) -> str:
    """A stretch within a line, as shown; the spaces at its ends part it from its neighbours."""
    said = shown(text)
    before = " " if text[:1].isspace() else ""
    return f"{before}{said}{' ' if said and text[-1:].isspace() else ''}"


def language(tag: str) -> Markup:
    """The attribute that says the language, where it is known."""
    return _lang(tag)


def aided(text: str) -> Markup:
    """What a reading aid says: the stretches it set apart itself are isolated, not marked."""
    stretches = _SET_APART.split(text)
    return Markup(" ").join(foreign(each) for each in stretches if each.strip())


def sentence(text: str) -> Markup:
    """A sentence of ours about others' words: it reads from the left, whatever it begins with."""
    said = _SET_APART.split(text)
    return Markup("").join(
        foreign(each) if at % 2 else stretch(each) for at, each in enumerate(said)
    )


def english(said: str | MarsadError, end: str = "") -> Markup:
    """A sentence that was made below the desk, and the stop that ends it.

    It is in the language of the page where the catalogue has it, else English and set apart as
    such.
    """
    text = said.said if isinstance(said, MarsadError) else said
    found = _known(text)
    if found is not None:
        return Markup("{}{}").format(Markup(found), end)
    return Markup('<bdi lang="en" dir="ltr">{}</bdi>').format(sentence(f"{text}{end}"))


def remedy(said: str) -> Markup:
    """What mends a part: a sentence in the language of the page, or a command to be copied."""
    found = _known(said)
    if found is not None:
        return Markup(found)
    return Markup("<code>{}</code>").format(foreign(said)) if said else Markup("")


def word(name: str) -> str | Markup:
    """A word that the code below the desk knows things by, such as ``draft``.

    Any other is text from outside: a plugin's, or a stranger's.
    """
    if isinstance(name, Phrase):
        return english(name)
    return wording.pgettext("word", name) if name in TERMS else foreign(name)


def _known(said: str) -> str | None:
    """A sentence in the language of the page, also one that was stored."""
    found = filled(said, _marked)
    if found is not None or isinstance(said, Phrase | Joined) or wording.spoken().tag == "en":
        return found
    again = recalled(said)
    return filled(again, _marked) if again is not None else None


def _marked(template: str, values: dict[str, Any]) -> Markup:
    safe = Markup(_LATIN.sub(_ordered, escape(template))) if _turned() else escape(template)
    return safe % {name: _value(each) for name, each in values.items()} if values else safe


def _turned() -> bool:
    return wording.spoken().direction == "rtl"


def _ordered(found: re.Match[str]) -> str:
    said = found[0]
    return said if said.startswith(("%(", "&")) else f'<bdi dir="ltr">{said}</bdi>'


def _value(value: Any) -> Any:
    if isinstance(value, Word):
        return word(value)
    if isinstance(value, Phrase | Joined):
        return english(value)
    if isinstance(value, Theme):
        return foreign(theme(value))
    if isinstance(value, str) and not any(map(str.isalpha, value)):
        whole = Markup(' class="whole"') if len(value) <= SHORT else ""
        return Markup('<bdi dir="ltr"{}>{}</bdi>').format(whole, shown(value))
    if isinstance(value, str):
        # A name that was set apart already has its marks; they do their work as elements here.
        return sentence(value) if _SET_APART.search(value) else foreign(value)
    return value if isinstance(value, int | float) else foreign(str(value))


def _lang(language: str) -> Markup:
    if language == "und" or not _TAG.fullmatch(language):
        return Markup("")
    return Markup(' lang="{}"').format(language)
