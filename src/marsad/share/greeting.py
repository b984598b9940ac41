"""Letters to those who ask to read: nothing in them was typed by whoever asked.

A form that anybody may send would else write anybody's words to anybody.
"""

from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from marsad.phrase import Phrase
from marsad.text.bidi import isolate


@dataclass(frozen=True, slots=True)
class Envelope:
    """To whom, and from whom."""

    lab: str
    sender: str
    to: str
    say: Callable[[str], str] = str
    """Says a phrase in the language of whoever gets the letter, where it is known."""


def proof(envelope: Envelope, link: str, days: int) -> EmailMessage:
    """The letter whose link proves that an address is read by whoever asked."""
    return _written(
        envelope,
        _asked(envelope),
        Phrase(
            "If it was you, open this page within %(days)s days and press its button:", days=days
        ),
        link,
        Phrase("If it was not you, do nothing: what was asked is forgotten by then."),
    )


def known(envelope: Envelope) -> EmailMessage:
    """The letter to an address that is a reader's, or waits to be one, already."""
    return _written(
        envelope,
        _asked(envelope),
        Phrase(
            "It is known there already, so there is nothing to confirm. If you wait for a "
            "decision, a person of the lab will write to you."
        ),
    )


def welcome(envelope: Envelope, site: str, link: str) -> EmailMessage:
    """The letter that tells a reader of their approval, with a link to an account of theirs."""
    return _written(
        envelope,
        Phrase("A person of %(lab)s approved you as a reader.", lab=isolate(envelope.lab)),
        Phrase(
            "Choose a name and a password for your account on this page. It is good once, "
            "within seven days:"
        ),
        link,
        Phrase("You then read the reports here:"),
        site,
    )


def _asked(envelope: Envelope) -> Phrase:
    return Phrase(
        "Somebody, perhaps you, asked to become a reader of %(lab)s with this address.",
        lab=isolate(envelope.lab),
    )


def _written(envelope: Envelope, *paragraphs: str) -> EmailMessage:
    letter = EmailMessage()
    subject = Phrase("%(lab)s: your reading", lab=" ".join(envelope.lab.split()))
    letter["Subject"] = envelope.say(subject)
    letter["From"], letter["To"] = envelope.sender, envelope.to
    letter["Date"] = formatdate()
    letter["Message-ID"] = make_msgid(domain="marsad.invalid")
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content("\n\n".join(map(envelope.say, paragraphs)) + "\n")
    return letter
