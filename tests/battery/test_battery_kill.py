"""B1: a process killed at any moment loses nothing that it had acknowledged."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROUNDS = int(os.environ.get("MARSAD_KILL_ROUNDS", "40"))


def test_nothing_acknowledged_is_lost_when_the_process_is_killed(tmp_path: Path) -> None:
    script = Path(__file__).with_name("kill_rounds.py")
    done = subprocess.run(
        [sys.executable, str(script), str(tmp_path), str(ROUNDS), "7"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout)
    assert found["bad"] == []
    assert found["rounds"] == ROUNDS
    assert found["acked"] > ROUNDS, "too little was acknowledged for the test to mean anything"
