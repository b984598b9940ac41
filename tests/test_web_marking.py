"""Putting markings on at the desk, taking them off, and clearing people for them."""

import logging
from dataclasses import replace
from functools import reduce
from urllib.parse import quote

import marked_lab as marked
import pytest
import report_lab as lab
from desk_client import seated
from typer.testing import CliRunner

from marsad import track
from marsad.accounts import changing
from marsad.cli.app import app as commands
from marsad.collect import sources as register
from marsad.errors import BadInput
from marsad.model import Place
from marsad.report import check
from marsad.search.alerts import ask_again, save
from marsad.search.telling import deliver
from marsad.store import Seen, Store, desk_accounts, desk_clearances
from marsad.store.alerts import KEPT_BACK, Alerts
from marsad.store.desk import Desk
from marsad.store.markings import Markings
from marsad.store.sources import Sources
from marsad.store.suggestions import Suggestion, Suggestions
from marsad.web import app


@pytest.fixture
def made(tmp_path):
    folder = tmp_path / "lab"
    with lab.fill(folder) as store:
        store.add(lab.report(store), by=marked.BY)
        track.open_case(store, "river", "River", marked.BY)
    return folder


@pytest.fixture
def desk(made):
    one = app(made)

    def person(role, *cleared):
        name = f"{role} {' '.join(cleared) or 'Valen'}"
        client = seated(one, role, name, follow_redirects=False)
        with Desk(made) as desk:
            desk_clearances.clear(desk, desk_accounts.named(desk, name).id, cleared)
        return client

    return person


THINGS = {
    "post": ("post-fa", "/post/post-fa"),
    "place": ("telegram:1", "/places/telegram:1"),
    "case": ("river", "/case/river"),
    "report": ("daily-7", "/report/daily-7"),
}


def said(answer, id):
    """A page without the id that it was asked for, in all spellings of an address."""
    ids = (quote(quote(id, safe=""), safe=""), quote(id, safe=""), id)
    return reduce(lambda text, each: text.replace(each, "ID"), ids, answer.text)


@pytest.mark.parametrize("kind", THINGS)
def test_an_analyst_marks_a_thing_and_the_cleared_alone_see_it_and_its_badge(desk, kind):
    id, page = THINGS[kind]
    analyst, other = desk("analyst", "minors"), desk("admin")
    assert other.get(page).status_code == 200
    assert "not cleared" not in analyst.get(f"/marking/{kind}/{id}").text
    assert analyst.fill(f"/marking/{kind}/{id}/put", marking="minors").status_code == 303
    assert "marked minors" in analyst.get(page).text
    for address in (page, f"/marking/{kind}/{id}"):
        hidden = other.get(address)
        nothing = other.get(address.replace(id, "nothing"))
        assert hidden.status_code == nothing.status_code == 404
        assert said(hidden, id) == said(nothing, "nothing")


def test_whoever_marks_without_clearance_is_told_before_and_after(desk):
    analyst = desk("analyst")
    assert "gone from your desk at once" in analyst.get("/marking/post/post-fa").text
    answer = analyst.fill("/marking/post/post-fa/put", marking="case-7")
    assert answer.status_code == 200
    assert "gone from your desk" in answer.text
    assert analyst.get("/post/post-fa").status_code == 404


def test_only_editors_and_admins_who_see_a_thing_take_a_marking_off(desk, made):
    with Store(made) as store:
        Markings(store).put("post", "post-fa", "minors", marked.BY)
    take = "/marking/post/post-fa/take"
    assert desk("analyst", "minors").fill(take, marking="minors").status_code == 403
    assert desk("admin").fill(take, marking="minors").status_code == 404
    assert desk("editor", "minors").fill(take, marking="minors").status_code == 303
    assert desk("admin").get("/post/post-fa").status_code == 200


def test_an_admin_clears_accounts_and_nobody_else_does(desk, made):
    admin, editor = desk("admin"), desk("editor")
    with Desk(made) as accounts:
        mine = desk_accounts.named(accounts, "admin Valen").id
    assert editor.fill(f"/accounts/{mine}/clear", markings="minors").status_code == 403
    answer = admin.fill(f"/accounts/{mine}/clear", markings="minors, case-7")
    assert answer.status_code == 303
    assert 'value="case-7, minors"' in admin.get("/accounts").text
    assert "cleared for" in admin.get("/audit?what=accounts").text
    assert admin.fill(f"/accounts/{mine}/clear", markings="Bad Name!").status_code == 400
    with Desk(made) as accounts:
        assert desk_clearances.cleared(accounts, mine) == {"minors", "case-7"}
        with pytest.raises(Exception, match="ask an admin"):
            changing.clear(accounts, desk_accounts.account(accounts, mine), "x", by=replace(
                desk_accounts.account(accounts, mine), role="editor"))  # fmt: skip


def test_a_published_report_is_read_by_subscribers_whatever_is_marked_later(desk, made):
    with Store(made) as store:
        one = lab.report(store)
        store.add(replace(one, id="out", state="published", fiction=False), by=marked.BY)
        Markings(store).put("post", "post-ar", "minors", marked.BY)
    for role in ("subscriber", "admin"):
        answer = desk(role).get("/report/daily-7/edition")
        assert answer.status_code == 200, role
        assert "We extend our hands" in answer.text
    assert "minors" not in desk("admin").get("/report/daily-7").text


def test_a_report_that_is_marked_or_cites_what_is_does_not_pass_the_gate(made):
    with Store(made) as store:
        assert not [each for each in check(store, "daily-7") if each.where == "markings"]
        Markings(store).put("post", "post-ar", "minors", marked.BY)
        Markings(store).put("report", "daily-7", "case-7", marked.BY)
        told = [each.what for each in check(store, "daily-7") if each.where == "markings"]
    assert told == ["the report is marked case-7", "post post-ar is marked minors"]


def test_no_name_at_the_desk_tells_that_a_hidden_case_has_it(desk, made):
    with Store(made) as store:
        track.add_posts(store, "river", [("1", "post-ar")], marked.BY)
        Markings(store).put("case", "river", "minors", marked.BY)
    answer = desk("admin").fill("/cases", title="River")
    assert answer.status_code == 303
    name = answer.headers["location"].removeprefix("/case/")
    assert name.startswith("river-")
    with Store(made) as store:
        assert set(track.cases(store)) == {"river", name}
        assert list(track.case(store, "river").posts) == ["post-ar"]


def test_nobody_writes_over_a_case_that_they_do_not_see(made):
    with Store(made) as store:
        Markings(store).put("case", "river", "minors", marked.BY)
    with Store(made, ()) as store, pytest.raises(BadInput, match="choose another name"):
        track.open_case(store, "river", "Mine", marked.BY)
    with Store(made) as store:
        assert track.case(store, "river").title != "Mine"


def test_a_report_of_a_series_begins_beside_a_hidden_one(desk, made):
    with Store(made) as store:
        Markings(store).put("report", "daily-7", "minors", marked.BY)
    answer = desk("admin").fill("/reports", series="Daily", title="Another")
    assert answer.headers["location"] == "/report/daily-8/edit"
    with Store(made) as store:
        assert len(store.report_versions("daily-7")) == 1


def test_nobody_writes_over_a_source_that_they_do_not_see(desk, made):
    origin = "https://t.me/s/kinara_example"
    with Store(made) as store:
        store.add(Place("telegram:kinara", "telegram", "Kinara"), by=marked.BY)
        said = {"handle": "t.me-s-kinara_example", "origin": origin, "place": "telegram:kinara"}
        register.add(store, said, marked.BY)
        found = Suggestion("a" * 32, origin, "Kinara", "mention", "post-ar", 3)
        Suggestions(store).put([found], 10, 10)
        Markings(store).put("place", "telegram:kinara", "minors", marked.BY)
    editor = desk("editor")
    page = editor.get("/sources").text
    assert "the first of them" in page
    assert "post points to it" not in page
    assert "posts point to it" not in page
    assert "3 posts point to it" in desk("admin", "minors").get("/sources").text
    answer = editor.fill("/sources/decide", id=found.id, what="accept", purpose="x")
    assert answer.status_code == 400
    assert "cannot be added" in answer.text
    with Store(made) as store:
        (kept,) = Sources(store).all()
        assert kept.place == "telegram:kinara"


@pytest.mark.parametrize(
    "address",
    ["/triage?post=post-ar", "/translation/tr-ar", "/translation/tr-ar/history",
     "/translations?state=approved"],
)  # fmt: skip
def test_whoever_codes_or_translates_is_told_that_it_is_marked(desk, made, address):
    with Store(made) as store:
        Seen(store).catch_up()
        assert "marked minors" not in desk("admin", "minors").get(address).text
        Markings(store).put("post", "post-ar", "minors", marked.BY)
    answer = desk("admin", "minors").get(address)
    assert answer.status_code == 200
    assert "marked minors" in answer.text
    assert "marked minors" not in desk("admin").get(address).text


def test_mail_takes_no_marked_post_out_of_the_lab(made, caplog):
    sent = []
    with Store(made) as store:
        save(store, "river", "النهر", ["mail:a@example.org"], marked.BY, "stemmed")
        store.add(lab.post("new-1", "telegram:1", 12, "النهر"), by=marked.BY)
        store.add(lab.post("new-2", "telegram:1", 13, "النهر"), by=marked.BY)
        Markings(store).put("post", "new-1", "minors", marked.BY)
        ask_again(store, lambda _name, _fault: None)
        with caplog.at_level(logging.WARNING):
            many = deliver(store, {"mail": sent.append}, lambda _name, _fault: None)
        assert many == 1
        assert [told.post.id for message in sent for told in message.told] == ["new-2"]
        assert Alerts(store).counts()["river"][KEPT_BACK] == 1
    assert "1 marked posts stay" in caplog.text


def test_the_command_line_marks_lists_and_clears(made):
    ask = CliRunner().invoke
    lab_ = str(made)
    by = ["--by", "Tamar Iseri"]
    put = ask(commands, ["mark", lab_, "put", "--post", "post-ar", "--marking", "minors", *by])
    assert put.exit_code == 0, put.output
    assert "minors  post  " in ask(commands, ["mark", lab_, "list"]).output
    bundle = ask(commands, ["export", lab_, "posts"])
    assert "1 of these posts are marked" in bundle.stderr
    with Desk(made) as accounts:
        desk_accounts.add(accounts, "Noor Valen", "analyst", "", "test")
    cleared = ask(commands, ["account", lab_, "clear", "Noor Valen", "--for", "minors"])
    assert cleared.exit_code == 0, cleared.output
    assert "cleared for minors" in ask(commands, ["account", lab_, "list"]).output
    off = ask(commands, ["mark", lab_, "take", "--post", "post-ar", "--marking", "minors", *by])
    assert "no longer marked" in off.output
    none = ask(commands, ["mark", lab_, "put", "--marking", "minors", *by])
    assert none.exit_code == 1
