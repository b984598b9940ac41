import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.text.links import defang, find_links, looks_alike, punycode


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("انظر t.me/abc، ثم", ["t.me/abc"]),
        ("انظرt.me/abc", ["t.me/abc"]),
        ("(https://example.com/a_(b)).", ["https://example.com/a_(b)"]),
        ("https://example.com/س؟ نعم", ["https://example.com/س"]),
        ("www.example.org. ok", ["www.example.org"]),
        ("t\u200d.me/x", ["t.me/x"]),
        ("https://т.me/x", ["https://т.me/x"]),
        ("10.0.0.1/a v1.2.3", ["10.0.0.1/a"]),
        ("tg://resolve?domain=x", ["tg://resolve?domain=x"]),
        ("name@example.com, e.g. this. انتهى.وقال 3.5", []),
    ],
)
def test_links_are_found_in_running_text(text, links):
    assert [link for _, _, link in find_links(text)] == links


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("see https://example.com/a.b?c=d.e ok", "see hxxps://example[.]com/a.b?c=d.e ok"),
        ("http://u@evil.example.com:80#x", "hxxp://u@evil[.]example[.]com:80#x"),
        ("t.me/abc و example.org", "t[.]me/abc و example[.]org"),
        ("HTTP://EXAMPLE.COM", "HxxP://EXAMPLE[.]COM"),
        ("ftp://example.com/x", "ftp[:]//example[.]com/x"),
        ("لا رابط هنا. نعم", "لا رابط هنا. نعم"),
    ],
)
def test_defanged_text_has_no_link_left_to_click(text, safe):
    assert defang(text) == safe
    assert defang(safe) == safe


@given(st.text(alphabet="htps:/.tmeco[]x@ س\u200d?#)("))
def test_defanging_twice_changes_nothing_more_and_leaves_no_scheme(text):
    safe = defang(text)
    assert "https://" not in safe
    assert defang(safe) == safe


@pytest.mark.parametrize(
    ("host", "deceives"),
    [
        ("т.me", True),
        ("аdmin.example", True),
        ("xn--r1a.me", True),
        ("t\u200d.me", True),
        ("ｔ.me", True),
        ("كتابک.example", True),
        ("t.me", False),
        ("пример.рф", False),
        ("münchen.de", False),
        ("موقع.example", False),
        ("xn--", False),
    ],
)
def test_a_host_that_may_be_taken_for_another_one_is_told(host, deceives):
    assert looks_alike(host) is deceives


def test_punycode_shows_what_the_network_sees():
    assert punycode("т.me") == "xn--r1a.me"
    assert punycode("T\u200d.ME") == "t.me"
    assert punycode("münchen.de") == "xn--mnchen-3ya.de"
