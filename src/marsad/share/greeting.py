"""Letters to those who ask to read: nothing in them was typed by whoever asked.

A form that anybody may send would else write anybody's words to anybody.
"""

from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from marsad.text.bidi import isolate


@dataclass(frozen=True, slots=True)
class Envelope:
    """To whom, and from whom."""

    lab: str
    sender: str
    to: str


def proof(envelope: Envelope, link: str, days: int) -> EmailMessage:
    """The letter whose link proves that an address is read by whoever asked."""
    return _written(
        envelope,
        f"Somebody, perhaps you, asked to become a reader of {isolate(envelope.lab)} "
        "with this address.",
        f"If it was you, open this page within {days} days and press its button:",
        link,
        "If it was not you, do nothing: what was asked is forgotten by then.",
    )


def known(envelope: Envelope) -> EmailMessage:
    """The letter to an address that is a reader's, or waits to be one, already."""
    return _written(
        envelope,
        f"Somebody, perhaps you, asked to become a reader of {isolate(envelope.lab)} "
        "with this address.",
        "It is known there already, so there is nothing to confirm. If you wait for a decision, "
        "a person of the lab will write to you.",
    )


def welcome(envelope: Envelope, site: str, link: str) -> EmailMessage:
    """The letter that tells a reader of their approval, with a link to an account of theirs."""
    return _written(
        envelope,
        f"A person of {isolate(envelope.lab)} approved you as a reader.",
        "Choose a name and a password for your account on this page. It is good once, within "
        "seven days:",
        link,
        "You then read the reports here:",
        site,
    )


def _written(envelope: Envelope, *paragraphs: str) -> EmailMessage:
    letter = EmailMessage()
    letter["Subject"] = f"{' '.join(envelope.lab.split())}: your reading"
    letter["From"], letter["To"] = envelope.sender, envelope.to
    letter["Date"] = formatdate()
    letter["Message-ID"] = make_msgid(domain="marsad.invalid")
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content("\n\n".join(paragraphs) + "\n")
    return letter
