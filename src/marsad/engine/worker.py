"""One worker process: ``python -m marsad.engine.worker OWNER JSON``; started by ``engine.here``."""

import ctypes
import json
import logging
import signal
import sys
from pathlib import Path

from marsad.engine.here import Task, work
from marsad.errors import MarsadError
from marsad.store import Store

PR_SET_PDEATHSIG = 1


def main(owner: str, said: str) -> int:
    """Work until nothing is left; the exit status says how it went."""
    # Whoever started us may be killed; then nobody reads the ledger and we go too.
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    lab, prepare, makers, options = json.loads(said)
    try:
        with Store(Path(lab)) as store:
            work(store, Task(prepare, makers, options), owner)
    except MarsadError as error:
        logging.getLogger(__name__).error("%s", error)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
