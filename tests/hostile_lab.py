"""A lab in which each hostile string stands in every field that a page or a file shows."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import quote

import report_lab as lab

from marsad import track
from marsad.model import (
    Capture,
    Claim,
    Correction,
    Event,
    Forward,
    Media,
    Outlet,
    Place,
    Poll,
    Post,
    Quote,
    Report,
    Segment,
    Translation,
    sign,
)
from marsad.store import Store
from marsad.store.signboards import SEEN

NOON = datetime(2024, 5, 14, 12, tzinfo=UTC)
FOLDER = Path(__file__).parent / "fixtures" / "hostile"
MARKUP: list[str] = json.loads((FOLDER / "payloads.json").read_text(encoding="utf-8"))
"""223 attacks on sanitisers, of DOMPurify."""
NAUGHTY: list[str] = json.loads((FOLDER / "blns.json").read_text(encoding="utf-8"))
"""515 strings that trouble programs, of the Big List of Naughty Strings."""
FIELDS = (
    "place name", "place handle", "place address", "outlet name", "outlet latin", "outlet meaning",
    "outlet description", "post text", "post author", "file name", "file kind", "file type",
    "missing file", "forward", "reply", "poll question", "poll answer", "link finding", "OCR text",
    "OCR line", "EXIF finding", "alt-text finding", "outlet finding", "language finding",
    "graphic note", "unknown kind", "value of it", "translator", "languages of a translation",
    "translation target", "case title", "case note", "case tag", "signboard", "event name",
    "event place", "event source", "report title", "report series", "report lede",
    "report prose", "report quotation", "report caption", "report alt text", "report right",
    "report correction", "report signature",
)  # fmt: skip


def packed(strings: Sequence[str], size: int) -> list[str]:
    """So many strings a text, one a line; empty ones left out."""
    told = [each for each in dict.fromkeys(strings) if each.strip()]
    return ["\n".join(told[at : at + size]) for at in range(0, len(told), size)]


def post(number: int, said: str) -> Post:
    """A post that says it in every field."""
    return Post(
        f"{number}/{said}"[:60], said, "capture", f"{number} {said}", NOON, said, author=said,
        media=(Media("", said, "photo", said, missing=said), Media("a" * 64, said, said, said, 5)),
        forwarded_from=Forward(said), reply_to=said, poll=Poll(said, (said, said)),
        edited_at=NOON,
    )  # fmt: skip


def fill(store: Store, strings: Sequence[str]) -> None:
    """Every string in every field of posts, files, findings, translations, places and outlets."""
    store.add(Capture("capture", "c", "1", strings[0], NOON, "0" * 64, 1))
    for number, said in enumerate(strings):
        one = post(number, said)
        text = said or "x"
        told = Translation(
            f"tr-{number}", one.id, "text", said, said, (Segment(0, len(text), text, said),),
            said, "machine draft", NOON,
        )  # fmt: skip
        claims = [
            Claim(one.id, "link", said), Claim(one.id, "made-by-outlet", said),
            Claim(one.id, "language", said), Claim(one.id, said, said),
            *(Claim(one.id, kind, said, media="a" * 64)
              for kind in ("ocr-text", "ocr-line", "alt-text", "exif")),
            # What was marked graphic is not open on its page; so every other one is.
            *([Claim(one.id, "graphic", said, media="a" * 64)] if number % 2 else []),
        ]  # fmt: skip
        places = {place.id for place in store.places()}
        things = [] if said in places else [Place(said, said, said, said, fiction=True)]
        store.add(*things, Outlet(said, said, said, said), one, told, by=said)
        store.add(*(sign(claim, said, NOON) for claim in claims))


def fill_work(store: Store, strings: Sequence[str]) -> None:
    """Every string on a signboard and in an event, and as many as fit in a case."""
    for number, said in enumerate(strings):
        line = " ".join(said.split())
        name, one = f"case-{number}", post(number, said)
        track.open_case(store, name, line[:300], lab.WRITER)
        track.add_posts(store, name, [("line 1", one.id)], lab.WRITER)
        track.tag_post(store, name, one.id, line[:100], lab.WRITER)
        track.note(store, name, line, lab.WRITER)
        store.add(Event(f"event-{number}", said, NOON.date(), NOON.date(), said, said))
        with store.write() as writer:
            writer.act(SEEN, "t/1", place=said, seen_at=NOON.isoformat(), name=said, page="c1",
                       description=said, picture="", missing="")  # fmt: skip


def report(store: Store, number: int, said: str) -> Report:
    """A report with a quotation and a figure that says it in every field; its lab is ``fill``'s."""
    plain = lab.report(store)
    source = "نمد أيدين"
    told = replace(
        store.translation("tr-ar"), id=f"tr-x{number}", segments=(Segment(0, 9, source, said),)
    )
    store.add(
        told,
        Outlet(f"nasty-{number}", f"{said} اسم", said, said, description=said),
        Place(f"telegram:x{number}", said, said),
        replace(store.post("post-ar"), id=f"post-x{number}", place=f"telegram:x{number}"),
        Event(f"nasty-{number}", said, lab.DAY, lab.DAY, said, said),
    )
    item = plain.blocks[0].items[0]
    figure = replace(item.figures[0], alt=said, caption=said, right=said)
    item = replace(item, post=f"post-x{number}", prose=said, quotes=(Quote(told.id, said),),
                   figures=(figure,))  # fmt: skip
    return replace(
        plain, id=f"nasty-{number}", handle=f"nasty-{number}", title=said, lede=said, series=said,
        event=f"nasty-{number}", signed_by=(said,), day=date(2024, 5, 15), number=number + 1,
        blocks=(replace(plain.blocks[0], outlet=f"nasty-{number}", items=(item,)),),
        corrections=(Correction(lab.DAY, said),),
    )  # fmt: skip


def part(text: str) -> str:
    """A text as one part of an address, whatever it holds."""
    return quote(text, safe="", errors="replace")
