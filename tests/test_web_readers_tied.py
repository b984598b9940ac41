"""An account belongs to a reader, and reads at any moment what that reader may; no byte more."""

import sqlite3
from datetime import UTC, date, datetime, timedelta

import pytest
import report_lab as lab
import share_lab
from desk_client import HERE, Seated, seated
from typer.testing import CliRunner

from marsad import publishing
from marsad.accounts import changing, joining, reading
from marsad.accounts.roles import SUBSCRIBER
from marsad.cli.app import app as cli
from marsad.errors import BadInput, Withheld
from marsad.report.tiers import READERS
from marsad.share import embargo, readers
from marsad.store import Store, desk_accounts, desk_sessions, layout
from marsad.store.desk import FIRST, Desk
from marsad.web import app
from marsad.web.seat import token_of

TODAY = datetime.now(UTC).date()
KINDS = {
    "complimentary": "complimentary", "subscribers": "subscribers", "waiting": "public",
    "ended": "public", "expired": "public", "later": "public", "forgotten": "public",
    "nobody's": "public", "by an admin": "subscribers",
}  # fmt: skip
"""What each kind of reader reads."""
WHOLE = {"public": set(), "complimentary": {"daily-2"}, "subscribers": {"daily-1", "daily-2"}}
"""Which reports a tier may read whole."""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    with share_lab.fill(tmp_path_factory.mktemp("tied") / "lab") as store:
        publishing.publish(store, store.settings.beside(store.settings.site), READERS)
        yield app(store.lab)


def reader(store, kind):
    """A reader of some kind; the handle, or what stands in its place."""
    if kind in ("nobody's", "by an admin"):
        return {"nobody's": "", "by an admin": reading.WHOLE}[kind]
    tier = "complimentary" if kind == "complimentary" else "subscribers"
    since = TODAY + timedelta(days=9) if kind == "later" else date(2024, 1, 1)
    until = date(2024, 6, 1) if kind == "expired" else None
    address = f"{kind}{len(readers.readers(store))}@library.example"
    one = readers.add(store, "", address, lab.WRITER, tier=tier, since=since, until=until)
    if kind != "waiting":
        readers.approve(store, one.handle, lab.SECOND, "known to us")
    if kind in ("ended", "forgotten"):
        readers.end(store, one.handle, lab.WRITER)
    if kind == "forgotten":
        readers.forget(store, one.handle, lab.SECOND, "GDPR Art. 17")
    return one.handle


def client_of(made, handle, name):
    """A subscriber's browser, whose account belongs to a reader."""
    with Desk(made.state.lab) as desk:
        account = desk_accounts.add(desk, name, SUBSCRIBER, "", "test", handle)
        id = desk_sessions.begin(desk, account.id, "full")
    client = Seated(made, base_url=HERE, follow_redirects=False)
    client.cookies.set(made.state.cookie, id)
    client.token = token_of(id)
    return client


@pytest.fixture(scope="module")
def clients(made):
    with Store(made.state.lab) as store:
        handles = {kind: reader(store, kind) for kind in KINDS}
    return {kind: client_of(made, handles[kind], f"Reader {kind}") for kind in KINDS}


def tree(made, tier):
    folder = made.state.lab / "site" / tier
    return {path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*")) if path.is_file()}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_reader_gets_every_file_of_their_tree_and_no_other_byte(made, clients, kind):
    """At every address that any tree has; sitemap, index of search and feeds among them."""
    got = {}
    for name in {name for tier in READERS for name in tree(made, tier)}:
        answer = clients[kind].get(f"/read/{name}")
        if answer.status_code == 200:
            got[name] = answer.content
        else:
            assert answer.status_code == 404
    assert got == tree(made, KINDS[kind])


@pytest.mark.parametrize("kind", KINDS)
def test_the_list_of_reports_and_their_files_obey_the_same_tier(clients, kind):
    client, theirs = clients[kind], WHOLE[KINDS[kind]]
    listed = client.get("/reports").text
    for handle in ("daily-1", "daily-2"):
        assert (f"/report/{handle}" in listed) == (handle in theirs)
        answer = client.get(f"/report/{handle}/edition")
        assert answer.status_code == (200 if handle in theirs else 404)
        name = "sub" if handle == "daily-1" else "com"
        assert (share_lab.word("quote", name) in answer.text) == (handle in theirs)
        assert f"{share_lab.OPEN}title{name}" in answer.text or handle not in theirs
        for form in ("json", "docx", "md"):
            assert client.get(f"/report/{handle}/file/{form}").status_code == 404
    absent = client.get("/report/daily-9/edition")
    assert absent.status_code == 404
    for handle in {"daily-1", "daily-2"} - theirs:
        hidden = client.get(f"/report/{handle}/edition")
        assert hidden.text.replace(handle, "") == absent.text.replace("daily-9", "")


def test_what_changes_about_a_reader_holds_from_the_next_request_on(made):
    with Store(made.state.lab) as store:
        handle = reader(store, "complimentary")
        client = client_of(made, handle, "Reader of change")

        def reads():
            page = client.get("/read/daily-1/").content
            return [tier for tier in ("public", "complimentary", "subscribers")
                    if page == tree(made, tier)["daily-1/index.html"]]  # fmt: skip

        assert reads() == ["complimentary"]
        readers.approve(store, handle, lab.SECOND, "they pay", tier="subscribers")
        assert reads() == ["subscribers"]
        tag = client.get("/read/daily-1/").headers["etag"]
        readers.end(store, handle, lab.WRITER)
        assert reads() == ["public"]
        held = client.get("/read/daily-1/", headers={"if-none-match": tag})
        assert held.status_code == 200, "what they had is no key to what is there"


def test_a_report_under_embargo_is_on_no_list_of_a_reader(made, clients):
    with Store(made.state.lab) as store:
        later = datetime.now(UTC) + timedelta(days=2)
        embargo.embargo(store, "daily-2", later, lab.WRITER)
        try:
            for kind in ("complimentary", "subscribers", "by an admin"):
                assert "/report/daily-2" not in clients[kind].get("/reports").text
                assert clients[kind].get("/report/daily-2/edition").status_code == 404
        finally:
            embargo.embargo(store, "daily-2", datetime(2024, 1, 1, tzinfo=UTC), lab.WRITER)
    assert clients["complimentary"].get("/report/daily-2/edition").status_code == 200


def test_only_an_admin_gives_the_tree_of_subscribers_without_a_reader(made):
    editor = seated(made, "editor", "editor Valen", follow_redirects=False)
    admin = seated(made, "admin", "admin Valen", follow_redirects=False)
    with Store(made.state.lab) as store:
        handle = reader(store, "complimentary")
    answer = editor.fill("/accounts/invite", name="Huda Karim", role="subscriber")
    assert answer.status_code == 403
    assert "name the reader whose account it is" in answer.text
    answer = editor.fill("/accounts/invite", name="Huda Karim", role="analyst", reader=handle)
    assert answer.status_code == 400
    answer = editor.fill("/accounts/invite", name="Huda Karim", role="subscriber", reader="r-none")
    assert answer.status_code == 404
    with Desk(made.state.lab) as desk:
        own = desk_accounts.named(desk, "editor Valen")
        link = joining.invite(desk, "Huda Karim", "subscriber", own, handle)
        joined = joining.join(desk, link.secret, "", "a long password indeed")
        assert joined.reader == handle
    with pytest.raises(Withheld), Desk(made.state.lab) as desk:
        changing.tie(desk, joined, "", own)
    answer = editor.fill(f"/accounts/{joined.id}/reader", reader="")
    assert answer.status_code == 403
    assert admin.fill(f"/accounts/{joined.id}/reader", reader="").status_code == 303
    assert f"{joined.name}" in admin.get("/accounts").text
    with Desk(made.state.lab) as desk:
        assert desk_accounts.account(desk, joined.id).reader == reading.WHOLE
        changing.set_role(desk, joined, "analyst")
        analyst = desk_accounts.account(desk, joined.id)
        assert analyst.reader == ""
        with pytest.raises(BadInput, match="only subscribers belong to a reader"):
            changing.tie(desk, analyst, handle)
        with pytest.raises(Withheld, match="name the reader"):
            changing.set_role(desk, analyst, "subscriber", own)


def test_commands_tie_an_account_to_a_reader(made):
    at = ["account", str(made.state.lab)]
    with Store(made.state.lab) as store:
        handle = reader(store, "subscribers")
    run = CliRunner().invoke
    said = run(cli, [*at, "invite", "Salma Idris", "--role", "subscriber", "--reader", handle])
    with Desk(made.state.lab) as desk:
        secret = said.output.strip().rpartition("/")[2]
        joining.join(desk, secret, "", "a long password indeed")
    assert f"subscriber of {handle}" in run(cli, [*at, "list"]).output
    assert run(cli, [*at, "tie", "Salma Idris", "r-none"]).exit_code == 1
    assert run(cli, [*at, "tie", "Salma Idris"]).exit_code == 0
    assert "subscriber of subscribers" in run(cli, [*at, "list"]).output


def test_who_was_a_subscriber_before_accounts_had_readers_reads_on(tmp_path):
    Store.create(tmp_path / "lab").close()
    old = sqlite3.connect(tmp_path / "lab" / layout.DESK)
    old.executescript(f"{FIRST}; pragma user_version=1")
    for name, role in (("a", "subscriber"), ("b", "editor")):
        old.execute(
            "insert into account values (?, ?, ?, ?, 1, '', null, -1, '2024', 'x', null)",
            (name, name, name, role),
        )
    old.commit()
    old.close()
    with Desk(tmp_path / "lab") as desk:
        found = {each.name: each.reader for each in desk_accounts.everybody(desk)}
    assert found == {"a": reading.WHOLE, "b": ""}
