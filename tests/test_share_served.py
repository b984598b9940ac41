"""A tree is served file by file, and nothing beside it can be named."""

import os

import pytest

from marsad.share.served import kind_of, published, read

LEADING_OUT = (
    "", "..", "../marsad-site.txt", "../subscribers/index.html", "daily-1/../../subscribers/secret",
    "/etc/passwd", "//etc/passwd", "/index.html", "daily-1//index.html", "./index.html",
    "daily-1/./index.html", "daily-1/", "daily-1", "daily-1/index.html/", "index.html/..",
    "..\\subscribers\\index.html", "index.html\x00", "index.html\x00.pdf", "%2e%2e/index.html",
    "..%2fsubscribers%2findex.html", "\u2025/index.html", "\uff0e\uff0e/index.html", "\ud800",
    "INDEX.HTML", "index.html.", "index.html ", "~/index.html", "a" * 5000, "a/" * 5000,
    "linked.html", "linked/index.html", "outside/marsad.toml", "pipe", "loop/loop/index.html",
)  # fmt: skip
"""Of the public tree: none is the name of a file of it, however it is read."""


@pytest.fixture
def site(tmp_path):
    made = tmp_path / "site"
    for tier in ("public", "subscribers"):
        (made / tier / "daily-1").mkdir(parents=True)
        (made / tier / "index.html").write_text(tier)
        (made / tier / "daily-1" / "index.html").write_text(f"{tier} daily")
    (made / "subscribers" / "secret").write_text("SECRET")
    (made / "marsad-site.txt").write_text("SECRET")
    (tmp_path / "marsad.toml").write_text("SECRET")
    public = made / "public"
    (public / "linked.html").symlink_to(made / "subscribers" / "index.html")
    (public / "linked").symlink_to(made / "subscribers")
    (public / "outside").symlink_to(tmp_path)
    (public / "loop").symlink_to(public)
    os.mkfifo(public / "pipe")
    return made


def test_a_file_of_the_tree_is_read_as_it_is(site):
    assert read(site, "public", "index.html") == b"public"
    assert read(site, "public", "daily-1/index.html") == b"public daily"
    assert read(site, "subscribers", "secret") == b"SECRET"


@pytest.mark.parametrize("address", LEADING_OUT, ids=lambda said: ascii(said)[:40])
def test_no_address_leads_out_of_the_tree(site, address):
    assert read(site, "public", address) is None


def test_a_tree_that_is_a_link_is_none(site):
    (site / "complimentary").symlink_to(site / "subscribers")
    assert not published(site, "complimentary")
    assert published(site, "subscribers")


def test_before_anything_is_published_there_is_no_tree(tmp_path, site):
    assert not published(tmp_path / "none", "public")
    assert not published(site, "platforms")


@pytest.mark.parametrize(
    ("address", "media", "saved"),
    [
        ("index.html", "text/html; charset=utf-8", False),
        ("search.js", "text/javascript; charset=utf-8", False),
        ("series/daily/atom.xml", "application/atom+xml", False),
        ("feed.json", "application/feed+json", False),
        ("daily-1/v1/report.pdf", "application/pdf", True),
        ("daily-1/v1/cite.bib", "application/x-bibtex; charset=utf-8", True),
        ("daily-1/v1/figures/x.svg", "application/octet-stream", True),
        ("page.html.exe", "application/octet-stream", True),
        ("none", "application/octet-stream", True),
    ],
)
def test_a_name_says_how_a_file_is_handed_over(address, media, saved):
    found = kind_of(address)
    assert (found.media, found.saved) == (media, saved)


def test_the_page_of_search_alone_may_run_the_script_of_the_site():
    having = [each for each in ("index.html", "search/index.html", "daily-1/search/index.html",
                                "daily-1/index.html", "search.js")
              if "script-src" in kind_of(each).policy]  # fmt: skip
    assert having == ["search/index.html"]
