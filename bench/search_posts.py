"""Posts and queries for the bench of search, cut from real sentences.

Stretches of 3 to 22 running words of Arabic, Persian, Urdu and English sentences
(``../shared/data/parallel``; 55, 16, 12 and 17 of a hundred posts), so that words are as frequent
and as joined as they are there; each post carries a handle and a number of its own.
"""

import gzip
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from marsad.search.words import folded_words

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "parallel"
SHARES = {"ar": 55, "fa": 16, "ur": 12, "en": 17}
KINDS, EACH = ("common", "middle", "rare", "boolean", "phrase"), 20
Query = tuple[str, tuple[str, ...]]


def pools() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for language in ("ar", "fa", "ur"):
        for name in ("tico19", "tatoeba"):
            with gzip.open(DATA / f"{name}.{language}-en.tsv.gz", "rt", encoding="utf-8") as lines:
                for line in lines:
                    source, _, english = line.rstrip("\n").partition("\t")
                    found.setdefault(language, []).extend(source.split())
                    found.setdefault("en", []).extend(english.split())
    return found


def posts(many: int) -> Iterator[str]:
    dice, words = random.Random(7), pools()
    languages = dice.choices(list(SHARES), list(SHARES.values()), k=many)
    for number, language in enumerate(languages):
        pool, said = words[language], [f"#c{dice.randrange(10_000)}", f"n{number}"]
        length = min(60, max(4, int(dice.lognormvariate(3.1, 0.6))))
        while len(said) < length:
            at = dice.randrange(len(pool) - 22)
            said += pool[at : at + dice.randint(3, 22)]
        yield " ".join(said)


def queries(texts: Sequence[str]) -> list[Query]:
    dice, cut = random.Random(11), [folded_words(text) for text in texts[:50_000]]
    ranked = [word for word, _n in Counter(w for words in cut for w in words).most_common()]
    tops = {"common": ranked[:60], "middle": ranked[300:3_000], "rare": ranked[-40_000:-20_000]}
    made: list[Query] = [
        (kind, (word,)) for kind, some in tops.items() for word in dice.sample(some, EACH)
    ]
    for _ in range(EACH):
        made.append(("boolean", tuple(dice.sample(ranked[:400], 2))))
        words = dice.choice([words for words in cut if len(words) > 12])
        at = dice.randrange(3, len(words) - 2)
        made.append(("phrase", tuple(words[at : at + 2])))
    return made
