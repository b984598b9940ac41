"""Bursts and new wording on planted timelines, beside a plain threshold; seconds in a large lab.

    python bench/narratives.py [--seeds 101 102 103 105] [--lab LAB]

Thresholds were chosen on seeds 0 to 5. The peer for bursts is what
is done by hand: a day counts whose posts, copies included, lie more than three standard deviations
above the mean of the 28 days before. The peer for wording is a plain difference: what two outlets
use thrice and nobody before. A found burst is right when half of its days were planted, a planted
one is found when half of its days were. ``--lab`` takes a lab that ``make_rows.py`` made and tells
seconds instead; short rows of its posts are made before.
"""

import argparse
import json
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from planted_narratives import Planted, Timeline, put

from marsad.store import Seen, Store
from marsad.track.burst_words import vocabulary
from marsad.track.bursts import OF, bursts
from marsad.track.narratives import narratives
from marsad.track.new_wording import new_wording
from marsad.track.statements import Statements, statements
from marsad.track.wording import phrases, stems

Stretch = tuple[str, str, int, int]
HISTORY, SIGMAS = 28, 3


def planted(made: Planted) -> list[Stretch]:
    return [(w.of, _key(w.of, w.name), w.since, w.until) for w in made.waves]


def _key(of: str, name: str) -> str:
    return stems(name)[0] if of == "word" else name


def ours(store: Store, told: Statements) -> Iterator[Stretch]:
    for each in bursts(store, OF):
        yield each.of, _key(each.of, each.name), told.number(each.since), told.number(each.until)


def plain(store: Store, told: Statements) -> Iterator[Stretch]:
    """The same features by z-scores of all posts."""
    known = vocabulary(store, told)
    entries: dict[tuple[str, str], list[int]] = defaultdict(list)
    for n, label in enumerate(told.labels):
        entries["outlet", told.names[told.nodes[n]]].append(n)
        for kind, names in zip(("theme", "target"), told.combinations[label], strict=False):
            for name in names:
                entries[kind, name].append(n)
    for which, at in zip(known.which, known.at, strict=True):
        entries["word", known.words[which]].append(at)
    for (kind, name), rows in entries.items():
        counts = np.bincount(told.days[rows], minlength=told.length).astype(float)
        yield from ((kind, name, day, day) for day in _high(counts))


def _high(counts: np.ndarray) -> Iterator[int]:
    for day in range(HISTORY, len(counts)):
        before = counts[day - HISTORY : day]
        if counts[day] >= 4 and counts[day] > before.mean() + SIGMAS * max(before.std(), 0.5):
            yield day


def days(stretches: Iterable[Stretch]) -> set[tuple[str, str, int]]:
    return {(k, n, day) for k, n, since, until in stretches for day in range(since, until + 1)}


def add(scores: Counter, found: list[Stretch], true: list[Stretch], kind: str) -> None:
    found, true = ([s for s in some if s[0] == kind] for some in (found, true))
    there, wanted = days(found), days(true)
    scores["days right"] += len(there & wanted)
    scores["days found"] += len(there)
    scores["days planted"] += len(wanted)
    for name, some, other in (("found", found, wanted), ("planted", true, there)):
        for each in some:
            scores[name] += 1
            mine = days([each])
            scores[f"{name} right"] += len(mine & other) * 2 >= len(mine)


def _share(scores: Counter, part: str, whole: str) -> float | None:
    return round(scores[part] / scores[whole], 3) if scores[whole] else None


def rates(scores: Counter) -> dict[str, float | None]:
    return {
        "planted": scores["planted"],
        "precision": _share(scores, "found right", "found"),
        "recall": _share(scores, "planted right", "planted"),
        "precision_of_days": _share(scores, "days right", "days found"),
        "recall_of_days": _share(scores, "days right", "days planted"),
    }


def wordings(store: Store, made: Planted, scores: dict[str, Counter]) -> None:
    since = made.day(max(0, min(p.since for p in made.phrases) - 1))
    said = {tuple(stems(p.words)): p for p in made.phrases if p.uses >= 3}
    found = {each.stems: each for each in new_wording(store, since)}
    texts = [(post, stems(post.text)) for post in made.posts]
    every = {"marsad": set(found), "plain difference": difference(since, texts)}
    waves = {tuple(stems(w.name)) for w in made.waves if w.of == "word"}
    for name, some in every.items():
        # A word that was planted as a burst may be new as well: neither right nor wrong.
        some = {each for each in some if not any(_within(wave, each) for wave in waves)}
        right = {each for each in some if any(_within(p, each) or _within(each, p) for p in said)}
        hit = {p for p in said if any(_within(p, each) or _within(each, p) for each in some)}
        scores[name].update(found=len(some), right=len(right), planted=len(said), hit=len(hit))
    for stem, phrase in said.items():
        if stem in found:
            scores["marsad"]["first user asked"] += 1
            scores["marsad"]["first user right"] += found[stem].users[0].outlet == phrase.first


def _within(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    return f" {' '.join(part)} " in f" {' '.join(whole)} "


def difference(since, texts) -> set[tuple[str, ...]]:
    before, users, counts = set(), defaultdict(set), Counter()
    for post, words in texts:
        if post.posted_at.date() < since:
            before.update(phrases(words))
    for post, words in texts:
        if post.posted_at.date() >= since:
            for phrase in set(phrases(words)) - before:
                users[phrase].add(post.place)
                counts[phrase] += 1
    return {phrase for phrase, some in users.items() if len(some) >= 2 and counts[phrase] >= 3}


def quality(seeds: list[int]) -> dict[str, object]:
    scores: dict[str, dict[str, Counter]] = {
        name: {kind: Counter() for kind in ("outlet", "theme", "target", "word")}
        for name in ("marsad", "z-score")
    }
    new = {name: Counter() for name in ("marsad", "plain difference")}
    posts = 0
    for seed in seeds:
        made = Timeline(seed).plant()
        posts += len(made.posts)
        with tempfile.TemporaryDirectory() as folder, Store.create(Path(folder) / "lab") as store:
            put(store, made)
            told, true = statements(store), planted(made)
            found = {"marsad": list(ours(store, told)), "z-score": list(plain(store, told))}
            # New words that outlets go on using come in waves as well: neither right nor wrong.
            new_words = {stem for phrase in made.phrases for stem in stems(phrase.words)}
            for name, some in found.items():
                some = [each for each in some if each[0] != "word" or each[1] not in new_words]
                for kind in scores[name]:
                    add(scores[name][kind], some, true, kind)
            wordings(store, made, new)
    bursting = {
        name: {kind: rates(each) for kind, each in some.items()} for name, some in scores.items()
    }
    wording = {
        name: {
            "planted": c["planted"],
            "found": c["found"],
            "precision": _share(c, "right", "found"),
            "recall": _share(c, "hit", "planted"),
            **(
                {"first_user": _share(c, "first user right", "first user asked")}
                if name == "marsad"
                else {}
            ),
        }
        for name, c in new.items()
    }
    return {"timelines": len(seeds), "posts": posts, "bursts": bursting, "new_wording": wording}


def seconds(lab: Path) -> dict[str, float]:
    """How long each question takes where the short rows are up to date."""
    with Store(lab) as store:
        Seen(store).catch_up()
        last = statements(store)
        since = last.day(last.length - 30)
        questions = {
            "narratives": lambda: narratives(store),
            "bursts of labels and outlets": lambda: bursts(store, OF[:-1]),
            "bursts of words": lambda: bursts(store, ["word"]),
            "new wording of 30 days": lambda: new_wording(store, since),
        }
        made: dict[str, float] = {"posts": len(last.posts)}
        for name, ask in questions.items():
            began = time.perf_counter()
            ask()
            made[name] = round(time.perf_counter() - began, 1)
    return made


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seeds", type=int, nargs="*", default=[101, 102, 103, 105])
    asked.add_argument("--lab", type=Path)
    said = asked.parse_args()
    print(json.dumps(seconds(said.lab) if said.lab else quality(said.seeds), indent=1))


if __name__ == "__main__":
    main()
