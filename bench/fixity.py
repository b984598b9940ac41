"""Find silent rot among many small originals, beside sha256sum over the same files, in one run.

    python bench/fixity.py [--originals 100000] [--rotten 5]

Originals of 1 kB are laid into a lab and backed up; one bit is changed in some. One sweep has to
find and repair them all. The peer, ``sha256sum --check``, reads the same files and repairs nothing.
"""

import argparse
import hashlib
import json
import random
import subprocess
import tempfile
import time
from pathlib import Path

from marsad import preserve
from marsad.store import Store, layout
from marsad.store.backup import backup


def lay(lab: Path, count: int) -> list[str]:
    """Originals as the store lays them, without waiting for the disk at each."""
    names = []
    for number in range(count):
        data = hashlib.shake_256(number.to_bytes(4, "big")).digest(1000)
        names.append(hashlib.sha256(data).hexdigest())
        path = layout.blob(lab, names[-1])
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    return sorted(names)


def decay(path: Path, chance: random.Random) -> None:
    data = bytearray(path.read_bytes())
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


def sha256sum(lab: Path, names: list[str]) -> tuple[float, int]:
    lines = "".join(f"{name}  {layout.blob(lab, name)}\n" for name in names)
    begun = time.perf_counter()
    command = ["sha256sum", "--check", "--quiet", "-"]
    done = subprocess.run(command, input=lines, capture_output=True, text=True, check=False)
    return time.perf_counter() - begun, done.stdout.count("FAILED")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--originals", type=int, default=100_000)
    parser.add_argument("--rotten", type=int, default=5)
    asked = parser.parse_args()
    chance = random.Random(5)
    with tempfile.TemporaryDirectory() as folder, Store.create(Path(folder, "lab")) as store:
        names = lay(store.lab, asked.originals)
        copy = backup(store, Path(folder, "copy"))
        chosen = sorted(chance.sample(names, asked.rotten))
        for name in chosen:
            decay(layout.blob(store.lab, name), chance)
        peer, failed = sha256sum(store.lab, names)
        begun = time.perf_counter()
        done = preserve.sweep(store, copy)
        spent = time.perf_counter() - begun
        found = {
            "originals": done.checked,
            "rotten": asked.rotten,
            "found": len(set(done.rotten) & set(chosen)),
            "repaired": len(done.repaired),
            "false_alarms": len(set(done.rotten) - set(chosen)),
            "found_by_sha256sum": failed,
            "sweep_seconds": round(spent, 2),
            "sha256sum_seconds": round(peer, 2),
            "sweep_time_over_sha256sum_time": round(spent / peer, 2),
            "altered_after": sha256sum(store.lab, names)[1],
        }
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
