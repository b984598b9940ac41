"""Posts in columns fall on the days and to the units that they would fall to one by one."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from marsad.store.seen_fill import EPOCH, microseconds
from marsad.track import counted
from marsad.track.counted import combinations, days

# Clocks that turn at midnight, by half an hour, or are off by quarters.
ZONES = ("Asia/Beirut", "Asia/Tehran", "Asia/Gaza", "Africa/Cairo", "Asia/Kathmandu",
         "Australia/Lord_Howe", "America/Havana", "UTC")  # fmt: skip


@pytest.mark.parametrize("name", ZONES)
def test_a_moment_falls_on_the_day_of_its_zone(name):
    zone = ZoneInfo(name)
    start = microseconds(datetime(2019, 12, 30, tzinfo=UTC))
    at = np.arange(start, start + 4 * 366 * 86_400 * 10**6, 29 * 60 * 10**6 + 1)
    told = [(EPOCH + timedelta(microseconds=int(one))).astimezone(zone).toordinal() for one in at]
    assert days(at, zone).tolist() == told
    assert days(at[:0], zone).tolist() == []


@pytest.mark.parametrize("many", [0, counted.MANY])
def test_combinations_are_counted_whether_they_are_few_or_many(monkeypatch, many):
    monkeypatch.setattr(counted, "MANY", many)
    first, second = np.array([3, 0, 3, 3]), np.array([1, 5, 1, 0], np.int32)
    assert dict(combinations(first, second)) == {(3, 1): 2, (0, 5): 1, (3, 0): 1}
    assert dict(combinations(first[:0], second[:0])) == {}
