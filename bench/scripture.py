"""Quotations of scripture: ours beside a plain string match, on the same texts in one run.

    python bench/scripture.py [--books FILES]

The peer folds a text and looks in it for every verse of three words or more, folded as well, in the
Quran's spelling and in today's. It needs no index, and finds whole verses that nobody changed.
Four kinds of material, from ``../shared/data``: all 6,236 verses as posts, in two spellings,
without marks, and with one word changed; answers in which people marked quotations
(IslamicEval 2025, by ``islamiceval_to_gold.py``); ordinary Arabic, where every finding is
looked upon as a false one; and the speed on the latter. ``--books`` names hadith collections of
your own. Thresholds, phrases and introductions were chosen on these very sets, so that other
material may do worse.
"""

import argparse
import gzip
import json
import random
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from marsad.enrich.loose import Loose, loose_post
from marsad.enrich.scripture import ORDINARY, Scripture
from marsad.evaluation import wilson
from marsad.text.fold import folded_with_offsets
from marsad.vocabulary.suras import verses

HERE = Path(__file__).resolve().parent
DATA = HERE.parents[1] / "shared" / "data"
ORDINARY_ARABIC = ("tico19.ar-en", "tatoeba.ar-en", "nllbseed.arz_Arab-en", "nllbseed.ary_Arab-en")
MARKS = re.compile("[\u0640\u064b-\u065f\u0670\u06d6-\u06ed]")
BATCH = 200
SEED = 20211019
OTHER = "البرتقالة"
"""A word that stands in no verse."""

Found = tuple[int, int, str]
Finder = Callable[[Sequence[str]], list[list[Found]]]


class PlainMatch:
    """The peer."""

    def __init__(self, spellings: Sequence[dict[str, str]]) -> None:
        self._sought = {}
        for spelling in spellings:
            for reference, text in spelling.items():
                row = " ".join(word for word, _, _ in self._words(text))
                if row.count(" ") >= 2:
                    self._sought.setdefault(f" {row} ", reference)

    def __call__(self, texts: Sequence[str]) -> list[list[Found]]:
        return [list(self._find(text)) for text in texts]

    def _find(self, text: str) -> Iterator[Found]:
        words = self._words(text)
        row, places = " ", {}
        for number, (word, _, _) in enumerate(words):
            places[len(row) - 1] = number
            row += f"{word} "
        for sought, reference in self._sought.items():
            at = row.find(sought)
            if at >= 0:
                first = places[at]
                last = first + sought.count(" ") - 2
                yield words[first][1], words[last][2], reference

    def _words(self, text: str) -> list[tuple[str, int, int]]:
        plain = folded_with_offsets(text)
        return [
            (match[0], *plain.span(match.start(), match.end()))
            for match in re.finditer("[^\\W\\d_]+", plain.text)
        ]


class Ours:
    """The enricher, as the peer is asked."""

    def __init__(self, books: str) -> None:
        self.enricher = Scripture(replace(ORDINARY, hadith_books=books))
        self.differing = 0

    def __call__(self, texts: Sequence[str]) -> list[list[Found]]:
        found: list[list[Found]] = [[] for _ in texts]
        for first in range(0, len(texts), BATCH):
            posts = [loose_post(text, n) for n, text in enumerate(texts[first : first + BATCH])]
            numbers = {post.id: first + n for n, post in enumerate(posts)}
            for claim in self.enricher.enrich(posts, Loose()):
                if claim.kind == "scripture-differs":
                    self.differing += OTHER in claim.span.quoted
                else:
                    said = (claim.span.start, claim.span.end, claim.value)
                    found[numbers[claim.post]].append(said)
        return found


def today() -> dict[str, str]:
    with gzip.open(DATA / "islamiceval2025_s1/Quran/quranic_verses.json.gz", "rt") as file:
        rows = json.load(file)
    return {f"quran {row['surah_id']}:{row['ayah_id']}": row["ayah_text"] for row in rows}


def changed(text: str, dice: random.Random) -> str:
    words = MARKS.sub("", text).split()
    words[dice.randrange(len(words))] = OTHER
    return " ".join(words)


def recognised(finder: Finder, same: Callable, texts: dict[str, str]) -> dict[str, float]:
    counts: Counter[str] = Counter()
    for reference, found in zip(texts, finder(list(texts.values())), strict=True):
        values = [value for _, _, value in found if value not in ("quran", "hadith")]
        if not values:
            counts["silent"] += 1
        elif reference in values:
            counts["right"] += 1
        else:
            equal = any(same(value, reference) for value in values)
            counts["equal" if equal else "other"] += 1
    return {
        key: round(counts[key] / len(texts), 4) for key in ("right", "equal", "other", "silent")
    }


def on_verses(ours: Ours, plain: PlainMatch) -> None:
    dice = random.Random(SEED)
    uthmani = {f"quran {sura}:{verse}": text for (sura, verse), text in verses().items()}
    simple = today()
    forms = {
        "Uthmani": uthmani,
        "Uthmani without marks": {ref: MARKS.sub("", text) for ref, text in uthmani.items()},
        "today's spelling": simple,
        "today's without marks": {ref: MARKS.sub("", text) for ref, text in simple.items()},
        "the same in ornate brackets": {ref: f"﴿{MARKS.sub('', t)}﴾" for ref, t in simple.items()},
        "one word changed": {ref: changed(text, dice) for ref, text in simple.items()},
    }
    forms["one of five or more changed"] = {
        ref: text for ref, text in forms["one word changed"].items() if text.count(" ") >= 4
    }
    for name, texts in forms.items():
        ours.differing = 0
        mine = recognised(ours, ours.enricher.same, texts)
        if "changed" in name:
            mine["change marked"] = round(ours.differing / len(texts), 4)
        peer = recognised(plain, ours.enricher.same, texts)
        print(json.dumps({"verses": name, "n": len(texts), "marsad": mine, "plain match": peer}))


def on_answers(ours: Ours, plain: PlainMatch) -> None:
    made = [sys.executable, str(HERE / "islamiceval_to_gold.py")]
    lines = subprocess.run(made, capture_output=True, text=True, check=True).stdout.splitlines()
    gold = [json.loads(line) for line in lines]
    result = {"answers": len(gold), "quotations": sum(len(one["spans"]) for one in gold)}
    for name, finder in (("marsad", ours), ("plain match", plain)):
        found = finder([one["text"] for one in gold])
        result[name] = scores(found, [one["spans"] for one in gold])
    print(json.dumps(result))


def scores(found: Sequence[Sequence[Found]], gold: Sequence[Sequence[dict]]) -> dict[str, float]:
    characters, spans = Counter(), Counter()
    for mine, theirs in zip(found, gold, strict=True):
        said = {at for start, end, _ in mine for at in range(start, end)}
        there = {at for span in theirs for at in range(span["start"], span["end"])}
        characters.update(both=len(said & there), said=len(said), there=len(there))
        hits = [any(at in there for at in range(start, end)) for start, end, _ in mine]
        missed = [any(at in said for at in range(s["start"], s["end"])) for s in theirs]
        spans.update(right=sum(hits), said=len(mine), hit=sum(missed), there=len(theirs))
    precision = characters["both"] / characters["said"], spans["right"] / spans["said"]
    recall = characters["both"] / characters["there"], spans["hit"] / spans["there"]
    by_character, by_span = (2 * p * r / (p + r) for p, r in zip(precision, recall, strict=True))
    return {
        "characters": round(by_character, 4),
        "overlap": round(by_span, 4),
        "overlap precision": round(precision[1], 4),
        "overlap recall": round(recall[1], 4),
    }


def on_ordinary(ours: Ours, plain: PlainMatch) -> None:
    for name in ORDINARY_ARABIC:
        with gzip.open(DATA / "parallel" / f"{name}.tsv.gz", "rt", encoding="utf-8") as lines:
            texts = [line.split("\t")[0] for line in lines]
        mine, peer = measured(ours, texts), measured(plain, texts)
        ratio = round(mine["posts_per_cpu_second"] / peer["posts_per_cpu_second"], 1)
        result = {"ordinary": name, "marsad": mine, "plain match": peer, "speed_ratio": ratio}
        print(json.dumps(result))


def measured(finder: Finder, texts: Sequence[str]) -> dict[str, object]:
    began = time.process_time()
    speaks = sum(bool(found) for found in finder(texts))
    spent = time.process_time() - began
    return {
        "n": len(texts),
        "with_findings": speaks,
        "rate_ci95": [round(bound, 5) for bound in wilson(speaks, len(texts))],
        "posts_per_cpu_second": round(len(texts) / spent),
    }


OPENED = """
import json, sys, time
from dataclasses import replace
from pathlib import Path
from marsad.enrich.scripture import ORDINARY, Scripture
from marsad.enrich.loose import Loose, loose_post
size = lambda: int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6
before, began = size(), time.process_time()
made = Scripture(replace(ORDINARY, hadith_books=sys.argv[1]))
spent = time.process_time() - began
list(made.enrich([loose_post(sys.argv[2])], Loose()))
print(json.dumps({"opened_in_cpu_seconds": round(spent, 2), "megabytes": round(size() - before)}))
"""
"""In a process of its own; mapped pages count where they were touched."""


def on_opening(books: str, text: str) -> None:
    command = [sys.executable, "-c", OPENED, books, text]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    print(json.dumps({"index": json.loads(done.stdout)}))


def main() -> None:
    reading = argparse.ArgumentParser(description=__doc__)
    reading.add_argument("--books", default="")
    books = reading.parse_args().books
    ours = Ours(books)
    uthmani = {f"quran {sura}:{verse}": text for (sura, verse), text in verses().items()}
    plain = PlainMatch([uthmani, today()])
    on_verses(ours, plain)
    on_answers(ours, plain)
    on_ordinary(ours, plain)
    on_opening(books, " ".join(uthmani.values())[:50_000])


if __name__ == "__main__":
    main()
