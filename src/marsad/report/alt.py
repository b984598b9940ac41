"""What an alt text must be: words for somebody who cannot see the picture."""

import re
from pathlib import PurePath

from marsad.model import Figure
from marsad.phrase import Phrase
from marsad.safeguards import named

FEWEST_WORDS = 4
_MACHINE = re.compile(
    r"(?:may be |probably )?(?:an?|the) (?:picture|image|photo|graphic|screenshot) "
    r"(?:containing|of text|may contain)|may be an? (?:image|graphic|photo)|"
    r"no description available",
    re.IGNORECASE,
)
"""How captioning programs begin; what they write says nothing about who is shown, or why."""
_FILE = re.compile(r"\S+\.(?:jpe?g|png|webp|gif|bmp|tiff?|mp4|webm|mov)", re.IGNORECASE)


def alt_faults(alt: str, name: str = "") -> list[str]:
    """Name what is wrong with an alt text; ``name`` is the file name it must not be."""
    said = " ".join(alt.split())
    if not said:
        return [Phrase("there is no alt text")]
    names = {name.casefold(), PurePath(name).stem.casefold()}
    if said.casefold() in names or _FILE.fullmatch(said):
        return [Phrase("the alt text is the file name %(said)s", said=repr(said))]
    if _MACHINE.match(said):
        return [Phrase("the alt text is a captioning program's phrase")]
    if len(said.split()) < FEWEST_WORDS:
        return [
            Phrase("the alt text has fewer than %(fewest_words)s words", fewest_words=FEWEST_WORDS)
        ]
    return []


def figure_faults(figure: Figure, name: str = "") -> list[str]:
    """Name what a figure lacks before a reader may get it."""
    faults = alt_faults(figure.alt, name)
    if not named(figure.alt_by):
        faults.append(Phrase("no person has written or confirmed the alt text"))
    if not figure.right.strip():
        faults.append(Phrase("no right to show the picture is stated"))
    return faults
