"""Everything the lab holds about one post."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from marsad.errors import NotFound
from marsad.model import Capture, Finding, Media, Place, Post, Report, Translation
from marsad.model.translation import STATES
from marsad.phrase import Phrase
from marsad.preserve.tombstones import Tombstones, unversioned
from marsad.report import cite
from marsad.store import Store
from marsad.text.links import looks_alike, punycode
from marsad.translate.engine import AID
from marsad.web.views.evidence import Evidence, evidence
from marsad.web.views.found import Group, groups
from marsad.web.views.kept import has_page
from marsad.web.views.kin import Kin, Replaced, Version, kin, replaced, versions
from marsad.web.views.looks import graphic
from marsad.web.views.rows import language_of, made_by

READ_IN_PICTURE = ("ocr-text", "ocr-line")


@dataclass(frozen=True, slots=True)
class Medium:
    """A file of a post, closed until somebody asks for it."""

    number: int
    media: Media
    picture: bool
    open: bool
    read: tuple[Finding, ...]
    """What was read in it, as a whole."""
    lines: tuple[Finding, ...]
    said: tuple[Finding, ...]
    """Everything else that was said about it."""
    graphic: str
    """What may harm in it."""
    look: str
    """The pass to it, where it needs one."""
    width: int = 0
    height: int = 0
    """In pixels; nothing where nobody measured it."""


@dataclass(frozen=True, slots=True)
class Dossier:
    """A post and all that belongs to it."""

    post: Post
    place: Place
    outlet: str
    language: str
    media: tuple[Medium, ...]
    groups: tuple[Group, ...]
    translations: tuple[Translation, ...]
    versions: tuple[Version, ...]
    replaced: tuple[Replaced, ...]
    """What no longer stands, and what took its place."""
    families: tuple[Kin, ...]
    reports: tuple[Report, ...]
    """Those that cite it, in their last version."""
    capture: Capture | None
    page: bool
    """Whether the web page that it was read from can be looked at."""
    evidence: Evidence
    citation: str
    why_not: str
    """Why it cannot be cited; empty when it can."""
    zone: ZoneInfo


def dossier(store: Store, id: str, show: str = "", check: bool = False, look: str = "") -> Dossier:
    """Gather what there is about a post; ``show`` names the medium to open.

    What was marked graphic opens with a pass only, ``look``.
    """
    post = store.post(id)
    place, found = store.place(post.place), store.findings(post.id)
    digests = {medium.sha256 for medium in post.media if medium.sha256}
    why_not = cite.citable(store, post.id)
    return Dossier(
        post=post,
        place=place,
        outlet=made_by(store, post),
        language=language_of(store, post),
        media=tuple(media(post, found, show, look)),
        groups=groups(each for each in found if each.media not in digests),
        translations=tuple(_worth_reading(store.translations(post=post.id))),
        versions=tuple(versions(store, post)),
        replaced=tuple(replaced(store, post)),
        families=tuple(kin(store, post)),
        reports=tuple(each for each in store.reports() if post.id in each.cited),
        capture=_capture(store, post),
        page=has_page(store, post),
        evidence=evidence(store, post, check),
        citation="" if why_not else cite.note(store, post.id),
        why_not=why_not,
        zone=store.settings.zone,
    )


def erased(store: Store, id: str) -> str:
    """The tombstone of a post that was lawfully erased; empty for any other."""
    try:
        store.post(id)
    except NotFound:
        return Tombstones.of(store).posts.get(unversioned(id), "")
    return ""


def medium_of(store: Store, id: str, sha256: str) -> Media:
    """The medium of a post that an address names; a digest alone opens nothing."""
    post = store.post(id)
    for medium in post.media:
        if medium.sha256 and medium.sha256 == sha256:
            return medium
    raise NotFound(
        Phrase(
            "post %(id)s has no medium %(sha256)s; take a link from its page",
            id=post.id,
            sha256=repr(sha256[:64]),
        )
    )


def disguised(address: str) -> str:
    """The real name, defanged, of a host spelled to be taken for another; empty for a plain one."""
    rest = address.partition("://")[2] or address
    host = rest.partition("/")[0].rpartition("@")[2].partition(":")[0]
    return punycode(host).replace(".", "[.]") if looks_alike(host) else ""


def media(post: Post, found: list[Finding], show: str, look: str) -> Iterator[Medium]:
    """The files of a post; only the one that is asked for is open."""
    for number, one in enumerate(post.media, 1):
        about = [each for each in found if one.sha256 and each.media == one.sha256]
        picture = one.kind in ("photo", "sticker") or one.mime.startswith("image/")
        note = graphic(about, one.sha256)
        yield Medium(
            number,
            one,
            picture and bool(one.sha256),
            picture and bool(one.sha256) and show == one.sha256 and bool(look or not note),
            tuple(each for each in about if each.kind == "ocr-text"),
            tuple(each for each in about if each.kind == "ocr-line"),
            tuple(each for each in about if each.kind not in READ_IN_PICTURE),
            note,
            look if note else "",
            *pixels_of(about, one.sha256),
        )


def pixels_of(found: Iterable[Finding], media: str) -> tuple[int, int]:
    """Width and height of a picture as they were found; nothing where they were not."""
    for each in found:
        width, cross, height = each.value.partition("x")
        told = each.kind == "dimensions" and each.media == media
        if told and cross and width.isdecimal() and height.isdecimal():
            return int(width), int(height)
    return 0, 0


def _worth_reading(found: Sequence[Translation]) -> list[Translation]:
    """The approved before drafts; a reading aid only of what has nothing else."""
    said = {each.of for each in found if each.kind != AID}
    kept = [each for each in found if each.kind != AID or each.of not in said]
    return sorted(kept, key=lambda each: -STATES.index(each.state))


def _capture(store: Store, post: Post) -> Capture | None:
    try:
        return store.capture(post.capture)
    except NotFound:
        return None
