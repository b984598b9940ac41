"""F9: signing in by an identity provider, linking, joining; and every answer that is not for us."""

import re
import time
from html import unescape
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from desk_client import HERE, Seated, seated
from oidc_server import CLIENT, EC, OTHER, RSA, SECRET, Provider

from marsad.accounts import changing, entering, id_tokens, joining, linking, provider
from marsad.errors import BadInput, Withheld
from marsad.settings import Settings
from marsad.store import Store, desk_accounts, desk_audit, desk_sessions
from marsad.store.desk import Desk
from marsad.web import app
from marsad.web.journeys import MINUTES, Journeys
from marsad.web.pages.provider import LOST
from marsad.web.seat import token_of


@pytest.fixture(scope="module")
def server():
    with Provider() as running:
        yield running


@pytest.fixture
def idp(server):
    """The provider, as right as it is at first."""
    server.begin()
    return server


@pytest.fixture(scope="module")
def made(server, tmp_path_factory):
    folder = tmp_path_factory.mktemp("oidc") / "lab"
    Store.create(folder).close()
    said = f'oidc_issuer = "{server.url}"\noidc_client = "{CLIENT}"\noidc_name = "House & Keys"\n'
    (folder / "marsad.toml").write_text(said, encoding="utf-8")
    return app(folder)


@pytest.fixture
def desk(made, idp, monkeypatch):
    """Nobody has an account, and nobody is on a way."""
    assert idp.sub == "sub-1"
    monkeypatch.setenv("MARSAD_OIDC_SECRET", SECRET)
    made.state.journeys = Journeys()
    with Desk(made.state.lab) as opened:
        for table in ("account", "session", "link", "attempt", "deed"):
            opened.run(f"delete from {table}")
        yield opened


@pytest.fixture
def noor(idp, desk):
    """An analyst who is linked to the one who is signed in at the provider."""
    account = desk_accounts.add(desk, "Noor Valen", "analyst", "kept", "test")
    linking.link(desk, account, f"{idp.url} {idp.sub}")
    return desk_accounts.account(desk, account.id)


def browser(made):
    return Seated(made, base_url=HERE, follow_redirects=False)


def onward(page):
    """Where a page goes on to by itself."""
    found = unescape(re.search(r'http-equiv="refresh" content="0;url=([^"]+)"', page.text)[1])
    assert f'href="{found}"' in unescape(page.text), "and by a link, where it does not"
    return found


def away(answer):
    """Where somebody is led to, by a link or by a page."""
    return answer.headers["location"] if answer.status_code == 303 else onward(answer)


def brought(there):
    """What the provider sends a browser back with."""
    return httpx.get(there).headers["location"]


def arrive(client, back):
    """Come back, as a browser does."""
    page = client.get(back)
    assert page.status_code == 200
    return client.get(onward(page))


def sign_in(client, to=""):
    return arrive(client, brought(away(client.get(f"/login/provider{to}"))))


def refused(desk):
    return [each.about for each in desk_audit.deeds(desk) if each.act == "sign-in refused"]


def own(made, role="analyst", name="Noor Valen"):
    return seated(made, role, name, follow_redirects=False)


@pytest.mark.usefixtures("noor")
def test_who_is_linked_signs_in_by_the_provider(made, desk):
    client = browser(made)
    assert "Sign in by" in client.get("/login?next=/status").text
    gone = client.get("/login/provider?next=/status")
    asked = {name: said[0] for name, said in parse_qs(urlsplit(away(gone)).query).items()}
    assert asked["redirect_uri"] == f"{HERE}/login/provider/back"
    assert len({asked["state"], asked["nonce"], asked["code_challenge"]}) == 3
    assert {"prompt", "max_age"} & set(asked) == set()
    cookie = gone.headers["set-cookie"]
    for each in ("HttpOnly", "Path=/login/provider", "SameSite=strict", "Max-Age=600"):
        assert each in cookie
    assert "Domain" not in cookie, "of this host alone"
    answer = arrive(client, brought(away(gone)))
    assert (answer.status_code, answer.headers["location"]) == (303, "/status")
    assert client.get("/account").status_code == 200
    assert [each.act for each in desk_audit.deeds(desk)][:1] == ["signed in"]
    assert "unread" not in answer.text


@pytest.mark.usefixtures("noor")
def test_whoever_sat_there_before_is_out_and_the_session_is_another(made, desk):
    client = own(made, "subscriber", "Mallory Kest")
    before = client.cookies[made.state.cookie]
    sign_in(client)
    assert desk_sessions.find(desk, before, 1e9, 1e9) is None
    assert "Noor Valen" in client.get("/account").text


@pytest.mark.parametrize("said", [{"amr": ["mfa", "otp"]}, {"acr": "mfa"}, {}])
def test_an_editor_is_still_asked_for_the_second_factor_of_the_desk(made, desk, idp, noor, said):
    """Whatever the provider calls a second factor."""
    idp.claims = said
    changing.set_role(desk, noor, "editor")
    client = browser(made)
    assert sign_in(client, "?next=/status").headers["location"] == "/account/factor"
    assert client.get("/status").headers["location"] == "/account/factor"
    desk.run("update account set totp = ?", b"sealed")
    client = browser(made)
    answer = sign_in(client, "?next=/status")
    assert answer.headers["location"] == "/login/second?next=%2Fstatus"
    assert client.get("/status").headers["location"] == "/login/second"


@pytest.mark.usefixtures("noor")
def test_no_account_is_made_and_none_found_by_a_mail_address(made, desk, idp):
    idp.sub, idp.claims = "sub-2", {"email": "noor@example.org", "name": "Noor Valen"}
    before = desk.rows("select * from account")
    answer = sign_in(browser(made))
    assert answer.status_code == 403
    assert linking.NOBODY in unescape(answer.text)
    assert desk.rows("select * from account") == before
    assert "no open account" in refused(desk)[0]


def test_a_closed_account_is_told_what_a_stranger_is(made, desk, idp, noor):
    changing.set_active(desk, noor, False)
    closed = sign_in(browser(made))
    idp.sub = "sub-2"
    stranger = sign_in(browser(made))
    assert closed.status_code == stranger.status_code == 403
    assert linking.NOBODY in unescape(closed.text)
    assert linking.NOBODY in unescape(stranger.text)
    assert desk.rows("select * from session") == []


@pytest.mark.parametrize("to", ["//evil.example", "https://evil.example/", "/\\evil.example", ""])
@pytest.mark.usefixtures("noor")
def test_it_leads_on_within_the_desk_only(made, to):
    answer = sign_in(browser(made), f"?next={to}")
    assert answer.headers["location"] == "/"


@pytest.mark.usefixtures("noor")
def test_a_state_is_of_one_browser_and_good_once(made):
    client, other = browser(made), browser(made)
    back = brought(away(client.get("/login/provider")))
    stolen = arrive(other, back)
    assert stolen.status_code == 400
    assert LOST in unescape(stolen.text)
    assert arrive(client, back).status_code == 400, "it leaked, so it is worth nothing now"
    back = brought(away(client.get("/login/provider")))
    assert arrive(client, back).status_code == 303
    client.cookies.clear()
    client.get("/login/provider")
    assert arrive(client, back).status_code == 400, "replayed"


@pytest.mark.usefixtures("noor")
def test_another_browser_on_its_own_way_gets_nothing_from_this_ones(made):
    """Whoever is led here with somebody else's answer is not signed in as them."""
    client, other = browser(made), browser(made)
    other.get("/login/provider")
    assert arrive(other, brought(away(client.get("/login/provider")))).status_code == 400
    assert other.get("/account").headers["location"].startswith("/login")


@pytest.mark.usefixtures("noor")
def test_a_way_that_took_too_long_has_ended(made, monkeypatch):
    client = browser(made)
    back = brought(away(client.get("/login/provider")))
    late = time.time() + 60 * MINUTES + 1
    monkeypatch.setattr("marsad.web.journeys.time.time", lambda: late)
    assert arrive(client, back).status_code == 400


@pytest.mark.usefixtures("noor")
def test_a_code_is_taken_once_and_with_its_verifier_only(made, idp):
    """Somebody who saw the code in the address cannot use it on a way of their own."""
    client, thief = browser(made), browser(made)
    code = parse_qs(urlsplit(brought(away(client.get("/login/provider")))).query)["code"][0]
    state = parse_qs(urlsplit(away(thief.get("/login/provider"))).query)["state"][0]
    answer = thief.get(
        "/login/provider/done", params={"code": code, "state": state, "iss": idp.url}
    )
    assert answer.status_code == 403
    assert provider.USED in unescape(answer.text)
    assert idp.codes == {}, "and now it is used"


def ago(seconds):
    """A moment of a claim, counted when the token is made."""
    return lambda now: now - seconds


FORGED = {
    "no signature": lambda idp: lambda claims: idp.signed(claims, "none"),
    "HS256 with the public key": lambda idp: lambda claims: idp.by_hand(
        claims, RSA.as_pem(private=False)),
    "a stranger's key under its name": lambda idp: lambda claims: idp.signed(claims, key=OTHER),
    "a key that is not listed": lambda idp: lambda claims: idp.signed(
        claims, key=OTHER, header={"kid": "other"}),
    "a key in the header": lambda idp: lambda claims: idp.signed(
        claims, key=OTHER, header={"jwk": OTHER.as_dict(private=False), "kid": "x"}),
    "another algorithm of RSA": lambda idp: lambda claims: idp.signed(claims, "RS384"),
    "the key of another kind": lambda idp: lambda claims: idp.signed(
        claims, "ES256", EC, {"kid": "rsa"}),
    "an extension": lambda idp: lambda claims: idp.signed(
        claims, header={"crit": ["b64"], "b64": True}),
    "claims that were changed": lambda idp: lambda claims: changed(idp.signed(claims)),
    "no token": lambda _idp: lambda _claims: "a.b",
    "no text": lambda _idp: lambda _claims: "é.é.é",
}  # fmt: skip


def changed(token):
    head, body, end = token.split(".")
    return f"{head}.{body[:-4]}{'AAAA' if body[-4:] != 'AAAA' else 'BBBB'}.{end}"


@pytest.mark.parametrize("how", FORGED)
@pytest.mark.usefixtures("noor")
def test_a_token_that_the_provider_did_not_sign_lets_nobody_in(made, desk, idp, how):
    idp.sign = FORGED[how](idp)
    answer = sign_in(browser(made))
    assert answer.status_code == 403
    assert id_tokens.UNSIGNED in unescape(answer.text)
    assert desk.rows("select * from session") == []
    assert id_tokens.UNSIGNED in refused(desk)[0]


@pytest.mark.usefixtures("noor")
def test_a_token_may_be_signed_by_an_elliptic_curve_and_without_a_name_of_the_key(made, idp):
    idp.key, idp.algorithm = EC, "ES256"
    idp.sign = lambda claims: idp.signed(claims, unnamed=True)
    assert sign_in(browser(made)).status_code == 303
    idp.sign = idp.signed
    assert sign_in(browser(made)).status_code == 303


@pytest.mark.usefixtures("noor")
def test_two_keys_of_one_name_are_none(made, idp):
    idp.keys = [RSA, OTHER]
    assert sign_in(browser(made)).status_code == 403


WRONG = {
    "another sign-in": ({"nonce": "another"}, id_tokens.OTHER),
    "no nonce": ({"nonce": None}, id_tokens.OTHER),
    "another client": ({"aud": "another"}, id_tokens.CLIENT),
    "several, and none presents it": ({"aud": [CLIENT, "another"]}, id_tokens.CLIENT),
    "presented by another": ({"azp": "another"}, id_tokens.CLIENT),
    "no client": ({"aud": []}, id_tokens.CLIENT),
    "another issuer": ({"iss": "https://evil.example"}, id_tokens.STRANGER),
    "expired": ({"exp": ago(id_tokens.SKEW + 10)}, id_tokens.CLOCK),
    "of the future": ({"iat": ago(-3600)}, id_tokens.CLOCK),
    "old": ({"iat": ago(3600)}, id_tokens.CLOCK),
    "no end": ({"exp": None}, id_tokens.UNSIGNED),
    "nobody": ({"sub": ""}, id_tokens.UNSIGNED),
    "no subject": ({"sub": None}, id_tokens.UNSIGNED),
    "a name too long": ({"sub": "x" * 256}, id_tokens.UNSIGNED),
}


@pytest.mark.parametrize("what", WRONG)
@pytest.mark.usefixtures("noor")
def test_a_token_for_something_else_lets_nobody_in(made, desk, idp, what):
    idp.claims, said = WRONG[what]
    answer = sign_in(browser(made))
    assert answer.status_code == 403
    assert said in unescape(answer.text)
    assert desk.rows("select * from session") == []


@pytest.mark.usefixtures("noor")
def test_a_clock_may_be_off_by_a_minute_and_several_clients_named(made, idp):
    idp.claims = {"exp": ago(60), "iat": ago(-60), "aud": [CLIENT, "another"], "azp": CLIENT}
    assert sign_in(browser(made)).status_code == 303


@pytest.mark.parametrize("iss", ["https://evil.example", ""])
@pytest.mark.usefixtures("noor")
def test_an_answer_of_another_provider_is_not_handed_to_this_one(made, idp, iss):
    """RFC 9207: the address says whose answer it is, and where it has to, it must."""
    idp.iss = bool(iss)
    client = browser(made)
    back = brought(away(client.get("/login/provider")))
    back = httpx.URL(back).copy_set_param("iss", iss) if iss else back
    before = list(idp.asked)
    answer = arrive(client, str(back))
    assert answer.status_code == 403
    assert id_tokens.STRANGER in unescape(answer.text)
    assert idp.asked == before, "and the code stays here"


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("access_denied", provider.CANCELLED),
        ("server_error", "says server_error"),
        ("<b>x</b>", "says no reason"),
    ],
)
@pytest.mark.usefixtures("noor")
def test_whoever_comes_back_without_signing_in_is_told_in_a_sentence(made, idp, word, said):
    idp.error = word
    answer = sign_in(browser(made))
    assert answer.status_code == 403
    assert said in unescape(answer.text)


@pytest.mark.usefixtures("noor")
def test_a_desk_that_the_provider_does_not_know_is_told_so(made, monkeypatch):
    monkeypatch.setenv("MARSAD_OIDC_SECRET", "another")
    answer = sign_in(browser(made))
    assert provider.UNKNOWN in unescape(answer.text)


@pytest.mark.parametrize(
    ("what", "status"),
    [
        ({"issuer": "https://evil.example"}, 403),
        ({"code_challenge_methods_supported": ["plain"]}, 403),
        ({"authorization_endpoint": "http://evil.example/authorize"}, 400),
        ({"authorization_endpoint": "javascript:alert(1)"}, 400),
        ({"authorization_endpoint": 5}, 502),
    ],
)
@pytest.mark.usefixtures("desk")
def test_a_provider_that_describes_itself_otherwise_is_not_gone_to(made, idp, what, status):
    idp.described = what
    answer = browser(made).get("/login/provider")
    assert (answer.status_code, "location" in answer.headers) == (status, False)


@pytest.mark.parametrize("name", ["token_endpoint", "jwks_uri"])
@pytest.mark.parametrize("there", ["http://169.254.169.254/x", "http://127.0.0.1:1/x", "file:///x"])
@pytest.mark.usefixtures("noor")
def test_a_provider_does_not_send_the_desk_into_the_network(made, idp, name, there):
    """Only the issuer's own place may be private: the lab named that one, and no other."""
    idp.described = {name: there}
    answer = sign_in(browser(made))
    assert answer.status_code == 400
    assert "is not fetched" in unescape(answer.text)


@pytest.mark.usefixtures("desk")
def test_nothing_is_followed_and_nothing_endless_read(made, idp, monkeypatch):
    client = browser(made)
    monkeypatch.setattr(idp, "about", lambda: {"issuer": "x" * (300 << 10)})
    answer = client.get("/login/provider")
    assert answer.status_code == 502
    assert "no whole answer" in unescape(answer.text)
    idp.described = {}
    monkeypatch.setattr(idp, "about", lambda: b"[" * 100_000)
    assert client.get("/login/provider").status_code == 502


@pytest.mark.usefixtures("noor")
def test_a_provider_that_is_down_stops_nobody_with_a_password(made, idp):
    idp.down = True
    client = browser(made)
    assert client.get("/login/provider").status_code == 502
    assert client.get("/login").status_code == 200


@pytest.mark.usefixtures("noor")
def test_wrong_answers_are_slowed_down_and_right_ones_are_not(made, desk, monkeypatch):
    monkeypatch.setattr(linking, "WRONG_THERE", 3)
    client = browser(made)
    for _ in range(4):
        assert sign_in(client).status_code == 303
    statuses = [client.get("/login/provider/done?state=x").status_code for _ in range(4)]
    assert statuses == [400, 400, 400, 429]
    assert len(refused(desk)) == 3


def test_an_account_is_linked_by_who_has_shown_both(made, desk, idp):
    client = own(made)
    desk.run("update account set password = 'kept'")
    gone = client.fill("/account/provider")
    asked = parse_qs(urlsplit(away(gone)).query)
    assert (asked["prompt"], asked["max_age"]) == (["login"], ["0"])
    assert arrive(client, brought(away(gone))).headers["location"] == "/account"
    (noor,) = desk_accounts.everybody(desk)
    assert desk_accounts.linked(desk, f"{idp.url} sub-1") == noor
    assert "Part them" in client.get("/account").text
    assert sign_in(browser(made)).status_code == 303
    other = own(made)
    assert client.fill("/account/provider/drop").status_code == 303
    assert client.get("/account").status_code == 200
    assert other.get("/account").status_code == 303, "whoever came in by it is out"
    assert sign_in(browser(made)).status_code == 403
    acts = [each.act for each in desk_audit.deeds(desk)]
    assert {"identity linked", "identity parted"} <= set(acts)


def test_linking_asks_for_the_password_and_a_form_of_ones_own(made, desk):
    client = own(made)
    assert client.post("/account/provider", headers={"origin": HERE}).status_code == 403
    desk.run("update session set proved = 0")
    assert client.fill("/account/provider").status_code == 401
    assert made.state.journeys._away == {}


def test_another_session_than_the_one_that_set_out_is_not_linked(made, desk, idp):
    """Who signs in meanwhile in the same browser does not get somebody else's identity."""
    client = own(made)
    back = brought(away(client.fill("/account/provider")))
    mallory = own(made, "analyst", "Mallory Kest")
    client.cookies.delete(made.state.cookie)
    client.cookies.set(made.state.cookie, mallory.cookies[made.state.cookie])
    assert arrive(client, back).status_code == 400
    assert desk_accounts.linked(desk, f"{idp.url} sub-1") is None


def test_one_identity_is_of_one_account(made, desk, idp, noor):
    client = own(made, "analyst", "Leyla Oram")
    answer = arrive(client, brought(away(client.fill("/account/provider"))))
    assert answer.status_code == 400
    assert "another account of this desk is linked" in unescape(answer.text)
    assert desk_accounts.linked(desk, f"{idp.url} sub-1").name == "Noor Valen"
    changing.set_active(desk, noor, False)
    assert arrive(client, brought(away(client.fill("/account/provider")))).status_code == 400
    link = joining.invite(desk, "Omar Nasser", "analyst")
    with pytest.raises(BadInput):
        joining.join_linked(desk, link.secret, "", f"{idp.url} sub-1")
    assert desk_accounts.named(desk, "Omar Nasser") is None
    assert joining.look(desk, link.secret), "the link was not used up"


def test_an_identity_of_another_issuer_is_another_one(made, desk):
    account = desk_accounts.add(desk, "Noor Valen", "analyst", "kept", "test")
    linking.link(desk, account, "https://another.example sub-1")
    assert sign_in(browser(made)).status_code == 403


def test_an_invitation_is_taken_up_without_a_password(made, desk):
    link = joining.invite(desk, "Noor Valen", "editor")
    client = browser(made)
    page = client.get(link.path)
    assert "House &amp; Keys" in page.text
    client.token = re.search(r'name="form_token" value="([^"]+)"', page.text)[1]
    gone = client.fill(f"{link.path}/provider", name="Leyla Oram", role="admin")
    answer = arrive(client, brought(away(gone)))
    assert answer.headers["location"] == "/account/factor", "an editor needs a second factor"
    (noor,) = desk_accounts.everybody(desk)
    assert (noor.name, noor.role, noor.has_password, noor.linked) == (
        "Noor Valen", "editor", False, True)  # fmt: skip
    assert browser(made).get(link.path).status_code == 404, "used up"
    with pytest.raises(Withheld):
        entering.enter(desk, "Noor Valen", "", "there")
    with pytest.raises(Withheld, match="nobody could sign in"):
        linking.unlink(desk, noor)


def test_a_reset_parts_the_account_from_the_provider_and_may_link_it_anew(made, desk, idp, noor):
    link = joining.reset(desk, noor)
    assert sign_in(browser(made)).status_code == 403
    again = joining.join_linked(desk, link.secret, "", f"{idp.url} sub-9")
    assert (again.id, again.linked, again.has_password) == (noor.id, True, False)


def test_who_has_no_password_confirms_by_the_provider(made, desk, noor):
    desk_accounts.set_password(desk, noor.id, "")
    client = own(made)
    desk.run("update session set proved = 0")
    led = client.get("/account/factor").headers["location"]
    assert "/confirm/provider?next=" in client.get(led).text
    there = away(client.get("/confirm/provider?next=/account/factor"))
    answer = arrive(client, brought(there))
    assert answer.headers["location"] == "/account/factor"
    assert made.state.cookie in answer.headers["set-cookie"], "another session"
    assert client.get("/account/factor").status_code == 200


@pytest.mark.parametrize("spoilt", ["another person", "not asked anew"])
@pytest.mark.usefixtures("noor")
def test_nobody_else_confirms_and_nobody_who_was_not_asked_anew(made, desk, idp, spoilt):
    client = own(made)
    desk.run("update session set proved = 0")
    if spoilt == "another person":
        idp.sub = "sub-2"
    else:
        idp.claims = {"auth_time": ago(3600)}
    answer = arrive(client, brought(away(client.get("/confirm/provider"))))
    assert answer.status_code == 403
    assert "nothing was confirmed" in unescape(answer.text)
    assert client.get("/account/factor").headers["location"].startswith("/confirm")


def test_a_desk_without_a_provider_has_no_way_to_one(tmp_path):
    Store.create(tmp_path / "lab").close()
    plain = app(tmp_path / "lab")
    client = own(plain)
    assert "/login/provider" not in client.get("/login").text
    assert client.get("/login/provider").status_code == 404
    assert client.fill("/account/provider").status_code == 404
    assert client.get("/login/provider/done?state=x&code=y").status_code == 400


@pytest.mark.parametrize(
    "said",
    [
        {"oidc_issuer": "https://idp.example.org"},
        {"oidc_issuer": "http://idp.example.org", "oidc_client": "x"},
        {"oidc_issuer": "idp.example.org", "oidc_client": "x"},
        {"oidc_issuer": "https://idp.example.org:x", "oidc_client": "x"},
    ],
)
def test_settings_that_cannot_be_meant_keep_the_desk_from_starting(said):
    with pytest.raises(BadInput, match="oidc_issuer"):
        provider.provider(Settings(**said))


def test_an_issuer_may_stand_in_a_private_network(monkeypatch):
    for issuer in ("https://10.0.0.5/realms/lab", "https://keycloak/realms/lab"):
        found = provider.provider(Settings(oidc_issuer=issuer, oidc_client="x"))
        assert found.name in issuer
    monkeypatch.setattr(provider, "LIBRARY", "no_such_library")
    assert provider.provider(Settings(oidc_issuer="https://a.example", oidc_client="x")) is None


@pytest.mark.usefixtures("noor")
def test_tokens_of_programs_get_nowhere_near(made):
    program = {"authorization": "Bearer x"}
    for address in ("/login/provider", "/login/provider/back", "/login/provider/done"):
        assert browser(made).get(address, headers=program).status_code == 403


def test_the_form_of_another_site_joins_nobody(made, desk):
    link = joining.invite(desk, "Noor Valen", "analyst")
    answer = browser(made).post(f"{link.path}/provider", data={"form_token": token_of("x")})
    assert answer.status_code == 403
