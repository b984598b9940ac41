"""What the lab knows that helps with one text: memory, words, names, dates and scripture."""

from collections.abc import Sequence
from dataclasses import replace

from marsad.errors import NotFound
from marsad.model import Translation
from marsad.phrase import Phrase
from marsad.report.shown import shown
from marsad.store import Store
from marsad.text.bidi import isolate
from marsad.text.links import find_links
from marsad.translate import Doubt, Handbook, Helps, Memory, Termbase, doubts_of
from marsad.translate.engine import AID
from marsad.translate.handbook import translated
from marsad.translate.renderings import Renderings
from marsad.translate.spelling import settled_in
from marsad.web.wording import spoken

DOUBTED = {
    "forbidden": Phrase("Forbidden word"),
    "term": Phrase("Term"),
    "name": Phrase("Name"),
    "number": Phrase("Number"),
    "date": Phrase("Date"),
    "scripture": Phrase("Scripture"),
}
"""What a doubt is about, in a word before its reason: nobody has to see a colour."""


class Lore:
    """What helps with the segments of one translation."""

    def __init__(self, store: Store, of: Translation) -> None:
        """Read the lab's words as they are now."""
        self.store, self.of, self.termbase = store, of, Termbase.of(store)

    def helps(self) -> list[Helps]:
        """What is known of each segment; nothing where what was translated is gone."""
        spelled, rendered = settled_in(self.store), Renderings.of(self.store.settings)
        book = Handbook(Memory.of(self.store), self.termbase, spelled, rendered)
        try:
            source = translated(self.store, self.of)
        except NotFound:
            return [
                Helps(self.of.of, number, each.start, each.end, each.source)
                for number, each in enumerate(self.of.segments, 1)
            ]
        return [_unlinked(each) for each in book.helps(source, self.of.language, self.of.id)]

    def doubts(self, helps: Sequence[Helps], targets: Sequence[str]) -> list[tuple[str, ...]]:
        """For each segment, what its target may have lost or changed; a reading aid is none."""
        if self.of.kind == AID:
            return [()] * len(targets)
        found: list[list[str]] = [[] for _ in targets]
        for each in doubts_of(helps, targets, self.of.language):
            found[each.segment - 1].append(_told(each, helps[each.segment - 1]))
        return [tuple(each) for each in found]


def _told(doubt: Doubt, helps: Helps) -> str:
    """A doubt in words; the source it begins with is set apart, so that its numbers stay inside."""
    kind = DOUBTED[doubt.kind]
    if spoken().tag != "en" and isinstance(doubt.reason, Phrase):
        return Phrase("%(kind)s: %(reason)s", kind=kind, reason=doubt.reason)
    quoted = helps.source[doubt.start - helps.start : doubt.end - helps.start]
    rest = doubt.reason.removeprefix(quoted)
    if not quoted or rest == doubt.reason:
        return f"{kind}: {shown(rest)}"
    space = " " if rest[:1].isspace() else ""
    return f"{kind}: {isolate(shown(quoted))}{space}{shown(rest)}"


def _unlinked(helps: Helps) -> Helps:
    """Without the terms in links: cut in pieces, a link would not be made harmless."""
    links = [(helps.start + start, helps.start + end) for start, end, _ in find_links(helps.source)]
    kept = (
        each
        for each in helps.terms
        if not any(start < each.end and each.start < end for start, end in links)
    )
    return replace(helps, terms=tuple(kept))
