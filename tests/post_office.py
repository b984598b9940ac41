"""A mail server of the tests: it keeps the letters that it takes."""

import email
import email.policy
import time

from aiosmtpd.controller import Controller


class Post:
    """Takes letters; refuses or is slow when told to."""

    def __init__(self) -> None:
        self.letters, self.refuse, self.refuse_to, self.slow = [], "", "", 0.0

    async def handle_RCPT(self, _server, _session, envelope, address, _options):
        if self.refuse_to and self.refuse_to in address:
            return "550 nobody of that name here"
        envelope.rcpt_tos.append(address)
        return "250 fine"

    async def handle_DATA(self, _server, _session, envelope):
        if self.refuse:
            return self.refuse
        said = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.letters.append(said)
        time.sleep(self.slow)
        return "250 taken"

    def to(self, address: str) -> list:
        return [each for each in self.letters if each["To"] == address]


class Listening(Controller):
    """Knows its port once it listens: port 0 asks the system for a free one."""

    def _trigger_server(self) -> None:
        (self.port,) = {each.getsockname()[1] for each in self.server.sockets}
        super()._trigger_server()
