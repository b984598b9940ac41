"""A figure as a reader meets it."""

from marsad.errors import BadInput, EvidenceAltered, NotFound
from marsad.model import Figure, Media
from marsad.phrase import Phrase
from marsad.report import cite
from marsad.report.edition import Picture, Spoken
from marsad.report.picture import LONGEST_SIDE, NOTHING, QUALITY, Pixels, checked, encoded
from marsad.report.quotations import spoken
from marsad.report.shown import shown
from marsad.store import Store
from marsad.store.press import pressed

READ_IN_PICTURE = "ocr-text"
"""The kind of finding that holds text read in a picture."""


def picture(store: Store, post: str, figure: Figure, note: int, machine: bool) -> Picture:
    """Resolve a figure; what cannot be shown says why instead of stopping the report.

    A ``machine`` draft also shows what was read in the picture.
    """
    seen, fault = _tried(store, _medium(store, post, figure))
    return Picture(
        sha256=figure.media,
        alt=shown(figure.alt),
        caption=shown(figure.caption or cite.note(store, post)),
        right=shown(figure.right),
        note=note,
        data=seen.data,
        mime=seen.mime,
        width=seen.width,
        height=seen.height,
        fault=fault,
        source=_read(store, post, figure.media) if machine else None,
    )


def pixels(store: Store, medium: Media) -> Pixels:
    """What is seen in a picture, checked against its digest and made anew."""
    if medium.kind not in {"photo", "sticker"} and not medium.mime.startswith("image/"):
        raise BadInput(
            Phrase("a %(kind)s cannot be printed; it is kept in the lab", kind=medium.kind)
        )
    # Read each time: an original that was altered is not to be shown by what was kept of it.
    original, most = store.read(medium.sha256), store.settings.max_megapixels
    parts = ("picture", medium.sha256, most, LONGEST_SIDE, QUALITY)
    return checked(pressed(store, lambda: encoded(original, store.settings), *parts))


def _tried(store: Store, medium: Media) -> tuple[Pixels, str]:
    try:
        return pixels(store, medium), ""
    except (BadInput, NotFound, EvidenceAltered) as error:
        return NOTHING, f"Not shown: {error}."


def _medium(store: Store, post: str, figure: Figure) -> Media:
    for medium in store.post(post).media:
        if medium.sha256 == figure.media:
            return medium
    raise NotFound(
        Phrase(
            "figure %(media)s is no medium of post %(post)s; take it out",
            media=figure.media[:12],
            post=post,
        )
    )


def _read(store: Store, post: str, sha256: str) -> Spoken | None:
    for finding in store.findings(post, READ_IN_PICTURE):
        if finding.media == sha256 and finding.value.strip():
            return spoken(finding.value, "")
    return None
