"""Text from outside, made fit to show: links defanged, hidden controls visible, runs by script."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from marsad.text.bidi import runs, visible_controls
from marsad.text.links import defang

_JOINER = re.compile(
    "((?<=[\u0600-\u06ff])[\u200c\u200d](?=[\u0600-\u06ff])"
    "|(?<=[\ufe0f\U0001f000-\U0001faff])\u200d)"
)
"""Between letters a joiner is spelling (Persian needs it), between pictographs part of them."""
_HALF = re.compile("[\ud800-\udfff]")
"""Half a character: what a broken export holds where a pictograph was cut."""
_TELLING = (("ur", "ٹڈڑںےھ"), ("ps", "ټډړښځڅۍې"), ("fa", "پچژگیک"))


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of text in one script; ``language`` is empty for what needs no isolation."""

    text: str
    language: str = ""


def shown(text: str) -> str:
    """One line, harmless: no live link, no control that moves what stands around it."""
    parts = _JOINER.split(" ".join(defang(text).split()))
    parts[::2] = [visible_controls(part) for part in parts[::2]]
    return _HALF.sub(lambda found: f"⟦U+{ord(found[0]):04X}⟧", "".join(parts))


def paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a text, each as ``shown``."""
    return tuple(shown(part) for part in re.split(r"\n\s*\n", text) if part.strip())


def lines(text: str) -> tuple[str, ...]:
    """The lines of a source text, each as ``shown``: a post breaks them with a purpose."""
    return tuple(shown(part) for part in text.splitlines() if part.strip())


def stretches(text: str) -> Iterator[Stretch]:
    """Cut a text at its changes of script, so that Arabic script can be isolated and shaped."""
    for run in runs(text):
        part = text[run.start : run.end]
        yield Stretch(part, guess(part) if run.arabic else "")


def guess(text: str) -> str:
    """The language whose letterforms suit a run of Arabic script, by its telling letters."""
    for language, letters in _TELLING:
        if any(letter in text for letter in letters):
            return language
    return "ar"
