"""A child process for dangerous decoders: capped, killable, without a network.

Pictures, videos and documents were made by hostile people, and their decoders have faults. Each
runs in a child of its own that keeps running from call to call, so that a call costs little. A
fault, a hang or a memory bomb ends the child and becomes one refused item; the next call gets a
new child. What it cannot do is named by ``walls``: where the kernel refuses namespaces, the limits
still hold, but the network is not cut, and whoever asks is told so.
"""

import json
import os
import re
import signal
import time
import weakref
from collections.abc import Callable
from typing import Any, Self, TypeVar

from marsad.engine import capped_wire as wire
from marsad.engine.capped_limits import Limits, Walls
from marsad.engine.capped_start import Child, end, end_of_ours, start
from marsad.errors import BadInput
from marsad.phrase import Phrase

__all__ = ["Capped", "Limits", "Walls", "decoder"]

_NAME = re.compile(r"[A-Za-z_][\w.]*:[A-Za-z_]\w*", re.ASCII)
_Function = TypeVar("_Function", bound=Callable[..., bytes])


def decoder(function: _Function) -> _Function:
    """Mark a function as one that a capped child may run; no other can be named."""
    function.__decoder__ = True  # type: ignore[attr-defined]
    return function


class Capped:
    """Runs one decoder, ``module:function``, in a child that cannot harm us.

    The function takes ``payload: bytes`` and named arguments that fit in JSON, and answers with
    bytes; whoever calls checks the answer again. BadInput says why an item was refused.
    """

    def __init__(self, function: str, limits: Limits = Limits()) -> None:  # noqa: B008 - frozen
        """Start nothing yet: the first call does."""
        if not _NAME.fullmatch(function):
            raise BadInput(
                Phrase(
                    "%(function)s is no decoder; name it as module:function",
                    function=repr(function),
                )
            )
        self.function = function
        self.limits = limits
        self._child: Child | None = None
        self._worked = self._worked_before = 0.0
        self._ending: weakref.finalize[..., Any] | None = None

    def __enter__(self) -> Self:
        """Use as a context manager to be sure that the child ends."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the child."""
        self.close()

    def close(self) -> None:
        """End the child and all it started, and remove its folder."""
        self._stop()

    @property
    def cpu_seconds(self) -> float:
        """Processor seconds that the children spent up to their last answers."""
        return self._worked_before + self._worked

    @property
    def walls(self) -> Walls:
        """Which walls stand around the child on this machine."""
        return self._running().walls

    def call(self, payload: bytes = b"", **said: object) -> bytes:
        """Run the decoder on ``payload``."""
        child = self._running()
        deadline = time.monotonic() + self.limits.seconds
        try:
            child.line.settimeout(self.limits.seconds)
            wire.send(child.line, wire.ASK, json.dumps(said).encode(), payload)
            kind, head, body = wire.receive(
                child.line, self.limits.answer_megabytes << 20, deadline
            )
        except TimeoutError:
            self._stop()
            raise self._refusal(f"took longer than {self.limits.seconds:g} s") from None
        except wire.GarbledError as error:
            self._stop()
            raise self._refusal(f"gave {error}") from None
        except (EOFError, ConnectionError):
            raise self._refusal(self._obituary(self._stop())) from None
        except BaseException:
            # Half a frame may be under way; the next call must not read its rest.
            self._stop()
            raise
        return self._judged(kind, head, body)

    def _judged(self, kind: bytes, head: bytes, body: bytes) -> bytes:
        if kind == wire.ANSWER:
            self._worked = float(head)
            return body
        if kind == wire.REFUSED:
            raise BadInput(head.decode("utf-8", "replace"))
        # A child that met an unforeseen fault is not trusted with the next item.
        self._stop()
        if kind == wire.OVERFULL:
            raise self._refusal(f"needed more than {self.limits.megabytes} MB of memory")
        raise self._refusal(f"failed: {head.decode('utf-8', 'replace')}")

    def _refusal(self, reason: str) -> BadInput:
        return BadInput(
            Phrase(
                "the decoder %(function)s %(reason)s",
                function=self.function.rpartition(".")[2],
                reason=reason,
            )
        )

    def _obituary(self, code: int | None) -> str:
        number = 0 if code is None else -code if code < 0 else code - 128
        if number == signal.SIGXCPU:
            return f"took longer than {self.limits.seconds:g} s of processor time"
        if number == signal.SIGKILL:
            return "was killed, most likely for want of memory"
        if number > 0:
            return f"died of signal {number}"
        return f"ended without an answer (exit status {code})"

    def _running(self) -> Child:
        # After a fork the child belongs to the other process: leave it alone, start our own.
        if self._child is not None and self._child.owner != os.getpid():
            self._child, self._ending = None, None
        if self._child is None:
            self._child = start(self.function, self.limits)
            self._worked_before, self._worked = self.cpu_seconds, 0.0
            self._ending = weakref.finalize(self, end_of_ours, self._child)
        return self._child

    def _stop(self) -> int | None:
        child, self._child = self._child, None
        if self._ending is not None:
            self._ending.detach()
            self._ending = None
        if child is None or child.owner != os.getpid():
            return None
        return end(child)
