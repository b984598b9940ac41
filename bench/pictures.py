"""How long each picture and the brief of a day take at a million posts.

    python bench/pictures.py [--posts 1000000]

Beside each stands what reading all short rows once takes, which is the least that a picture of all
posts can cost.
"""

import argparse
import json
import resource
import tempfile
import time
from datetime import timedelta
from pathlib import Path

import make_rows

from marsad.model import Event
from marsad.pipeline import last_day
from marsad.store import Seen, Store
from marsad.track import PICTURES, Asked, as_form, brief, picture


def timed(step):
    began = time.perf_counter()
    done = step()
    return round(time.perf_counter() - began, 2), done


def measure(posts: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        lab = Path(folder) / "lab"
        make_rows.fill(lab, posts, 300, 7)
        with Store(lab) as store:
            spent = {"seconds_to_make_the_rows": timed(Seen(store).catch_up)[0]}
            read = timed(lambda: sum(1 for _ in Seen(store).rows()))
            spent["seconds_to_read_all_of_them"] = read[0]
            day = last_day(store) - timedelta(days=3)
            store.add(Event("fair", "a book fair", day, day, "Marsa", "Gazette.", fiction=True))
            for name in PICTURES:
                asked = Asked(event="fair") if name == "lags" else Asked()
                seconds, made = timed(lambda name=name, asked=asked: picture(store, name, asked))
                spent[f"seconds_for_{name}"] = seconds
                spent[f"seconds_to_draw_{name}"] = timed(lambda made=made: as_form(made, "svg"))[0]
            seconds, told = timed(lambda: brief(store, day))
            lines = sum(len(section.lines) for section in told.sections)
            spent |= {"seconds_for_the_brief": seconds, "posts_of_the_day": told.posts,
                      "lines": lines}  # fmt: skip
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            print(json.dumps({"posts": posts, **spent, "peak_mb": peak}))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--posts", type=int, default=1_000_000)
    measure(parser.parse_args().posts)
