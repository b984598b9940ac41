"""How a capped child begins and how it ends."""

import json
import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from marsad.engine import capped_wire as wire
from marsad.engine.capped_limits import Limits, Walls
from marsad.errors import BadInput
from marsad.phrase import Phrase

log = logging.getLogger(__name__)

_START_SECONDS = 60.0
_KEPT = ("PATH", "TESSDATA_PREFIX")
_THREADS = ("OMP_THREAD_LIMIT", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")


@dataclass(frozen=True, slots=True)
class Child:
    """A child that runs, and how to reach it."""

    program: subprocess.Popen[bytes]
    line: socket.socket
    folder: Path
    walls: Walls
    owner: int


def start(function: str, limits: Limits) -> Child:
    """Start a child and wait until its decoder is loaded."""
    ours, theirs = socket.socketpair()
    folder = Path(tempfile.mkdtemp(prefix="marsad-decoder-"))
    said = [function, str(theirs.fileno()), str(folder), json.dumps(asdict(limits))]
    program = subprocess.Popen(
        [sys.executable, "-s", "-P", "-m", "marsad.engine.capped_child", *said],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=(theirs.fileno(),),
        cwd=folder,
        env=_environment(folder, limits.threads),
        start_new_session=True,
    )
    theirs.close()
    child = Child(program, ours, folder, Walls(False, False), os.getpid())
    try:
        kind, head, _ = wire.receive(ours, 0, time.monotonic() + _START_SECONDS)
    except (TimeoutError, EOFError, ConnectionError, wire.GarbledError) as error:
        code = end(child)
        raise BadInput(
            Phrase(
                "the decoder %(function)s did not start (exit status %(code)s)",
                function=function,
                code=code,
            )
        ) from error
    if kind != wire.HELLO:
        end(child)
        raise BadInput(
            Phrase(
                "the decoder %(function)s cannot start: %(head)s",
                function=function,
                head=head.decode("utf-8", "replace"),
            )
        )
    walls = Walls(**json.loads(head))
    if not walls.network:
        log.warning("this machine permits no network namespace: %s runs with a network", function)
    return Child(program, ours, folder, walls, os.getpid())


def _environment(folder: Path, threads: int) -> dict[str, str]:
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return {
        **kept,
        **dict.fromkeys(_THREADS, str(threads)),
        "LANG": "C.UTF-8",
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "PYTHONPATH": os.pathsep.join(each for each in sys.path if each),
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def end(child: Child) -> int | None:
    """End the whole group; say how the child had ended if it was first."""
    child.line.close()
    try:
        # It may be on its way out already, and its own words are better than ours.
        code: int | None = child.program.wait(0.2)
    except subprocess.TimeoutExpired:
        code = None
    try:
        os.killpg(child.program.pid, signal.SIGKILL)
    except ProcessLookupError:
        log.debug("no process of group %s was left", child.program.pid)
    child.program.wait()
    shutil.rmtree(child.folder, ignore_errors=True)
    return code


def end_of_ours(child: Child) -> None:
    """End a child that this very process started."""
    if child.owner == os.getpid():
        end(child)
