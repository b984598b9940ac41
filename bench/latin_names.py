"""Arabic names found by a Latin spelling: ``python bench/latin_names.py``.

Pairs of the evaluation part of google ar2en (``../shared/data/google_ar2en``, mined from
Wikipedia). Ours looks consonants up and compares vowels (docs/decisions/0022); beside it stands the
plain way, which spells the Arabic name by our own scheme and compares letters. Told are the share
of pairs found, and how many of the other names one spelling finds on the average.
"""

from collections import defaultdict
from pathlib import Path

from marsad.search import latin
from marsad.text.fold import folded
from marsad.text.transliterate import latin as spelled

PAIRS = Path(__file__).resolve().parents[2] / "shared/data/google_ar2en/ar2en-eval.txt"


def main() -> None:
    lines = PAIRS.read_text("utf-8").splitlines()
    pairs = [line.split("\t")[:2] for line in lines]
    by_consonants: dict[str, set[str]] = defaultdict(set)
    for name, _spelling in pairs:
        for entry in latin.entries(folded(name)):
            by_consonants[entry.partition(latin.BETWEEN)[0] + latin.BETWEEN].add(entry)
    right = others = guessed = 0
    for name, spelling in pairs:
        near = [each for key in latin.prefixes(spelling) for each in by_consonants[key]]
        found = {each for each in near if latin.spells(spelling, each)}
        mine = set(latin.entries(folded(name)))
        right += bool(found & mine)
        others += len(found - mine)
        guessed += folded(spelled(name)) == folded(spelling)
    print(f"{len(pairs)} pairs of names")
    print(f"marsad, consonants and vowels  found {right / len(pairs):.3f}", end="  ")
    print(f"other names found by one spelling {others / len(pairs):.2f}")
    print(f"house scheme, letter by letter found {guessed / len(pairs):.3f}")


if __name__ == "__main__":
    main()
