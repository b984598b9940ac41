"""What there is to translate, cut into segments that keep their place in the source.

A quotation of scripture is a segment of its own and bears its reference: it is never handed to an
engine, since the lab quotes it in the published rendering of its choice.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

from marsad.errors import NotFound
from marsad.model import Finding, Post
from marsad.phrase import Phrase
from marsad.store import Store
from marsad.text.segments import segments

TEXT = "text"
"""``Translation.of`` for the text of the post itself."""
READ = "ocr-text"
"""The kind of finding that holds what is written in a picture."""
SPOKEN = ("transcript", "document-text")
"""The kinds that hold what is said in a recording, with its seconds, and what a document says."""
SCRIPTURE = "scripture"
"""The kind of finding that gives the reference of a quotation from the Quran or the hadith."""
NAME = "name"
"""The kind of finding that says which entry of the register of names is spelled somewhere."""
DATE = "date"
"""The kind of finding that gives the Gregorian day of a date in any calendar."""
TOLD = (SCRIPTURE, NAME, DATE)
"""The kinds that say something of a stretch, for a translator to know."""
UNKNOWN = "und"
"""The language tag for a language nobody has determined."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a finding says of a stretch of a text, in code points of the text."""

    kind: str
    start: int
    end: int
    value: str


@dataclass(frozen=True, slots=True)
class Source:
    """One text to translate."""

    post: Post
    of: str
    language: str
    text: str
    spans: tuple[tuple[int, int], ...]
    """Start and end of each segment, in code points of ``text``."""
    quoted: Mapping[int, str] = field(default_factory=dict)
    """The reference of each segment that is scripture, by its number from 0."""
    said: tuple[Said, ...] = ()
    """The names, dates and quotations found in it, in order, the surest of a stretch first."""

    @property
    def names(self) -> tuple[tuple[str, str], ...]:
        """Names as they are spelled in it, and the entries of the register they may mean."""
        found = apart(self.said, NAME)
        return tuple(
            dict.fromkeys((self.text[each.start : each.end], each.value) for each in found)
        )

    @property
    def pieces(self) -> tuple[str, ...]:
        """The text of each segment."""
        return tuple(self.text[start:end] for start, end in self.spans)

    @property
    def spoken(self) -> Self:
        """The same without scripture: what an engine may see as segments."""
        kept = (span for number, span in enumerate(self.spans) if number not in self.quoted)
        return replace(self, spans=tuple(kept), quoted={})


def sources(store: Store, post: Post) -> Iterator[Source]:
    """Everything of a post to translate: its text, then what was read or heard in its media."""
    return sources_of(store, [post])


def sources_of(store: Store, posts: Sequence[Post]) -> Iterator[Source]:
    """The same of many posts, whose findings are read at once."""
    kinds = ("language", READ, *SPOKEN, *TOLD)
    found = store.findings_of([post.id for post in posts], kinds)
    for post in posts:
        said = found.get(post.id, [])
        if made := _source(post, TEXT, post.text, "", said):
            yield made
        for read in said:
            of_media = read.kind == READ or read.kind in SPOKEN
            if of_media and (made := _source(post, read.id, read.value, read.media, said)):
                yield made


def _source(post: Post, of: str, text: str, media: str, found: Sequence[Finding]) -> Source | None:
    languages = [each for each in found if each.kind == "language"]
    said = said_of(text, media, found)
    spans, quoted = _apart(text, apart(said, SCRIPTURE))
    if not spans:
        return None
    return Source(post, of, _language(languages, media), text, spans, quoted, said)


def said_of(text: str, media: str, found: Iterable[Finding]) -> tuple[Said, ...]:
    """What findings say of stretches of this very text."""
    kept = [
        (each.span.start, each.span.end, -_sure(each), each.kind, each.value)
        for each in found
        if each.kind in TOLD
        and each.span
        and each.media == media
        and each.span.start < each.span.end
        # A correction of the reading moves what stood there; then the old place means nothing.
        and text[each.span.start : each.span.end] == each.span.quoted
    ]
    return tuple(Said(kind, start, end, value) for start, end, _, kind, value in sorted(kept))


def _sure(found: Finding) -> float:
    # What a person says bears no number.
    return 1.0 if found.confidence is None else found.confidence


def apart(said: Iterable[Said], kind: str) -> Iterator[Said]:
    """Those of one kind; of two that overlap, the first."""
    done = 0
    for each in said:
        if each.kind == kind and done <= each.start:
            yield each
            done = each.end


def _apart(
    text: str, quotations: Iterable[Said]
) -> tuple[tuple[tuple[int, int], ...], dict[int, str]]:
    """The spans of a text, cut at scripture, and which of them are scripture."""
    spans: list[tuple[int, int]] = []
    quoted: dict[int, str] = {}
    done = 0
    for each in quotations:
        spans += _between(text, done, each.start)
        quoted[len(spans)] = each.value
        spans.append((each.start, each.end))
        done = each.end
    spans += _between(text, done, len(text))
    return tuple(spans), quoted


def _between(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for first, last in segments(text[start:end]):
        yield start + first, start + last


def text_of(store: Store, post: str, of: str) -> str:
    """The text that a translation is of."""
    if of == TEXT:
        return store.post(post).text
    found = store.finding(of)
    if found.post != post:
        raise NotFound(
            Phrase(
                "finding %(of)s is about another post, not %(post)s; name one of this post",
                of=of,
                post=post,
            )
        )
    return found.value


def stands(store: Store, post: str, of: str) -> bool:
    """Say whether what was translated is still what the lab reads there."""
    return of == TEXT or any(each.id == of for each in store.findings(post))


def _language(found: list[Finding], media: str) -> str:
    # A picture without a language of its own speaks that of the post.
    for wanted in (media, ""):
        for finding in reversed(found):
            if finding.media == wanted:
                return finding.value
    return UNKNOWN
