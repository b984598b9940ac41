"""In which language a post is, and which of its passages are in another one."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from marsad.enrich.language_guess import UNDETERMINED, Guess, guess
from marsad.model import Claim, Post, Span
from marsad.plugins import Example, Known
from marsad.text.segments import segments

Passage = tuple[int, int, Guess]

SPEAKS = 20
"""Letters a passage needs before it may differ from its post."""
DIFFERS = 0.9
"""Confidence a passage needs before it may differ from its post."""
MOST = 20
"""Differing passages told of one post, the longest first."""


class Language:
    """Names the language of each post (ISO 639-1, else 639-3; ``und`` when it cannot be told).

    One claim without a span stands for the post; claims with a span only for passages in another
    language. A post without letters gets none. Dari is called ``fa``: in writing the two cannot be
    told apart reliably.
    """

    name: ClassVar[str] = "language"
    version: ClassVar[str] = "1"
    needs: ClassVar[tuple[str, ...]] = ()
    makes: ClassVar[tuple[str, ...]] = ("language",)

    def enrich(self, posts: Sequence[Post], known: Known) -> Iterable[Claim]:  # noqa: ARG002
        """Yield the language of each post, then of the passages that differ."""
        cuts = [segments(post.text) for post in posts]
        found = iter(
            guess(
                [
                    post.text[start:end]
                    for post, cut in zip(posts, cuts, strict=True)
                    for start, end in cut
                ]
            )
        )
        for post, cut in zip(posts, cuts, strict=True):
            passages = [(start, end, next(found)) for start, end in cut]
            if any(each.letters for _, _, each in passages):
                whole = _whole(post.text, passages)
                yield Claim(post.id, "language", whole.language, whole.confidence)
                yield from _differing(post, passages, whole.language)

    def examples(self) -> Sequence[Example]:
        """Ordinary sentences, and posts in which there is nothing to read."""
        return (
            Example("افتتحت البلدية صباح اليوم الحديقة العامة بعد أشهر من أعمال الصيانة.", ("ar",)),
            Example("شهرداری امروز پارک مرکزی را پس از چند ماه بازسازی باز کرد.", ("fa",)),
            Example("بلدیہ نے آج کئی مہینوں کی مرمت کے بعد باغ دوبارہ کھول دیا ہے۔", ("ur",)),
            Example("ښاروالۍ نن د څو میاشتو ترمیم وروسته پارک بیرته پرانیست.", ("ps",)),
            Example("The council reopened the park this morning after months of work.", ("en",)),
            Example("🌹🌹 12/10 — 18:30"),
            Example("https://example.org/a/b @channel_name #وسم"),
            Example(""),
        )


def _whole(text: str, passages: Sequence[Passage]) -> Guess:
    """What most letters are in; the text as a whole when most of them are too short to tell."""
    if len(passages) == 1:
        return passages[0][2]
    letters: Counter[str] = Counter()
    sure: defaultdict[str, float] = defaultdict(float)
    for _, _, each in passages:
        letters[each.language] += each.letters
        sure[each.language] += each.letters * each.confidence
    total = letters.total()
    if letters[UNDETERMINED] * 2 >= total:
        return guess([text])[0]
    del letters[UNDETERMINED]
    language, count = letters.most_common(1)[0]
    return Guess(language, round(sure[language] / count, 3), total)


def _differing(post: Post, passages: Sequence[Passage], language: str) -> Iterator[Claim]:
    runs = sorted(_runs(passages, language), key=lambda run: run[0] - run[1])[:MOST]
    for start, end, code, sure in sorted(runs):
        span = Span(start, end, post.text[start:end])
        yield Claim(post.id, "language", code, sure, span=span)


def _runs(passages: Sequence[Passage], language: str) -> Iterator[tuple[int, int, str, float]]:
    """Neighbouring passages in the same other language, as one; short ones break nothing."""
    run: tuple[int, int, str, float] | None = None
    for start, end, each in passages:
        if each.language == UNDETERMINED:
            continue
        if run and each.language == run[2]:
            run = (run[0], end, run[2], min(run[3], each.confidence))
            continue
        if run:
            yield run
        run = (start, end, each.language, each.confidence) if _tells(each, language) else None
    if run:
        yield run


def _tells(each: Guess, language: str) -> bool:
    return each.language != language and each.letters >= SPEAKS and each.confidence >= DIFFERS
