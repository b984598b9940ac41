"""Single changes of a report; ``edit`` makes a version of one or several of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from marsad.errors import BadInput, NotFound
from marsad.model import Block, Figure, Item, Quote, Report
from marsad.phrase import Phrase
from marsad.report.spots import HEAD, OF_FIGURE, Spot, siblings, spot, written
from marsad.report.versions import tier_known
from marsad.store import Store

T = TypeVar("T")
Step = Callable[[Report], Report]


def worded(store: Store, changes: Mapping[str, str], by: str) -> Step:
    """Put words at some places; who puts an alt text answers for it.

    A quotation that breaks the marks rule may stand in a draft: the gate names it.
    """

    def step(report: Report) -> Report:
        known = {each.at: each.words for each in written(report)}
        if unknown := [at for at in changes if at not in known]:
            raise NotFound(
                Phrase(
                    "there are no words at %(unknown)s in %(handle)s",
                    unknown=repr(unknown[0][:40]),
                    handle=report.handle,
                )
            )
        new = {at: words for at, words in changes.items() if tidy(words) != tidy(known[at])}
        report = _headed(store, report, {at: new[at] for at in HEAD if at in new})
        return replace(report, blocks=_blocks(report, new, by))

    return step


def confirmed(spots: Sequence[str], by: str) -> Step:
    """Answer for the alt texts of some figures as they stand."""

    def step(report: Report) -> Report:
        for each in map(spot, spots):
            figure = siblings(report, each)[each.number - 1]
            if not isinstance(figure, Figure):
                raise BadInput(
                    Phrase("%(each)s is no figure; only alt texts are confirmed", each=each)
                )
            signed = replace(figure, alt_by=figure.alt_by or by)
            report = _with(report, each, _put(siblings(report, each), each.number, signed))
        return report

    return step


def moved(at: Spot, to: int) -> Step:
    """Move a block, an item, a quotation or a figure among its like."""

    def step(report: Report) -> Report:
        beside = list(siblings(report, at))
        thing = beside.pop((at.number or at.item or at.block) - 1)
        beside.insert(min(max(to, 1), len(beside) + 1) - 1, thing)
        return _with(report, at, beside)

    return step


def dropped(at: Spot) -> Step:
    """Take out a block, an item, a quotation or a figure; a block without items goes with them."""

    def step(report: Report) -> Report:
        beside = list(siblings(report, at))
        del beside[(at.number or at.item or at.block) - 1]
        if at.item and not at.part and not beside:
            return dropped(Spot(at.block))(report)
        return _with(report, at, beside)

    return step


def restored(old: Report) -> Step:
    """Say again what an earlier version said."""
    return lambda report: replace(
        report, title=old.title, lede=old.lede, event=old.event, tier=old.tier, day=old.day,
        blocks=old.blocks, fiction=old.fiction,
    )  # fmt: skip


def with_item(report: Report, at: Spot, item: Item) -> Report:
    """The report with another item at a place."""
    return _with(report, at, _put(report.blocks[at.block - 1].items, at.item, item))


def _headed(store: Store, report: Report, new: Mapping[str, str]) -> Report:
    if "tier" in new:
        tier_known(new["tier"])
    said = {name: tidy(words) for name, words in new.items()}
    if event := said.get("event"):
        found = store.event(event)
        said["event"] = found.id
        report = replace(report, fiction=report.fiction or found.fiction)
    return replace(report, **said)  # type: ignore[arg-type]


def _blocks(report: Report, new: Mapping[str, str], by: str) -> tuple[Block, ...]:
    return tuple(
        replace(
            block,
            items=tuple(_item(each, f"{b}.{i}", new, by) for i, each in enumerate(block.items, 1)),
        )
        for b, block in enumerate(report.blocks, 1)
    )


def _item(item: Item, at: str, new: Mapping[str, str], by: str) -> Item:
    quotes = tuple(
        replace(each, words=" ".join(new.get(f"{at}.q{n}", each.words).split()))
        for n, each in enumerate(item.quotes, 1)
    )
    figures = tuple(_figure(each, f"{at}.f{n}", new, by) for n, each in enumerate(item.figures, 1))
    return replace(item, prose=tidy(new.get(at, item.prose)), quotes=quotes, figures=figures)


def _figure(figure: Figure, at: str, new: Mapping[str, str], by: str) -> Figure:
    said = {name: tidy(new[f"{at}.{name}"]) for name in OF_FIGURE if f"{at}.{name}" in new}
    author = by if "alt" in said else figure.alt_by
    return replace(figure, **said, alt_by=author)


def _with(report: Report, at: Spot, things: Sequence[Block | Item | Quote | Figure]) -> Report:
    """The report with other things where those beside ``at`` stood."""
    if not at.item:
        return replace(report, blocks=tuple(things))  # type: ignore[arg-type]
    block = report.blocks[at.block - 1]
    if not at.part:
        items: Sequence[object] = things
    else:
        name = "quotes" if at.part == "q" else "figures"
        item = replace(block.items[at.item - 1], **{name: tuple(things)})  # type: ignore[arg-type]
        items = _put(block.items, at.item, item)
    changed = replace(block, items=tuple(items))  # type: ignore[arg-type]
    return replace(report, blocks=tuple(_put(report.blocks, at.block, changed)))


def _put(some: Sequence[T], number: int, thing: T) -> list[T]:
    return [*some[: number - 1], thing, *some[number:]]


def tidy(words: str) -> str:
    """As it is kept: lines end one way, and nothing hangs over at the ends."""
    return words.replace("\r\n", "\n").replace("\r", "\n").strip()
