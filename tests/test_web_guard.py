"""Who may ask the desk, and what a browser may do with its answers."""

import pytest
import report_lab as lab
from desk_client import seated, session

from marsad.errors import (
    BadInput,
    EvidenceAltered,
    LabBusy,
    MarsadError,
    NotFound,
    NotReady,
    StorageFailed,
    Withheld,
)
from marsad.store.desk import Desk
from marsad.web import app
from marsad.web.faults import status_of
from marsad.web.guard import HEADERS, KEYED
from marsad.web.policy import POLICY
from marsad.web.routes import PAGES
from marsad.web.seat import token_of

HERE = "http://127.0.0.1:8200"
SIGNED = {row.path for row in POLICY if row.signed}
"""Where a token in the address is the authority: no form of the desk is asked for."""
CHANGES = [page.path for page in PAGES if page.method == "POST" and page.path not in SIGNED]


def filled_lab(folder):
    with lab.fill(folder / "lab") as store:
        store.add(lab.report(store), by=lab.WRITER)
        yield app(store.lab)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A desk of a lab that no test changes: what they send is refused."""
    yield from filled_lab(tmp_path_factory.mktemp("guard"))


@pytest.fixture
def fresh(tmp_path):
    """A desk of a lab that a test may change."""
    yield from filled_lab(tmp_path)


@pytest.fixture(scope="module")
def desk(made):
    return seated(made, "admin")


@pytest.fixture(scope="module")
def half(made):
    """Somebody who still has to show a second factor."""
    return seated(made, "admin", stage="second")


@pytest.fixture(scope="module")
def before(made):
    """Every entry of the log, and who has an account: what a change would change."""
    return state(made)


def state(made):
    with lab.Store(made.state.lab) as store, Desk(made.state.lab) as accounts:
        tables = ("account", "passkey", "recovery", "token", "link")
        return store.root(), [accounts.rows(f"select * from {name}") for name in tables]


def filled(path):
    return path.replace("{id:path}", "tr-ur").replace("{handle:path}", "daily-7")


@pytest.mark.parametrize("path", [page.path for page in PAGES])
def test_every_route_answers_with_the_headers_that_keep_a_browser_in(desk, path):
    for method in ("GET", "POST", "DELETE"):
        answer = desk.request(method, filled(path).replace("{", "").replace("}", ""))
        assert "default-src 'none'" in answer.headers["content-security-policy"], (method, path)
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"


def test_the_policy_lets_pages_load_from_the_desk_alone():
    """Changing this line is a decision: it is what keeps hostile posts from running anything."""
    assert HEADERS["content-security-policy"] == (
        "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; media-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    assert f"{HEADERS['content-security-policy']}; script-src 'self'" == KEYED


@pytest.mark.parametrize("path", ["/", "/nope", "/static/desk.css", "/openapi.json", "/docs"])
def test_errors_and_files_carry_the_headers_too(desk, path):
    policy = HEADERS["content-security-policy"] if path.startswith("/static") else KEYED
    assert desk.get(path).headers["content-security-policy"] == policy


def test_the_pages_of_the_framework_are_off(desk):
    assert [desk.get(path).status_code for path in ("/docs", "/redoc", "/openapi.json")] == [
        404
    ] * 3


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example", "localhost.", "127.0.0.1@evil.example", "", "[::2]"],
)
def test_another_host_name_is_turned_away(desk, host):
    answer = desk.get("/", headers={"host": host})
    assert answer.status_code == 400
    assert "Posts" not in answer.text
    assert "content-security-policy" in answer.headers


@pytest.mark.parametrize("host", ["127.0.0.1:8200", "localhost", "localhost:1", "[::1]:8200"])
def test_this_machine_is_answered_under_its_own_names(desk, host):
    assert desk.get("/", headers={"host": host}).status_code == 200


def test_one_address_alone_takes_a_change_without_our_form():
    """Another one is a decision: whoever knows such an address can do what stands behind it."""
    assert {"/unsubscribe/{token}"} == SIGNED


@pytest.mark.parametrize("path", CHANGES)
@pytest.mark.parametrize(
    ("token", "headers"),
    [
        ("", {"origin": HERE}),
        ("guess", {"origin": HERE}),
        ("كلمة", {"origin": HERE}),
        (None, {"origin": "http://evil.example"}),
        (None, {"origin": "http://127.0.0.1:9999"}),
        (None, {"origin": "null"}),
        (None, {"origin": "null", "sec-fetch-site": "cross-site"}),
        (None, {}),
    ],
)
def test_a_change_needs_our_own_form_and_our_own_page(
    made, desk, half, before, path, token, headers
):
    sender = half if path.startswith("/login/") else desk
    said = {"form_token": sender.token if token is None else token}
    answer = sender.post(filled(path), data={**said, "target": "x"}, headers=headers)
    assert answer.status_code == 403
    assert state(made) == before


@pytest.mark.parametrize("headers", [{"origin": HERE}, {"sec-fetch-site": "same-origin"}])
def test_a_change_from_our_own_form_is_let_through(fresh, headers):
    desk = seated(fresh, "admin")
    said = {"form_token": desk.token}
    answer = desk.post(
        "/translation/tr-ur/approve", data=said, headers=headers, follow_redirects=False
    )
    assert answer.status_code == 303


def test_a_form_of_another_session_or_of_nobody_is_refused(made, desk):
    other = token_of(session(made.state.lab, "editor", "Leyla Oram"))
    for token in (other, made.state.form_token):
        said = {"form_token": token}
        answer = desk.post("/translation/tr-ur/approve", data=said, headers={"origin": HERE})
        assert answer.status_code == 403
        assert "open the page again" in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/post/../../../etc/passwd",
        "/post/..%2F..%2Fetc%2Fpasswd",
        "/post/%2e%2e%2f%2e%2e%2fkeys",
        "/static/..%2F..%2Fdesk.py",
        "/static/%2e%2e/desk.py",
        "/post/post-ar/picture/..%2F..%2Flab.db",
        "/post/post-ar/original/..%2F..%2Fkeys%2Flab.key",
        "/post/post-ar/picture/" + "0" * 64,
        "/report/..%2F..%2Fmarsad.toml",
        "/report/daily-7/file/..%2Fpdf",
        "/translation/%00",
        "/post/'%20or%201=1--",
        "/post/%ED%A0%80",
        "/post/" + "a" * 5000,
    ],
)
def test_no_address_leads_out_of_the_lab(desk, path):
    answer = desk.get(path)
    assert answer.status_code == 404
    assert "PRIVATE KEY" not in answer.text


@pytest.mark.parametrize("path", ["//evil.example", "//evil.example/", "/\\e.example", "/reports/"])
def test_no_address_redirects_anywhere(desk, path):
    answer = desk.get(HERE + path, follow_redirects=False)
    assert answer.status_code == 404
    assert "location" not in answer.headers


def test_what_is_not_found_is_escaped_where_it_is_repeated(desk):
    for path in ("/<script>alert(1)</script>", "/post/<img src=x onerror=alert(1)>"):
        page = desk.get(path).text
        assert page.count("<script") == page.count('<script src="/static/keys.js" type="module">')
        assert "<img" not in page
        assert "&lt;" in page


@pytest.mark.parametrize("path", ["/?skip=abc", "/translations?page=x", "/post/post-ar?check=x"])
def test_an_unreadable_value_is_named_in_one_sentence(desk, path):
    answer = desk.get(path)
    assert answer.status_code == 400
    assert "no usable value for" in answer.text


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotFound("x"), 404), (Withheld("x"), 403), (BadInput("x"), 400), (LabBusy("x"), 409),
        (NotReady("x", "y"), 503), (StorageFailed("x"), 507), (EvidenceAltered("x"), 500),
        (MarsadError("x"), 500),
    ],
)  # fmt: skip
def test_every_error_of_ours_has_its_status(error, status):
    assert status_of(error)[0] == status


def test_a_fault_of_the_program_is_a_page_without_its_traceback(fresh, tmp_path):
    with lab.Store(tmp_path / "lab") as store, store.transaction() as connection:
        connection.exec_driver_sql("update post set record = '{' where id = 'post-fa'")
    answer = seated(fresh, raise_server_exceptions=False).get("/post/post-fa")
    assert answer.status_code == 500
    assert "Traceback" not in answer.text
    assert answer.headers["content-security-policy"] == KEYED
    assert {*HEADERS} <= {*answer.headers}
