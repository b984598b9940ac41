"""A browser at the desk with somebody signed in, for tests of pages.

``seated(app(lab), "translator")`` is a TestClient whose ``token`` its forms bring; ``sit`` puts the
same cookie into a context of Playwright. Nobody types a password: a session is begun in
``desk.db``, as signing in does after it has looked at everything, which has tests of its own.
"""

from pathlib import Path

from fastapi.testclient import TestClient

from marsad.accounts import reading
from marsad.store import desk_accounts, desk_sessions
from marsad.store.desk import Desk
from marsad.web.seat import cookie_of, token_of

HERE = "http://127.0.0.1:8200"


def session(lab: Path, role: str = "editor", name: str = "Noor Valen", stage: str = "full") -> str:
    """The id of a new session of an account, which is made where there is none of that name."""
    with Desk(lab) as desk:
        of = reading.WHOLE if role == "subscriber" else ""
        account = desk_accounts.named(desk, name) or desk_accounts.add(
            desk, name, role, "", "test", of
        )
        if account.role != role:
            raise AssertionError(f"{name} is {account.role} already; name another person")
        return desk_sessions.begin(desk, account.id, stage)


class Seated(TestClient):
    """Somebody at the desk; ``token`` is what the forms of their session bring."""

    token = ""

    def fill(self, address, /, **said):
        """Send a form of one's own."""
        data = {"form_token": self.token, **said}
        return self.post(address, data=data, headers={"origin": str(self.base_url).rstrip("/")})


def seated(made, role="editor", name="Noor Valen", stage="full", base_url=HERE, **how) -> Seated:
    """Somebody of a role who is signed in at an application."""
    client = Seated(made, base_url=base_url, **how)
    id = session(made.state.lab, role, name, stage)
    client.cookies.set(made.state.cookie, id)
    client.token = token_of(id)
    return client


def sit(context, origin, lab: Path, role="editor", name="Noor Valen") -> str:
    """Sign somebody in within a context of Playwright; answers the token of their forms."""
    id = session(lab, role, name)
    cookie = {"name": cookie_of(lab), "value": id, "url": origin, "httpOnly": True}
    context.add_cookies([{**cookie, "sameSite": "Strict"}])
    return token_of(id)


class Room:
    """Several people at one desk: each request is made by the one that it names."""

    def __init__(self, lab: Path, app, role="editor", name="Noor Valen") -> None:
        self.app, self.lab, self.role, self.name = app(lab), lab, role, name
        self.people: dict[str, Seated] = {}

    def person(self, name="") -> Seated:
        """Somebody's browser, which keeps its cookies."""
        who = name or self.name
        if who not in self.people:
            self.people[who] = seated(self.app, self.role, who, follow_redirects=False)
        return self.people[who]

    def get(self, address, by=""):
        """Ask for a page."""
        return self.person(by).get(address)

    def send(self, address, /, by="", **said):
        """Send a form in."""
        return self.person(by).fill(address, **said)
