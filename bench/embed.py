"""Which post means the same in another language: vectors with and without margin, beside TF-IDF.

    python bench/embed.py [FOLDER] [--lines 250] [--rows 10000,100000]

FOLDER holds gzipped TSV files ``NAME.CODE-en.tsv.gz`` with a text and its English; by default
``../shared/data/parallel``. Prefix, neighbours and candidates were chosen on the second, fourth ...
line of tatoeba.ar and tico19.ur; the first, third ... of each file are measured here. Recall at 1
is how often the English of a text is nearest among all English ones of its file, and in the row
``mixed`` how often it is among the ten nearest when all texts of a file stand in one lab. The peer
(``pip install 'marsad[bench]'``) sees letters in twos to fours, transliterated and folded.
Search is timed on random rows.
"""

import argparse
import gzip
import json
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from marsad.enrich.embed import Engine
from marsad.enrich.embed_decode import SIZE
from marsad.enrich.near import Space, directions, margins
from marsad.settings import Settings
from marsad.text.fold import folded
from marsad.text.transliterate import latin

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "parallel"
NAMES = [
    f"{source}.{code}" for source in ("tatoeba", "tico19") for code in ("ar", "fa", "ur", "fr")
]
QUESTIONS = 10


def pairs(file: Path, most: int) -> list[tuple[str, str]]:
    """Each text once: of two texts with one English neither would be right."""
    seen: set[str] = set()
    found = []
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in list(lines)[0::2]:
            left, right = line.rstrip("\n").split("\t")
            if not {left, right} & seen:
                found.append((left, right))
            seen |= {left, right}
    return found[:most]


def tfidf(left: list[str], right: list[str]) -> np.ndarray:
    from sklearn.feature_extraction.text import TfidfVectorizer

    plain = [[folded(latin(text)) for text in side] for side in (left, right)]
    made = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4)).fit(plain[0] + plain[1])
    return np.asarray((made.transform(plain[0]) @ made.transform(plain[1]).T).todense())


def hits(scores: np.ndarray) -> int:
    return int((scores.argmax(axis=1) == np.arange(len(scores))).sum())


def measure(folder: Path, most: int) -> Iterator[dict[str, object]]:
    texts, spent = 0, 0.0
    with Engine(Settings(workers=1)) as engine:
        for name in NAMES:
            some = pairs(folder / f"{name}-en.tsv.gz", most)
            left, right = ([pair[side] for pair in some] for side in (0, 1))
            began = engine.cpu_seconds
            rows = [matrix(engine, side) for side in (left, right)]
            spent += engine.cpu_seconds - began
            texts += 2 * len(some)
            a, b = map(directions, rows)
            right_ones = {
                "tfidf": hits(tfidf(left, right)),
                "cosine": hits(a @ b.T),
                "margin": hits(margins(a, b)),
                "mixed": mixed(np.concatenate(rows), len(some)),
            }
            told = {each: round(n / len(some), 3) for each, n in right_ones.items()}
            yield {"pairs": f"{name}-en", "n": len(some), **told}
    yield {"texts_per_cpu_second": round(texts / spent, 1)}


def matrix(engine: Engine, texts: list[str]) -> np.ndarray:
    made = [row for at in range(0, len(texts), 16) for row in engine.packed(texts[at : at + 16])]
    return np.frombuffer(b"".join(made), np.int8).reshape(-1, SIZE)


def mixed(rows: np.ndarray, count: int) -> int:
    space = Space(rows)
    return sum(at + count in [n for n, _, _ in space.nearest(at, 10)] for at in range(count))


def search(count: int) -> dict[str, object]:
    dice = np.random.default_rng(4)
    rows = dice.integers(-127, 128, (count, SIZE), dtype=np.int8)
    # As in the model's own space, where everything leans one way.
    space, spent = Space(np.clip(rows // 2 + 60, -127, 127).astype(np.int8)), []
    for at in range(QUESTIONS):
        began = time.perf_counter()
        space.nearest(at, 10)
        spent.append(time.perf_counter() - began)
    megabytes = round(count * SIZE / 1e6, 1)
    return {"rows": count, "median_ms": round(float(np.median(spent)) * 1000), "row_mb": megabytes}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    parser.add_argument("--lines", type=int, default=250)
    parser.add_argument("--rows", default="10000,100000")
    said = parser.parse_args()
    for line in measure(said.folder, said.lines):
        print(json.dumps(line), flush=True)
    for count in said.rows.split(","):
        print(json.dumps(search(int(count))), flush=True)


if __name__ == "__main__":
    main()
