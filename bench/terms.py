"""Words of the field in the forms in which they stand, beside plain comparison.

python bench/terms.py

Recall on forms that grammar makes (terms_forms.py), recall where the English side of parallel texts
names the word, and precision on ordinary texts, whose hits a person judged by their form
(terms_judged.tsv). Beside it two plain ways: a term as a piece of the text, and as a whole word.
Texts stay where they are: only numbers are printed.
"""

import gzip
import json
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from terms_forms import inflected  # noqa: E402

from marsad.evaluation import rate  # noqa: E402
from marsad.text.fold import folded, folded_with_offsets  # noqa: E402
from marsad.translate.terms import Term, Termbase  # noqa: E402

PARALLEL = HERE.parent.parent / "shared" / "data" / "parallel"
MEASURED = HERE / "measured" / "terms.parallel.json"
JUDGED = HERE / "terms_judged.tsv"
ORDINARY = (
    "tico19.ar", "tico19.fa", "tico19.ur", "tico19.ps", "nllbseed.prs_Arab", "nllbseed.pbt_Arab",
)  # fmt: skip
"""Their hits were seen when the last rules for Arabic endings were made: no blind test."""
NAMED = (*ORDINARY, "nllbseed.arz_Arab")
HADITH = PARALLEL.parent / "lk_hadith_ar_en" / "bukhari_muslim.jsonl.gz"
EVERY = 3
"""Of the hadiths, each so many-th is asked: their English is free, so many a word has no term."""
FIELD = ("jihad", "caliph", "martyr", "imam")
"""Words that are everyday names in Arabic too, but mean one thing where English has them."""
LANGUAGES = {"ary_Arab": "ar", "arz_Arab": "ar", "prs_Arab": "fa", "pbt_Arab": "ps"}
_WORD = re.compile(r"\w[\w\u200c\u064b-\u065f\u0670]*")
Found = Iterator[tuple[int, int, Term]]
Way = Callable[[str, str], Found]

BASE = Termbase.field()
BY_LANGUAGE: dict[str, list[tuple[str, Term]]] = defaultdict(list)
for _term in BASE.terms:
    BY_LANGUAGE[_term.language] += [(form, _term) for form in (_term.term, *_term.forms)]


def ours(text: str, language: str) -> Found:
    for match in BASE.find(text, language):
        yield match.start, match.end, match.term


def piece(text: str, language: str) -> Found:
    """A term or a listed form, anywhere in the text."""
    for form, term in BY_LANGUAGE[language]:
        at = text.find(form)
        while at >= 0:
            yield at, at + len(form), term
            at = text.find(form, at + len(form))


def whole(text: str, language: str) -> Found:
    """A term or a listed form as a word or words of the text."""
    for form, term in BY_LANGUAGE[language]:
        for match in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", text):
            yield match.start(), match.end(), term


def folded_piece(text: str, language: str) -> Found:
    """A term or a listed form anywhere in the folded text: what an Aho-Corasick pass would find."""
    fold = folded_with_offsets(text)
    for form, term in BY_LANGUAGE[language]:
        wanted = folded(form)
        at = fold.text.find(wanted)
        while at >= 0:
            yield *fold.span(at, at + len(wanted)), term
            at = fold.text.find(wanted, at + len(wanted))


WAYS: dict[str, Way] = {"ours": ours, "piece": piece, "folded": folded_piece, "whole": whole}


def by_grammar() -> dict:
    found: Counter[tuple[str, str]] = Counter()
    asked: Counter[str] = Counter()
    for term in BASE.terms:
        for _rule, form in inflected(term.term, term.language):
            asked[term.language] += 1
            for name, way in WAYS.items():
                found[name, term.language] += any(
                    each is term for *_, each in way(form, term.language)
                )
    total = sum(asked.values())
    figures = {"n": total}
    for name in WAYS:
        hits = sum(found[name, language] for language in asked)
        figures |= rate(f"{name}_recall", hits, total)
        figures[f"{name}_by_language"] = {
            language: round(found[name, language] / n, 3) for language, n in sorted(asked.items())
        }
    return figures


def pairs(name: str) -> Iterator[tuple[str, str, str]]:
    code = name.partition(".")[2]
    with gzip.open(PARALLEL / f"{name}-en.tsv.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            source, _, english = line.rstrip("\n").partition("\t")
            yield source, english, LANGUAGES.get(code, code)


def hadiths() -> Iterator[tuple[str, str, str]]:
    if not HADITH.exists():
        return
    with gzip.open(HADITH, "rt", encoding="utf-8") as lines:
        for line in islice(lines, 0, None, EVERY):
            cells = json.loads(line)["cols"]
            arabic = [cell for cell in cells if re.search("[\u0621-\u064a]", cell)]
            yield " ".join(arabic), " ".join(each for each in cells if each not in arabic), "ar"


def by_english() -> dict:
    """Pairs whose English has the target of a term that is no everyday word."""
    wanted: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for term in BASE.terms:
        word = term.target.casefold()
        if word.isalpha() and (not term.ordinary or word in FIELD):
            wanted[term.language][word].append(term)
    asked, found = 0, Counter()
    for some in (*map(pairs, NAMED), hadiths()):
        for source, english, language in some:
            said = set(re.findall("[a-z]+", english.casefold()))
            for word, terms in wanted[language].items():
                if said.isdisjoint((word, f"{word}s")):
                    continue
                asked += 1
                for way_name, way in WAYS.items():
                    found[way_name] += any(each in terms for *_, each in way(source, language))
    figures = {"n": asked}
    for name in WAYS:
        figures |= rate(f"{name}_recall", found[name], asked)
    return figures


def on_ordinary() -> tuple[dict, set]:
    """Hits in ordinary text, right where a person judged the form to be one of the term."""
    judged = {}
    for line in JUDGED.read_text("utf-8").splitlines():
        if line[:1] != "#":
            language, term, form, right = line.split("\t")
            judged[language, term, form] = right == "1"
    right: Counter[str] = Counter()
    hits: Counter[str] = Counter()
    unjudged, characters, seconds = set(), 0, 0.0
    for name in ORDINARY:
        for source, _, language in pairs(name):
            characters += len(source)
            began = time.process_time()
            mine = list(ours(source, language))
            seconds += time.process_time() - began
            good = []
            for start, end, term in mine:
                key = (language, term.term, source[start:end])
                if key not in judged:
                    unjudged.add(key)
                elif judged[key]:
                    good.append((start, end, term))
            hits["ours"] += len(mine)
            right["ours"] += len(good)
            for way in ("piece", "folded", "whole"):
                for start, end, term in WAYS[way](source, language):
                    hits[way] += 1
                    right[way] += any(
                        first <= start and end <= last and each is term
                        for first, last, each in good
                    )
    figures = {"characters": characters, "hits": hits["ours"], "unjudged": len(unjudged)}
    for name in WAYS:
        figures |= rate(f"{name}_precision", right[name], hits[name])
    figures |= {"characters_per_second": round(characters / seconds)}
    return figures, unjudged


def main() -> None:
    ordinary, unjudged = on_ordinary()
    if "--unjudged" in sys.argv:
        print("\n".join("\t".join(each) for each in sorted(unjudged)))
        return
    measured = {"grammar": by_grammar(), "english": by_english(), "ordinary": ordinary}
    MEASURED.write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")
    for name, figures in measured.items():
        print(name)
        for key, value in figures.items():
            print(f"  {key}: {value}")


if __name__ == "__main__":
    main()
