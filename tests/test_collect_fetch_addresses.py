"""Which addresses are asked at all, and that a name cannot lead to another than was checked."""

import socket
import time
from ipaddress import IPv6Address, IPv6Network, ip_address
from pathlib import Path

import pytest
from fetch_server import Site, answer, anywhere, moved
from hypothesis import given
from hypothesis import strategies as st

from marsad.collect.fetch import Fetcher
from marsad.collect.fetch_address import closed
from marsad.collect.fetch_network import Network
from marsad.collect.fetch_target import read_own, read_target
from marsad.errors import BadInput, Unreachable
from marsad.settings import Settings

LIST = Path(__file__).parents[1].parent / "shared/data/hostile/generated/ssrf_urls.txt"
QUICK = Settings(pace_seconds=0)
REFUSED = {
    "http://localhost./": "inside a network",
    "http://a.LOCALHOST/": "inside a network",
    "http://router/": "inside a network",
    "http://hidden.onion/": "inside a network",
    "http://printer.local/": "inside a network",
    "http://1.0.0.127.in-addr.arpa/": "inside a network",
    "http://127.1/": "number",
    "http://2130706433/": "number",
    "http://0x7f.1/": "number",
    "http://017700000001/": "number",
    "http://0177.0.0.1/": "number",
    "http://127.0.0.01/": "number",
    "http://1.2.3.4.5/": "number",
    "http://public.0x7f/": "number",
    "http://１２７.0.0.1/": "letters that only look",
    "http://93。184.216.34/": "letters that only look",
    "http://ｌocalhost/": "inside a network",
    "http://public。localhost/": "inside a network",
    "http://127.0.0.1./": "this very machine",
    "http://127.8.8.8/": "this very machine",
    "http://168.63.129.16/": "cloud",
    "http://[::127.0.0.1]/": "given out to nobody",
    "http://[2001:0:1::1]/": "Teredo",
    "http://[fe80::1%eth0]/": "escapes",
    "http://[::1/": "cannot be read",
    "http://::1/": "cannot be read",
    "http://[v1.a]/": "cannot be read",
    "http://public.example:22/": "port 22",
    "http://public.example:6667/": "port 6667",
    "http://public.example:0/": "no port 0",
    "http://public.example:65536/": "no port",
    "http://public.example:８０/": "cannot be read",
    "http://public.example:80:80/": "cannot be read",
    "http://user:pw@public.example/": "name or a password",
    "http://@public.example/": "name or a password",
    "http://127.0.0.1%2f@public.example/": "name or a password",
    "http://%6c%6fcalhost/": "escapes",
    "http://public.example\\@127.0.0.1/": "backslash",
    "http://public.example\t/": "control character",
    "http://public.example/\r\nX: 1": "control character",
    " http://public.example/": "space",
    "http://public.example/\ud800": "control character",
    "http://a..b.example/": "no name",
    "http://xn--a/": "inside a network",
    "http://\u202eexample.org/": "no name",
    "http://" + "a" * 64 + ".example/": "no name",
    "http://" + "a." * 130 + "example/": "no name",
    "http:///path": "no host",
    "http:public.example": "only http",
    "//public.example/": "only http",
    "httpſ://public.example/": "only http",
    "HTTPS:\\\\public.example": "backslash",
    "ws://public.example/": "not ws",
    "javascript:alert(1)": "not javascript",
    "http://public.example/" + "a" * 8000: "longer than 8000",
    "": "only http",
}


class Silence:
    """A network nobody may use."""

    def __call__(self, *_asked: object):
        raise AssertionError("the network was asked")


CUT_OFF = Network(Silence(), Silence())


@pytest.mark.parametrize(("url", "reason"), REFUSED.items())
def test_an_address_that_leads_elsewhere_is_refused_before_anybody_is_asked(url, reason):
    with pytest.raises(BadInput, match="is not fetched") as error:
        Fetcher(QUICK, CUT_OFF).get(url)
    assert reason in str(error.value)


def literals() -> list[str]:
    lines = LIST.read_text(encoding="utf-8").splitlines() if LIST.is_file() else []
    return [line for line in lines if line and line[0] not in "#!"]


def test_every_plain_entry_of_the_list_is_refused_with_its_reason():
    if not (urls := literals()):
        pytest.skip("ssrf_urls.txt is not here; our own list above is tested all the same")
    reasons = {}
    for url in urls:
        with pytest.raises(BadInput, match=r"is not fetched: .{8,}") as error:
            Fetcher(QUICK, CUT_OFF).get(url)
        reasons[url] = str(error.value)
    # The other six are served by a stub below: they need a name server or a server.
    assert len(reasons) == 38


@pytest.mark.parametrize(
    ("url", "read"),
    [
        ("http://Public.Example", "http://public.example/"),
        ("HTTPS://public.example.:443/a?b=c#d", "https://public.example/a?b=c"),
        ("http://public.example:8080?x", "http://public.example:8080/?x"),
        ("http://93.184.216.34/", "http://93.184.216.34/"),
        ("http://[2606:2800:220:1::248]:8080/", "http://[2606:2800:220:1::248]:8080/"),
        ("http://my_blog.example/%D8%A3/a b".replace(" ", "%20"), None),
        ("https://مثال.example/خبر", "https://xn--mgbh0fb.example/%D8%AE%D8%A8%D8%B1"),
        ("http://straße.example/", "http://xn--strae-oqa.example/"),
        ("http://public.example/a@b:c", "http://public.example/a@b:c"),
    ],
)
def test_a_public_address_is_read_as_it_is_written(url, read):
    assert read_target(url).url == (read or url)


@given(st.text(max_size=40))
def test_any_host_is_either_refused_or_plain(host):
    try:
        target = read_target(f"http://{host}/")
    except BadInput:
        return
    assert target.host.isascii()
    assert read_target(target.url) == target


@given(st.ip_addresses(v=4))
def test_no_address_that_is_not_global_is_open(ip):
    if not ip.is_global or ip.is_multicast:
        assert closed(str(ip))


@given(st.ip_addresses(v=6))
def test_only_addresses_given_out_to_the_public_are_open(ip):
    if not closed(str(ip)):
        assert ip in IPv6Network("2000::/3")
        assert ip.is_global


@given(st.ip_addresses(v=4))
def test_no_ipv4_address_passes_in_an_ipv6_disguise(ip):
    low, middle = int(ip), int(ip) << 80
    for disguise in (
        IPv6Address(low),
        IPv6Address((0xFFFF << 32) | low),
        IPv6Address((0x64_FF9B << 96) | low),
        IPv6Address((0x64_FF9B_0001 << 80) | low),
        IPv6Address((0x2002 << 112) | middle),
        IPv6Address((0x2001_0000 << 96) | low),
    ):
        assert closed(str(disguise)), disguise


@pytest.mark.parametrize(
    "address",
    ["192.0.0.8", "fec0::1", "ff02::1", "64:ff9b:1::1", "fe80::1%2", "10.1.2.3 ", "", "3fff::1"],
)
def test_addresses_that_the_standard_library_gets_wrong_are_closed(address):
    assert closed(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1::248"])
def test_public_addresses_are_open(address):
    assert ip_address(address).is_global
    assert closed(address) == ""


def test_a_name_is_resolved_once_and_that_address_is_spoken_to():
    with Site(lambda _: answer(b"x")) as site:
        network, spoken = anywhere(site, "93.184.216.34", "127.0.0.1")
        fetcher = Fetcher(QUICK, network)
        got = fetcher.get("http://rebind.test/")
        with pytest.raises(BadInput, match=r"rebind.test is 127.0.0.1, this very machine"):
            fetcher.get("http://rebind.test/")
    assert spoken == ["93.184.216.34 80"]
    assert got.address == "93.184.216.34"
    assert site.asked[0].header("Host") == "rebind.test"


@pytest.mark.parametrize(
    "addresses",
    [
        "93.184.216.34 10.0.0.1",
        "10.0.0.1 93.184.216.34",
        "64:ff9b::a9fe:a9fe",
        "93.184.216.34 2002:7f00:1::",
        "fe80::1%eth0",
        "::1",
    ],
)
def test_one_bad_address_among_good_ones_closes_them_all(addresses):
    with Site(lambda _: answer(b"x")) as site:
        network, spoken = anywhere(site, addresses)
        with pytest.raises(BadInput, match=r"multi\.test is "):
            Fetcher(QUICK, network).get("http://multi.test/")
    assert spoken == []


@pytest.mark.parametrize("to", ["http://127.0.0.1/", "file:///etc/passwd", "http://rebind.test/b"])
def test_every_hop_of_a_redirect_is_resolved_and_checked_anew(to):
    with Site(lambda _: moved(to)) as site:
        network, spoken = anywhere(site, "93.184.216.34", "127.0.0.1")
        with pytest.raises(BadInput, match="is not fetched"):
            Fetcher(QUICK, network).get("http://rebind.test/")
    assert spoken == ["93.184.216.34 80"]


def test_the_next_checked_address_is_tried_where_one_does_not_answer():
    import httpcore

    with Site(lambda _: answer(b"x")) as site:
        network, spoken = anywhere(site, "2606:2800:220:1::248 93.184.216.34")

        def first_is_down(address: str, port: int, seconds: float):
            if ":" in address:
                raise httpcore.ConnectError("no route")
            return network.connect(address, port, seconds)

        got = Fetcher(QUICK, Network(network.resolve, first_is_down)).get("http://two.test/")
    assert got.address == "93.184.216.34"
    assert spoken == ["93.184.216.34 80"]


def test_a_name_that_nobody_knows_is_unreachable():
    with pytest.raises(Unreachable, match="no name server"):
        Fetcher(QUICK).get("http://no-such-name.invalid/")


def test_a_name_server_that_says_nothing_is_given_up_in_time(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: time.sleep(2) or [])
    began = time.monotonic()
    with pytest.raises(Unreachable, match="within the time"):
        Fetcher(Settings(fetch_seconds=1)).get("http://public.example/")
    assert time.monotonic() - began < 2


def test_only_the_very_host_and_port_of_the_lab_is_let_through():
    with Site(lambda _: answer(b"x")) as site:
        assert site.fetcher().get(site.url).body == b"x"
        for url in (f"http://localhost:{site.port}/", "http://127.0.0.1/", "http://127.0.0.2/"):
            with pytest.raises(BadInput):
                site.fetcher().get(url)


def test_own_addresses_are_read_and_a_wrong_one_is_refused():
    own = read_own("127.0.0.1:8001, [::1]:8002,Archive.Lab:80")
    assert own == {("127.0.0.1", 8001), ("::1", 8002), ("archive.lab", 80)}
    for wrong in ("127.0.0.1", "127.0.0.1:x", "http://127.0.0.1:80", "a@b:80"):
        with pytest.raises(BadInput, match="own_addresses"):
            read_own(wrong)
