"""A digest by mail: as text and as HTML, links made harmless, each text in its own direction."""

import smtplib
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate

from markupsafe import Markup

from marsad.errors import BadInput, NotReady, Unreachable
from marsad.search.atom import Told, harmless, why
from marsad.search.passage import passage
from marsad.search.telling import Message
from marsad.settings import Settings, read_key
from marsad.text.bidi import visible_controls
from marsad.text.links import defang

SECONDS = 30
SECRET = "MARSAD_MAIL_SECRET"
HERE = ("127.0.0.1", "localhost")
WAYS = ("starttls", "tls", "none")


@dataclass(frozen=True, slots=True)
class Mail:
    """Sends digests by the server that the settings name, and by no other."""

    settings: Settings

    def __call__(self, message: Message) -> None:
        """Send one digest; Unreachable when the server does not take it."""
        host, port = self._server()
        letter = written(message, self.settings.mail_from)
        try:
            with self._opened(host, port) as server:
                if self.settings.mail_user:
                    key = read_key(self.settings.mail_key, SECRET)
                    server.login(self.settings.mail_user, key)
                server.send_message(letter)
        except (smtplib.SMTPException, OSError) as error:
            raise Unreachable(f"the mail server {host} does not take it: {error}") from error

    def _server(self) -> tuple[str, int]:
        said = self.settings.mail_server
        if not said or not self.settings.mail_from:
            raise NotReady("no mail server is named", "set mail_server and mail_from")
        host, _colon, port = said.rpartition(":")
        if not host or not port.isdigit():
            raise BadInput(f"setting mail_server is {said!r}; expected HOST:PORT")
        if self.settings.mail_tls not in WAYS:
            raise BadInput(f"setting mail_tls is none of {', '.join(WAYS)}")
        own = [each.strip() for each in self.settings.own_addresses.split(",")]
        if self.settings.mail_tls == "none" and host not in HERE and said not in own:
            raise BadInput("mail goes without TLS to this machine or own_addresses only")
        return host, int(port)

    def _opened(self, host: str, port: int) -> smtplib.SMTP:
        secure = ssl.create_default_context()
        if self.settings.mail_tls == "tls":
            return smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=secure)
        server = smtplib.SMTP(host, port, timeout=SECONDS)
        if self.settings.mail_tls == "starttls":
            server.starttls(context=secure)
        return server


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
