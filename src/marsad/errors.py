"""What can go wrong, as a tree.

::

    MarsadError            anything raised on purpose; the shells print it as one sentence
    ├── BadInput           a file or form is not what it claims to be
    │   └── NotALab        a folder that holds no lab
    ├── NotFound           an id or a name that is not there; says which names would do
    ├── Withheld           a safeguard said no, and why
    ├── Overtaken          somebody else changed it first; nothing of theirs was written over
    ├── EvidenceAltered    an original or the log no longer matches its digest
    ├── LabBusy            another process is writing to this lab
    ├── StorageFailed      the disk is full or refuses to write
    ├── Unreachable        a server does not answer, or says no; later it may say yes
    └── NotReady           something outside is missing: a program, a model, a setting

Each error carries the exit code of the command that meets it: 1 for ours, 2 is kept for wrong use
of the command line, 3 for something missing outside.
"""

from typing import ClassVar

from marsad.phrase import Phrase


class MarsadError(Exception):
    """Anything raised on purpose. The message says what is wrong, where, and what to do next."""

    exit_code: ClassVar[int] = 1

    @property
    def said(self) -> str:
        """The sentence; where it is a ``Phrase`` it stays one, which ``str`` would undo."""
        said = self.args[0] if len(self.args) == 1 else None
        return said if isinstance(said, str) else str(self)


class BadInput(MarsadError):
    """A file or form is not what it claims to be."""


class NotALab(BadInput):
    """A folder that holds no lab."""


class NotFound(MarsadError):
    """An id or a name that is not there."""


class Withheld(MarsadError):
    """A safeguard said no."""


class Overtaken(MarsadError):
    """Somebody else changed it first; nothing of theirs was written over."""


class EvidenceAltered(MarsadError):
    """An original or the custody log no longer matches its digest."""


class LabBusy(MarsadError):
    """Another process is writing to this lab."""


class StorageFailed(MarsadError):
    """The disk is full or refuses to write; what was acknowledged is safe."""


class Unreachable(MarsadError):
    """A server does not answer, or says no; ``wait`` is how many seconds it asked us to wait.

    ``state`` says what became of a source, where that is known (``dead``, ``no preview``), and
    ``successor`` the address that it named instead.
    """

    exit_code: ClassVar[int] = 3

    def __init__(
        self, said: str, wait: float | None = None, state: str = "", successor: str = ""
    ) -> None:
        """Keep what it told apart from the sentence, for whoever asks again."""
        super().__init__(said)
        self.wait = wait
        self.state = state
        self.successor = successor


class NotReady(MarsadError):
    """A part cannot work here: ``reason`` says why, ``remedy`` is the command that mends it."""

    exit_code: ClassVar[int] = 3

    def __init__(self, reason: str, remedy: str) -> None:
        """Keep both halves apart, so that ``marsad doctor`` can show them in two columns."""
        super().__init__(Phrase("%(reason)s; to mend it: %(remedy)s", reason=reason, remedy=remedy))
        self.reason = reason
        self.remedy = remedy
