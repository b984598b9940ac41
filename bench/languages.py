"""What the language identifier and the reader of pictures come to, language by language.

python bench/languages.py

Writes bench/measured/language.*.json and ocr.*.json, as ``marsad evaluate`` would print them, from
the parallel sentences and the pictures in ``../shared/data``; docs/languages.md is made of them.
"""

import gzip
import json
from collections.abc import Iterable
from pathlib import Path

import language

from marsad.evaluation import evaluate

HERE = Path(__file__).resolve().parent
DATA = HERE.parents[1] / "shared" / "data"
MEASURED = HERE / "measured"
SHORT = {"ara": "ar", "fas": "fa", "urd": "ur", "pus": "ps"}
EVERY = 8
"""Of the printed lines: each takes more than a second."""


def sentences(words: int = 0) -> Iterable[dict[str, str]]:
    for file in sorted(language.FOLDER.glob("*.tsv.gz")):
        code, texts = language.texts(file)
        for text in texts if code not in language.UNKNOWN else ():
            yield {"text": " ".join(text.split()[:words]) if words else text, "lang": code}
    for text in english():
        yield {"text": " ".join(text.split()[:words]) if words else text, "lang": "en"}


def english() -> list[str]:
    with gzip.open(language.FOLDER / "tatoeba.fr-en.tsv.gz", "rt", encoding="utf-8") as lines:
        return [line.rstrip("\n").split("\t")[1] for line in lines][1::2][: language.LINES]


def posters() -> Iterable[dict[str, str]]:
    for each in json.loads((DATA / "posters" / "posters.json").read_text(encoding="utf-8")):
        image = str(DATA / "posters" / each["image"])
        yield {"image": image, "text": each["text"], "lang": SHORT.get(each["lang"], each["lang"])}


def printed() -> Iterable[dict[str, str]]:
    for path in sorted((DATA / "ocr_gs_arabic_print").rglob("*.png"))[::EVERY]:
        truth = path.with_suffix(".gt.txt").read_text(encoding="utf-8").strip()
        yield {"image": str(path), "text": truth, "lang": "ar"}


def measure(task: str, data: str, gold: Iterable[dict[str, str]]) -> None:
    lines = [json.dumps(each, ensure_ascii=False) for each in gold]
    found = evaluate(task, lines, DATA, {})
    del found["failures"]
    path = MEASURED / f"{task}.{data}.json"
    path.write_text(json.dumps({**found, "data": data}, indent=1) + "\n", encoding="utf-8")
    print(path.name, json.dumps({name: found[name] for name in ("n", "seconds")}))


def main() -> None:
    measure("language", "parallel", sentences())
    measure("language", "three-words", sentences(words=3))
    measure("ocr", "posters", posters())
    measure("ocr", "printed", printed())


if __name__ == "__main__":
    main()
