"""Posts joined to events, beside a time window and one shared word; and how long it takes.

    python bench/events.py [found|time] [--seeds 11,12,13] [--posts 100000] [--events 1000]

Found: the judged half of ``events_gold.py``, of seeds that nothing was chosen on. The peer takes a
post for an answer when it comes within the same days and shares one word of four letters or more
with the title, the actors, the places or the words of the event. Time: a lab of fiction made for
the purpose, with as many posts in a hundred outlets over as many days as give a thousand a day;
the first matching reads all of it, the second one a thousand new posts, and one event is shown.
"""

import argparse
import json
import random
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from events_gold import FOLDER, HALVES, lines, noise

from marsad import track
from marsad.evaluation import gold_lines
from marsad.model import Capture, Event, Finding, Place, Post
from marsad.store import Store
from marsad.store.seen import Seen
from marsad.text.fold import folded
from marsad.track.evaluate_events import Gold, Pair, figures, gather, matched
from marsad.track.event_match import since, until

TOLD = ("precision", "precision_ci95", "recall", "recall_ci95", "f1", "wrong_on_others")
START = datetime(2020, 1, 1, tzinfo=UTC)
OUTLETS, A_DAY, NEW = 100, 1000, 1000
WORD = re.compile(r"\w{4,}")


def found(seeds: list[int]) -> Iterator[dict[str, object]]:
    for seed in seeds:
        said = (json.dumps(line) for line in lines("judged", seed, 120, FOLDER))
        gold = gather(gold_lines(said, Path(), []), [])
        sides: dict[str, Callable[[Gold], set[Pair]]] = {"marsad": matched, "one word": one_word}
        for name, side in sides.items():
            values = figures(name, gold, side(gold), []).values
            told = {each: values[each] for each in TOLD}
            yield {"seed": seed, "maker": name, "answers": values["answers"], **told}


def one_word(gold: Gold) -> set[Pair]:
    pairs = set()
    for event in gold.events:
        began, ended = since(event, UTC), until(event, UTC)
        said = " ".join((event.title, event.place, *event.actors, *event.places, *event.words))
        words = set(WORD.findall(folded(said)))
        for post in gold.posts:
            if began <= post.at < ended:
                text = folded(" ".join(part.text for part in post.parts))
                if words.intersection(WORD.findall(text)):
                    pairs.add((post.id, event.id))
    return pairs


def timed(posts: int, events: int) -> Iterator[dict[str, object]]:
    with tempfile.TemporaryDirectory() as folder, Store.create(Path(folder) / "lab") as store:
        dice = random.Random(5)
        days = posts // A_DAY
        store.add(Capture("c", "bench", "1", "bench", START, "0" * 64, 1))
        store.add(
            *(Place(f"telegram:{n}", "telegram", f"{n}", fiction=True) for n in range(OUTLETS))
        )
        store.add(*(event(number, days, dice) for number in range(events)), by="person:Noor Valen")
        fill(store, 0, posts, dice)
        spent = {}
        steps: dict[str, Callable[[], object]] = {
            "short_rows": lambda: Seen(store).catch_up(),
            "first_matching": lambda: track.match_events(store),
        }
        said: dict[str, object] = {}
        for name, step in steps.items():
            said[name], spent[name] = clocked(step)
        fill(store, posts, NEW, dice)
        said["matching_of_new"], spent["matching_of_new"] = clocked(
            lambda: track.match_events(store)
        )
        shown = [f"e{number}" for number in range(0, events, max(1, events // 20))]
        for name in shown:
            _, seconds = clocked(lambda name=name: track.lags(store, track.standing(store, name)))
            spent["one_event_shown"] = max(spent.get("one_event_shown", 0.0), seconds)
        told = {name: str(said[name]) for name in ("first_matching", "matching_of_new")}
        yield {"posts": posts, "events": events, "seconds": spent, **told}


def clocked(step: Callable[[], object]) -> tuple[object, float]:
    began = time.perf_counter()
    done = step()
    return done, round(time.perf_counter() - began, 2)


def event(number: int, days: int, dice: random.Random) -> Event:
    half = HALVES["judged"]
    body, town, topic = map(dice.choice, (half.bodies, half.towns, half.topics))
    day = (START + timedelta(days=dice.randrange(max(1, days)))).date()
    # Names of their own: ten thousand events are not of six bodies.
    mark = f"{'ابتثجحخدرز'[number % 10]}{number}"
    return Event(
        f"e{number}", topic[0], day, day, f"{town[2]} {mark}", "Gazette.", True,
        (f"{body[0]} {mark}",), (f"{town[0]} {mark}", town[0]), topic[1],
    )  # fmt: skip


def fill(store: Store, first: int, count: int, dice: random.Random, step: int = 5000) -> None:
    made = texts(first, count, dice)
    while batch := list(islice(made, step)):
        said = (
            Finding(f"m{post.id}", post.id, "made-by-outlet", f"place:{post.place}", "outlet/1",
                    START, 0.3)
            for post in batch
        )  # fmt: skip
        store.add(*batch, *said)


def texts(first: int, count: int, dice: random.Random) -> Iterator[Post]:
    half, ordinary = HALVES["judged"], noise(FOLDER, "judged")
    for number in range(first, first + count):
        text = " ".join(dice.choices(ordinary, k=3))
        if dice.random() < 0.2:
            body, town = dice.choice(half.bodies), dice.choice(half.towns)
            text += f" {body[0]} {town[0]} {dice.choice(half.topics)[1][0]}"
        at = START + timedelta(seconds=number * 86400 / A_DAY)
        place = f"telegram:{dice.randrange(OUTLETS)}"
        yield Post(f"p{number}", place, "c", str(number), at, text, fiction=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("part", nargs="?", choices=("found", "time"))
    parser.add_argument("--seeds", default="11,12,13")
    parser.add_argument("--posts", type=int, default=100_000)
    parser.add_argument("--events", type=int, default=1000)
    said = parser.parse_args()
    if said.part != "time":
        for line in found([int(seed) for seed in said.seeds.split(",")]):
            print(json.dumps(line, ensure_ascii=False), flush=True)
    if said.part != "found":
        for line in timed(said.posts, said.events):
            print(json.dumps(line, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
