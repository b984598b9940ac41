"""What Python opens and which sockets it uses, heard while a hostile file is read."""

import sys


class Watch:
    """Which files were opened and which sockets were used, while it is on."""

    def __init__(self) -> None:
        self.on = False
        self.seen: list[str] = []
        sys.addaudithook(self._hear)

    def _hear(self, event: str, said: tuple[object, ...]) -> None:
        if not self.on:
            return
        if event.startswith("socket."):
            self.seen.append(event)
        # Python's own modules and zones are read when they are first used.
        if event == "open" and not str(said[0]).endswith((".py", ".pyc")):
            self.seen.append(str(said[0]))


WATCH = Watch()
