"""A digest by mail: as text and as HTML, links made harmless, each text in its own direction."""

from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate

from markupsafe import Markup

from marsad.mail import Mailbox
from marsad.search.atom import Told, harmless, why
from marsad.search.passage import passage
from marsad.search.telling import Message
from marsad.settings import Settings
from marsad.text.bidi import visible_controls
from marsad.text.links import defang


@dataclass(frozen=True, slots=True)
class Mail:
    """Sends digests of saved searches."""

    settings: Settings

    def __call__(self, message: Message) -> None:
        """Send one digest; Unreachable when the server does not take it."""
        Mailbox(self.settings).post(written(message, self.settings.mail_from))


def written(message: Message, sender: str) -> EmailMessage:
    """The letter. Its subject holds no word of a post: subjects are shown on locked screens."""
    letter = EmailMessage()
    many = f"{len(message.told)} post{'' if len(message.told) == 1 else 's'}"
    letter["Subject"] = f"Marsad: {message.alert}: {many}"
    letter["From"], letter["To"] = sender, message.to
    letter["Date"] = formatdate()
    letter["Message-ID"] = f"<{message.id}@marsad.invalid>"
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content("\n".join(_text(message, many)))
    letter.add_alternative(str(_html(message, many)), subtype="html")
    return letter


def _text(message: Message, many: str) -> Iterator[str]:
    yield f"{many} for the saved search {message.alert}:"
    for told in message.told:
        yield ""
        yield f"{told.post.posted_at:%Y-%m-%d %H:%M} UTC  {harmless(_place(message, told))}"
        yield f"  {told.post.id}"
        for reason in told.reasons:
            yield f"  {why(reason)}"


def _html(message: Message, many: str) -> Markup:
    items = Markup("").join(_item(message, told) for told in message.told)
    return Markup(
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{0}</title></head>'
        "<body><p>{0} for the saved search {1}:</p><ol>{2}</ol></body></html>"
    ).format(many, message.alert, items)


def _item(message: Message, told: Told) -> Markup:
    passages = Markup("")
    for reason in told.reasons:
        cut = passage(reason)
        words = Markup("").join(
            Markup("<mark>{}</mark>").format(_plain(piece.text))
            if piece.marked
            else _plain(piece.text)
            for piece in cut.pieces
        )
        line = Markup('<p>{}: <bdi dir="auto">{}{}{}</bdi></p>')
        begins, ends = "" if cut.begins else "…", "" if cut.ends else "…"
        passages += line.format(reason.source, begins, words, ends)
    when = f"{told.post.posted_at:%Y-%m-%d %H:%M} UTC"
    head = Markup('<li><p>{}, <bdi dir="auto">{}</bdi>, <code>{}</code></p>{}</li>')
    return head.format(when, _plain(_place(message, told)), told.post.id, passages)


def _place(message: Message, told: Told) -> str:
    return message.places.get(told.post.place, told.post.place)


def _plain(text: str) -> str:
    said = visible_controls(defang(" ".join(text.split())))
    before, after = " " if text[:1].isspace() else "", " " if text[-1:].isspace() else ""
    return f"{before}{said}{after if said else ''}"
