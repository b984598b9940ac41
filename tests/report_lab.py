"""A small lab of fiction for the tests of the report: invented outlets of invented places."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from PIL import Image, ImageDraw

from marsad.model import (
    Block,
    Capture,
    Event,
    Figure,
    Finding,
    Forward,
    Item,
    Media,
    Outlet,
    Place,
    Post,
    Quote,
    Report,
    Segment,
    Translation,
)
from marsad.store import Store

MADE_BY = "made-by-outlet"
DAY = date(2024, 5, 14)
ARABIC = "نمد أيدينا إلى إخواننا في وادي السلوان، في ساعة الشدة، على ضفتي النهر."
PERSIAN = "ما می‌خواهیم پل میان دو کرانه دوباره ساخته شود؛ این پیمان ماست."
ROUGH = "Both banks of river are one, and we stand with our brothers."
URDU = "دریا کے دونوں کنارے ایک ہیں، اور ہم اپنے بھائیوں کے ساتھ کھڑے ہیں۔"


def picture(words: str = "SALWAN", size: tuple[int, int] = (900, 600)) -> bytes:
    """A poster of two banks and a bridge, with metadata that must not get out."""
    drawn = Image.new("RGB", size, "#1f3a4d")
    pen = ImageDraw.Draw(drawn)
    width, height = size
    pen.rectangle((0, height * 0.62, width, height), fill="#3f6d86")
    pen.polygon(
        [(0, height * 0.7), (0, height * 0.4), (width * 0.3, height * 0.62)], fill="#6b5a3c"
    )
    pen.polygon(
        [(width, height * 0.7), (width, height * 0.35), (width * 0.7, height * 0.62)],
        fill="#7d6a48",
    )
    pen.arc(
        (width * 0.2, height * 0.42, width * 0.8, height * 0.95), 180, 360, fill="#e8d9b0", width=14
    )
    pen.text((width * 0.42, height * 0.12), words, fill="white", font_size=46)
    written = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "SECRET-DESCRIPTION"
    drawn.save(written, "JPEG", exif=exif)
    return written.getvalue()


def approved(name: str, post: str, source: str, *targets: str, language: str = "ar") -> Translation:
    """An approved translation of a text in as many equal pieces as there are targets."""
    cut = [len(source) * at // len(targets) for at in range(len(targets) + 1)]
    segments = tuple(
        Segment(a, b, source[a:b], target)
        for a, b, target in zip(cut, cut[1:], targets, strict=False)
    )
    return Translation(
        name,
        post,
        "text",
        language,
        "en",
        segments,
        "person:Tamar Iseri",
        "human",
        datetime(2024, 5, 15, 8, tzinfo=UTC),
        "approved",
        "person:Noor Valen",
        "person:Noor Valen",
    )


def post(id: str, place: str, hour: int, text: str, *media: Media, **more: object) -> Post:
    """A post of the day."""
    return Post(
        id,
        place,
        "capture-1",
        id,
        datetime(2024, 5, 14, hour, 5, tzinfo=UTC),
        text,
        media=media,
        **more,  # type: ignore[arg-type]
    )


def fill(folder: Path, timezone: str = "UTC") -> Store:
    """A lab with three outlets, five public posts, one private post and an event."""
    store = Store.create(folder)
    if timezone != "UTC":
        store.close()
        (folder / "marsad.toml").write_text(f'timezone = "{timezone}"\n', encoding="utf-8")
        store = Store(folder)
    sha256 = store.keep(picture())
    photo = Media(sha256, "photo_1@14-05-2024.jpg", "photo", "image/jpeg", len(picture()))
    when = datetime(2024, 5, 15, 7, tzinfo=UTC)
    store.add(
        Capture("capture-1", "telegram-export", "1", "ChatExport_2024-05-15", when, "0" * 64, 10),
        Place("telegram:1", "telegram", "صدى الضفتين", "t.me/sada_example"),
        Place("telegram:2", "telegram", "Salwan Watch"),
        Place("telegram:3", "telegram", "پیمان کرانه"),
        Place("telegram:9", "telegram", "خاص", kind="private"),
        Outlet(
            "sada",
            "صدى الضفتين",
            "Sada Al-Daffatayn",
            "Echo of the Two Banks",
            standing="supporter",
            places=("telegram:1",),
            description="A media group that supports the Salwan River League.",
        ),
        Outlet(
            "peyman",
            "پیمان کرانه",
            "Peyman-e Karaneh",
            "Covenant of the Shore",
            standing="official",
        ),
        Outlet("kinara", "دریا کنارہ", "Darya Kinara", "River Bank", standing="unverified"),
        Event(
            "talks",
            "Orsa-hosted talks on the river crossing, involving both banks",
            DAY,
            DAY,
            "Orsa",
            "Salwan Gazette, May 13, 2024.",
        ),
        post("post-ar", "telegram:1", 9, ARABIC, photo, forwarded_from=Forward("صدى الضفتين")),
        post("post-ar-2", "telegram:1", 11, "النهر لا يفرق بيننا."),
        post("post-fa", "telegram:3", 12, PERSIAN),
        post("post-ur", "telegram:2", 13, URDU),
        post("post-late", "telegram:2", 23, "Seen late."),
        post("post-private", "telegram:9", 14, "كلام خاص"),
        Finding("finding-1", "post-ar", MADE_BY, "sada", "outlet/1", when, 0.9),
        Finding(
            "finding-2", "post-ar-2", "made-by-outlet", "place:telegram:1", "outlet/1", when, 0.5
        ),
        Finding("finding-3", "post-fa", MADE_BY, "peyman", "outlet/1", when, 0.8),
        approved(
            "tr-ar",
            "post-ar",
            ARABIC,
            "We extend our hands to our brothers in the Valley of Salwan,",
            "in the hour of need, on both banks of the river.",
        ),
        approved(
            "tr-fa",
            "post-fa",
            PERSIAN,
            "We want the bridge between the two shores rebuilt; this is our covenant.",
            language="fa",
        ),
        Translation(
            "tr-ur",
            "post-ur",
            "text",
            "ur",
            "en",
            (
                Segment(
                    0,
                    len(URDU),
                    URDU,
                    ROUGH,
                ),
            ),
            "fxtranslate/1",
            "machine draft",
            when,
        ),
        by="person:Tamar Iseri",
    )
    return store


def sha256_of(store: Store) -> str:
    """Digest of the poster."""
    return store.post("post-ar").media[0].sha256


TITLE = "Pro-Salwan Media Outlets: River League Extending Ties With Covenant At Expense Of Orsa"
LEDE = "On May 14, 2024, outlets on both banks published posters about the river crossing."
WORDS = "We extend our hands to our brothers [...] on both banks of the river."
ALT = "A poster of a bridge between two brown hills, the word Salwan above it."
CAPTION = "The poster of May 14, with the bridge in the middle."
RIGHT = "Quotation for research"
PROSE = "Sada Al-Daffatayn released a poster. It shows the name صدى الضفتين under a bridge."
WRITER, SECOND = "person:Tamar Iseri", "person:Noor Valen"


def report(store: Store, **changes: object) -> Report:
    """A finished report of two blocks that passes the gate, unless ``changes`` spoil it."""
    poster = Figure(sha256_of(store), ALT, CAPTION, WRITER, RIGHT)
    blocks = (
        Block(
            "sada",
            (
                Item("post-ar", PROSE, (Quote("tr-ar", WORDS),), (poster,)),
                Item("post-ar-2", "A second message followed at noon."),
            ),
        ),
        Block("peyman", (Item("post-fa", "", (Quote("tr-fa", "this is our [common] covenant"),)),)),
    )
    made = Report(
        "report-1", "daily-7", "Daily", 7, TITLE, DAY, LEDE, event="talks", blocks=blocks,
        made_by=WRITER, made_at=datetime(2024, 5, 15, 9, tzinfo=UTC), signed_by=(SECOND,),
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]
