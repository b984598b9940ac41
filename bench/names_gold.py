"""Turn NER corpora with one token and tag a line into gold for ``marsad evaluate names``.

    python bench/names_gold.py FILE LANG > gold.jsonl

Tags PERS/PER, ORG and LOC/GPE count; facilities and everything else do not. A sentence ends at an
empty line, in files without such lines at a full stop. The texts stay where they are: gold goes to
stdout, for a pipe.
"""

import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path

LABELS = {"PERS": "PER", "PER": "PER", "ORG": "ORG", "LOC": "LOC", "GPE": "LOC"}
LONGEST = 200

Token = tuple[str, str]


def sentences(file: Path) -> Iterator[list[Token]]:
    opened = gzip.open if file.suffix == ".gz" else open
    sentence: list[Token] = []
    with opened(file, "rt", encoding="utf-8-sig") as lines:
        for line in lines:
            parts = line.split()
            if len(parts) >= 2:
                sentence.append((parts[0], _outermost(parts[1:])))
            if not parts or parts[0] in (".", "؟", "!") or len(sentence) >= LONGEST:
                if sentence:
                    yield sentence
                sentence = []
    if sentence:
        yield sentence


def gold(sentence: list[Token], lang: str) -> dict[str, object]:
    text, spans = "", []
    label = ""
    for token, tag in sentence:
        text += " " if text else ""
        mark, _, kind = tag.partition("-")
        said = LABELS.get(kind.upper(), "")
        if said and mark == "I" and label == said:
            spans[-1]["end"] = len(text) + len(token)
        elif said:
            spans.append({"start": len(text), "end": len(text) + len(token), "label": said})
        label = said
        text += token
    return {"text": text, "lang": lang, "spans": spans}


def _outermost(tags: list[str]) -> str:
    """Of nested tags the first that counts."""
    counted = [tag for tag in tags if tag.partition("-")[2].upper() in LABELS]
    return counted[0] if counted else "O"


def main() -> None:
    for sentence in sentences(Path(sys.argv[1])):
        print(json.dumps(gold(sentence, sys.argv[2]), ensure_ascii=False))


if __name__ == "__main__":
    main()
