"""F8, F9, E7: signing in by a browser's forms, from the one-time link to signing out."""

import base64
import re
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from html import unescape

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP
from desk_client import HERE, Seated, seated, session
from fastapi.testclient import TestClient

from marsad.accounts import changing, codes, entering, joining, passwords
from marsad.errors import BadInput, Withheld
from marsad.store import Store, desk_accounts, desk_sessions
from marsad.store.desk import Desk, digest
from marsad.web import app
from marsad.web.door import same_site
from marsad.web.seat import token_of

PASSWORD = "four unrelated civic words"


@pytest.fixture(autouse=True)
def quick(monkeypatch, request):
    """Passwords at a small cost, but where the cost is what is tested."""
    if "argon2id" not in request.node.name and "same_time" not in request.node.name:
        monkeypatch.setattr(passwords, "MEMORY", 1024)
        monkeypatch.setattr(passwords, "ROUNDS", 1)


@pytest.fixture
def made(tmp_path):
    Store.create(tmp_path / "lab").close()
    return app(tmp_path / "lab")


@pytest.fixture
def desk(made):
    with Desk(made.state.lab) as opened:
        yield opened


def browser(made):
    return Visitor(made, base_url=HERE, follow_redirects=False)


class Visitor(TestClient):
    """Somebody who fills in the forms of pages, as a browser does."""

    def form(self, address, **said):
        page = self.get(address).text
        token = re.search(r'name="form_token" value="([^"]+)"', page)[1]
        return self.post(address, data={"form_token": token, **said}, headers={"origin": HERE})

    def session(self):
        return next(iter(self.cookies.values()), "")


def joined(made, desk, role="analyst", name="Noor Valen"):
    """Somebody with a password, in a browser of their own."""
    link = joining.invite(desk, name, role)
    client = browser(made)
    answer = client.form(link.path, password=PASSWORD, again=PASSWORD)
    assert answer.status_code == 303
    return client


def key_of(page):
    typed = unescape(re.search(r'class="secret" dir="ltr">([A-Z2-7]+)<', page)[1])
    return base64.b32decode(typed + "=" * (-len(typed) % 8))


def code(key, step=0):
    at = int(time.time() // 30) + step
    return HOTP(key, 6, SHA1(), enforce_key_length=False).generate(at).decode()


def with_factor(made, desk, role="admin", name="Noor Valen"):
    """Somebody who has set up an app, its secret, and the codes they wrote down."""
    client = joined(made, desk, role, name)
    key = key_of(client.get("/account/factor").text)
    answer = client.form("/account/factor", code=code(key))
    assert answer.status_code == 200
    return client, key, re.findall(r">([A-Z2-7]{4}(?:-[A-Z2-7]{4}){3})<", answer.text)


def test_from_the_printed_link_to_the_desk(made, desk):
    link = joining.first(desk)
    client = browser(made)
    answer = client.form(link.path, name="Noor Valen", password=PASSWORD, again=PASSWORD)
    assert answer.headers["location"] == "/account/factor"
    for address in ("/", "/accounts", "/account", "/status"):
        assert client.get(address).headers["location"] == "/account/factor", "first the factor"
    half = client.session()
    key = key_of(client.get("/account/factor").text)
    assert client.form("/account/factor", code="000000").status_code == 400
    assert "Codes to write down" in client.form("/account/factor", code=code(key)).text
    assert client.session() != half, "another id"
    assert client.get("/").status_code == 200
    (only,) = desk_accounts.everybody(desk)
    assert (only.name, only.role, only.by) == ("Noor Valen", "admin", "terminal")
    assert joining.first(desk) is None, "nobody becomes admin by a second start"


def test_a_link_is_good_once_and_for_a_time_and_an_older_first_one_is_void(made, desk):
    older, link = joining.first(desk), joining.first(desk)
    assert browser(made).get(older.path).status_code == 404
    client = browser(made)
    client.form(link.path, name="Noor Valen", password=PASSWORD, again=PASSWORD)
    assert browser(made).get(link.path).status_code == 404
    late = joining.invite(desk, "Leyla Oram", "analyst")
    desk.run("update link set until = ? where sha256 = ?", time.time() - 1, digest(late.secret))
    assert browser(made).get(late.path).status_code == 404


def test_a_link_that_two_use_at_once_makes_one_account(made, desk):
    link = joining.invite(desk, "Noor Valen", "analyst")

    def use(_number):
        with Desk(made.state.lab) as own:
            try:
                return joining.join(own, link.secret, "", PASSWORD).id
            except Exception as error:  # noqa: BLE001 - looked at below
                return type(error).__name__

    with ThreadPoolExecutor(4) as several:
        told = sorted(several.map(use, range(4)))
    assert told.count("NotFound") == 3
    assert len(desk_accounts.everybody(desk)) == 1


@pytest.mark.parametrize("name", ["", " ", "gpt-4", "engine/1", "Noor\u202eValen", "x" * 500])
def test_an_account_bears_the_name_of_a_person(desk, name):
    with pytest.raises((BadInput, Withheld)):
        joining.invite(desk, name, "analyst")
    with pytest.raises((BadInput, Withheld)):
        joining.join(desk, joining.first(desk).secret, name, PASSWORD)


@pytest.mark.parametrize("password", ["", "short", "Noor Valen Oram", "aaaaaaaaaaaaaaa", "x" * 300])
def test_a_password_that_is_easily_guessed_is_refused(password):
    with pytest.raises(BadInput):
        passwords.kept(password, "noor valen oram")


def test_a_password_is_kept_by_argon2id_and_typed_on_any_keyboard():
    kept = passwords.kept("café و مكتبة عامة")
    assert kept.startswith("$argon2id$v=19$m=65536,t=6,p=2$")
    assert passwords.holds(kept, "cafe\u0301 و مكتبة عامة")
    assert not passwords.holds(kept, "cafe و مكتبة عامة")


def test_what_is_in_the_form_makes_nobody_admin(made, desk):
    """F7: role, state and id of a form are not read."""
    link = joining.invite(desk, "Noor Valen", "analyst")
    more = {"role": "admin", "active": "1", "id": "x", "by": "x", "purpose": "first"}
    browser(made).form(link.path, password=PASSWORD, again=PASSWORD, name="Leyla Oram", **more)
    (only,) = desk_accounts.everybody(desk)
    assert (only.name, only.role) == ("Noor Valen", "analyst")


def test_a_name_a_password_and_a_code_lead_in_and_the_id_changes_twice(made, desk):
    _, key, _ = with_factor(made, desk)
    client = browser(made)
    fixed = session(made.state.lab, "subscriber", "Mallory Kest")
    client.cookies.set(made.state.cookie, fixed, "127.0.0.1", "/")
    token = token_of(fixed)
    said = {"form_token": token, "name": "NOOR valen", "password": PASSWORD, "next": "/status"}
    answer = client.post("/login", data=said, headers={"origin": HERE})
    assert answer.headers["location"] == "/login/second?next=%2Fstatus"
    cookie = answer.headers["set-cookie"]
    assert all(each in cookie for each in ("HttpOnly", "Path=/", "SameSite=strict"))
    half = client.session()
    assert half != fixed
    assert desk_sessions.find(desk, fixed, 1e9, 1e9) is None, "whoever sat there before is out"
    assert client.get("/").headers["location"] == "/login/second"
    answer = client.form("/login/second", code=code(key, 1), next="/status")
    assert answer.headers["location"] == "/status"
    assert client.session() != half
    assert client.get("/").status_code == 200
    other = browser(made)
    other.cookies.set(made.state.cookie, half)
    assert other.get("/").headers["location"] == "/login", "the half session is dead"


def test_a_code_is_good_once_and_within_a_step(made, desk):
    client, key, _ = with_factor(made, desk)
    noor = desk_accounts.named(desk, "Noor Valen")
    lab = made.state.lab
    assert not codes.shown(desk, lab, noor.id, code(key)), "the one that set it up"
    assert codes.shown(desk, lab, noor.id, code(key, 1))
    assert not codes.shown(desk, lab, noor.id, code(key, 1)), "replayed"
    assert not codes.shown(desk, lab, noor.id, code(key)), "one before it"
    at = 1_700_000_000
    right = HOTP(key, 6, SHA1(), enforce_key_length=False)
    now = at // 30
    steps = [codes.step_of(key, right.generate(now + off).decode(), at) for off in range(-2, 3)]
    assert steps == [None, now - 1, now, now + 1, None]
    for wrong in ("", "12345", "1234567", "١٢٣٤٥٦", "abcdef", "\ud800"):
        assert codes.step_of(key, wrong, at) is None
    assert client.get("/").status_code == 200


def test_rfc_6238_says_the_same():
    key = b"12345678901234567890"
    for at, said in ((59, "287082"), (1111111109, "081804"), (20000000000, "353130")):
        assert codes.step_of(key, said, at) == at // 30


def test_a_written_down_code_lets_in_once(made, desk):
    _, _, written = with_factor(made, desk)
    assert len(written) == len(set(written)) == 10
    for at, expected in ((0, 303), (0, 403), (1, 303)):
        client = browser(made)
        client.form("/login", name="Noor Valen", password=PASSWORD)
        assert client.form("/login/second", code=written[at].lower()).status_code == expected


def test_a_stranger_and_a_wrong_password_are_told_the_same_in_the_same_time(made, desk):
    joined(made, desk)
    changing.set_active(desk, joined_account(desk, made, "Closed Person"), False)
    told, took = [], []
    for name in ("Noor Valen", "Nobody Known", "Closed Person"):
        began = time.process_time()
        answer = browser(made).form("/login", name=name, password="not the right words")
        took.append(time.process_time() - began)
        told.append((answer.status_code, re.sub('value="[^"]*"', "", answer.text)))
    assert told[0] == told[1] == told[2]
    assert told[0][0] == 403
    assert entering.REFUSED in told[0][1]
    assert min(took) > max(took) / 4, took


def joined_account(desk, made, name):
    joined(made, desk, name=name)
    return desk_accounts.named(desk, name)


def test_five_wrong_ones_are_slowed_down_and_a_right_one_waits_too(made, desk, monkeypatch):
    joined(made, desk)
    client = browser(made)
    statuses = [
        client.form("/login", name="noor VALEN", password=f"wrong words {number}").status_code
        for number in range(6)
    ]
    assert statuses == [403] * 5 + [429]
    answer = client.form("/login", name="Noor Valen", password=PASSWORD)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["retry-after"]) <= 31
    later = time.time() + 40
    monkeypatch.setattr(entering.time, "time", lambda: later)
    assert client.form("/login", name="Noor Valen", password=PASSWORD).status_code == 303


def test_signing_in_between_does_not_wipe_out_what_was_tried_on_others(made, desk):
    joined(made, desk)
    client = browser(made)
    for number in range(entering.WRONG_THERE):
        client.form("/login", name=f"Somebody {number}", password="wrong words here")
        if number < entering.WRONG_THERE - 1:
            own = client.form("/login", name="Noor Valen", password=PASSWORD)
            assert own.status_code == 303, number
            client.cookies.clear()
    answer = client.form("/login", name="Noor Valen", password=PASSWORD)
    assert answer.status_code == 429


def test_many_who_sign_in_from_one_address_are_not_slowed_down(made, desk):
    joined(made, desk)
    client = browser(made)
    for _ in range(entering.WRONG_THERE + 3):
        assert client.form("/login", name="Noor Valen", password=PASSWORD).status_code == 303
        client.cookies.clear()


def test_a_name_that_is_not_there_is_slowed_down_as_well(made):
    client = browser(made)
    statuses = [
        client.form("/login", name="Nobody", password="wrong words here").status_code
        for _ in range(6)
    ]
    assert statuses == [403] * 5 + [429]


def test_wrong_codes_are_slowed_down_and_parallel_guesses_count_each_other(made, desk):
    with_factor(made, desk)
    noor = desk_accounts.named(desk, "Noor Valen")

    def guess(number):
        with Desk(made.state.lab) as own:
            try:
                entering.show_code(own, made.state.lab, noor, f"{number:06}")
            except Withheld as error:
                return type(error).__name__
        return "in"

    with ThreadPoolExecutor(8) as several:
        told = list(several.map(guess, range(24)))
    assert told.count("Withheld") <= entering.WRONG
    assert told.count("TooMany") >= 24 - entering.WRONG


def test_whoever_was_signed_out_is_out(made, desk):
    """F8: by signing out, closing, another role, another password, a reset; at once."""
    noor = joined_account(desk, made, "Noor Valen")

    def out(act, role="analyst"):
        client = seated(made, role, "Noor Valen", follow_redirects=False)
        assert client.get("/account").status_code == 200
        act(client)
        assert client.get("/account").headers["location"].startswith("/login")
        copy = Seated(made, base_url=HERE, follow_redirects=False)
        copy.cookies.set(made.state.cookie, next(iter(client.cookies.values()), ""))
        assert copy.get("/account").status_code == 303

    def leave(client):
        id = client.cookies[made.state.cookie]
        assert client.fill("/logout").status_code == 303
        client.cookies.set(made.state.cookie, id)

    out(leave)
    out(lambda _: changing.set_active(desk, noor, False))
    changing.set_active(desk, noor, True)
    out(lambda _: changing.set_role(desk, noor, "translator"))
    out(lambda _: changing.set_password(desk, noor, "another four civic words"), "translator")
    out(lambda _: joining.reset(desk, noor), "translator")


def test_a_new_password_keeps_this_browser_and_ends_the_others(made, desk):
    client = joined(made, desk)
    other = seated(made, "analyst", "Noor Valen", follow_redirects=False)
    token = token_of(client.session())
    said = {"form_token": token, "old": PASSWORD, "password": "new unrelated words here"}
    wrong = client.post("/account/password", data={**said, "again": "x"}, headers={"origin": HERE})
    assert wrong.status_code == 400
    said["again"] = said["password"]
    bad = client.post("/account/password", data={**said, "old": "no"}, headers={"origin": HERE})
    assert bad.status_code == 403
    answer = client.post("/account/password", data=said, headers={"origin": HERE})
    assert answer.status_code == 303
    assert client.get("/account").status_code == 200
    assert other.get("/account").status_code == 303


def test_a_session_left_alone_or_too_old_has_ended(made, desk):
    for column, ago in (("seen", 121 * 60), ("begun", 12 * 3600 + 60)):
        id = session(made.state.lab, "analyst")
        client = browser(made)
        client.cookies.set(made.state.cookie, id)
        assert client.get("/account").status_code == 200
        order = f"update session set {column} = ? where sha256 = ?"
        desk.run(order, time.time() - ago, digest(id))
        assert client.get("/account").status_code == 303


@pytest.mark.parametrize("id", ["", "x", "../../etc", "' or 1=1 --", "a" * 5000, "\u00e9"])
def test_an_id_that_nobody_was_given_opens_nothing(made, id):
    client = browser(made)
    answer = client.get("/account", headers={"cookie": f"{made.state.cookie}={id}".encode()})
    assert answer.headers["location"].startswith("/login")


def test_the_digest_of_an_id_is_no_id(made):
    id = session(made.state.lab, "analyst")
    client = browser(made)
    client.cookies.set(made.state.cookie, digest(id))
    assert client.get("/account").status_code == 303


def test_two_who_show_the_same_half_session_are_not_both_seated(made, desk):
    session(made.state.lab, "analyst", stage="second")
    (half,) = [desk_sessions.Session(**row) for row in desk.rows("select * from session")]

    def turn(_number):
        with Desk(made.state.lab) as own:
            return desk_sessions.rotate(own, half, "full")

    with ThreadPoolExecutor(4) as several:
        assert sum(each is not None for each in several.map(turn, range(4))) == 1


@pytest.mark.parametrize(
    "address",
    [
        "//e.example", "///e.example", "/\\e.example", "\\\\e.example", "/%5Ce.example", "https:e",
        "https://e.example", "javascript:alert(1)", "e.example", "", "/\te", "/\ne", " /x",
        "/\u202ee", "data:text/html,x",
    ],
)  # fmt: skip
def test_nobody_is_led_away_after_signing_in(made, desk, address):
    """E7."""
    assert same_site(address) == "/"
    joined(made, desk)
    answer = browser(made).form("/login", name="Noor Valen", password=PASSWORD, next=address)
    assert answer.headers["location"] == "/"


@pytest.mark.parametrize("address", ["/", "/status", "/?q=%D9%86&day=2024-05-14", "/post/a%2Fb"])
def test_a_page_of_the_desk_is_where_one_goes_on(address):
    assert same_site(address) == address


def test_whoever_is_not_in_is_asked_to_sign_in_and_comes_back(made):
    answer = browser(made).get("/?q=نهر&order=oldest")
    assert answer.headers["location"].startswith("/login?next=%2F%3Fq%3D")


def test_a_damaged_file_of_accounts_is_told_in_one_sentence(made):
    (made.state.lab / "desk.db-wal").unlink(missing_ok=True)
    (made.state.lab / "desk.db").write_bytes(b"not a database" * 100)
    answer = TestClient(made, base_url=HERE, cookies={made.state.cookie: "x"}).get("/login")
    assert answer.status_code == 400
    assert "desk.db cannot be read" in answer.text


def test_a_newer_file_is_left_alone(made):
    with sqlite3.connect(made.state.lab / "desk.db") as raw:
        raw.execute("pragma user_version=99")
    with pytest.raises(BadInput, match="newer Marsad"):
        Desk(made.state.lab)
