"""What of a chat model's answer may stand as a draft: one string for each segment, or nothing.

A model may have been talked into anything by what it read. So its answer is judged as if the post
had written it: no tools, no other shape than the one asked for, and no link, number or markup that
is not in the source.
"""

import json
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import msgspec

from marsad.errors import BadInput
from marsad.phrase import Phrase
from marsad.text.fold import folded
from marsad.text.links import find_links
from marsad.translate.chat_prompt import RULES, Question
from marsad.translate.checks import judged
from marsad.translate.engine import Target, Untranslated
from marsad.translate.outside import Outside
from marsad.translate.server import in_language, texts

_MARKUP = re.compile(r"<[A-Za-z/!?]|!?\[[^\]\n]*\]\(|```|\{\{|\$\{")
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]{1,12}://|www\.|(?<!\w)@\w{3,}|[^\s@]+@[^\s@]+\.\w{2,}")
_NUMBER = re.compile(r"\d[\d.,:/-]{2,}\d|\d{4,}")
_SAID = 24
"""Characters of our own rules in a row that a translation does not happen to hold."""
_FEW = 12


class _Message(msgspec.Struct):
    content: str | None = None
    tool_calls: list[Any] | None = None
    function_call: Any = None


class _Choice(msgspec.Struct):
    message: _Message
    finish_reason: str | None = None


class _Answer(msgspec.Struct):
    choices: list[_Choice]


def told(answer: bytes, asked: Question) -> list[str | None]:
    """What it gives for each segment asked for, None where it gives nothing.

    BadInput when the answer as a whole is of another kind than the one asked for.
    """
    choices = texts(answer, _Answer).choices
    if len(choices) != 1:
        raise BadInput(Phrase("the model gave %(choices)s answers", choices=len(choices)))
    message = choices[0].message
    if message.tool_calls or message.function_call:
        raise BadInput(Phrase("the model wanted to use a tool; it has none"))
    if choices[0].finish_reason not in ("stop", None):
        raise BadInput(
            Phrase(
                "the model did not end its answer (%(finish_reason)s)",
                finish_reason=repr(choices[0].finish_reason[:20]),
            )
        )
    said = _strings(message.content or "")
    if strange := len(set(said) - set(asked.ids)):
        raise BadInput(
            Phrase("the model answered %(strange)s things that were not asked", strange=strange)
        )
    return [said.get(id) for id in asked.ids]


def settled(
    pieces: Sequence[str], said: Sequence[str], to: str, mark: str, outside: Outside
) -> list[Target]:
    """Each target as it may stand, or why it may not."""
    strange = in_language(said, to, outside.languages(said))
    often = Counter(said)
    found: list[Target] = []
    for piece, target, language in zip(pieces, said, strange, strict=True):
        why = language or _added(piece, target, mark)
        if not why and outside.orders(target):
            why = "came back as words to a machine"
        if not why and often[target] > pieces.count(piece) and sum(map(str.isalpha, target)) > _FEW:
            why = "came back with the words of another segment"
        found.append(Untranslated(why) if why else judged(piece, target, to))
    return found


def _added(source: str, target: str, mark: str) -> str:
    """What is in a target that its source does not hold."""
    if mark.strip("=") in target or _recites(target):
        return "came back with our own instructions"
    if len(_MARKUP.findall(target)) > len(_MARKUP.findall(source)):
        return "came back with markup that is not in the source"
    if _links(target) - _links(source):
        return "came back with an address that is not in the source"
    if _numbers(target) - _numbers(source):
        return "came back with a number that is not in the source"
    if target.strip() in source and sum(map(str.isalpha, target)) >= _FEW:
        return "came back as it was sent, or a piece of it"
    return ""


def _recites(target: str) -> bool:
    rules = " ".join(RULES).casefold()
    said = " ".join(target.casefold().split())
    starts = range(0, len(said) - _SAID + 1, _SAID // 2)
    return any(said[start : start + _SAID] in rules for start in starts)


def _links(text: str) -> set[str]:
    lower = text.casefold()
    named = {lower[start:end] for start, end, _ in find_links(lower)}
    return {one.rstrip("./") for one in named} | {found[0] for found in _ADDRESS.finditer(lower)}


def _numbers(text: str) -> set[str]:
    """Numbers of four digits and more, in plain digits: dates, sums, accounts."""
    return {re.sub(r"\D", "", found[0]) for found in _NUMBER.finditer(folded(text))}


def _strings(content: str) -> dict[str, str]:
    try:
        said = json.loads(content, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise BadInput(
            Phrase("the model answered with something else than the JSON asked for")
        ) from error
    if not isinstance(said, dict) or not all(isinstance(each, str) for each in said.values()):
        raise BadInput(
            Phrase("the model answered with JSON of another shape than the one asked for")
        )
    return said


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError("a key twice")
    return dict(pairs)
