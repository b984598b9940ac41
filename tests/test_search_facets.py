"""Facets count right where a field has a million values, and soon."""

import time
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from marsad.search.ask import answered
from marsad.search.document import Entry, Said, document
from marsad.search.facets import facets
from marsad.search.parse import parse
from marsad.search.schema import opened
from marsad.search.seam import Wanted

POSTS, EACH = 1_000, 1_000
AT = datetime(2024, 5, 1, tzinfo=UTC)
ZONE = ZoneInfo("UTC")


def test_a_million_values_are_counted_and_the_frequent_ones_come_first():
    index = opened()
    writer = index.writer(heap_size=96_000_000, num_threads=1)
    for number in range(POSTS):
        own = tuple(f"v{number * EACH + each}" for each in range(EACH))
        shared = ("often",) if number % 2 else ("often", "half")
        entry = Entry(number, AT, AT, (Said("text", "سوق"),), {"theme": (*own, *shared)})
        writer.add_document(document(entry, ZONE))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    began = time.process_time()
    wanted = Wanted(parse("سوق"), "stemmed", ZONE, facets=("theme",), top=3)
    (found,) = facets(answered([index], wanted).facets, wanted)
    assert time.process_time() - began < 5
    assert found.counts[:2] == (("often", POSTS), ("half", POSTS // 2))
    assert found.counts[2][1] == 1
    assert found.more == POSTS * EACH - 1
