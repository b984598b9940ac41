"""Small things of the model, of an invented place, for tests of the store."""

from datetime import UTC, datetime, timedelta

from marsad.model import Capture, Claim, Finding, Media, Place, Post, sign

NOON = datetime(2021, 10, 19, 12, 0, tzinfo=UTC)
PLACE = Place("telegram:1001", "telegram", "منبر الوادي", "t.me/alwadi_fiction", fiction=True)
CAPTURE = Capture("capture-1", "telegram-export", "1", "export/result.json", NOON, "0" * 64, 10)
TEXTS = (
    "بيان من منبر الوادي: زار وفد من ضفتي النهر سوق سلوان اليوم",
    "اطلاعیه: بازار سلوان فردا باز است و همه دعوت‌اند",
    "اعلان: وادی کے بازار میں کل میلہ ہوگا",
    "A note in Latin script, with a\ttab and 😀",
)


def post(number: int, *digests: str, **changes: object) -> Post:
    values: dict[str, object] = {
        "id": f"{PLACE.id}/{number}",
        "place": PLACE.id,
        "capture": CAPTURE.id,
        "native_id": str(number),
        "posted_at": NOON + timedelta(minutes=number),
        "text": f"{TEXTS[number % len(TEXTS)]} ({number})",
        "media": tuple(Media(digest, f"photo_{number}.jpg", "photo") for digest in digests),
        "fiction": True,
    }
    return Post(**(values | changes))  # type: ignore[arg-type]


def finding(post_id: str, value: str = "ar", maker: str = "language/1", **said: object) -> Finding:
    return sign(Claim(post_id, "language", value, **said), maker, NOON)  # type: ignore[arg-type]
