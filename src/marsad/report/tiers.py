"""What each tier may see of a report: built up from nothing, never cut out of the whole.

An edition for a lower tier is a new one into which only what that tier may see is put. A renderer
gets it and nothing else, so no template can show what is not in it.
"""

from collections.abc import Sequence
from dataclasses import replace

from marsad.errors import BadInput
from marsad.phrase import Phrase
from marsad.report.edition import NOTHING_BEHIND, Edition, Entry, Section

PUBLIC, COMPLIMENTARY, SUBSCRIBERS, PLATFORMS = (
    "public",
    "complimentary",
    "subscribers",
    "platforms",
)
TIERS = (PUBLIC, COMPLIMENTARY, SUBSCRIBERS)
"""Each may see what those before it may see, and more."""
READERS = (*TIERS, PLATFORMS)
"""``platforms`` get every report without quotations and figures."""
NO_QUOTATION = "A quotation is withheld in this edition."
NO_FIGURE = "A figure is withheld in this edition."


def read_tiers(readers: Sequence[str]) -> tuple[str, ...]:
    """Tiers of readers as they were named, each once; one that there is not is refused."""
    for each in readers:
        if each not in READERS:
            raise BadInput(
                Phrase(
                    "no tier %(each)s of readers; there are %(readers)s",
                    each=repr(each[:40]),
                    readers=", ".join(READERS),
                )
            )
    return tuple(dict.fromkeys(readers))


def whole(edition: Edition, reader: str) -> bool:
    """Whether a tier of readers may see all of an edition."""
    return reads_whole(edition.tier, reader)


def reads_whole(tier: str, reader: str) -> bool:
    """Whether a tier of readers may see all of the reports of a tier."""
    return reader == SUBSCRIBERS or (reader == COMPLIMENTARY and tier == COMPLIMENTARY)


def edition_for(edition: Edition, reader: str) -> Edition:
    """The edition for a tier of readers: the whole, a teaser, or a redacted one."""
    read_tiers((reader,))
    if whole(edition, reader):
        # What it rests on stays with the desk.
        return replace(edition, behind=NOTHING_BEHIND)
    return _redacted(edition) if reader == PLATFORMS else _teaser(edition)


def _teaser(edition: Edition) -> Edition:
    if edition.tier == COMPLIMENTARY:
        rest = f"Complimentary; write to {edition.lab} to read all of it."
    else:
        rest = f"For subscribers; write to {edition.lab} to subscribe and read all of it."
    return replace(
        _bare(edition),
        tier_note=rest,
        lede=(edition.teaser,) if edition.teaser else (),
    )


def _redacted(edition: Edition) -> Edition:
    return replace(
        _bare(edition),
        tier_note=f"A redacted edition of {edition.lab}: quotations and figures are withheld.",
        banners=edition.banners,
        lede=edition.lede,
        lede_note=edition.lede_note,
        sections=tuple(map(_redacted_section, edition.sections)),
        notes=edition.notes,
        # What was put right may be a quotation: its day alone.
        corrections=tuple(each.partition(": ")[0] for each in edition.corrections),
    )


def _bare(edition: Edition) -> Edition:
    """What every reader may see, field by field: what a tier sees beyond it is put in."""
    return Edition(
        handle=edition.handle,
        title=edition.title,
        day=edition.day,
        date_line=edition.date_line,
        series_line=edition.series_line,
        tier_note="",
        lab=edition.lab,
        banners=(),
        lede=(),
        lede_note=0,
        sections=(),
        notes=(),
        how_to_cite=edition.how_to_cite,
        corrections=(),
        evidence=edition.evidence,
        behind=NOTHING_BEHIND,
        teaser=edition.teaser,
        tier=edition.tier,
        language=edition.language,
    )


def _redacted_section(section: Section) -> Section:
    return Section(
        name=section.name,
        original=section.original,
        meaning=section.meaning,
        description=section.description,
        entries=tuple(map(_redacted_entry, section.entries)),
    )


def _redacted_entry(entry: Entry) -> Entry:
    # One sentence however many there were: their number says something, too.
    withheld = (
        *((NO_QUOTATION,) if entry.quotations or entry.original else ()),
        *((NO_FIGURE,) if entry.pictures else ()),
    )
    return Entry(entry.note, entry.time, (*entry.paragraphs, *withheld), (), ())
