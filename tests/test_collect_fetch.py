import time
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from fetch_server import Site, answer, anywhere, moved

from marsad.collect.fetch import MOST_REDIRECTS, Fetcher
from marsad.errors import BadInput, Unreachable
from marsad.settings import Settings

TEXT = "افتتحت البلدية حديقة عامة جديدة".encode()
DATE = "Tue, 14 May 2024 08:00:00 GMT"


def test_an_answer_is_kept_with_every_clock_and_header():
    with Site(lambda _: answer(TEXT, Date=DATE, X_Odd="a", ETag='"1"')) as site:
        before = datetime.now(UTC)
        got = site.fetcher().get(f"{site.url}/feed?page=1#top")
    assert got.url == f"{site.url}/feed?page=1"
    assert (got.status, got.body, got.fault, got.requested) == (200, TEXT, "", "")
    assert before <= got.clocks.system <= datetime.now(UTC)
    assert got.clocks.system.tzinfo is UTC
    assert 0 <= time.monotonic() - got.clocks.monotonic < 10
    assert (got.clocks.server, got.clocks.offset) == (DATE, "unknown")
    assert ("X-Odd", "a") in got.response_headers
    assert (got.address, got.certificates) == ("127.0.0.1", ())


def test_every_question_looks_the_same_wherever_it_is_asked(monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Amman")
    monkeypatch.setenv("LANG", "ar_JO.UTF-8")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    with Site(lambda _: answer(b"x", Set_Cookie="id=1; Path=/")) as site:
        fetcher = site.fetcher(user_agent="Lab/2 (archive)")
        fetcher.get(site.url + "/first")
        fetcher.get(site.url + "/second")
    expected = (
        ("Host", site.place),
        ("User-Agent", "Lab/2 (archive)"),
        ("Accept", "*/*"),
        ("Accept-Language", "en, *;q=0.5"),
        ("Accept-Encoding", "gzip, deflate"),
        ("Connection", "close"),
    )
    assert [asked.headers for asked in site.asked] == [expected, expected]


def test_what_was_sent_is_what_is_recorded_but_for_secrets():
    added = (("Accept", "application/rss+xml"), ("If-None-Match", '"7"'), ("X-Api-Key", "s3cret"))
    with Site(lambda _: answer(b"x")) as site:
        got = site.fetcher().get(site.url, (*added, ("Authorization", "Bearer s3cret")))
        sent = site.asked[0]
    assert sent.header("Authorization") == "Bearer s3cret"
    assert (sent.header("Accept"), sent.header("If-None-Match")) == ("application/rss+xml", '"7"')
    assert [name for name, _ in got.request_headers] == [name for name, _ in sent.headers]
    assert "s3cret" not in repr(got)


@pytest.mark.parametrize(
    "header",
    [
        ("Host", "other.example"),
        ("user-agent", "Browser"),
        ("Referer", "https://lab.example/"),
        ("X-Forwarded-For", "1.2.3.4"),
        ("X-A", "1\r\nHost: other.example"),
        ("X-A\r\nB", "1"),
        ("X-A", "م"),
    ],
)
def test_no_header_that_tells_on_the_lab_or_breaks_the_line_goes_out(header):
    with Site(lambda _: answer(b"x")) as site, pytest.raises(BadInput):
        site.fetcher().get(site.url, (header,))
    assert site.asked == []


def test_a_user_agent_that_no_header_can_hold_is_refused_at_once():
    with pytest.raises(BadInput, match="user_agent"):
        Fetcher(Settings(user_agent="lab\r\nX: 1"))


def test_an_unchanged_page_is_an_answer():
    with Site(lambda _: answer(status="304 Not Modified", ETag='"7"', Content_Length="")) as site:
        got = site.fetcher().get(site.url, (("If-None-Match", '"7"'),))
    assert (got.status, got.body, got.fault) == (304, b"", "")


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone"])
def test_a_page_that_is_gone_is_an_answer_with_its_body(status):
    with Site(lambda _: answer(b"no such page", status)) as site:
        got = site.fetcher().get(site.url)
    assert (got.status, got.body) == (int(status[:3]), b"no such page")


@pytest.mark.parametrize("status", ["401 No", "403 No", "407 No", "418 No", "500 No", "502 No"])
def test_a_server_that_says_no_is_unreachable(status):
    with Site(lambda _: answer(b"no", status)) as site, pytest.raises(Unreachable) as error:
        site.fetcher().get(site.url)
    assert status[:3] in str(error.value)
    assert error.value.wait is None


def test_a_redirect_is_followed_and_told():
    with Site(lambda a: moved("/new?x=1#y") if a.path == "/old" else answer(TEXT)) as site:
        got = site.fetcher().get(site.url + "/old")
    assert (got.requested, got.url) == (f"{site.url}/old", f"{site.url}/new?x=1")
    assert got.body == TEXT


def test_a_redirect_to_an_arabic_path_arrives_in_escapes():
    to = "/أخبار اليوم".encode().decode("latin-1")
    with Site(lambda a: moved(to) if a.path == "/" else answer(b"x")) as site:
        site.fetcher().get(site.url)
        site.fetcher().get(site.url + "/أخبار")
    assert site.asked[1].path == "/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1%20%D8%A7%D9%84%D9%8A%D9%88%D9%85"
    assert site.asked[2].path == "/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1"


def test_a_server_that_sends_on_without_end_is_given_up():
    with Site(lambda a: moved(f"/{int(a.path[1:] or 0) + 1}")) as site:
        with pytest.raises(Unreachable, match="sent on more than 10 times"):
            site.fetcher().get(site.url + "/0")
        assert len(site.asked) == MOST_REDIRECTS + 1


@pytest.mark.parametrize(
    ("to", "reason"),
    [
        ("http://127.0.0.1:1/", "this very machine"),
        ("http://169.254.169.254/latest/meta-data/", "local link"),
        ("file:///etc/passwd", "only http and https"),
        ("//user@public.example/", "a name or a password"),
        ("http://[::ffff:127.0.0.1]/", "disguise"),
        ("http://[bad/", "no address"),
        ("", "without saying where"),
    ],
)
def test_a_redirect_is_checked_like_a_first_address(to, reason):
    with Site(lambda _: moved(to)) as site:
        with pytest.raises((BadInput, Unreachable), match=reason):
            site.fetcher().get(site.url)
        assert len(site.asked) == 1


def test_a_stranger_cannot_lead_into_the_lab():
    with Site(lambda _: moved("http://desk.example:8001/")) as site:
        network, spoken = anywhere(site, "93.184.216.34", "10.0.0.7")
        settings = Settings(own_addresses="desk.example:8001", pace_seconds=0)
        with pytest.raises(BadInput, match="leads into the lab"):
            Fetcher(settings, network).get("http://public.example/")
    assert spoken == ["93.184.216.34 80"]


def test_secrets_stay_at_the_origin_they_were_given_for():
    secrets = (("Authorization", "Bearer 1"), ("Cookie", "a=1"), ("X-Api-Key", "1"))
    with Site(lambda _: answer(b"x")) as other:
        site = Site(lambda a: moved("/b") if a.path == "/a" else moved(f"{other.url}/c"))
        with site:
            own = f"{site.place}, {other.place}"
            fetcher = Fetcher(Settings(own_addresses=own, pace_seconds=0))
            fetcher.get(f"{site.url}/a", (*secrets, ("Accept", "text/html")))
    same_origin, stranger = site.asked[1], other.asked[0]
    assert same_origin.header("Authorization") == "Bearer 1"
    assert {name for name, _ in secrets} & dict(stranger.headers).keys() == set()
    assert stranger.header("Accept") == "text/html"


def test_a_refresh_in_the_page_is_not_followed():
    page = b'<meta http-equiv="refresh" content="0;url=http://169.254.169.254/">'
    with Site(lambda _: answer(page, Refresh="0; url=http://169.254.169.254/")) as site:
        got = site.fetcher().get(site.url)
    assert got.body == page
    assert len(site.asked) == 1


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"hello\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        b"HTTP/1.1 200 OK\r\nX: " + b"a" * 300_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: 1\r\n" * 50_000 + b"\r\n",
    ],
)
def test_a_server_that_does_not_speak_http_is_unreachable(said):
    with Site(lambda _: said) as site, pytest.raises(Unreachable, match="gives no answer"):
        site.fetcher().get(site.url)


def test_a_port_where_nobody_listens_is_unreachable():
    with Site(lambda _: answer()) as site:
        fetcher, url = site.fetcher(), site.url
    with pytest.raises(Unreachable, match="gives no answer"):
        fetcher.get(url)


@pytest.mark.parametrize("drip", [b"H", b"HTTP/1.1 200 OK\r\nX: "])
def test_a_server_that_drips_its_answer_is_given_up_in_time(drip):
    def slowly(_asked):
        yield drip
        for _ in range(100):
            time.sleep(0.1)
            yield b"a"

    began = time.monotonic()
    with Site(slowly) as site, pytest.raises(Unreachable, match="gives no answer"):
        site.fetcher(fetch_seconds=1).get(site.url)
    assert time.monotonic() - began < 2


def test_redirects_share_one_time_limit():
    def slow(asked):
        time.sleep(0.4)
        return moved(f"{asked.path}a")

    began = time.monotonic()
    with Site(slow) as site, pytest.raises(Unreachable, match="gives no answer"):
        site.fetcher(fetch_seconds=1).get(site.url)
    assert time.monotonic() - began < 2


def test_two_questions_keep_their_distance_and_do_not_come_like_clockwork():
    with Site(lambda a: moved("/b") if a.path == "/a" else answer(b"x")) as site:
        fetcher = site.fetcher(pace_seconds=1)
        fetcher.get(site.url + "/a")
        fetcher.get(site.url + "/c")
    gaps = [after.at - before.at for before, after in pairwise(site.asked)]
    assert len(gaps) == 2
    assert all(0.99 <= gap < 2 for gap in gaps)
    assert gaps[0] != pytest.approx(gaps[1], abs=0.001)
