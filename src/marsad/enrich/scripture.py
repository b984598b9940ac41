"""Quotations from the Quran and the hadith in a post, by reference."""

from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from marsad.enrich.scripture_books import collections, edition, files_of
from marsad.enrich.scripture_cache import index_of
from marsad.enrich.scripture_differs import Difference, differences
from marsad.enrich.scripture_find import Finder, Quotation
from marsad.enrich.scripture_judge import Judged, judge
from marsad.enrich.scripture_marks import marked
from marsad.enrich.scripture_words import Word, words
from marsad.errors import BadInput, NotReady
from marsad.model import Claim, Post, Span
from marsad.phrase import Phrase
from marsad.plugins import Example, Known
from marsad.settings import Settings
from marsad.vocabulary.suras import Verses, parse_reference

HALF = 10.0
"""Bits of surprise that halve the chance that words agree without being a quotation."""
MARK = 20.0
"""What it is worth, in bits, that a post itself says that it quotes."""
ORDINARY = Settings()


class Scripture:
    """Finds quotations from the Quran and the hadith, in any spelling, and where they differ.

    Says which passage is quoted (``quran 2:255``, ``bukhari 1``), which words of a quotation are
    not those of the book, and what is introduced as scripture and stands in no book that is here.
    It judges nobody: a quotation is never a reason to flag, and a difference may be a slip, an
    abridgement or another reading.
    """

    name: ClassVar[str] = "scripture"
    needs: ClassVar[tuple[str, ...]] = ()
    makes: ClassVar[tuple[str, ...]] = ("scripture", "scripture-differs", "scripture-claimed")

    def __init__(self, settings: Settings = ORDINARY) -> None:
        """Open the index of the books; NotReady when a book of the user cannot be read."""
        try:
            files = files_of(settings)
            self._edition = edition(files)
            self._finder = Finder(index_of(files))
        except BadInput as error:
            remedy = Phrase("correct the file, or take it out of the setting hadith_books")
            raise NotReady(error.said, remedy) from error

    @property
    def version(self) -> str:
        """Other books make another version: then every post is looked at again."""
        return f"1.{self._edition}" if self._edition else "1"

    def enrich(self, posts: Sequence[Post], known: Known) -> Iterable[Claim]:  # noqa: ARG002
        """Yield each quotation with its span, then the words in which it differs."""
        rows = [words(post.text) for post in posts]
        found: list[list[Quotation]] = [[] for _ in posts]
        for one in self._finder.find(rows):
            found[one.post].append(one)
        for post, row, quotations in zip(posts, rows, found, strict=True):
            if row:
                marks = marked(post.text, row)
                for judged in judge(self._finder, row, quotations, marks):
                    yield from self._claims(post, row, judged)

    def examples(self) -> Sequence[Example]:
        """Verses in two spellings and a changed one; a sermon, prayers and news."""
        return (
            Example("قال تعالى: ﴿إِنَّا أَعۡطَيۡنَٰكَ ٱلۡكَوۡثَرَ﴾", ("quran 108:1",)),
            Example(
                "نقرأ: قل هو الله أحد، الله الصمد، لم يلد ولم يولد، ولم يكن له كفوا أحد.",
                ("quran 112:1-4",),
            ),
            Example(
                'Allah says: "إن الله مع الشاكرين" in the Quran, and patience is asked of us.',
                ("quran 2:153", "quran 2:153: ٱلصَّـٰبِرِينَ"),
            ),
            Example("الحمد لله رب العالمين، والصلاة والسلام على رسول الله صلى الله عليه وسلم."),
            Example("إن شاء الله نلتقي غدا، والسلام عليكم ورحمة الله وبركاته."),
            Example("قال الوزير: «سنفتح الطريق قبل نهاية الشهر»، وشكر العاملين."),
        )

    def _claims(self, post: Post, row: Sequence[Word], judged: Judged) -> Iterator[Claim]:
        if judged.quotation is None:
            if judged.mark:
                span = _span(post, row, judged.mark.start, judged.mark.end)
                yield Claim(post.id, "scripture-claimed", judged.mark.book, span=span)
            return
        one = judged.quotation
        said = list(differences(self._finder.index, row, one))
        reference = self.reference(one)
        span = _span(post, row, one.aligned.start, one.aligned.end)
        sure = _confidence(one, len(said), judged.mark is not None)
        yield Claim(post.id, "scripture", reference, sure, span=span)
        for each in said:
            yield _differs(post, row, reference, sure, each)

    def books(self) -> list[str]:
        """The books that are here, the Quran first."""
        return collections(self._finder.index.references)

    def same(self, one: str, other: str) -> bool:
        """Whether two references share a passage, or have the same words."""
        return self._finder.index.same(one, other)

    def reference(self, one: Quotation) -> str:
        """The reference of a quotation; verses that follow one another are one."""
        references = self._finder.index.references
        first = references[one.first]
        if one.first == one.last or not first.startswith("quran "):
            return first
        begin, end = parse_reference(first), parse_reference(references[one.last])
        return str(Verses(begin.sura, begin.first, end.last))


def _differs(
    post: Post, row: Sequence[Word], reference: str, sure: float, each: Difference
) -> Claim:
    span = _span(post, row, each.start, each.end)
    return Claim(post.id, "scripture-differs", f"{reference}: {each.book or '-'}", sure, span=span)


def _span(post: Post, row: Sequence[Word], first: int, last: int) -> Span:
    start, end = row[first].start, row[last - 1].end
    return Span(start, end, post.text[start:end])


def _confidence(one: Quotation, differing: int, marked: bool) -> float:
    """How much of it agrees, and how unlikely it is that so much agrees by chance."""
    agreeing = one.aligned.agreeing
    bits = one.weight + (MARK if marked else 0)
    chance: float = 0.5 ** (bits / HALF)
    return round(agreeing / max(agreeing + differing, 1) * (1 - chance), 3)
