"""Whether a post is or quotes propaganda: content test, source test, and what was measured."""

from collections.abc import Iterator

from marsad.enrich.coder_content import Pair, content_test
from marsad.enrich.coder_reading import Reading
from marsad.model import Claim, Outlet, Post, Span
from marsad.plugins import Known
from marsad.safeguards import may_flag
from marsad.vocabulary.measured import withheld

IS, QUOTES = "is-propaganda", "quotes-propaganda"
LIGHT = 4
"""What the lightest pair weighs."""


class Flag:
    """Judges posts of one lab."""

    def __init__(self, known: Known) -> None:
        """Look the register up once."""
        self._known = known
        self._outlets = {outlet.id: outlet for outlet in known.outlets()}

    def claims(self, post: Post, reading: Reading) -> Iterator[Claim]:
        """At most one label, and the two cues that decided.

        A pair of cues in somebody else's words makes a quotation; one in the post's own words a
        flag, if the outlet is registered as a movement's own and the language was measured.
        """
        own = [cue for cue in reading.cues if not reading.excuse(cue)]
        if pair := content_test(own):
            yield from self.flagged(post, pair, reading)
        elif pair := content_test(reading.cues):
            why = reading.excuse(pair.one) or reading.excuse(pair.other)
            yield Claim(post.id, QUOTES, why, _sure(pair), span=_span(post, *pair.stretch))
            yield from _because(post, pair, QUOTES)

    def flagged(self, post: Post, pair: Pair, reading: Reading) -> Iterator[Claim]:
        """The flag for a pair that passed, unless the source is unknown or the language new."""
        flag = Claim(post.id, IS, "draft", _sure(pair), span=_span(post, *pair.stretch))
        excused = [
            Claim(post.id, QUOTES, one.why, span=_span(post, one.start, one.end))
            for one in reading.excused
        ]
        if not may_flag(self._maker(post), [flag], excused):
            return
        if why := withheld(self._language(post, pair.stretch[0])):
            yield Claim(post.id, "withheld", f"{IS}: {why}", span=flag.span)
            return
        yield flag
        yield from _because(post, pair, IS)

    def _maker(self, post: Post) -> Outlet | None:
        """The registered outlet that made the post; of two that are named, neither."""
        said = {finding.value for finding in self._known.findings(post.id, "made-by-outlet")}
        return self._outlets.get(said.pop()) if len(said) == 1 else None

    def _language(self, post: Post, place: int) -> str:
        """The language of the passage at a place, else of the post."""
        whole = ""
        for finding in self._known.findings(post.id, "language"):
            if finding.span and finding.span.start <= place < finding.span.end:
                return finding.value
            if finding.span is None and not finding.media:
                whole = finding.value
        return whole


def _because(post: Post, pair: Pair, kind: str) -> Iterator[Claim]:
    for cue in (pair.one, pair.other):
        said = f"{kind}: {cue.what.kind} {cue.what.weight}"
        yield Claim(post.id, "because", said, span=_span(post, cue.start, cue.end))


def _sure(pair: Pair) -> float:
    return round(0.6 + 0.1 * (pair.weight - LIGHT), 2)


def _span(post: Post, start: int, end: int) -> Span:
    return Span(start, end, post.text[start:end])
