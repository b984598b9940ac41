"""Gold for ``marsad evaluate scripture`` from IslamicEval 2025, subtasks 1A to 1C.

    python bench/islamiceval_to_gold.py > gold.jsonl
    python bench/islamiceval_to_gold.py --books BUKHARI_MUSLIM.jsonl.gz > books.jsonl

Texts in which people marked verses and hadith, right ones and wrong ones. A reference is given to a
right one whose letters (no marks, no alef, no hamza) stand in exactly one verse, or in one run of
verses, of the data set's own Quran, found by plain search. The others, and all hadith, have none.
The texts are read from ``../shared/data`` and stay there; so does the hadith corpus that
``--books`` turns into the documented form.
"""

import argparse
import csv
import gzip
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
FOLDER = DATA / "islamiceval2025_s1"
MARKS = re.compile("[^\u0621-\u063a\u0641-\u064a]")
LETTERS = str.maketrans("ىةؤئ", "يهوي", "اأإآٱء")
ANSWER = re.compile(r"<ID>(.*?)</ID>.*?<Response>(.*?)</Response>", re.DOTALL)
LEAST = 12
"""Letters without which a verse is not looked for."""


def letters(text: str) -> str:
    return MARKS.sub("", text.translate(LETTERS))


class Quran:
    """All verses in one string of letters, and where each begins."""

    def __init__(self) -> None:
        with gzip.open(FOLDER / "Quran" / "quranic_verses.json.gz", "rt", encoding="utf-8") as file:
            self.verses = json.load(file)
        self.whole, self.starts = "", []
        for verse in self.verses:
            self.starts.append(len(self.whole))
            self.whole += letters(verse["ayah_text"])

    def reference(self, text: str) -> str | None:
        sought = letters(text)
        if len(sought) < LEAST or self.whole.count(sought) != 1:
            return None
        start = self.whole.find(sought)
        first, last = self._verse(start), self._verse(start + len(sought) - 1)
        if first["surah_id"] != last["surah_id"]:
            return None
        tail = f"-{last['ayah_id']}" if last is not first else ""
        return f"quran {first['surah_id']}:{first['ayah_id']}{tail}"

    def _verse(self, at: int) -> dict:
        from bisect import bisect_right

        return self.verses[bisect_right(self.starts, at) - 1]


def gold() -> Iterator[dict]:
    quran, part = Quran(), FOLDER / "dev_SubtasksABC"
    with gzip.open(part / "dev.xml.gz", "rt", encoding="utf-8") as file:
        answers = {match[1].strip(): match[2] for match in ANSWER.finditer(file.read())}
    spans: dict[str, list[dict]] = {name: [] for name in answers}
    with (part / "dev.tsv").open(encoding="utf-8-sig") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["Label"] == "NoAnnotation":
                continue
            start, end = int(row["Span_Start"]), int(row["Span_End"])
            quoted = answers[row["Question_ID"]][start:end]
            ref = quran.reference(quoted) if row["Label"] == "CorrectAyah" else None
            spans[row["Question_ID"]].append({"start": start, "end": end, "ref": ref})
    for name, text in answers.items():
        yield {"text": text, "spans": spans[name]}


def books(path: Path) -> Iterator[dict]:
    """The LK hadith corpus in the form that the setting ``hadith_books`` reads."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            number, text = row["cols"][6].removesuffix(".0"), row["cols"][10].strip()
            if re.fullmatch(r"\d+", number) and text and text != "nan":
                collection = row["file"].partition("/")[0].lower()
                yield {"collection": collection, "number": number, "text": text}


def main() -> None:
    reading = argparse.ArgumentParser(description=__doc__)
    reading.add_argument("--books", type=Path)
    asked = reading.parse_args()
    for record in books(asked.books) if asked.books else gold():
        sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
