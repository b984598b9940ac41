"""Scripture that is put otherwise than in the published rendering that the lab has chosen."""

from marsad.phrase import Phrase
from marsad.text.tokens import Tokens, find, in_order, runs, tokens
from marsad.translate.doubts_words import Told
from marsad.translate.helps import Helps, KnownPassage


def scripture(helps: Helps, target: str, said: str) -> Told:
    """Passages whose rendering was changed, or that still wait for one."""
    for each in helps.scripture:
        if f"[{each.reference}]" in target:
            what = Phrase("put the rendering of %(name)s", name=each.name)
            yield (
                each.start, each.end,
                Phrase("%(passage)s is given by its reference alone: %(what)s",
                       passage=each.written, what=what if each.rendering else each.note),
            )  # fmt: skip
        elif each.rendering and not any(
            _kept(each, helps, words) for words in (tokens(target), tokens(said))
        ):
            yield (
                each.start, each.end,
                Phrase("%(passage)s is not as %(name)s renders it: %(rendering)s",
                       passage=each.written, name=each.name, rendering=repr(each.rendering)),
            )  # fmt: skip


def _kept(passage: KnownPassage, helps: Helps, words: Tokens) -> bool:
    """Whole, in one piece; of a part, words of the rendering in their order and no others."""
    rendered = tokens(passage.rendering)
    if passage.whole:
        return all(find(run, words, 0) is not None for run in runs(rendered))
    alone = passage.start <= helps.start and helps.end <= passage.end
    # Beside other words nobody can tell which of them render the quotation.
    return not alone or in_order(_plain(words), _plain(rendered))


def _plain(said: Tokens) -> Tokens:
    return tuple(each.casefold() for each in said if any(map(str.isalnum, each)))
