"""A lab with a report for each tier, each of whose fields holds a word that stands nowhere else."""

import io
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path

import pikepdf
import pypdfium2
import report_lab as lab
from PIL import Image

from marsad.model import (
    Block,
    Correction,
    Event,
    Figure,
    Finding,
    Item,
    Media,
    Outlet,
    Place,
    Quote,
    Report,
)
from marsad.store import Store

EVIDENCE = f"18 entries, root {'ab' * 32}"
AT = datetime(2024, 5, 15, 9, tzinfo=UTC)
OPEN = "zqopen"
"""Begins the words that anybody may read."""
FIELDS = (
    "event", "source", "outlet", "meaning", "description", "prose", "quote", "caption", "right",
    "alt", "lede", "place", "correction",
)  # fmt: skip
"""Fields of a report whose words the subscribers read."""
WITHHELD = ("quote", "caption", "right", "alt", "correction")
"""Of these, what a redacted edition has not."""


def word(field: str, report: str) -> str:
    """The word of a field of a report."""
    return f"zq{field}{report}"


def report(store: Store, name: str, number: int, tier: str, more: int = 0) -> Report:
    """A published report; with ``more`` it has so many items of one more outlet."""
    text = f"Water for the park, {word('quote', name)}, says the notice."
    photo = store.keep(lab.picture(f"PARK {name}"))
    media = Media(photo, "park.jpg", "photo", "image/jpeg", 1)
    posts = [
        lab.post(f"post-{name}-{at}", f"telegram:{name}", 9, text, media) for at in range(more + 1)
    ]
    store.add(
        Place(f"telegram:{name}", "telegram", f"Park {word('place', name)}"),
        Outlet(
            f"outlet-{name}", f"Park {word('outlet', name)}", "", word("meaning", name),
            places=(f"telegram:{name}",), description=f"A park, {word('description', name)}.",
        ),
        Event(
            f"event-{name}", f"Opening of the park {word('event', name)}", lab.DAY, lab.DAY, "Orsa",
            f"Gazette {word('source', name)}, May 13, 2024.",
        ),
        *posts,
        lab.approved(f"tr-{name}", f"post-{name}-0", text, text, language="en"),
        by=lab.WRITER,
    )  # fmt: skip
    figure = Figure(
        photo, f"A drawing of a park with {word('alt', name)}.",
        f"The park {word('caption', name)}.", lab.WRITER, f"For research {word('right', name)}",
    )  # fmt: skip
    quote = Quote(f"tr-{name}", f"Water for the park, {word('quote', name)}")
    items = [Item(f"post-{name}-0", f"It speaks {word('prose', name)}.", (quote,), (figure,))]
    items += [Item(each.id, "One more.") for each in posts[1:]]
    return Report(
        f"report-{name}", f"daily-{number}", "Daily", number, f"{OPEN}title{name} In The Park",
        lab.DAY, f"Parks opened, {OPEN}lede{name}. Then came {word('lede', name)}.", tier,
        f"event-{name}", (Block(f"outlet-{name}", tuple(items)),), "published", lab.WRITER, AT,
        (lab.SECOND,), EVIDENCE,
    )  # fmt: skip


def corrected(made: Report, name: str) -> Report:
    """A second version of it."""
    words = f"The park is larger, {word('correction', name)}."
    later = datetime(2024, 5, 16, 9, tzinfo=UTC)
    return replace(
        made, id=f"{made.id}-2", corrections=(Correction(date(2024, 5, 16), words),),
        replaces=made.id, made_at=later,
    )  # fmt: skip


def fill(folder: Path, more: int = 0) -> Store:
    """A lab with a report for subscribers and a complimentary one, both corrected once."""
    store = lab.fill(folder)
    for number, (name, tier) in enumerate((("sub", "subscribers"), ("com", "complimentary")), 1):
        made = report(store, name, number, tier, more if name == "sub" else 0)
        store.add(made, corrected(made, name), by=lab.WRITER)
        store.add(
            Finding(
                f"coded-{name}", f"post-{name}-0", "theme", f"park-{word('theme', name)}",
                lab.WRITER, AT,
            )
        )  # fmt: skip
    return store


def said(path: Path) -> str:
    """Everything that a file says to whoever takes it apart."""
    content = path.read_bytes()
    return f"{path.name}\n{taken_apart(path.suffix, content)}"


def taken_apart(suffix: str, content: bytes) -> str:
    """Text and metadata of a file of some form, and its bytes as they are."""
    plain = content.decode("utf-8", "replace")
    if suffix == ".pdf":
        return plain + _pdf(content)
    if suffix in (".docx", ".epub"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            inner = [(Path(name), parts.read(name)) for name in parts.namelist()]
        return "".join(f"{name}\n{taken_apart(name.suffix, part)}" for name, part in inner)
    if suffix == ".jpg":
        with Image.open(io.BytesIO(content)) as image:
            return f"{plain}{dict(image.getexif())}{image.info}"
    return unescape(plain)


def _pdf(content: bytes) -> str:
    pages = pypdfium2.PdfDocument(content)
    text = "".join(pages[at].get_textpage().get_text_range() for at in range(len(pages)))
    with pikepdf.open(io.BytesIO(content)) as opened:
        objects = [repr(each) for each in opened.objects]
        streams = [_stream(each) for each in opened.objects if isinstance(each, pikepdf.Stream)]
    return text + "".join(objects) + "".join(each.decode("latin-1") for each in streams)


def _stream(stream: pikepdf.Stream) -> bytes:
    try:
        return stream.read_bytes()
    except pikepdf.PdfError:
        # A picture: as it is.
        return stream.read_raw_bytes()
