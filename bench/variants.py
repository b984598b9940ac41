"""Words found again in other spellings and forms, beside three other ways, in one run.

    python bench/variants.py [--half report] [--gold FILE] [--no-postgres]

Gold by rule (variants_gold.py), in two halves of words and sentences: rules were mended on
``tune``, and what is told comes from ``report``. Each side (variants_sides.py) gets the same
documents and the same words, one at a time, and gives all documents that answer: our three
strengths (stemmed is the usual), PostgreSQL's 'arabic', tantivy's own Arabic stemmer, and FTS5's
unicode61, which folds and does not stem. Recall is of the documents of a group, precision of all
answers. ``--gold`` writes what ``marsad evaluate search`` reads.
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "tests")]

from variants_gold import ASKED, HALVES, Gold, gold  # noqa: E402
from variants_sides import Ask, fts5, ours, postgres, stemmer  # noqa: E402

from marsad.evaluation import wilson  # noqa: E402
from marsad.search.words import STRENGTHS  # noqa: E402

Golds = dict[str, Gold]
Side = Callable[[Sequence[str]], Ask]
Counts = dict[str, list[int]]
SHOWN = ("spelling", "clitic", "suffix", "ar", "fa", "ur", "precision")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--half", choices=HALVES, default="report")
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--no-postgres", action="store_true")
    wanted = parser.parse_args()
    golds = {language: gold(wanted.half, language) for language in ASKED}
    if wanted.gold:
        write(golds, wanted.gold)
    print(f"{wanted.half}: " + ", ".join(
        f"{len(read.queries)} {language} words of {len(read.texts)} documents"
        for language, read in golds.items()
    ))  # fmt: skip
    print(f"{'':<20}" + "".join(f"{name:>21}" for name in SHOWN))
    for strength in STRENGTHS:
        show(f"marsad {strength}", golds, lambda texts, how=strength: ours(texts, how))
    show("tantivy's stemmer", golds, stemmer)
    show("FTS5 unicode61", golds, fts5)
    if not wanted.no_postgres:
        beside_postgres(golds)


def show(name: str, golds: Golds, side: Side) -> None:
    counts = measured(golds, side)
    cells = []
    for each in SHOWN:
        part, whole = counts[each]
        low, high = wilson(part, whole)
        cells.append(f"{part / max(whole, 1):.3f} ({low:.3f}-{high:.3f})")
    print(f"{name:<20}" + "".join(f"{cell:>21}" for cell in cells), flush=True)


def measured(golds: Golds, side: Side) -> Counts:
    """Recall by group of variants and by language, and the precision of all answers."""
    counts: Counts = defaultdict(lambda: [0, 0])
    for language, read in golds.items():
        ask = side(read.texts)
        for word, relevant in read.queries:
            found, right = ask(word), 0
            for group, numbers in relevant.items():
                there = len(found.intersection(numbers))
                right += there
                for name in (group, language):
                    counts[name][0] += there
                    counts[name][1] += len(numbers)
            counts["precision"][0] += right
            counts["precision"][1] += len(found)
    return counts


def beside_postgres(golds: Golds) -> None:
    from postgres_server import Server, programs

    bin = programs()
    if bin is None:
        sys.exit("PostgreSQL is not installed (Debian: postgresql); or say --no-postgres")
    server = Server(bin)
    try:
        server.ask("create database bench template template0")
        url = server.url("bench")
        show("PostgreSQL 'arabic'", golds, lambda texts: postgres(texts, url))
    finally:
        server.stop()


def write(golds: Golds, path: Path) -> None:
    """Write the gold as ``marsad evaluate search`` reads it."""
    with path.open("w", encoding="utf-8") as lines:
        for language, read in golds.items():
            for number, text in enumerate(read.texts):
                lines.write(json.dumps({"doc": f"{language}{number}", "text": text}) + "\n")
            for word, relevant in read.queries:
                ids = [f"{language}{number}" for some in relevant.values() for number in some]
                lines.write(json.dumps({"query": word, "relevant": ids}) + "\n")


if __name__ == "__main__":
    main()
