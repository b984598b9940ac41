"""A server that hopes never to be called: every connection to it is one too many."""

import socket
import threading


class Canary:
    """Counts who connects, and what they say first."""

    def __init__(self) -> None:
        self.heard: list[bytes] = []

    def __enter__(self):
        self._line = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._line.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._line.close()

    def _listen(self) -> None:
        while True:
            try:
                caller, _ = self._line.accept()
            except OSError:
                return
            caller.settimeout(1)
            try:
                self.heard.append(caller.recv(200))
            except OSError:
                self.heard.append(b"a connection and no word")
            finally:
                caller.close()
