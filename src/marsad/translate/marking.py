"""Who signs a translation, and what binds it to its source."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime

from marsad.errors import BadInput, Withheld
from marsad.model import Post, Segment, Translation, made_of
from marsad.phrase import Phrase
from marsad.safeguards import PERSON
from marsad.translate.engine import AID, HUMAN, MACHINE

LONGEST_NAME = 120
_JOINERS = "\u200c\u200d"
"""Invisible, yet part of the spelling of Persian and Urdu names."""
_SIGNATURE = re.compile(r"[\w.+-]+/[\w.+-]+", re.ASCII)
_PROGRAM = re.compile(
    r"(?:chatgpt|deepl|google|gpt|libretranslate|madlad|marsad|nllb|opus-mt|reading-aid)\b.*"
    r"|ai|bot|engine|machine|system",
    re.IGNORECASE,
)


def person(name: str) -> str:
    """Sign as a person, ``person:NAME``; refuse what is no person's name."""
    plain = unicodedata.normalize("NFC", name.removeprefix(PERSON))
    plain = " ".join(plain.split())
    if not any(character.isalpha() for character in plain):
        raise BadInput(
            Phrase("a person's name is missing; give the name of whoever answers for this")
        )
    if len(plain) > LONGEST_NAME or any(_unseen(character) for character in plain):
        raise BadInput(
            Phrase(
                "%(plain)s is not usable as a name; write it in at most "
                "%(longest_name)s characters without invisible ones",
                plain=repr(plain[:LONGEST_NAME]),
                longest_name=LONGEST_NAME,
            )
        )
    if "/" in plain or _PROGRAM.fullmatch(plain):
        raise Withheld(
            Phrase(
                "%(plain)s names a program; only a named person can answer for this",
                plain=repr(plain),
            )
        )
    return PERSON + plain


def maker(name: str) -> tuple[str, str]:
    """The signature of a translator and the kind of their work."""
    if not _SIGNATURE.fullmatch(name):
        return person(name), HUMAN
    return name, AID if name.casefold().startswith("reading-aid") else MACHINE


def same_person(one: str, other: str) -> bool:
    """Say whether two signatures are one person's, however they are capitalised."""
    return one.casefold() == other.casefold()


def content_id(
    post: str,
    of: str,
    languages: tuple[str, str],
    segments: Sequence[Segment],
    signers: tuple[str, str],
) -> str:
    """The id of a translation: what it says of what, by whom; ``signers`` made and reviewed it."""
    said = [(each.start, each.end, each.source, each.target) for each in segments]
    return made_of("translation", post, of, *languages, *signers, said)


def unsigned(
    post: Post,
    of: str,
    languages: tuple[str, str],
    segments: tuple[Segment, ...],
    made_by: tuple[str, str],
    reviewer: str = "",
) -> Translation:
    """A translation that nobody has approved; ``made_by`` is who made it, and its kind."""
    translator, kind = made_by
    return Translation(
        id=content_id(post.id, of, languages, segments, (translator, reviewer)),
        post=post.id,
        of=of,
        source_language=languages[0],
        language=languages[1],
        segments=segments,
        translator=translator,
        kind=kind,
        made_at=datetime.now(UTC),
        state="reviewed" if reviewer else "draft",
        reviewer=reviewer,
        fiction=post.fiction,
    )


def bound(segments: Sequence[Segment], text: str, called: str) -> tuple[Segment, ...]:
    """The segments, each checked to quote its source at its place, in order and apart."""
    after = 0
    for number, each in enumerate(segments, 1):
        if each.start < after or text[each.start : each.end] != each.source or not each.source:
            raise BadInput(
                Phrase(
                    "%(called)s, segment %(number)s: %(source)s is not what stands at "
                    "%(start)s-%(end)s; take start, end and source from the source text",
                    called=called,
                    number=number,
                    source=repr(each.source[:40]),
                    start=each.start,
                    end=each.end,
                )
            )
        after = each.end
    if not any(each.target.strip() for each in segments):
        raise BadInput(
            Phrase("%(called)s: no segment says anything; write at least one target", called=called)
        )
    return tuple(segments)


def earlier(there: Sequence[Translation], made: Translation) -> str:
    """The id of the same translator's draft of the same stretches, whose place ``made`` takes.

    Only a draft gives way: what somebody reviewed or approved stands until somebody reviews again.
    """
    for each in there:
        same = _what(each) == _what(made) and _overlap(each, made)
        if same and each.state == "draft" and each.id != made.id:
            return each.id
    return ""


def _what(of: Translation) -> tuple[str, str, str]:
    return of.of, of.language, of.translator


def _overlap(one: Translation, other: Translation) -> bool:
    return any(a.start < b.end and b.start < a.end for a in one.segments for b in other.segments)


def _unseen(character: str) -> bool:
    return unicodedata.category(character)[0] == "C" and character not in _JOINERS
