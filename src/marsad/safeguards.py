"""May this be quoted, cited, published, shared, flagged? Yes, or no and why.

Pure functions over the model: every gate of every stage asks here, so that a rule stands once.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from marsad.model import Claim, Finding, Outlet, Place, Report, Span, Translation
from marsad.phrase import Phrase, Word

PERSON = "person:"
PSEUDONYM = re.compile(r"\bperson-[0-9a-f]{8}\b")
OPEN = ("Telegram", "Web feed", "Web", "page")
"""Where a place is a channel or a site; elsewhere it may be a person's, unless it is registered."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """An answer and its reason; truthy when the answer is yes."""

    yes: bool
    why: str = ""

    def __bool__(self) -> bool:
        """Read as the answer itself."""
        return self.yes


YES = Verdict(True)


def may_quote(translation: Translation) -> Verdict:
    """Quote only what a named person approved, and never a reading aid."""
    called = Phrase("translation %(id)s", id=translation.id)
    if translation.kind == "reading aid":
        return Verdict(
            False,
            Phrase(
                "%(called)s is a reading aid, not a translation; have a person translate",
                called=called,
            ),
        )
    if translation.state != "approved":
        return Verdict(
            False,
            Phrase(
                "%(called)s is %(state)s; have a person approve it first",
                called=called,
                state=Word(translation.state),
            ),
        )
    if not named(translation.approver):
        return Verdict(
            False,
            Phrase(
                "%(called)s names no person who approved it; have a person approve it",
                called=called,
            ),
        )
    return YES


def may_cite(place: Place) -> Verdict:
    """Cite only what anybody could read."""
    if place.public:
        return YES
    return Verdict(
        False,
        Phrase("%(place)s is a private place; nothing seen there can be cited", place=place.id),
    )


def of_an_outlet(place: Place, registered: Collection[str]) -> Verdict:
    """Track only channels and sites; an account elsewhere only when people registered it."""
    if place.kind != "channel" or PSEUDONYM.search(place.name):
        return Verdict(False, Phrase("%(place)s is no public channel", place=place.id))
    if place.platform in OPEN or place.id in registered:
        return YES
    return Verdict(
        False, Phrase("%(place)s may be a person's; enter it in the register first", place=place.id)
    )


def may_publish(report: Report) -> Verdict:
    """Publish only what is real and signed by a second named person."""
    if report.fiction:
        return Verdict(
            False,
            Phrase(
                "%(report)s is fiction; sample material is never published", report=report.handle
            ),
        )
    if not named(report.made_by):
        return Verdict(
            False,
            Phrase(
                "%(report)s is a machine draft; a named person must make it", report=report.handle
            ),
        )
    if not second_names(report):
        return Verdict(
            False,
            Phrase(
                "%(report)s lacks a second name; have another person sign it", report=report.handle
            ),
        )
    return YES


def may_share(what: str, people: Sequence[str], fiction: bool = False) -> Verdict:
    """Send something to others only if it is real and two named persons stand for it."""
    if fiction:
        return Verdict(
            False, Phrase("%(what)s is fiction; sample material is never sent to others", what=what)
        )
    if len({_plain(name) for name in people if named(name)}) < 2:
        return Verdict(
            False,
            Phrase("%(what)s needs two named persons; have a second one approve it", what=what),
        )
    return YES


def two_persons(what: str, first: str, second: str) -> Verdict:
    """Undo what cannot be done again only when two different named persons stand for it."""
    if not named(first) or not named(second):
        return Verdict(
            False, Phrase("%(what)s needs two named persons; sign with --by NAME", what=what)
        )
    if _plain(first) == _plain(second):
        return Verdict(
            False,
            Phrase(
                "%(what)s needs a second person; %(first)s asked for it already",
                what=what,
                first=first,
            ),
        )
    return YES


def may_flag(
    outlet: Outlet | None,
    content: Iterable[Claim | Finding],
    quoted: Iterable[Claim | Finding],
) -> Verdict:
    """Flag only on a source test and a content test, never for one word, scripture or a quotation.

    ``content`` are the findings that speak for the flag; ``quoted`` those that mark scripture,
    quotation or counter-speech in the same post.
    """
    if outlet is None or outlet.standing == "unverified":
        return Verdict(False, "the source is no verified outlet; content alone raises no flag")
    excused = list(quoted)
    if any(finding.span is None for finding in excused):
        return Verdict(False, "the post as a whole quotes or rebuts; quoting is no flag")
    spans = [finding.span for finding in content if finding.span is not None]
    if not any(len(span.quoted.split()) > 1 and not _within(span, excused) for span in spans):
        return Verdict(False, "no more than a word, scripture or a quotation speaks for it")
    return YES


def named(who: str) -> bool:
    """Say whether a signature is a person's."""
    return who.startswith(PERSON) and bool(who.removeprefix(PERSON).strip())


def second_names(report: Report) -> list[str]:
    """Who signed a report besides the one who made it; one name in two spellings is one name."""
    maker = _plain(report.made_by)
    return [name for name in report.signed_by if named(name) and _plain(name) != maker]


def pseudonym(name: str, key: bytes) -> str:
    """Stand-in for a private person's name: one in a lab, not to be undone without its key."""
    digest = hmac.new(key, name.encode("utf-8", "surrogatepass"), hashlib.sha256)
    return f"person-{digest.hexdigest()[:8]}"


def salt_pseudonyms() -> Callable[[str], str]:
    """What puts stand-ins of one file for those of the lab, before it leaves.

    One person is one within the file, and nobody can lay two files side by side to follow them.
    """
    salt = secrets.token_bytes(32)
    return lambda text: PSEUDONYM.sub(lambda found: pseudonym(found[0], salt), text)


def _plain(name: str) -> str:
    return " ".join(name.removeprefix(PERSON).casefold().split())


def _within(span: Span, excused: Iterable[Claim | Finding]) -> bool:
    return any(
        other.span.start < span.end and span.start < other.span.end
        for other in excused
        if other.span is not None
    )
