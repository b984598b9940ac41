"""How long a host is left alone: as long as it said, and never less than the lab's own pace."""

import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from fetch_server import Site, answer, moved

from marsad.collect.fetch_pace import retry_after
from marsad.errors import Unreachable

NOW = datetime(2024, 5, 14, 8, 0, tzinfo=UTC)


def http_date(at: datetime) -> str:
    return format_datetime(at, usegmt=True)


@pytest.mark.parametrize(
    ("said", "wait"),
    [
        ("17", 17.0),
        (" 3600 ", 3600.0),
        ("0", 0.0),
        (http_date(NOW + timedelta(seconds=90)), 90.0),
        (http_date(NOW - timedelta(hours=1)), 0.0),
        ("Tue, 14 May 2024 11:00:30 +0300", 30.0),
        ("Tue, 14 May 2024 08:00:30", 30.0),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("1e3", None),
        ("nan", None),
        ("٣٠", None),
        ("9" * 5000, None),
        ("Tue, 14 May 99999 08:00:30 GMT", None),
        ("Tue, 14 May 2024 08:00:30 +9999999", None),
        ("2024-05-14T08:00:30Z", None),
    ],
)
def test_a_wait_is_read_by_the_servers_own_clock_and_garbage_is_none(said, wait):
    assert retry_after({"retry-after": said, "date": http_date(NOW)}) == wait


def test_a_date_of_a_server_without_a_clock_is_measured_by_ours():
    soon = http_date(datetime.now(UTC) + timedelta(seconds=100))
    assert retry_after({"retry-after": soon}) == pytest.approx(100, abs=3)


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
@pytest.mark.parametrize(
    ("said", "wait"), [("17", 17.0), ("3600", 3600.0), ("soon", None), ("", None)]
)
def test_a_busy_server_is_unreachable_for_as_long_as_it_said(status, said, wait):
    busy = Site(lambda _: answer(b"FLOOD_WAIT_99", status, Retry_After=said))
    with busy as site, pytest.raises(Unreachable, match=status[:3]) as error:
        site.fetcher().get(site.url)
    assert error.value.wait == wait


def test_a_host_is_not_asked_before_the_wait_it_asked_for_is_over():
    def busy_once(asked):
        return answer(b"", "429 No", Retry_After="1") if asked.path == "/a" else answer(b"x")

    with Site(busy_once) as site:
        fetcher = site.fetcher()
        with pytest.raises(Unreachable):
            fetcher.get(site.url + "/a")
        with pytest.raises(Unreachable, match="asked not to be asked") as error:
            fetcher.get(site.url + "/b")
        assert len(site.asked) == 1
        assert 0 < error.value.wait <= 1
        time.sleep(error.value.wait)
        assert fetcher.get(site.url + "/b").body == b"x"
    assert site.asked[1].at - site.asked[0].at >= 1


def test_a_redirect_does_not_lead_around_a_wait():
    busy = Site(lambda _: answer(b"", "503 No", Retry_After="3600"))
    site = Site(lambda _: moved(f"http://localhost:{busy.port}/"))
    with busy, site:
        fetcher = site.fetcher(own_addresses=f"{site.place},localhost:{busy.port}")
        for _ in range(2):
            with pytest.raises(Unreachable, match="localhost") as error:
                fetcher.get(site.url)
            assert 3590 < error.value.wait <= 3600
    assert (len(site.asked), len(busy.asked)) == (2, 1)


def test_hosts_are_paced_apart():
    with Site(lambda _: answer(b"x")) as site:
        fetcher = site.fetcher(pace_seconds=30, own_addresses=f"{site.place},localhost:{site.port}")
        began = time.monotonic()
        fetcher.get(site.url)
        fetcher.get(f"http://localhost:{site.port}/")
    assert time.monotonic() - began < 5
