"""What the enrichers need from outside, for ``marsad doctor``."""

from marsad.engine.capped import Capped
from marsad.enrich.embed import part as embed_part
from marsad.enrich.media import ffprobe_part, pdq_part
from marsad.enrich.ocr_tesseract import LANGUAGES, REMEDY, installed
from marsad.enrich.scripture_books import books_part
from marsad.errors import NotReady
from marsad.phrase import Phrase
from marsad.plugins import Part


def parts() -> list[Part]:
    """What the readers of pictures, texts and clips need, and what of it is here."""
    return [_languages(), pdq_part(), ffprobe_part(), embed_part(), _walls(), books_part()]


def _languages() -> Part:
    try:
        there = installed()
    except NotReady as error:
        return Part("ocr languages", "enrich", False, error.reason, error.remedy)
    absent = [name for name in LANGUAGES if name not in there]
    if not absent:
        return Part("ocr languages", "enrich", True, ", ".join(there))
    detail = Phrase(
        "pictures in %(languages)s are read with the others", languages=", ".join(absent)
    )
    return Part("ocr languages", "enrich", False, detail, REMEDY)


def _walls() -> Part:
    with Capped("marsad.enrich.media_decode:picture_facts") as child:
        walls = child.walls
    if walls.network:
        return Part("decoder walls", "enrich", True, Phrase("memory, time and network are cut"))
    detail = Phrase("memory and time are capped, but this kernel does not let the network be cut")
    remedy = "sysctl -w kernel.unprivileged_userns_clone=1"
    return Part("decoder walls", "enrich", False, detail, remedy)
