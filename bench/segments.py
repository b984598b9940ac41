"""Sentences told apart: ours beside a plain pattern and beside pysbd, on the same texts in one run.

    python bench/segments.py [FOLDER]

FOLDER holds gzipped TSV files ``NAME.CODE-en.tsv.gz`` with a text and its English; by default
``../shared/data/parallel`` beside the repository. Five lines that each look like one sentence are
joined to a text, so that four boundaries are known exactly: with a space between them, and wrapped
to 60 characters. Rules and lists were made looking at the first, third, fifth ... text; the others
are measured. The hard cases are fiction written for this, in ``tests/fixtures/segments``.
pysbd is a peer, not a dependency: ``pip install pysbd``.
"""

import gzip
import json
import re
import sys
import textwrap
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from marsad.text.segments import segments
from marsad.translate.evaluate_segments import compared, scores

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT.parent / "shared" / "data" / "parallel"
HARD = ROOT / "tests" / "fixtures" / "segments" / "hard.jsonl"
FILES = (
    "tatoeba.ar", "tatoeba.fa", "tatoeba.ur", "tatoeba.fr", "tico19.ar", "tico19.fa", "tico19.ur",
    "tico19.ps", "tico19.fr", "nllbseed.pbt_Arab", "nllbseed.prs_Arab",
)  # fmt: skip
CODES = {"pbt_Arab": "ps", "prs_Arab": "fa"}
TEXTS, SENTENCES, WIDTH = 200, 5, 60
PLAIN = re.compile(r"(?<=[.!?؟])\s+|\n+")
ENDED = re.compile(r"[.!?؟۔…][\"'»”’)]*$")
SEVERAL = re.compile(r"[!?؟۔…][\"'»”’)]*\s+\w|\.\s+[^\W\d_a-zà-ÿ]")
"""A line that looks like several sentences: its boundaries are not known."""

Cut = Callable[[str, str], list[str]]


def ours(text: str, lang: str) -> list[str]:  # noqa: ARG001
    return [text[start:end] for start, end in segments(text)]


def plain(text: str, lang: str) -> list[str]:  # noqa: ARG001
    return PLAIN.split(text)


def pysbd(text: str, lang: str) -> list[str]:
    import pysbd

    known = lang if lang in pysbd.languages.LANGUAGE_CODES else "en"
    return list(pysbd.Segmenter(language=known, clean=False).segment(text))


CUTS: dict[str, Cut] = {"ours": ours, "plain pattern": plain, "pysbd": pysbd}


def joined(file: Path, english: bool) -> Iterator[list[str]]:
    with gzip.open(file, "rt", encoding="utf-8") as rows:
        lines = [row.rstrip("\n").split("\t")[int(english)].strip() for row in rows]
    fit = [line for line in lines if ENDED.search(line) and not SEVERAL.search(line)]
    fives = [fit[at : at + SENTENCES] for at in range(0, len(fit) - SENTENCES + 1, SENTENCES)]
    yield from fives[1::2][:TEXTS]


def gold(folder: Path) -> Iterator[tuple[str, str, str, list[str]]]:
    for line in HARD.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        yield "hard", record["lang"], record["text"], record["sentences"]
    for name in FILES:
        corpus, code = name.split(".")
        file = folder / f"{name}-en.tsv.gz"
        if not file.exists():
            continue
        for english in (False, True) if name in ("tatoeba.ar", "tico19.ar") else (False,):
            lang = "en" if english else CODES.get(code, code)
            for sentences in joined(file, english):
                text = " ".join(sentences)
                yield f"{corpus}, joined", lang, text, sentences
                yield f"{corpus}, wrapped", lang, textwrap.fill(text, WIDTH), sentences


def main() -> None:
    asked = list(gold(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER))
    speed = {}
    figures: dict[str, dict[str, dict[str, float]]] = defaultdict(lambda: defaultdict(dict))
    for name, cut in CUTS.items():
        counts = defaultdict(list)
        began = time.process_time()
        said = [cut(text, lang) for _, lang, text, _ in asked]
        speed[name] = round(sum(len(each[2]) for each in asked) / (time.process_time() - began))
        for (kind, lang, _, sentences), pieces in zip(asked, said, strict=True):
            # A wrapped sentence is compared by its letters, so its line breaks do not matter.
            counts[kind, lang].append(compared(pieces, sentences))
        for (kind, lang), some in sorted(counts.items()):
            figures[kind][lang][name] = scores(some)["f1"]
    table = {kind: dict(sorted(by_lang.items())) for kind, by_lang in figures.items()}
    print(json.dumps({"texts": len(asked), "f1": table}, indent=1, ensure_ascii=False))
    print(json.dumps({"characters_per_cpu_second": speed}, indent=1))


if __name__ == "__main__":
    main()
