"""The openssl program, and what it complains of."""

import shutil
import subprocess

from marsad.errors import BadInput, NotReady
from marsad.phrase import Phrase


def run(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run openssl and hand back what it said, whether it succeeded or not."""
    program = shutil.which("openssl")
    if program is None:
        raise NotReady(Phrase("time stamps are checked with openssl"), "apt install openssl")
    # No configuration: a broken one on this machine is no reason to doubt a token.
    environment = {"OPENSSL_CONF": "/dev/null", "LC_ALL": "C"}
    command = [program, *arguments]
    return subprocess.run(command, capture_output=True, check=False, env=environment)


def openssl(*arguments: str) -> None:
    """Run openssl; it must succeed."""
    done = run(*arguments)
    if done.returncode != 0:
        raise BadInput(
            Phrase(
                "openssl %(arguments)s failed: %(reason)s",
                arguments=" ".join(arguments[:2]),
                reason=reason(done.stderr),
            )
        )


def reason(said: bytes) -> str:
    """The last thing openssl complained of: ``id:error:code:library:function:reason:...``."""
    lines = [line for line in said.decode("utf-8", "replace").splitlines() if ":error:" in line]
    parts = lines[-1].split(":") if lines else []
    return next((part for part in (*parts[-1:], *parts[5:6]) if part), "openssl refuses it")
