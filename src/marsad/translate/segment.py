"""What there is to translate, cut into segments that keep their place in the source."""

from collections.abc import Iterator
from dataclasses import dataclass

from marsad.errors import NotFound
from marsad.model import Finding, Post
from marsad.store import Store
from marsad.text.segments import segments

TEXT = "text"
"""``Translation.of`` for the text of the post itself."""
READ = "ocr-text"
"""The kind of finding that holds what is written in a picture."""
UNKNOWN = "und"
"""The language tag for a language nobody has determined."""


@dataclass(frozen=True, slots=True)
class Source:
    """One text to translate."""

    post: Post
    of: str
    language: str
    text: str
    spans: tuple[tuple[int, int], ...]
    """Start and end of each segment, in code points of ``text``."""

    @property
    def pieces(self) -> tuple[str, ...]:
        """The text of each segment."""
        return tuple(self.text[start:end] for start, end in self.spans)


def sources(store: Store, post: Post) -> Iterator[Source]:
    """Everything of a post that can be translated: its text, then what was read in its media."""
    languages = store.findings(post.id, "language")
    spans = tuple(segments(post.text))
    if spans:
        yield Source(post, TEXT, _language(languages, ""), post.text, spans)
    for read in store.findings(post.id, READ):
        spans = tuple(segments(read.value))
        if spans:
            yield Source(post, read.id, _language(languages, read.media), read.value, spans)


def text_of(store: Store, post: str, of: str) -> str:
    """The text that a translation is of."""
    if of == TEXT:
        return store.post(post).text
    found = store.finding(of)
    if found.post != post:
        raise NotFound(f"finding {of} is about another post, not {post}; name one of this post")
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
