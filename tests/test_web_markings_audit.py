"""Who read what is marked is told to those alone who may know that it is there."""

import json

import marked_lab as marked
import pytest
import report_lab as lab
from test_web_marking import desk, made

from marsad.model import Place
from marsad.store import Store, desk_audit
from marsad.store.desk import Desk
from marsad.store.markings import Markings

__all__ = ["desk", "made"]


def read(client):
    """What the audit of reads is about, the newest first: as a file, and on the page."""
    found = client.get("/audit/file/jsonl?what=reads").text.splitlines()
    about = [json.loads(line)["about"] for line in found]
    shown = client.get("/audit?what=reads").text
    assert all((each in shown) is (each in about) for each in (*READ, "/post/post-ur"))
    return about


READ = (
    "/post/post-ar/original/" + "0" * 64,
    "/post/post%2Dar",
    "/triage?post=post-ar",
    "/translation/tr-ar/history",
    "/case/river/file/csv",
    "/case/river/snapshot/1/file",
    "/report/daily-7/page/1",
    "/places/telegram:9/list/weeks/csv",
    "/search/file/csv?place=telegram:9",
)
"""What somebody who is cleared has read, after all of it was marked."""


@pytest.mark.parametrize("address", READ)
def test_who_read_what_is_hidden_stands_in_no_audit_of_the_uncleared(desk, made, address):
    with Store(made) as store:
        store.add(Place("telegram:9", "telegram", "Another"), by=marked.BY)
        for kind, id in (("post", "post-ar"), ("case", "river"), ("report", "daily-7"),
                         ("place", "telegram:9")):  # fmt: skip
            Markings(store).put(kind, id, "minors", marked.BY)
    with Desk(made) as accounts:
        desk_audit.read(accounts, "Lina Valen", "analyst", "original", "/post/post-ur")
        desk_audit.read(accounts, "Lina Valen", "analyst", "original", address)
    assert read(desk("admin")) == ["/post/post-ur"]
    assert read(desk("admin", "minors")) == [address, "/post/post-ur"]


def test_an_original_that_was_read_is_gone_from_the_audit_when_its_post_is_marked(desk, made):
    with Store(made) as store:
        sha256 = lab.sha256_of(store)
    cleared, other = desk("admin", "minors"), desk("admin")
    cleared.get(f"/post/post-ar/original/{sha256}")
    (address,) = read(other)
    with Store(made) as store:
        Markings(store).put("post", "post-ar", "minors", marked.BY)
    assert read(other) == []
    assert read(cleared) == [address]


def opened(folder):
    with Desk(folder) as accounts:
        return {(each.act, each.about) for each in desk_audit.readings(accounts)}


@pytest.mark.parametrize(
    ("kind", "id", "address"),
    [
        ("post", "post-fa", "/post/post-fa"),
        ("post", "post-ar", "/translation/tr-ar"),
        ("post", "post-fa", "/api/v1/posts/post-fa"),
        ("place", "telegram:1", "/places/telegram:1"),
        ("place", "telegram:1", "/post/post-ar"),
        ("case", "river", "/case/river"),
        ("report", "daily-7", "/report/daily-7"),
    ],
)
def test_whoever_opens_what_is_marked_is_noted(desk, made, kind, id, address):
    analyst, other = desk("analyst", "minors"), desk("analyst")
    assert analyst.get(address).status_code == 200
    assert opened(made) == set()
    with Store(made) as store:
        Markings(store).put(kind, id, "minors", marked.BY)
    assert other.get(address).status_code == 404
    assert opened(made) == set()
    assert analyst.get(address).status_code == 200
    assert ("marked", address) in opened(made)


def test_a_list_notes_each_marked_post_whose_words_it_shows(desk, made):
    with Store(made) as store:
        Markings(store).put("post", "post-ar", "minors", marked.BY)
    desk("analyst", "minors").get("/?place=telegram:1")
    desk("analyst").get("/?place=telegram:1")
    assert opened(made) == {("marked", "/?post=post-ar")}
