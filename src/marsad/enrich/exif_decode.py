"""Reading what a camera wrote into a picture, inside the capped child.

EXIF is read by number, and few numbers; XMP, which is XML and may be anything, is measured and
never parsed.
"""

import msgspec

from marsad.engine.capped import decoder
from marsad.enrich.media_open import opened
from marsad.errors import BadInput
from marsad.phrase import Phrase

MOST = 65_536
"""Bytes of EXIF that are read; cameras write less, since a JPEG has no room for more."""
LONGEST = 200

_WRITTEN = {0x010F: "make", 0x0110: "model", 0x0131: "software", 0x0132: "changed"}
_TAKEN = {0x9003: "taken", 0x9011: "zone"}
_INNER, _GPS = 0x8769, 0x8825
_LATITUDE, _LONGITUDE = 2, 4


class Written(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands in a picture beside its pixels."""

    facts: dict[str, str] = {}
    gps: bool = False
    latitude: float | None = None
    longitude: float | None = None
    """Told only to whoever asks for the place, and never to a finding."""
    exif_bytes: int = 0
    xmp_bytes: int = 0


@decoder
def written_in(payload: bytes, path: str, megapixels: int, place: bool) -> bytes:
    """The facts of a picture; where it was taken only if ``place`` is asked for."""
    del payload
    picture = opened(path, megapixels)
    raw = picture.info.get("exif") or b""
    xmp = picture.info.get("xmp") or picture.info.get("XML:com.adobe.xmp") or b""
    measured = Written(exif_bytes=len(raw), xmp_bytes=len(xmp))
    if len(raw) > MOST:
        return msgspec.json.encode(measured)
    try:
        exif = picture.getexif()
        inner, gps = exif.get_ifd(_INNER), exif.get_ifd(_GPS)
    # Broken EXIF ends in any of these; the picture beside it may be whole.
    except (OSError, SyntaxError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadInput(
            Phrase("the EXIF is damaged: %(name)s", name=type(error).__name__)
        ) from error
    facts = {name: exif.get(tag) for tag, name in _WRITTEN.items()}
    facts |= {name: inner.get(tag) for tag, name in _TAKEN.items()}
    told = {name: words for name, said in facts.items() if (words := _words(said))}
    latitude, longitude = _where(gps) if place else (None, None)
    found = msgspec.structs.replace(
        measured,
        facts=told,
        gps=_LATITUDE in gps or _LONGITUDE in gps,
        latitude=latitude,
        longitude=longitude,
    )
    return msgspec.json.encode(found)


def _words(said: object) -> str:
    """One line of what is meant to be text; whatever else it is, is not told."""
    if isinstance(said, bytes):
        said = said.decode("utf-8", "replace")
    if not isinstance(said, str):
        return ""
    clean = "".join(sign if sign.isprintable() else " " for sign in said[: LONGEST * 4])
    return " ".join(clean.split())[:LONGEST]


def _where(gps: dict[int, object]) -> tuple[float | None, float | None]:
    return _degrees(gps, _LATITUDE, "S", 90), _degrees(gps, _LONGITUDE, "W", 180)


def _degrees(gps: dict[int, object], tag: int, negative: str, most: int) -> float | None:
    said = gps.get(tag)
    if not isinstance(said, tuple) or len(said) != 3:
        return None
    try:
        degrees = sum(float(part) / 60**power for power, part in enumerate(said))
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    signed = -degrees if str(gps.get(tag - 1, "")).strip("\0 ").upper() == negative else degrees
    return round(signed, 6) if -most <= signed <= most else None
