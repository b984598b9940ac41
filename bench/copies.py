"""Copies of texts beside datasketch and rensa, look-up of hashes beside faiss, hashing of pictures.

    python bench/copies.py [texts|hashes|pictures] [--hashes 1000000]

The peers come with ``pip install 'marsad[bench]'``. Texts are the judged half of
``copies_gold.py``, in order; both peers get the same folded letters in fives, 64 permutations, and
their own index, and say whatever it finds. Hashes are random; each of 200 questions differs from
one of them in up to 31 bits. Pictures are the posters in ``../shared/data`` and the demo's photos.
"""

import argparse
import json
import random
import re
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from copies_gold import FOLDER, gold

from marsad.enrich.copies import BATCH
from marsad.enrich.copies_hashes import NEAR, Hashes
from marsad.enrich.copies_text import Sketched, Text, Texts
from marsad.enrich.evaluate_copies import repeated
from marsad.enrich.evaluate_pairs import pair_figures
from marsad.enrich.media_decode import picture_facts
from marsad.text.fold import folded

REPOSITORY = Path(__file__).resolve().parents[1]
PICTURES = (
    (REPOSITORY.parent / "shared" / "data" / "posters", "*.jpg"),
    (REPOSITORY / "src/marsad/demo/pack/export/photos", "*.jpg"),
)
QUESTIONS, ROUNDS = 200, 3
TOLD = ("precision", "recall", "copies_found", "posts_per_cpu_second")
Firsts = Callable[[Sequence[str]], dict[int, int]]


def texts() -> Iterator[dict[str, object]]:
    lines = gold(FOLDER, 1, random.Random(12))
    posts, groups = ([str(line[key] or "") for line in lines] for key in ("text", "group"))
    sides: dict[str, Firsts] = {
        "marsad": marsad,
        "datasketch": datasketch,
        "datasketch, verified": verified,
        "rensa": rensa,
    }
    said: dict[str, dict[int, int]] = {}
    spent: dict[str, list[float]] = {name: [] for name in sides}
    # In turns, and the best of each: others use these cores as well.
    for name in [*sides] * ROUNDS:
        began = time.process_time()
        said[name] = sides[name](posts)
        spent[name].append(time.process_time() - began)
    for name, firsts in said.items():
        figures = {
            **pair_figures(groups, firsts),
            "posts_per_cpu_second": round(len(posts) / min(spent[name])),
        }
        ratio = round(min(spent[name]) / min(spent["marsad"]), 1)
        yield {
            "texts": name,
            "n": len(posts),
            **{each: figures[each] for each in TOLD},
            "times_our_time": ratio,
        }


def marsad(posts: Sequence[str]) -> dict[int, int]:
    firsts: dict[int, int] = {}
    stored: dict[int, Text] = {}
    seen = Texts(Sketched.unpacked(), lambda numbers: {n: stored[n] for n in numbers})
    for first in range(0, len(posts), BATCH):
        firsts |= repeated(seen, stored, posts[first : first + BATCH], first)
    return firsts


def fives(text: str) -> list[str]:
    clean = re.sub(r"\W+", " ", folded(text)).strip()
    return [clean[at : at + 5] for at in range(max(1, len(clean) - 4))]


def datasketch(posts: Sequence[str], verify: bool = False) -> dict[int, int]:
    from datasketch import MinHash, MinHashLSH

    index, firsts = MinHashLSH(threshold=0.6, num_perm=64), {}
    for number, text in enumerate(posts):
        sketch, mine = MinHash(num_perm=64), fives(text)
        sketch.update_batch([each.encode() for each in mine])
        found = sorted(index.query(sketch))
        if verify:
            found = [each for each in found[:8] if contained(mine, fives(posts[each])) >= 0.8]
        if found:
            firsts[number] = found[0]
        index.insert(number, sketch, check_duplication=False)
    return firsts


def verified(posts: Sequence[str]) -> dict[int, int]:
    """The same job as ours: what the index finds is compared before it is believed."""
    return datasketch(posts, verify=True)


def contained(one: Sequence[str], other: Sequence[str]) -> float:
    a, b = set(one), set(other)
    return len(a & b) / min(len(a), len(b))


def rensa(posts: Sequence[str]) -> dict[int, int]:
    from rensa import RMinHash, RMinHashLSH

    index, firsts = RMinHashLSH(threshold=0.6, num_perm=64, num_bands=16), {}
    for number, text in enumerate(posts):
        sketch = RMinHash(num_perm=64, seed=42)
        sketch.update(fives(text))
        if found := index.query(sketch):
            firsts[number] = min(found)
        index.insert(number, sketch)
    return firsts


def hashes(count: int) -> Iterator[dict[str, object]]:
    dice = np.random.default_rng(2)
    rows = dice.integers(0, 2**63, (count, 4), dtype=np.uint64)
    wanted = dice.integers(0, count, QUESTIONS)
    asked = rows[wanted].copy()
    for question, bits in zip(asked, dice.integers(0, NEAR + 1, QUESTIONS), strict=True):
        for bit in dice.choice(256, bits, replace=False).tolist():
            question[bit // 64] ^= np.uint64(1 << bit % 64)
    began = time.process_time()
    ours = Hashes(rows)
    built = time.process_time() - began
    mine = [timed(lambda each=each: {n for n, _ in ours.near(each)}) for each in asked]
    theirs = faiss(rows, asked)
    for name, found, extra in (
        ("marsad", mine, {"build_cpu_seconds": round(built, 2)}),
        ("faiss flat", theirs, {}),
    ):
        hit = np.mean([at in said for at, (said, _) in zip(wanted.tolist(), found, strict=True)])
        spent = float(np.median([seconds for _, seconds in found])) * 1000
        yield {"hashes": name, "n": count, "found": float(hit), "cpu_ms": round(spent, 2), **extra}
    ratio = np.median([s for _, s in mine]) / np.median([s for _, s in theirs])
    yield {"hashes": "time of marsad over faiss", "ratio": round(float(ratio), 2)}


def faiss(rows: np.ndarray, asked: np.ndarray) -> list[tuple[set[int], float]]:
    import faiss

    faiss.omp_set_num_threads(1)
    index = faiss.IndexBinaryFlat(256)
    index.add(rows.view(np.uint8).reshape(len(rows), 32))
    questions = asked.view(np.uint8).reshape(len(asked), 1, 32)

    def near(question: np.ndarray) -> set[int]:
        return set(index.range_search(question, NEAR + 1)[2].tolist())

    return [timed(lambda each=each: near(each)) for each in questions]


def timed(ask: Callable[[], set[int]]) -> tuple[set[int], float]:
    began = time.process_time()
    found = ask()
    return found, time.process_time() - began


def pictures() -> Iterator[dict[str, object]]:
    paths = [path for folder, names in PICTURES for path in sorted(folder.glob(names))]
    rates = {}
    for name, look in (("draft decode", drafted), ("full decode", full)):
        look(paths[0])
        began = time.process_time()
        for path in paths:
            look(path)
        rates[name] = len(paths) / (time.process_time() - began)
        yield {"pictures": name, "n": len(paths), "per_cpu_second": round(rates[name], 1)}
    yield {"pictures": "ratio", "ratio": round(rates["draft decode"] / rates["full decode"], 2)}


def drafted(path: Path) -> None:
    picture_facts(b"", path=str(path), megapixels=40, hashed=True)


def full(path: Path) -> None:
    import pdqhash
    from PIL import Image

    pdqhash.compute(np.asarray(Image.open(path).convert("RGB")))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("parts", nargs="*", default=["texts", "hashes", "pictures"])
    parser.add_argument("--hashes", type=int, default=1_000_000)
    said = parser.parse_args()
    parts = {"texts": texts, "hashes": lambda: hashes(said.hashes), "pictures": pictures}
    for name in said.parts:
        for line in parts[name]():
            print(json.dumps(line))


if __name__ == "__main__":
    main()
