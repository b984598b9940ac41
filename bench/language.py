"""Language identification: ours beside langdetect, on the same texts in one run.

    python bench/language.py [FOLDER]

FOLDER holds gzipped TSV files ``NAME.CODE-en.tsv.gz`` with a text and its English; by default
``../shared/data/parallel`` beside the repository. langdetect is a peer, not a dependency:
``pip install langdetect``. Whole sentences, and pieces of three words. Small words, letters and
weights were chosen on the first, third, fifth ... line of each file; the others are measured here.
"""

import gzip
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from marsad.enrich.language import Language
from marsad.enrich.loose import Loose, loose_post
from marsad.vocabulary.languages import canonical

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "parallel"
LINES = 600
"""Of each file: langdetect does fewer than 1,000 texts a second."""
BATCH = 200
UNKNOWN = {"bho", "knc", "taq"}
"""Languages that neither side claims to know."""


def texts(file: Path) -> tuple[str, list[str]]:
    code = file.name.split(".")[1].removesuffix("-en").split("_")[0]
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        measured = [line.split("\t")[0] for line in lines][1::2][:LINES]
    return canonical({"kas": "ks"}.get(code, code)), measured


def ours(batch: Sequence[str]) -> list[str]:
    enricher, known, said = Language(), Loose(), []
    for first in range(0, len(batch), BATCH):
        posts = [loose_post(text, number) for number, text in enumerate(batch[first:][:BATCH])]
        whole = {c.post: c.value for c in enricher.enrich(posts, known) if c.span is None}
        said += [whole.get(post.id, "und") for post in posts]
    return said


def theirs(batch: Sequence[str]) -> list[str]:
    from langdetect import DetectorFactory, LangDetectException, detect

    DetectorFactory.seed = 0
    said = []
    for text in batch:
        try:
            said.append(detect(text))
        except LangDetectException:
            said.append("und")
    return said


def known_to_peer() -> set[str]:
    from langdetect import PROFILES_DIRECTORY

    return {profile.name for profile in Path(PROFILES_DIRECTORY).iterdir()}


def measure(
    tell: Callable[[Sequence[str]], list[str]], files: dict[str, tuple[str, list[str]]]
) -> dict[str, object]:
    tell(["warm up"])
    began, right, silent, count = time.process_time(), {}, 0, 0
    for name, (code, batch) in files.items():
        said = tell(batch)
        right[name] = round(sum(each == code for each in said) / len(said), 4)
        silent += said.count("und")
        count += len(said)
    spent = time.process_time() - began
    shared = [right[name] for name, (code, _) in files.items() if code in known_to_peer()]
    return {
        "posts_per_cpu_second": round(count / spent),
        "mean_accuracy": round(sum(right.values()) / len(right), 4),
        "mean_accuracy_where_both_know_the_language": round(sum(shared) / len(shared), 4),
        "undetermined": round(silent / count, 4),
        "accuracy": right,
    }


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    files = {file.name.split("-en")[0]: texts(file) for file in sorted(folder.glob("*.tsv.gz"))}
    files = {name: each for name, each in files.items() if each[0] not in UNKNOWN}
    short = {
        name: (code, [" ".join(text.split()[:3]) for text in batch])
        for name, (code, batch) in files.items()
    }
    for what, material in (("sentences", files), ("three words", short)):
        mine, peer = measure(ours, material), measure(theirs, material)
        ratio = mine["posts_per_cpu_second"] / peer["posts_per_cpu_second"]
        result = {"texts": what, "marsad": mine, "langdetect": peer, "speed_ratio": round(ratio, 1)}
        print(json.dumps(result, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
