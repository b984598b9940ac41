"""A digest as a letter: text and HTML, nothing that loads, no word of a report in the subject."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate
from itertools import groupby
from urllib.parse import quote

from markupsafe import Markup

from marsad.share.issue import Issue
from marsad.share.pages import isolated
from marsad.text.bidi import isolate

_REPORTS = ("report", "reports")


@dataclass(frozen=True, slots=True)
class Envelope:
    """To whom, from whom, and how to leave."""

    lab: str
    sender: str
    to: str
    token: str
    address: str
    """Of the tree of the reader's tier; empty when it is served nowhere."""
    leave: str
    """Address that takes unsubscriptions; empty when there is none."""

    @property
    def leaving(self) -> str:
        """The address by which this reader leaves; a mail where there is no other."""
        if self.leave:
            return f"{self.leave.rstrip('/')}/{quote(self.token)}"
        return f"mailto:{self.sender}?subject={quote(f'unsubscribe {self.token}')}"


def written(envelope: Envelope, issues: Sequence[Issue]) -> EmailMessage:
    """The letter about some reports, by series."""
    letter = EmailMessage()
    many = f"{len(issues)} {_REPORTS[len(issues) > 1]}"
    letter["Subject"] = f"{' '.join(envelope.lab.split())}: {many}"
    letter["From"], letter["To"] = envelope.sender, envelope.to
    letter["Date"] = formatdate()
    letter["Message-ID"] = f"<{_id(envelope, issues)}@marsad.invalid>"
    letter["Auto-Submitted"] = "auto-generated"
    letter["List-Unsubscribe"] = f"<{envelope.leaving}>"
    if envelope.leave:
        letter["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    ordered = sorted(issues, key=lambda each: (each.series, each.day, each.number))
    letter.set_content("\n".join(_text(envelope, ordered)))
    letter.add_alternative(str(_html(envelope, ordered)), subtype="html")
    return letter


def _text(envelope: Envelope, issues: Sequence[Issue]) -> Iterator[str]:
    for series, some in groupby(issues, key=lambda each: each.series):
        yield isolate(series)
        for issue in some:
            yield ""
            yield f"No. {issue.number}, {issue.day}{_corrected(issue)}"
            yield isolate(issue.title)
            yield isolate(issue.summary)
            if envelope.address:
                yield f"{envelope.address}{issue.latest_place}"
        yield ""
    yield "-- "
    yield f"To receive no more of these letters: {envelope.leaving}"


def _html(envelope: Envelope, issues: Sequence[Issue]) -> Markup:
    parts = []
    for series, some in groupby(issues, key=lambda each: each.series):
        items = Markup("").join(_item(envelope, issue) for issue in some)
        parts.append(Markup("<h2>{}</h2>{}").format(isolated(series), items))
    return Markup(
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{0}</title></head>'
        '<body><h1>{0}</h1>{1}<p><a href="{2}">Receive no more of these letters</a></p>'
        "</body></html>"
    ).format(envelope.lab, Markup("").join(parts), envelope.leaving)


def _item(envelope: Envelope, issue: Issue) -> Markup:
    title: Markup = isolated(issue.title)
    if envelope.address:
        link = f"{envelope.address}{issue.latest_place}"
        title = Markup('<a href="{}">{}</a>').format(link, title)
    return Markup("<h3>{}</h3><p>No. {}, {}{}</p><p>{}</p>").format(
        title, issue.number, issue.day, _corrected(issue), isolated(issue.summary)
    )


def _corrected(issue: Issue) -> str:
    return f", corrected: version {issue.version}" if issue.version > 1 else ""


def _id(envelope: Envelope, issues: Sequence[Issue]) -> str:
    """The same however often it is tried, so that a receiver can tell."""
    said = [envelope.token, *(f"{each.handle}/{each.version}" for each in issues)]
    return hashlib.sha256("\n".join(said).encode("utf-8", "replace")).hexdigest()[:32]
