"""Train src/marsad/vocabulary/latin_model.tsv.gz: how Arabic letters are written in settled names.

    python bench/train_latin.py GOOGLE_ar2en-train.txt COLING_wd_arabic_64.gz OUT.tsv.gz

Only pairs that may be shipped are learned from: google/transliteration (Apache-2.0) and the
Wikidata names of NETransliteration-COLING2018 (CC0). Each Arabic letter is aligned with none to
three Latin letters by hard EM; then it is counted what a letter became in which surroundings. What
was seen once only in wide surroundings is left out. Test splits are never read.
"""

import gzip
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from marsad.text.latin_model import EDGE, contexts, prepared

ROUNDS, LONGEST, WEIGHT = 6, 3, 2
"""WEIGHT: how often a pair of the smaller list counts."""
MOST = 14

Pair = tuple[str, str]
Unit = tuple[str, str]


def pairs(google: Path, coling: Path) -> Iterator[Pair]:
    with google.open(encoding="utf-8") as lines:
        for line in lines:
            arabic, latin = line.rstrip("\n").split("\t")[:2]
            for _ in range(WEIGHT):
                yield prepared(arabic), latin.casefold().strip()
    with gzip.open(coling, "rt", encoding="utf-8") as lines:
        for line in lines:
            latin, arabic, *_ = line.rstrip("\n").split("\t")
            yield prepared(arabic.replace(" ", "")), latin.casefold().replace(" ", "")


def align(pair: Pair, cost: dict[Unit, float]) -> list[Unit] | None:
    """The cheapest way to cut the Latin word into one piece for each Arabic letter."""
    arabic, latin = pair
    best: dict[int, tuple[float, list[Unit]]] = {0: (0.0, [])}
    for letter in arabic:
        found: dict[int, tuple[float, list[Unit]]] = {}
        for place, (so_far, units) in best.items():
            for size in range(min(LONGEST, len(latin) - place) + 1):
                unit = (letter, latin[place : place + size])
                price = so_far + cost.get(unit, 12.0 + size)
                if place + size not in found or price < found[place + size][0]:
                    found[place + size] = (price, [*units, unit])
        best = found
    return best[len(latin)][1] if len(latin) in best else None


def first_costs(some: list[Pair]) -> dict[Unit, float]:
    """Letters that stand at about the same place of the two words."""
    counts: Counter[Unit] = Counter()
    for arabic, latin in some:
        for place, letter in enumerate(arabic):
            middle = round((place + 0.5) * len(latin) / len(arabic))
            for start in range(max(0, middle - 2), min(len(latin), middle + 2)):
                for size in (1, 2):
                    counts[letter, latin[start : start + size]] += 1 / size
            counts[letter, ""] += 0.3
    return costs(counts)


def costs(counts: Counter[Unit]) -> dict[Unit, float]:
    totals: Counter[str] = Counter()
    for (letter, _), count in counts.items():
        totals[letter] += count
    return {unit: -math.log(count / totals[unit[0]]) for unit, count in counts.items()}


def main() -> None:
    some = [pair for pair in pairs(Path(sys.argv[1]), Path(sys.argv[2]))
            if 1 < len(pair[0]) <= MOST and 1 < len(pair[1]) <= MOST + 4]  # fmt: skip
    cost = first_costs(some)
    for round_ in range(ROUNDS):
        counts: Counter[Unit] = Counter()
        aligned = [found for pair in some if (found := align(pair, cost))]
        for units in aligned:
            counts.update(units)
        cost = costs(counts)
        sys.stderr.write(f"round {round_}: {len(aligned)} of {len(some)} pairs aligned\n")
    seen: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for units in aligned:
        letters, before = "".join(letter for letter, _ in units), EDGE
        for place, (_, piece) in enumerate(units):
            for context in contexts(letters, place, before):
                seen[context][piece] += 1
            before = piece or before
    with gzip.GzipFile(sys.argv[3], "wb", mtime=0) as out:
        out.write(
            b"# Joint letter model; learned from google/transliteration (Apache-2.0) and\n"
            b"# NETransliteration-COLING2018 (Wikidata, CC0 1.0) by bench/train_latin.py.\n"
        )
        for context, pieces in sorted(seen.items()):
            wide = context[0] >= "3"
            kept = [f"{piece}:{count}" for piece, count in pieces.most_common(12)]
            if not wide or sum(pieces.values()) > 1 + WEIGHT:
                out.write(f"{context}\t{' '.join(kept)}\n".encode())


if __name__ == "__main__":
    main()
