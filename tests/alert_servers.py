"""A mail server and a webhook of our own, which remember what came and refuse when told to."""

import email
import email.policy
import socketserver
import threading
from dataclasses import dataclass, field

from fetch_server import Site, answer


@dataclass
class MailServer:
    """Speaks as much SMTP as a client needs; ``refuse`` is what it answers to a letter."""

    letters: list = field(default_factory=list)
    refuse: str = ""

    def __enter__(self):
        site = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                site.talk(self.rfile, self.wfile)

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self._server.server_address[1]}"

    def talk(self, incoming, outgoing) -> None:
        def say(line: str) -> None:
            outgoing.write(f"{line}\r\n".encode())

        say("220 here")
        while line := incoming.readline():
            word = line[:4].upper().strip()
            if word == b"DATA":
                say("354 go on")
                self._take(incoming)
                say(self.refuse or "250 taken")
            elif word == b"QUIT":
                return say("221 bye")
            else:
                say("250 fine")
        return None

    def _take(self, incoming) -> None:
        body = b""
        while (line := incoming.readline()) != b".\r\n":
            body += line[1:] if line.startswith(b"..") else line
        if not self.refuse:
            self.letters.append(email.message_from_bytes(body, policy=email.policy.default))


class Hook(Site):
    """A site that keeps the headers and bodies that are posted to it."""

    status = "200 OK"

    def serve(self, incoming, outgoing) -> None:
        incoming.readline()
        headers = {}
        while said := incoming.readline().decode("latin-1").rstrip("\r\n"):
            name, _, value = said.partition(": ")
            headers[name.lower()] = value
        self.asked.append((headers, incoming.read(int(headers["content-length"]))))
        outgoing.write(answer(b"{}", self.status, **self.answers(self.asked[-1])))
