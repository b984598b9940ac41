"""F3, F5, F7, F11: accounts, tokens and the audit at the desk; and that nothing secret leaks."""

import json
import re
import subprocess
import sys
import time
from datetime import UTC, datetime

import httpx
import pytest
import report_lab as lab
from desk_client import HERE, Seated, seated, session
from typer.testing import CliRunner

from marsad import pipeline, preserve
from marsad.accounts import codes, entering, joining, passwords, tokens
from marsad.cli.app import app as command
from marsad.errors import BadInput
from marsad.model import Claim, sign
from marsad.store import Store, backup, desk_accounts, desk_audit, desk_factors, keys
from marsad.store.desk import Desk, digest
from marsad.web import app

NOW = datetime(2024, 5, 16, tzinfo=UTC)
MARSAD = [sys.executable, "-c", "from marsad.cli import main; main()"]
SECRET = "planted words of a password"


@pytest.fixture
def store(tmp_path):
    with lab.fill(tmp_path / "lab") as made:
        yield made


@pytest.fixture
def made(store):
    return app(store.lab)


@pytest.fixture
def desk(store):
    with Desk(store.lab) as opened:
        yield opened


def sit(made, role, name):
    return seated(made, role, name, follow_redirects=False)


@pytest.mark.parametrize("act", ["role", "disable", "enable", "reset"])
@pytest.mark.parametrize("target", ["admin", "editor"])
def test_an_editor_acts_on_nobody_beside_or_above_and_it_is_written_down(made, desk, act, target):
    """F5, also on themselves: an editor makes no admin, and lowers none."""
    editor = sit(made, "editor", "Leyla Oram")
    session(made.state.lab, target, "Noor Valen")
    other = desk_accounts.named(desk, "Noor Valen")
    before = desk_accounts.everybody(desk)
    answer = editor.fill(f"/accounts/{other.id}/{act}", role="analyst")
    assert answer.status_code == 403
    assert desk_accounts.everybody(desk) == before
    (line,) = [each for each in desk_audit.deeds(desk) if each.act == "refused"]
    assert (line.by, line.about) == ("Leyla Oram", "to change Noor Valen")


@pytest.mark.parametrize("role", ["admin", "editor"])
def test_an_editor_gives_no_role_of_their_own_rank(made, desk, role):
    editor = sit(made, "editor", "Leyla Oram")
    session(made.state.lab, "analyst", "Omar Nasser")
    lower = desk_accounts.named(desk, "Omar Nasser")
    assert editor.fill(f"/accounts/{lower.id}/role", role=role).status_code == 403
    assert editor.fill("/accounts/invite", name="Tamar Iseri", role=role).status_code == 403
    assert desk_accounts.named(desk, "Omar Nasser").role == "analyst"
    assert desk.rows("select * from link") == []
    assert editor.fill(f"/accounts/{lower.id}/role", role="translator").status_code == 303
    assert desk_accounts.named(desk, "Omar Nasser").role == "translator"


def test_the_last_admin_stays(made, desk):
    admin = sit(made, "admin", "Noor Valen")
    own = desk_accounts.named(desk, "Noor Valen")
    for act in ("disable", "role"):
        answer = admin.fill(f"/accounts/{own.id}/{act}", role="analyst")
        assert answer.status_code == 403
        assert "is the last admin" in answer.text
    session(made.state.lab, "admin", "Leyla Oram")
    assert admin.fill(f"/accounts/{own.id}/role", role="analyst").status_code == 303
    assert admin.get("/accounts").headers["location"].startswith("/login"), "out at once"


@pytest.mark.parametrize("act", ["role", "disable", "reset"])
def test_an_id_of_another_kind_changes_nothing(made, desk, act):
    """F3: a session's, a link's or a token's id is no account's."""
    admin = sit(made, "admin", "Noor Valen")
    link = joining.invite(desk, "Omar Nasser", "analyst")
    own = desk_accounts.named(desk, "Noor Valen")
    tokens.make(desk, own, "reader", "read", 3)
    token = desk.one("select id from token")["id"]
    before = desk.rows("select * from account")
    seat = desk.one("select * from session")["sha256"]
    for id in (digest(link.secret), token, seat, "none", "%27"):
        assert admin.fill(f"/accounts/{id}/{act}", role="analyst").status_code == 404
    assert desk.rows("select * from account") == before


def test_a_file_of_another_post_is_not_sent_under_this_one(store, made):
    """F3: the child has to be the parent's."""
    analyst = sit(made, "analyst", "Omar Nasser")
    digest_of = lab.sha256_of(store)
    assert analyst.get(f"/post/post-ar/original/{digest_of}").status_code == 303
    for kind in ("original", "picture", "similar"):
        assert analyst.get(f"/post/post-fa/{kind}/{digest_of}").status_code == 404


def test_accounts_are_changed_only_shortly_after_the_password_was_given(made, desk, monkeypatch):
    monkeypatch.setattr(passwords, "MEMORY", 1024)
    admin = sit(made, "admin", "Noor Valen")
    own = desk_accounts.named(desk, "Noor Valen")
    desk_accounts.set_password(desk, own.id, passwords.kept(SECRET))
    desk.run("update session set proved = ?", time.time() - 16 * 60)
    answer = admin.fill("/accounts/invite", name="Omar Nasser", role="analyst")
    assert answer.status_code == 401
    assert "/confirm" in answer.text
    assert desk.rows("select * from link") == []
    assert admin.get("/account/factor").headers["location"].startswith("/confirm?next=")
    assert admin.get("/accounts").status_code == 200, "to look needs nothing"
    assert admin.fill("/confirm", password="wrong words here").status_code == 403
    old = admin.cookies[made.state.cookie]
    answer = admin.fill("/confirm", password=SECRET, next="/accounts")
    assert answer.headers["location"] == "/accounts"
    new = re.search(r"=([^;]+);", answer.headers["set-cookie"])[1]
    assert new != old
    assert desk.one("select proved from session")["proved"] > time.time() - 60


def test_an_invitation_is_shown_once_and_makes_that_account_only(made, desk):
    admin = sit(made, "admin", "Noor Valen")
    page = admin.fill("/accounts/invite", name="عمر ناصر", role="translator").text
    link = re.search(rf"{HERE}(/join/[\w-]+)", page)[1]
    assert link not in admin.get("/accounts").text
    assert desk.rows("select * from link where sha256 like ?", link.rpartition("/")[2]) == []
    account = joining.join(desk, link.rpartition("/")[2], "Somebody Else", SECRET)
    assert (account.name, account.role, account.by) == ("عمر ناصر", "translator", "Noor Valen")


def test_reads_of_restricted_material_are_written_down_and_ordinary_ones_are_not(store, made, desk):
    analyst = sit(made, "analyst", "Omar Nasser")
    digest_of = lab.sha256_of(store)
    for address in (
        "/?place=telegram:1",
        "/post/post-ar",
        f"/post/post-ar?show={digest_of}",
        "/translation/tr-ar",
    ):
        assert analyst.get(address).status_code == 200
    assert desk_audit.readings(desk) == []
    store.add(sign(Claim("post-ar", "graphic", "a fall", media=digest_of), lab.WRITER, NOW))
    for address in (
        f"/post/post-ar/original/{digest_of}", f"/post/post-ar/picture/{digest_of}",
        "/post/post-private", "/search/file/csv?q=*",
    ):  # fmt: skip
        analyst.get(address)
    found = desk_audit.readings(desk)
    assert [each.act for each in found] == ["export", "private place", "graphic", "original"]
    assert {(each.by, each.role) for each in found} == {("Omar Nasser", "analyst")}
    assert found[1].about == "/post/post-private"
    analyst.get("/")
    newest = desk_audit.readings(desk)[0]
    assert (newest.act, newest.about) == ("private place", "/?post=post-private")


def test_an_admin_reads_the_audit_by_name_and_day_and_takes_it_along(store, made, desk):
    admin = sit(made, "admin", "Noor Valen")
    desk_audit.read(desk, "=cmd()", "analyst", "original", "/post/<b>")
    desk_audit.read(desk, "Omar Nasser", "analyst", "original", "/post/x")
    page = admin.get("/audit").text
    assert "/post/&lt;b&gt;" in page
    assert "/post/x" not in admin.get("/audit?by==cmd()").text
    assert "/post/x" not in admin.get("/audit?since=2999-01-01").text
    table = admin.get("/audit/file/csv").text
    assert "'=cmd()" in table
    lines = admin.get("/audit/file/jsonl?by=Omar Nasser").text.splitlines()
    assert [json.loads(each)["about"] for each in lines] == ["/post/x"]
    written = admin.get("/audit/file/jsonl?what=lab").text.splitlines()
    assert len(written) == len((store.lab / "custody.log").read_text().splitlines())
    assert admin.get("/audit?what=none").status_code == 404
    assert admin.get("/audit?since=yesterday").status_code == 400
    assert admin.get("/audit/file/exe").status_code == 404


def program(made, secret, host="testclient"):
    client = Seated(made, base_url=HERE, follow_redirects=False, client=(host, 5000))
    client.headers["authorization"] = f"Bearer {secret}"
    return client


@pytest.fixture
def noor(made, desk):
    session(made.state.lab, "admin", "Noor Valen")
    return desk_accounts.named(desk, "Noor Valen")


def test_a_token_reads_as_its_account_and_makes_nothing(made, desk, noor):
    """F11: not even an admin's may mint another, see accounts, or sign anybody in."""
    for scope in tokens.SCOPES:
        client = program(made, tokens.make(desk, noor, "reader", scope, 3))
        assert client.get("/search/file/jsonl?q=*").status_code == 200
        for path in ("/account", "/accounts", "/audit", "/account/factor", "/confirm", "/login"):
            assert client.get(path).status_code == 403, path
        for path in ("/account/tokens", "/accounts/invite", "/account/password", "/login"):
            assert client.post(path, data={"label": "x", "scope": "write"}).status_code == 403, path
    assert len(desk.rows("select * from token")) == 2


def test_a_token_to_read_writes_nothing_and_one_to_write_signs_as_its_account(
    store, made, desk, noor
):
    form = {"target": "Both banks are one."}
    read, write = (tokens.make(desk, noor, scope, scope, 3) for scope in tokens.SCOPES)
    assert program(made, read).post("/translation/tr-ur/review", data=form).status_code == 403
    assert store.translations(post="post-ur")[0].reviewer == ""
    assert program(made, write).post("/translation/tr-ur/review", data=form).status_code == 303
    assert store.translations(post="post-ur")[0].reviewer == "person:Noor Valen"


def test_a_token_that_ended_was_voided_or_comes_from_elsewhere_opens_nothing(made, desk, noor):
    secret = tokens.make(desk, noor, "bound", "read", 3, "192.0.2.7")
    assert program(made, secret, "192.0.2.7").get("/").status_code == 200
    assert program(made, secret, "192.0.2.8").get("/").status_code == 401
    desk.run("update token set until = ?", time.time() - 1)
    assert program(made, secret, "192.0.2.7").get("/").status_code == 401
    own = sit(made, "admin", "Noor Valen")
    page = own.fill("/account/tokens", label="reader", scope="read", days="5").text
    shown = re.search(r'class="secret" dir="ltr">([\w-]+)<', page)[1]
    assert program(made, shown).get("/").status_code == 200
    assert shown not in own.get("/account").text
    id = desk.one("select id from token where label = 'reader'")["id"]
    other = sit(made, "analyst", "Omar Nasser")
    assert other.fill(f"/account/tokens/{id}/drop").status_code == 404, "not theirs to void"
    assert own.fill(f"/account/tokens/{id}/drop").status_code == 303
    assert program(made, shown).get("/").status_code == 401
    for wrong in ("", "x", digest(shown), shown.upper()):
        assert program(made, wrong).get("/").status_code == 401


def test_a_token_ends_with_its_account_and_a_bad_one_is_not_mended_by_a_cookie(made, desk, noor):
    secret = tokens.make(desk, noor, "reader", "read", 3)
    client = sit(made, "admin", "Noor Valen")
    client.headers["authorization"] = "Bearer wrong"
    assert client.get("/").status_code == 401
    desk_accounts.set_active(desk, noor.id, False)
    assert program(made, secret).get("/").status_code == 401


@pytest.mark.parametrize(
    ("label", "scope", "days", "address"),
    [("", "read", 3, ""), ("x", "admin", 3, ""), ("x", "read", 0, ""), ("x", "read", 366, ""),
     ("x", "read", 3, "here"), ("x" * 81, "read", 3, "")],
)  # fmt: skip
def test_a_token_without_a_bound_is_not_made(desk, noor, label, scope, days, address):
    with pytest.raises(BadInput):
        tokens.make(desk, noor, label, scope, days, address)


def test_nothing_secret_is_in_a_copy_of_the_lab_nor_plain_in_the_desks_file(
    export, tmp_path, monkeypatch, caplog
):
    """F11: secrets are planted, then every byte of every copy is looked through."""
    monkeypatch.setattr(passwords, "MEMORY", 1024)
    store, kept = Store.create(tmp_path / "own"), passwords.kept(SECRET)
    pipeline.collect(store, [str(export)])
    desk = Desk(store.lab)
    noor = desk_accounts.add(desk, "Noor Valen", "admin", kept, "test")
    key = codes.secret()
    sealed = codes.seal(store.lab, noor.id, key)
    desk_factors.set_totp(desk, noor.id, sealed, 0)
    written = codes.recovery(desk, noor.id)
    planted = [
        SECRET, session(store.lab, "admin", "Noor Valen"), codes.typed(key), *written,
        *(each.replace("-", "") for each in written),
        tokens.make(desk, noor, "reader", "read", 3),
        joining.invite(desk, "Omar Nasser", "analyst").secret,
    ]  # fmt: skip
    secret = [each.encode() for each in planted] + [key, keys.desk_key(store.lab)]
    of_desk = [kept.encode(), sealed, *(digest(each).encode() for each in planted)]
    backup.backup(store, tmp_path / "backup", tmp_path / "apart")
    preserve.bundle(store, preserve.choose(store, "all"), tmp_path / "bundle")
    for what in ("posts", "findings", "translations", "reports", "captures", "sources"):
        done = subprocess.run(
            [*MARSAD, "export", str(store.lab), what], capture_output=True, check=True
        )
        (tmp_path / f"{what}.out").write_bytes(done.stdout + done.stderr)
    folders = [tmp_path / name for name in ("backup", "apart", "bundle")]
    copies = [each for folder in folders for each in folder.rglob("*") if each.is_file()]
    copies += tmp_path.glob("*.out")
    assert len(copies) > 20
    for path in copies:
        held = path.read_bytes()
        assert [each for each in secret + of_desk if each in held] == [], path
        assert path.name not in ("desk.db", "desk.key")
    for path in store.lab.glob("desk.db*"):
        held = path.read_bytes()
        assert [each for each in secret if each in held] == [], path
        assert path.stat().st_mode & 0o077 == 0
    assert (store.lab / "keys" / "desk.key").stat().st_mode & 0o077 == 0
    assert SECRET not in caplog.text


def test_another_key_says_what_to_do(store, desk, noor):
    sealed = codes.seal(store.lab, noor.id, codes.secret())
    (store.lab / "keys" / "desk.key").unlink()
    with pytest.raises(BadInput, match="marsad account LAB reset"):
        codes.unseal(store.lab, noor.id, sealed)
    desk_factors.set_totp(desk, noor.id, sealed, 0)
    with pytest.raises(BadInput):
        entering.show_code(desk, store.lab, noor, "123456")


def run(*words):
    done = CliRunner().invoke(command, ["account", *words])
    return done.exit_code, done.output


def test_commands_invite_list_change_and_reset(store, desk):
    at = str(store.lab)
    code, link = run(at, "invite", "Noor Valen", "--role", "admin", "--json")
    assert (code, json.loads(link)["role"]) == (0, "admin")
    joining.join(desk, json.loads(link)["link"].rpartition("/")[2], "", SECRET)
    assert run(at, "invite", "noor valen")[0] == 1, "one name, one account"
    assert run(at, "invite", "gpt-4")[0] == 1
    assert run(at, "invite", "Omar Nasser", "--role", "king")[0] == 1
    (listed,) = [json.loads(line) for line in run(at, "list", "--json")[1].splitlines()]
    assert (listed["name"], listed["role"], listed["active"]) == ("Noor Valen", "admin", True)
    assert not {"password", "totp"} & set(listed)
    assert "last admin" in run(at, "disable", "Noor Valen")[1]
    link = run(at, "invite", "Omar Nasser", "--role", "admin")[1].strip()
    joining.join(desk, link.rpartition("/")[2], "", SECRET)
    assert run(at, "role", "noor valen", "analyst")[0] == 0
    assert run(at, "disable", "Noor Valen")[0] == 0
    assert "closed" in run(at, "list")[1]
    assert run(at, "enable", "Noor Valen")[0] == 0
    reset = run(at, "reset", "Noor Valen")[1].strip()
    assert desk_accounts.password(desk, desk_accounts.named(desk, "Noor Valen").id) == ""
    assert joining.look(desk, reset.rpartition("/")[2]).purpose == "reset"
    assert run(at, "reset", "Nobody")[0] == 1
    assert run(str(store.lab / "none"), "list")[0] == 1
    assert not (store.lab / "none").exists()


def test_the_first_start_prints_a_link_that_works_and_the_second_none(tmp_path):
    Store.create(tmp_path / "lab").close()

    def started(port):
        said = ["desk", str(tmp_path / "lab"), "--port", str(port), "--no-browser"]
        return subprocess.Popen([*MARSAD, *said], stderr=subprocess.PIPE, text=True)

    desk = started(18_231)
    try:
        assert "18231" in desk.stderr.readline()
        link = re.search(r"http://127\.0\.0\.1:18231/join/[\w-]+", desk.stderr.readline())[0]
        until = time.monotonic() + 60
        while True:
            try:
                page = httpx.get(link, timeout=5)
                break
            except httpx.TransportError:
                assert time.monotonic() < until
                time.sleep(0.2)
        assert "The first account of this desk" in page.text
    finally:
        desk.terminate()
        desk.wait(30)
    with Desk(tmp_path / "lab") as held:
        joining.join(held, link.rpartition("/")[2], "Noor Valen", SECRET)
        assert joining.first(held) is None
