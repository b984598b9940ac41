"""Elisions found by alignment: planted in real translations, ours beside lengths alone, in one run.

    python bench/elisions.py [FOLDER]

FOLDER holds gzipped TSV files ``NAME.CODE-en.tsv.gz`` with a text and its English; by default
``../shared/data/parallel`` beside the repository. Four lines are joined to a text. From the English
of every other text one part is taken away: a whole line ("line"), or one clause of a line of
several ("clause"). A gap counts as found when it is told at the very place; every gap told
elsewhere, or in a text that nothing was taken from, counts as wrong. The first half of each file is
the memory and what ratios and weights were chosen on; the second is measured. What translators
themselves left out counts against us.
"""

import gzip
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from marsad.evaluation import wilson
from marsad.text.aligning import Left, clauses, left_out
from marsad.translate.lexicon import Lexicon, gain

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "parallel"
FILES = (("ar", "ar"), ("fa", "fa"), ("ur", "ur"), ("ps", "ps"))
LINES, TEXTS, SEED = 4, 150, 20211019
LEVELS = (0.5, 0.9)

Pair = tuple[str, str]
Find = Callable[[str, str, str], list[Left]]
Text = tuple[str, str, int]


def read(file: Path) -> list[Pair]:
    with gzip.open(file, "rt", encoding="utf-8") as rows:
        pairs = [row.rstrip("\n").split("\t") for row in rows]
    return [(one.strip(), other.strip()) for one, other in pairs]


def planted(lines: Sequence[Pair], kind: str, dice: random.Random) -> Iterator[Text]:
    """Source, target and where something was taken out of it; -1 for nothing."""
    for number, at in enumerate(range(0, len(lines) - LINES + 1, LINES)):
        group = lines[at : at + LINES]
        source = " ".join(one for one, _ in group)
        said = [other for _, other in group]
        yield source, *(taken(said, kind, dice) if number % 2 else (" ".join(said), -1))


def taken(said: list[str], kind: str, dice: random.Random) -> tuple[str, int]:
    which = dice.randrange(len(said))
    before, after = " ".join(said[:which]), " ".join(said[which + 1 :])
    if kind == "line":
        kept = f"{before} {after}".strip()
        return kept, len(before) + bool(before) if after else len(kept)
    cuts = clauses(said[which])
    start, end = dice.choice(cuts)
    head = f"{before} {said[which][:start]}".lstrip()
    tail = f"{said[which][end:]} {after}".strip()
    head = head.rstrip() + " " if head.strip() else ""
    return head + tail, len(head) if tail else len((head + tail).rstrip())


def measured(texts: Sequence[Text], lang: str, find: Find) -> dict[float, list[int]]:
    counts = {level: [0, 0, 0] for level in LEVELS}
    for source, target, place in texts:
        found = find(source, target, lang)
        for level, count in counts.items():
            places = {each.place for each in found if each.probability >= level}
            count[0] += place in places
            count[1] += len(places)
            count[2] += place >= 0
    return counts


def told(right: int, found: int, there: int) -> str:
    precision, recall = wilson(right, found), wilson(right, there)
    return (
        f"precision {right / max(found, 1):.3f} ({precision[0]:.3f}-{precision[1]:.3f})  "
        f"recall {right / there:.3f} ({recall[0]:.3f}-{recall[1]:.3f})"
    )


def ways(lexicon: Lexicon) -> dict[str, Find]:
    empty = Lexicon()

    def with_(known: Lexicon) -> Find:
        return lambda s, t, lang: left_out(s, t, lang, gain(s, t, lang, known))

    return {
        "lengths alone": left_out,
        "ours, empty memory": with_(empty),
        "ours, with memory": with_(lexicon),
    }


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    for kind in ("line", "clause"):
        total: dict[tuple[str, float], list[int]] = {}
        for code, lang in FILES:
            lines = read(folder / f"tico19.{code}-en.tsv.gz")
            half = len(lines) // 2
            dice = random.Random(SEED)
            texts = list(planted(lines[half:], kind, dice))[:TEXTS]
            for name, find in ways(Lexicon.of(lines[:half])).items():
                for level, count in measured(texts, lang, find).items():
                    before = total.setdefault((name, level), [0, 0, 0])
                    total[name, level] = [a + b for a, b in zip(before, count, strict=True)]
                    if name.endswith("with memory"):
                        total[f"{name}, {lang}", level] = count
        for (name, level), count in total.items():
            print(f"{kind:7} {name:22} from {level}  {told(*count)}")


if __name__ == "__main__":
    main()
