"""Write a report step by step; every step is a new version, signed by whoever took it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import PurePosixPath

from marsad.errors import BadInput, Withheld
from marsad.model import Block, Correction, Figure, Item, Media, Report
from marsad.phrase import Phrase
from marsad.report.alt import alt_faults
from marsad.report.check import check
from marsad.report.cite import citable
from marsad.report.quote import quote as bind
from marsad.report.resolve import outlet_of
from marsad.report.versions import author, draft, next_version, person, stored, tier_known
from marsad.safeguards import may_publish, second_names
from marsad.store import Store


def new(
    store: Store,
    series: str,
    title: str,
    *,
    day: date,
    by: str,
    lede: str = "",
    event: str = "",
    tier: str = "subscribers",
    fiction: bool = False,
) -> Report:
    """Begin a report: the next number of its series."""
    author(by)
    tier_known(tier)
    name = slug(series)
    if event:
        found = store.event(event)
        event, fiction = found.id, fiction or found.fiction
    # Of the whole lab: a number is given once, also where somebody does not see which has it.
    every = store.whole.reports()
    number = 1 + max((each.number for each in every if slug(each.series) == name), default=0)
    begun = Report(
        "", f"{name}-{number}", series, number, title, day, lede, tier, event, fiction=fiction
    )
    return stored(store, replace(begun, made_by=by), by)


def add(
    store: Store,
    handle: str,
    outlet: str,
    post: str,
    *,
    by: str,
    prose: str = "",
    quote: str = "",
    words: str = "",
    figure: str = "",
    alt: str = "",
    caption: str = "",
    right: str = "",
) -> Report:
    """Add what an outlet put out: prose, words of a translation, a picture of the post."""
    author(by)
    report = draft(store, handle)
    cited = store.post(post)
    maker = outlet_of(store, Block(outlet))
    if why := citable(store, cited.id):
        raise Withheld(why)
    quotes = (bind(store, quote, words),) if quote else ()
    if quote and store.translation(quote).post != cited.id:
        raise BadInput(
            Phrase(
                "translation %(quote)s is not of post %(id)s; cite the post it is of",
                quote=quote,
                id=cited.id,
            )
        )
    figures = (_figure(store, cited.id, figure, alt, caption, right, by),) if figure else ()
    item = Item(cited.id, prose, quotes, figures)
    # Fiction cannot be made real by leaving the mark off the report.
    fiction = report.fiction or cited.fiction or maker.fiction
    blocks = placed(report.blocks, maker.id, item)
    return next_version(store, report, by, blocks=blocks, fiction=fiction)


def revise(
    store: Store,
    handle: str,
    *,
    by: str,
    title: str = "",
    lede: str = "",
    event: str = "",
    tier: str = "",
) -> Report:
    """Change what stands above the blocks; what is not given stays."""
    author(by)
    tier_known(tier or "subscribers")
    report = draft(store, handle)
    coincided = store.event(event or report.event) if event or report.event else None
    return next_version(
        store,
        report,
        by,
        title=title or report.title,
        lede=lede or report.lede,
        event=coincided.id if coincided else "",
        tier=tier or report.tier,
        fiction=report.fiction or (coincided is not None and coincided.fiction),
    )


def sign(store: Store, handle: str, by: str, since: str = "") -> Report:
    """Put a second name under a report as it stands; any later change needs a new signature.

    ``since`` is the version that was read: a signature stands for no other.
    """
    person(by)
    report = draft(store, handle, since)
    if by in report.signed_by:
        return report
    signed = replace(report, signed_by=(*report.signed_by, by), replaces=report.id)
    if by not in second_names(signed):
        raise Withheld(
            Phrase(
                "%(by)s made %(handle)s; another person must sign it", by=by, handle=report.handle
            )
        )
    return stored(store, signed, by)


def publish(store: Store, handle: str, by: str, since: str = "") -> Report:
    """Publish a report that passes the gate."""
    person(by)
    report = draft(store, handle, since)
    lacking = check(store, handle)
    if lacking:
        first = lacking[0]
        raise Withheld(
            Phrase(
                "%(handle)s lacks %(lacking)s things, first: %(where)s: %(what)s; "
                "see them all with: marsad report LAB check %(handle)s",
                handle=report.handle,
                lacking=len(lacking),
                where=first.where,
                what=first.what,
            )
        )
    if verdict := may_publish(report):
        size, root = store.root()
        evidence = f"{size} entries, root {root}"
        done = replace(report, state="published", evidence=evidence, replaces=report.id)
        return stored(store, done, by)
    raise Withheld(verdict.why)


def correct(store: Store, handle: str, words: str, *, day: date, by: str) -> Report:
    """Add a dated correction to a published report."""
    person(by)
    report = store.report(handle)
    if report.state != "published":
        raise BadInput(
            Phrase(
                "%(handle)s is not published yet; change it instead of correcting it", handle=handle
            )
        )
    corrections = (*report.corrections, Correction(day, words))
    return stored(store, replace(report, corrections=corrections, replaces=report.id), by)


def slug(series: str) -> str:
    """The series as a handle and a file name begin with it."""
    made = re.sub(r"[^a-z0-9]+", "-", series.casefold()).strip("-")
    if not made:
        raise BadInput(
            Phrase(
                "series %(series)s has no Latin letter or digit; give it a name with one",
                series=repr(series),
            )
        )
    return made


def _figure(
    store: Store, post: str, media: str, alt: str, caption: str, right: str, by: str
) -> Figure:
    held = store.post(post).media
    found = [
        each
        for each in dict.fromkeys(held)
        if each.sha256 and (each.sha256.startswith(media) or media in _names(each))
    ]
    if len(found) != 1:
        there = ", ".join(f"{each.sha256[:12]} ({each.name})" for each in held) or "none"
        raise BadInput(
            Phrase(
                "%(media)s names no one medium of post %(post)s; it has: %(there)s",
                media=repr(media),
                post=post,
                there=there,
            )
        )
    faults = alt_faults(alt, found[0].name)
    if faults:
        raise BadInput(
            Phrase(
                "figure %(sha256)s: %(faults)s; say what a reader needs to know",
                sha256=found[0].sha256[:12],
                faults=faults[0],
            )
        )
    return Figure(found[0].sha256, alt, caption, by, right)


def _names(medium: Media) -> set[str]:
    return {medium.name, PurePosixPath(medium.name).name}


def placed(blocks: Sequence[Block], outlet: str, item: Item) -> tuple[Block, ...]:
    """The blocks with an item in that of its outlet; what is said of one post stays together."""
    if all(block.outlet != outlet for block in blocks):
        return (*blocks, Block(outlet, (item,)))
    return tuple(
        replace(block, items=_merged(block.items, item)) if block.outlet == outlet else block
        for block in blocks
    )


def _merged(items: Sequence[Item], item: Item) -> tuple[Item, ...]:
    if all(each.post != item.post for each in items):
        return (*items, item)
    return tuple(_joined(each, item) if each.post == item.post else each for each in items)


def _joined(old: Item, more: Item) -> Item:
    prose = "\n\n".join(part for part in (old.prose, more.prose) if part)
    return Item(old.post, prose, old.quotes + more.quotes, old.figures + more.figures)
