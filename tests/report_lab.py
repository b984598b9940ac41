"""A small lab of fiction for the tests of the report: invented outlets of invented places."""

import io
from datetime import UTC, date, datetime
from pathlib import Path

from PIL import Image, ImageDraw

from marsad.model import (
    Capture,
    Event,
    Finding,
    Forward,
    Media,
    Outlet,
    Place,
    Post,
    Segment,
    Translation,
)
from marsad.store import Store

DAY = date(2024, 5, 14)
ARABIC = "نمد أيدينا إلى إخواننا في وادي السلوان، في ساعة الشدة، على ضفتي النهر."
PERSIAN = "ما می‌خواهیم پل میان دو کرانه دوباره ساخته شود؛ این پیمان ماست."
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
        name, post, "text", language, "en", segments, "person:Tamar Iseri", "human",
        datetime(2024, 5, 15, 8, tzinfo=UTC), "approved", "person:Noor Valen", "person:Noor Valen",
        fiction=True,
    )  # fmt: skip


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
        ),  # fmt: skip
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
        ),  # fmt: skip
        post("post-ar", "telegram:1", 9, ARABIC, photo, forwarded_from=Forward("صدى الضفتين")),
        post("post-ar-2", "telegram:1", 11, "النهر لا يفرق بيننا."),
        post("post-fa", "telegram:3", 12, PERSIAN),
        post("post-ur", "telegram:2", 13, URDU),
        post("post-late", "telegram:2", 23, "Seen late."),
        post("post-private", "telegram:9", 14, "كلام خاص"),
        Finding("finding-1", "post-ar", "made-by-outlet", "sada", "outlet/1", when, 0.9),
        Finding(
            "finding-2", "post-ar-2", "made-by-outlet", "place:telegram:1", "outlet/1", when, 0.5
        ),
        Finding("finding-3", "post-fa", "made-by-outlet", "peyman", "outlet/1", when, 0.8),
        approved(
            "tr-ar",
            "post-ar",
            ARABIC,
            "We extend our hands to our brothers in the Valley of Salwan,",
            "in the hour of need, on both banks of the river.",
        ),  # fmt: skip
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
                    "Both banks of river are one, and we stand with our brothers.",
                ),
            ),
            "fxtranslate/1",
            "machine draft",
            when,
        ),  # fmt: skip
        by="person:Tamar Iseri",
    )
    return store


def sha256_of(store: Store) -> str:
    """Digest of the poster."""
    return store.post("post-ar").media[0].sha256
