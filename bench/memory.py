"""A million remembered segments looked up, beside comparing with each of them, in one run.

    python bench/memory.py [--segments 1000000] [--asked 100] [FOLDER]

FOLDER holds gzipped TSV files ``NAME.CODE-en.tsv.gz``; by default ``../shared/data/parallel``. The
Arabic lines of tico19, tatoeba and two of nllbseed (25,000) become a million: half of them are a
line with up to a quarter of its words put otherwise, left out or put in, half the beginning of a
line with the end of another. All stand in one pair of languages, which is the hard case. They are
written as a TMX, which comes in as a memory does, so that the whole way is measured.

Asked are: remembered sources (exact); the same without dots of letters and with vowel signs
(folded); sources with words changed as above, twice, and lines that were kept apart (fuzzy). The
peer compares each with all folded texts, by rapidfuzz ``process.extractOne`` with the same scorer
and cutoff. Recall is how often the index gives as high a percentage where there is one to give.
The variations were made with one seed while the index was tuned, and with another one here.
"""

import argparse
import gzip
import json
import multiprocessing
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np
from rapidfuzz import fuzz, process

from marsad.store import Store, layout
from marsad.translate import Memory, import_file, prepare
from marsad.translate.memory import CLOSEST, LEAST
from marsad.translate.nearby import key

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "parallel"
FILES = ("tico19.ar", "tatoeba.ar", "nllbseed.ary_Arab", "nllbseed.arz_Arab")
SEED = 20261124
APART = 2000
SPELLED = str.maketrans({"أ": "ا", "إ": "ا", "ة": "ه", "ى": "ي", "م": "مَ", "ل": "لِ"})
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4"><header creationtool="bench" '
    'creationtoolversion="1" srclang="ar-SA"/><body>\n'
)


def lines(folder: Path) -> list[tuple[str, str]]:
    found = []
    for name in FILES:
        with gzip.open(folder / f"{name}-en.tsv.gz", "rt", encoding="utf-8") as file:
            found += [tuple(line.rstrip("\n").split("\t")[:2]) for line in file]
    return found


class Made:
    """Segments without end, made of real lines."""

    def __init__(self, real: list[tuple[str, str]], seed: int) -> None:
        self.draw, self.real = random.Random(seed), real
        self.words = [word for source, _ in real for word in source.split()]

    def varied(self, source: str) -> str:
        words, draw = source.split(), self.draw
        for _ in range(draw.randint(1, max(1, len(words) // 4))):
            at, what = draw.randrange(len(words)), draw.random()
            if what < 0.5:
                words[at] = draw.choice(self.words)
            elif what < 0.75:
                words.insert(at, draw.choice(self.words))
            elif len(words) > 1:
                del words[at]
        return " ".join(words)

    def all(self) -> Iterator[tuple[str, str]]:
        yield from self.real
        while True:
            source, target = self.draw.choice(self.real)
            if self.draw.random() < 0.5:
                yield self.varied(source), target
            else:
                first, second = source.split(), self.draw.choice(self.real)[0].split()
                half = max(1, len(first) // 2)
                yield " ".join(first[:half] + second[len(second) // 2 :]), target


def write_tmx(path: Path, made: Made, many: int) -> list[str]:
    """Distinct segments as another tool would write them, each with some properties."""
    seen: set[str] = set()
    filler = f'<prop type="x-note">{"n" * 60}</prop>'
    with path.open("w", encoding="utf-8") as file:
        file.write(HEAD)
        for source, target in made.all():
            if source in seen:
                continue
            seen.add(source)
            file.write(
                f'<tu changeid="translator" changedate="20190312T091500Z">{filler}'
                f'<tuv xml:lang="ar-SA"><seg>{escape(source)}</seg></tuv>'
                f'<tuv xml:lang="en-US"><seg>{escape(target)}</seg></tuv></tu>\n'
            )
            if len(seen) == many:
                break
        file.write("</body></tmx>\n")
    return list(seen)


def took(lab: Path, path: Path, results: "multiprocessing.Queue[dict]") -> None:
    """Take a file in and make the index, in a process of its own so that its memory is its own."""
    with Store.create(lab) as store:
        began, worked = time.perf_counter(), time.process_time()
        done = import_file(store, path, "Bench")
        read, worked = time.perf_counter() - began, time.process_time() - worked
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        began, cpu = time.perf_counter(), time.process_time()
        prepare(store, lambda _some: None)
        indexed, cpu = time.perf_counter() - began, time.process_time() - cpu
    results.put(
        {
            "megabytes": round(path.stat().st_size / 1e6),
            "entries": done.added,
            "import_seconds": round(read, 1),
            "import_cpu_seconds": round(worked, 1),
            "import_peak_mb": round(peak),
            "index_seconds": round(indexed, 1),
            "index_cpu_seconds": round(cpu, 1),
            "index_peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        }
    )


def apart(lab: Path, path: Path) -> dict:
    # Spawned: a fork would count the texts that this process holds as its own.
    context = multiprocessing.get_context("spawn")
    results: multiprocessing.Queue[dict] = context.Queue()
    worker = context.Process(target=took, args=(lab, path, results))
    worker.start()
    made = results.get()
    worker.join()
    return made


def timed(ask: Callable[[str], object], questions: list[str]) -> tuple[dict, list]:
    times, cpu, said = [], [], []
    for question in questions:
        began, worked = time.perf_counter(), time.process_time()
        said.append(ask(question))
        cpu.append((time.process_time() - worked) * 1000)
        times.append((time.perf_counter() - began) * 1000)
    names = ("p50_ms", "p95_ms", "cpu_p50_ms", "cpu_p95_ms")
    values = (*np.percentile(times, [50, 95]), *np.percentile(cpu, [50, 95]))
    return {name: round(float(each), 2) for name, each in zip(names, values, strict=True)}, said


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def looked_up(lab: Path, texts: list[str], kept: list[str], asked: int) -> dict:
    made = Made([(text, "") for text in texts[: 10 * APART]], SEED + 1)
    some = made.draw.sample(texts, asked)
    changed = [made.varied(made.varied(text)) for text in made.draw.sample(texts, asked * 2 // 3)]
    kinds = {
        "exact": some,
        "folded": [text.translate(SPELLED) for text in some],
        "fuzzy": changed + made.draw.sample(kept, asked - len(changed)),
    }
    keys = list(dict.fromkeys(map(key, texts)))
    found: dict = {"segments": len(texts), "asked_of_each": asked}
    with Store(lab) as store:
        began = time.perf_counter()
        memory = Memory.of(store)
        memory.find(kept[0], "ar", "en")
        found["opened_ms"] = round((time.perf_counter() - began) * 1000, 1)
        for kind, questions in kinds.items():
            found[kind], said = timed(lambda text: memory.find(text, "ar", "en"), questions)
            found[kind]["found"] = sum(each is not None for each in said)
        wide, _ = timed(lambda text: memory.matches(text, "ar", "en"), kinds["fuzzy"])
        found["five_matches"] = wide

    def exhaustive(text: str) -> object:
        return process.extractOne(key(text), keys, scorer=fuzz.ratio, score_cutoff=LEAST)

    found["exhaustive"], best = timed(exhaustive, kinds["fuzzy"])
    there = [(ours, each) for ours, each in zip(said, best, strict=True) if each is not None]
    level = [ours and ours.percent >= min(CLOSEST, int(each[1])) for ours, each in there]
    high = [ok for ok, (_, each) in zip(level, there, strict=True) if each[1] >= 85]
    found["recall"] = f"{sum(map(bool, level))} of {len(level)}"
    found["recall_from_85_percent"] = f"{sum(map(bool, high))} of {len(high)}"
    for name in ("p50_ms", "p95_ms", "cpu_p50_ms"):
        ratio = found["exhaustive"][name] / found["fuzzy"][name]
        found[f"exhaustive_over_fuzzy_{name}"] = round(ratio)
    found["index_mb"] = round(size(lab / layout.MEMORY) / 1e6)
    found["database_mb"] = round((lab / layout.DATABASE).stat().st_size / 1e6)
    return found


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    options.add_argument("--segments", type=int, default=1_000_000)
    options.add_argument("--asked", type=int, default=100)
    given = options.parse_args()
    real = lines(given.folder)
    random.Random(SEED).shuffle(real)
    kept, real = [source for source, _ in real[:APART]], real[APART:]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "old.tmx"
        texts = write_tmx(path, Made(real, SEED), given.segments)
        sys.stderr.write(f"{path.stat().st_size / 1e6:.0f} MB written\n")
        lab = Path(folder) / "lab"
        print(json.dumps({"TMX": apart(lab, path)}, indent=1), flush=True)
        print(json.dumps(looked_up(lab, texts, kept, given.asked), indent=1))


if __name__ == "__main__":
    main()
