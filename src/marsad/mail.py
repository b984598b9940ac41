"""Hand a letter to the mail server that the settings name, and to no other."""

import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP

from marsad.errors import BadInput, NotReady, Unreachable
from marsad.phrase import Phrase
from marsad.settings import Settings, read_key

SECONDS = 30
SECRET = "MARSAD_MAIL_SECRET"
HERE = ("127.0.0.1", "localhost")
WAYS = ("starttls", "tls", "none")
TAKEN = 250


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Where letters are posted."""

    settings: Settings

    def post(self, letter: EmailMessage, ready: Callable[[], object] = lambda: None) -> None:
        """Post one letter; Unreachable when the server does not take it.

        ``ready`` is called when the server knows sender and receiver and waits for the letter
        itself: the latest moment to write down that it is on its way.
        """
        host, port = self._server()
        try:
            with self._opened(host, port) as server:
                if self.settings.mail_user:
                    key = read_key(self.settings.mail_key, SECRET)
                    server.login(self.settings.mail_user, key)
                self._hand_over(server, letter, ready)
        except (smtplib.SMTPException, OSError) as error:
            raise Unreachable(
                Phrase(
                    "the mail server %(host)s does not take it: %(error)s",
                    host=host,
                    error=_said(error),
                )
            ) from error

    def _hand_over(
        self, server: smtplib.SMTP, letter: EmailMessage, ready: Callable[[], object]
    ) -> None:
        server.ehlo_or_helo_if_needed()
        for code, said in (server.mail(letter["From"]), server.rcpt(letter["To"])):
            if code not in (TAKEN, TAKEN + 1):
                raise smtplib.SMTPResponseException(code, said)
        ready()
        code, said = server.data(letter.as_bytes(policy=SMTP))
        if code != TAKEN:
            raise smtplib.SMTPDataError(code, said)

    def _server(self) -> tuple[str, int]:
        said = self.settings.mail_server
        if not said or not self.settings.mail_from:
            raise NotReady(
                Phrase("no mail server is named"), Phrase("set mail_server and mail_from")
            )
        host, _colon, port = said.rpartition(":")
        if not host or not port.isdigit():
            raise BadInput(
                Phrase("setting mail_server is %(said)s; expected HOST:PORT", said=repr(said))
            )
        if self.settings.mail_tls not in WAYS:
            raise BadInput(Phrase("setting mail_tls is none of %(ways)s", ways=", ".join(WAYS)))
        own = [each.strip() for each in self.settings.own_addresses.split(",")]
        if self.settings.mail_tls == "none" and host not in HERE and said not in own:
            raise BadInput(Phrase("mail goes without TLS to this machine or own_addresses only"))
        return host, int(port)

    def _opened(self, host: str, port: int) -> smtplib.SMTP:
        secure = ssl.create_default_context()
        if self.settings.mail_tls == "tls":
            return smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=secure)
        server = smtplib.SMTP(host, port, timeout=SECONDS)
        if self.settings.mail_tls == "starttls":
            server.starttls(context=secure)
        return server


def _said(error: Exception) -> str:
    """What a server answered, without the address: errors end in logs."""
    if isinstance(error, smtplib.SMTPResponseException):
        return f"it answers with {error.smtp_code}"
    if isinstance(error, smtplib.SMTPException):
        return type(error).__name__
    return str(error)
