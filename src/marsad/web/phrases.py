"""What stages below say, in the language of the page: see ``marsad.phrase``.

A sentence that no catalogue has, or that comes from a file or a table, stays English; see
``marsad.web.recalled`` for those that are stored.
"""

from collections.abc import Callable
from typing import Any

from marsad.phrase import Counted, Joined, Phrase, Theme, Word
from marsad.text.bidi import isolate
from marsad.vocabulary.codebook import house
from marsad.web import wording

Fill = Callable[[str, dict[str, Any]], str]
RLI, PDI = "\u2067", "\u2069"
"""Begin and end a stretch that runs from the right, whatever it begins with."""


def filled(said: str, fill: Fill) -> str | None:
    """A sentence in the language that is spoken, or nothing where the catalogue lacks it.

    ``fill`` puts the values into a template, each set apart as the place needs it.
    """
    if isinstance(said, Joined):
        ours = [isinstance(each, Phrase | Joined) for each in said.parts]
        parts = [
            filled(each, fill) if own else fill("%(part)s", {"part": each})
            for each, own in zip(said.parts, ours, strict=True)
        ]
        kept = [each for each in parts if each is not None]
        between = said.between if said.between == " " else wording._(said.between)
        return fill(between, {}).join(kept) if kept and len(kept) == len(parts) else None
    template = _template(said)
    if template is None:
        return None
    return fill(template, said.values if isinstance(said, Phrase) else {})


def plain(said: str) -> str:
    """The same where no markup can be, as in a picture: marks part the directions."""
    found = bare(said)
    return f"{RLI}{found}{PDI}" if found != said and wording.spoken().direction == "rtl" else found


def bare(said: str) -> str:
    """The same without marks around it; what the catalogue lacks stays as it is."""
    if isinstance(said, Word):
        return wording.pgettext("word", said)
    if isinstance(said, Theme):
        return theme(said)
    found = filled(said, _isolated)
    return str(said) if found is None else found


def theme(code: str) -> str:
    """A theme in the language of the page; one of the lab's own by its code."""
    return coded(code, "theme")


def coded(code: str, kind: str) -> str:
    """What a finding of a kind says: a code of the house in the language of the page."""
    tag = wording.spoken().tag
    labels = {each.name: each.labels for each in house().codes if each.kind == kind}
    return code if tag == "en" else labels.get(code, {}).get(tag, code)


def _isolated(template: str, values: dict[str, Any]) -> str:
    return template % {name: _value(each) for name, each in values.items()} if values else template


def _value(value: Any) -> Any:
    if isinstance(value, Phrase | Joined | Word | Theme):
        return bare(value)
    return value if isinstance(value, int | float) else isolate(str(value))


def _template(said: str) -> str | None:
    if isinstance(said, Counted):
        return wording.held(said.template, said.many, said.values["num"])
    return wording.held(said.template if isinstance(said, Phrase) else str(said))
