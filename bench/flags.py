"""The default coder, a lab's own and a plain TF-IDF model, on ordinary speech and a movement.

python bench/flags.py [SOURCE ...]

All learned from, or were tuned on, the same half of the same two sources (tests/flag_sources.py);
both are judged on the other halves and on sources that none has learned from. Texts stay where they
are: only numbers are printed. What the default coder measured is written to bench/measured and, by
language, to vocabulary/measured.toml, which decides where a flag is withheld.
"""

import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tests"))
MEASURED = HERE / "measured"
RATES = HERE.parent / "src" / "marsad" / "vocabulary" / "measured.toml"
MOST = 1000
"""Texts of one source, language and stratum; the Quran is read whole."""
QUOTED = "quoted"
WHOLE = ("quran", "fifthtribe")


def chosen(source: str) -> list[dict]:
    from flag_sources import TUNED, lines

    seen: Counter[tuple[object, ...]] = Counter()
    kept = []
    for each in lines(source, "judge" if source in TUNED else ""):
        key = each["lang"], each["stratum"]
        seen[key] += 1
        if seen[key] <= MOST or source in WHOLE:
            kept.append(each)
    return kept


def ours(source: str, gold: Sequence[dict]) -> tuple[dict, list]:
    """Exactly ``marsad evaluate flags``; the labels are kept for the table of languages."""
    from marsad.enrich.coder import Coder
    from marsad.enrich.evaluate_flags import figures, judgements
    from marsad.plugins import signature

    asked = (
        (n, each["text"], each["lang"], each["stratum"], each["flag"])
        for n, each in enumerate(gold, start=1)
    )
    coder, started = Coder(), time.process_time()
    judged = list(judgements(coder, asked))
    spent = time.process_time() - started
    values = {"task": "flags", "data": source, "n": len(judged), **figures(judged)}
    return values | {"cpu_seconds": round(spent, 3), "maker": signature(coder)}, judged


def plain() -> object:
    """TF-IDF over words and character n-grams with a logistic regression, as papers do it."""
    from flag_sources import TUNED, lines
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline, make_union

    known = [each for source in TUNED for each in lines(source, "tune")]
    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    model = make_pipeline(
        make_union(words, letters), LogisticRegression(C=10, class_weight="balanced")
    )
    return model.fit([each["text"] for each in known], [each["flag"] for each in known])


def own_coder() -> Callable[[str], bool]:
    """What ``marsad train`` makes of the same half: the model, and the cues it needs besides.

    Its gates are left aside: they would refuse it, since the tuning half has no testimony.
    """
    from flag_sources import TUNED, lines

    from marsad.enrich.coder_content import EVERYBODY, content_test
    from marsad.enrich.coder_flag import IS
    from marsad.enrich.coder_reading import reader
    from marsad.enrich.linear import row
    from marsad.enrich.training import Coded, train
    from marsad.vocabulary.codebook import house

    known = [each for source in TUNED for each in lines(source, "tune")]
    asked = frozenset({IS})
    model = train(
        Coded(each["text"], asked, asked if each["flag"] else frozenset()) for each in known
    ).models[IS]
    read = reader(house()).read

    def flags(text: str) -> bool:
        reading = read(text)
        own = [cue for cue in reading.cues if not reading.excuse(cue)]
        return bool(content_test(own, EVERYBODY)) and model.gives(row(text))

    return flags


def shown(source: str, stratum: str, lines: Sequence[tuple[bool, bool, bool]]) -> str:
    n = len(lines)
    counts = (sum(line[who] for line in lines) for who in range(3))
    parts = (
        f"{name} {count:5} {count / n:7.2%}"
        for name, count in zip(("marsad", "trained", "tf-idf"), counts, strict=True)
    )
    return f"{source:10} {stratum:25} {n:6}  " + "  ".join(parts)


def main() -> None:
    from flag_sources import SOURCES

    model, own = plain(), own_coder()
    MEASURED.mkdir(exist_ok=True)
    print("share of texts flagged, the source test taken as passed")
    for source in sys.argv[1:] or SOURCES:
        gold = chosen(source)
        if not gold:
            print(f"{source}: not here")
            continue
        values, judged = ours(source, gold)
        path = MEASURED / f"flags.{source}.json"
        path.write_text(json.dumps(without_lines(values), indent=1) + "\n", encoding="utf-8")
        said = model.predict([each["text"] for each in gold])
        strata: defaultdict[str, list[tuple[bool, bool, bool]]] = defaultdict(list)
        for each, one, label in zip(gold, judged, said, strict=True):
            strata[one.stratum].append((one.flagged, own(each["text"]), bool(label)))
        for stratum, lines in sorted(strata.items()):
            print(shown(source, stratum, lines), flush=True)
    write_rates()


def without_lines(values: dict) -> dict:
    strata = values["strata"]
    bare = {
        name: {key: said for key, said in each.items() if key != "lines"}
        for name, each in strata.items()
    }
    return values | {"strata": bare}


def write_rates() -> None:
    """Add up what stands in bench/measured; a flag that was withheld counts as one."""
    rates: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for path in MEASURED.glob("flags.*.json"):
        said = json.loads(path.read_text(encoding="utf-8"))
        for lang, each in said["by_lang"].items() if said["data"] != QUOTED else ():
            rates[lang].update(n=each["n"], flagged=each["flagged"] + each.get("held", 0))
    head = "# Ordinary texts of each language and dialect, and how many of them the default coder\n"
    head += "# would flag: written by bench/flags.py. It decides where a flag is withheld.\n"
    entries = [
        f"\n[{lang}]\nn = {each['n']}\nflagged = {each['flagged']}\n"
        for lang, each in sorted(rates.items())
        if lang != "und"
    ]
    RATES.write_text(head + "".join(entries), encoding="utf-8")


if __name__ == "__main__":
    main()
