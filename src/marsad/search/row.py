"""A post as the tables of PostgreSQL take it in."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from marsad.search.document import EPOCH, Entry, placed, seconds, storable
from marsad.search.forms import forms
from marsad.search.schema import LATIN, SPOKEN, field, numbered
from marsad.search.words import STRENGTHS
from marsad.store.index_writer import IndexRow, Run


def row(entry: Entry, zone: ZoneInfo) -> IndexRow:
    """What the tables are given of a post: the same words as every other engine."""
    local = entry.posted_at.astimezone(zone)
    runs = list(_runs(entry))
    spoken = {numbered(field(source, "folded")) for source in SPOKEN}
    return IndexRow(
        entry.number,
        placed(seconds(entry.posted_at), entry.number),
        placed(seconds(entry.seen_at), entry.number),
        local.toordinal() - EPOCH,
        local.year * 12 + local.month - 1,
        sum(len(run.words) for run in runs if run.field in spoken),
        runs,
        list(dict.fromkeys(_kinds(entry))),
    )


def _runs(entry: Entry) -> Iterator[Run]:
    made = [(said.source, forms(storable(said.text))) for said in entry.said]
    for source in dict.fromkeys(source for source, _forms in made):
        for strength in STRENGTHS:
            name = numbered(field(source, strength))
            for of, each in made:
                if of == source:
                    yield Run(name, getattr(each, strength).split())
    names = sorted({entry for _source, each in made for entry in each.latin})
    if names:
        yield Run(numbered(LATIN), names)


def _kinds(entry: Entry) -> Iterator[tuple[int, str]]:
    for name, values in entry.keywords.items():
        for value in values:
            yield numbered(name), storable(value)
