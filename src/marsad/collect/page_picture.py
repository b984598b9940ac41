"""Takes a picture of a page as it was kept: a browser draws the saved bytes, without a network.

Nothing is asked for: the browser has a network of its own with nothing in it, resolves no name,
runs no script, and the page itself forbids every address. No such wall, no picture.
"""

import html
import logging
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from marsad.errors import NotReady
from marsad.phrase import Phrase

log = logging.getLogger(__name__)

NAME = "screenshot.png"
# The page stands in a frame without rights: it runs nothing and goes nowhere, and the policy of the
# sheet around it, which it inherits, lets nothing be loaded, a file of this machine no more than an
# address.
_SHEET = (
    '<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" '
    "content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:\">"
    "<style>body{{margin:0}}iframe{{border:0;width:1280px;height:2400px}}</style>"
    '<iframe sandbox srcdoc="{}"></iframe>'
)
_APART = ("--user", "--map-current-user", "--net", "--pid", "--fork", "--kill-child")
_QUIET = (
    "--headless",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--window-size=1280,2400",
    "--virtual-time-budget=2000",
)
_LARGEST = 32 << 20


class Camera:
    """Draws pages with the chromium of this machine."""

    def __init__(self, seconds: int) -> None:
        """Look for the browser and for the wall around it."""
        self._seconds = seconds
        self._browser, self._apart = _found("chromium"), _found("unshare")
        tried = [self._apart, *_APART, "true"]
        if subprocess.run(tried, capture_output=True, check=False).returncode:
            raise NotReady(
                Phrase("this machine permits no network namespace, so no page is drawn"),
                Phrase(
                    "allow unprivileged user namespaces (sysctl kernel.unprivileged_userns_clone=1)"
                ),
            )

    def draw(self, page: str) -> bytes:
        """A picture of the top of a page as PNG; empty when the browser made none."""
        with tempfile.TemporaryDirectory(prefix="marsad-page-") as made:
            folder = Path(made)
            sheet = _SHEET.format(html.escape(page))
            (folder / "page.html").write_bytes(sheet.encode("utf-8", "replace"))
            self._run(folder)
            picture = folder / NAME
            if not picture.is_file() or picture.stat().st_size > _LARGEST:
                return b""
            return picture.read_bytes()

    def _run(self, folder: Path) -> None:
        # As root, chromium starts only without its own sandbox; the namespaces stay.
        bare = ("--no-sandbox",) if os.getuid() == 0 else ()
        said = (f"--user-data-dir={folder / 'profile'}", f"--screenshot={folder / NAME}")
        command = [self._apart, *_APART, self._browser, *_QUIET, *bare, *said]
        browser = subprocess.Popen(
            [*command, (folder / "page.html").as_uri()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env={
                "PATH": os.environ.get("PATH", os.defpath),
                "HOME": str(folder),
                "LANG": "C.UTF-8",
            },
            start_new_session=True,
        )
        try:
            browser.wait(self._seconds)
        except subprocess.TimeoutExpired:
            log.warning("the browser took longer than %s s and was stopped", self._seconds)
        finally:
            _end(browser)


def _end(browser: "subprocess.Popen[bytes]") -> None:
    try:
        os.killpg(browser.pid, signal.SIGKILL)
    except ProcessLookupError:
        log.debug("nothing of the browser was left")
    browser.wait()


def _found(program: str) -> str:
    path = shutil.which(program)
    if path is None:
        raise NotReady(
            Phrase("%(program)s is not installed", program=program),
            "apt-get install chromium util-linux",
        )
    return path
