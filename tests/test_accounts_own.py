"""What people do to their own account, where an error leads, and links that come from elsewhere."""

import re
import sqlite3

import pytest
from desk_client import HERE, Seated, seated

from marsad.store import Store, desk_accounts, desk_audit, desk_factors
from marsad.store.desk import FIRST, TIED, Desk
from marsad.web import app

ONE, TWO = b"a key of a phone", b"a key of a stick"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("own") / "lab"
    Store.create(folder).close()
    return app(folder)


@pytest.fixture
def desk(made):
    with Desk(made.state.lab) as opened:
        for table in ("account", "session", "passkey", "recovery", "deed"):
            opened.run(f"delete from {table}")
        yield opened


def with_keys(made, desk, role, *ids):
    client = seated(made, role, "Noor Valen", follow_redirects=False)
    noor = desk_accounts.named(desk, "Noor Valen")
    for id in ids:
        desk_factors.add_passkey(desk, noor.id, id, b"public", 0, id.decode()[9:])
    return client, noor


def test_a_passkey_is_listed_with_its_days_and_one_is_removed(made, desk):
    client, noor = with_keys(made, desk, "editor", ONE, TWO)
    assert desk_factors.count_passkey(desk, TWO, 1)
    page = client.get("/account").text
    assert page.count("added on") == 2
    assert page.count("used last on") == page.count("never used") == 1
    other = seated(made, "editor", "Noor Valen", follow_redirects=False)
    assert client.fill(f"/account/passkey/{ONE.hex()}/drop").status_code == 303
    assert [each.id for each in desk_factors.passkeys(desk, noor.id)] == [TWO]
    assert client.get("/account").status_code == 200
    assert other.get("/account").status_code == 303, "whoever had the device may sit there"
    (line,) = [each for each in desk_audit.deeds(desk) if each.act == "passkey removed"]
    assert (line.by, line.about) == ("Noor Valen", "a phone")


@pytest.mark.parametrize("role", ["admin", "editor"])
def test_the_last_second_factor_of_who_needs_one_stays(made, desk, role):
    client, noor = with_keys(made, desk, role, ONE)
    answer = client.fill(f"/account/passkey/{ONE.hex()}/drop")
    assert answer.status_code == 403
    assert "add another one first" in answer.text
    desk.run("update account set totp = ?", b"sealed")
    assert client.fill(f"/account/passkey/{ONE.hex()}/drop").status_code == 303
    assert desk_factors.passkeys(desk, noor.id) == []


def test_an_analyst_may_do_without_and_the_codes_go_with_the_factor(made, desk):
    client, noor = with_keys(made, desk, "analyst", ONE)
    desk_factors.set_recovery(desk, noor.id, ["ABCD"])
    assert client.fill(f"/account/passkey/{ONE.hex()}/drop").status_code == 303
    assert desk_factors.recovery_left(desk, noor.id) == 0
    assert not desk_accounts.account(desk, noor.id).second


def test_nobody_removes_the_passkey_of_another_and_not_without_the_password(made, desk):
    _, noor = with_keys(made, desk, "analyst", ONE)
    other = seated(made, "admin", "Leyla Oram", follow_redirects=False)
    for id in (ONE.hex(), "00", "none"):
        assert other.fill(f"/account/passkey/{id}/drop").status_code == 404
    desk.run("update session set proved = 0")
    own = seated(made, "analyst", "Noor Valen", follow_redirects=False)
    desk.run("update session set proved = 0")
    assert own.fill(f"/account/passkey/{ONE.hex()}/drop").status_code == 401
    assert len(desk_factors.passkeys(desk, noor.id)) == 1


def test_a_desk_of_an_earlier_marsad_learns_when_passkeys_are_used(tmp_path):
    Store.create(tmp_path / "lab").close()
    with sqlite3.connect(tmp_path / "lab" / "desk.db") as old:
        old.executescript(f"{FIRST}{TIED}")
        old.execute("insert into passkey values (?, 'x', ?, 0, 'phone', '2026-01-01')", (ONE, b"k"))
        old.execute("pragma user_version=2")
    old.close()
    with Desk(tmp_path / "lab") as desk:
        (key,) = desk_factors.passkeys(desk, "x")
        assert (key.label, key.used) == ("phone", "")


@pytest.mark.parametrize(
    ("role", "stage", "there"),
    [
        ("analyst", "full", "/"), ("subscriber", "full", "/reports"),
        ("editor", "second", "/login/second"), ("editor", "enrol", "/account/factor"),
        ("", "", "/login"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("desk")
def test_an_error_leads_where_one_may_go(made, role, stage, there):
    client = seated(made, role, "Noor Valen", stage) if role else Seated(made, base_url=HERE)
    page = client.get("/nowhere").text
    main = page.partition("<main")[2].partition("</main>")[0]
    assert re.findall(r'href="([^"]+)"', main) == [there]
    assert client.get(there).status_code == 200


def test_a_link_of_another_site_is_followed_once_more_from_here(made):
    """Browsers keep the cookie from the first request; strangers see the same page."""
    client = Seated(made, base_url=HERE)
    led = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    page = client.get("/read/a%20b/", headers=led)
    assert page.status_code == 200
    assert 'content="0;url=/read/a%20b/"' in page.text
    within = {**led, "sec-fetch-site": "same-origin"}
    assert "refresh" not in client.get("/read/a/", headers=within).text
    assert "refresh" not in client.get("/read/a/").text
    picture = {**led, "sec-fetch-mode": "no-cors"}
    assert "refresh" not in client.get("/read/a.png", headers=picture).text
