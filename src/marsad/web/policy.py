"""Who may ask for what: one row for each route, and nothing for anybody without one.

``app()`` refuses to start where a route has no row or a row has no route. Rows and routes stand in
two files on purpose: whoever adds a page has to say whom it is for.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from marsad.accounts.entering import ENROL, FULL, SECOND
from marsad.accounts.roles import ADMIN, ANALYST, EDITOR, PUBLIC, SUBSCRIBER, TRANSLATOR

EVERYBODY = frozenset({ADMIN, EDITOR, TRANSLATOR, ANALYST, SUBSCRIBER, PUBLIC})
SIGNED_IN = EVERYBODY - {PUBLIC}
LAB = SIGNED_IN - {SUBSCRIBER}
"""Those who work in the lab."""
ANALYSTS = frozenset({ADMIN, EDITOR, ANALYST})
TRANSLATORS = frozenset({ADMIN, EDITOR, TRANSLATOR})
EDITORS = frozenset({ADMIN, EDITOR})
ADMINS = frozenset({ADMIN})
DONE = frozenset({FULL})
FRESH_MINUTES = 15
PERSONAL = ("/login", "/logout", "/join", "/confirm", "/account", "/accounts", "/audit")
"""No token gets here: what a program holds can make no token, no account and no way in."""


@dataclass(frozen=True, slots=True)
class Row:
    """Who may ask for a route."""

    method: str
    path: str
    roles: frozenset[str]
    reads: str = ""
    """What restricted material it shows, for the audit: see ``readings``."""
    stages: frozenset[str] = DONE
    """How far somebody must have signed in."""
    fresh: bool = False
    """Asks for the password again where it was given more than a quarter of an hour ago."""
    signed: bool = False
    """Its address holds a token of the lab, which is the authority; no form of ours is needed."""
    apart: bool = False
    """Answers under the name of evidence alone, to a ticket that was given to somebody let in."""
    published: bool = False
    """Subscribers get it of a report that is published, and of no other."""


POLICY = (
    Row("GET", "/login", EVERYBODY),
    Row("POST", "/login", EVERYBODY),
    Row("GET", "/login/second", SIGNED_IN, stages=frozenset({SECOND})),
    Row("POST", "/login/second", SIGNED_IN, stages=frozenset({SECOND})),
    Row("GET", "/language", EVERYBODY),
    Row("POST", "/language", EVERYBODY),
    Row("POST", "/login/passkey/options", SIGNED_IN, stages=frozenset({SECOND})),
    Row("POST", "/login/passkey", SIGNED_IN, stages=frozenset({SECOND})),
    Row("GET", "/login/provider", EVERYBODY),
    Row("GET", "/login/provider/back", EVERYBODY),
    Row("GET", "/login/provider/done", EVERYBODY),
    Row("POST", "/logout", SIGNED_IN, stages=frozenset({FULL, SECOND, ENROL})),
    Row("GET", "/join/{secret}", EVERYBODY),
    Row("POST", "/join/{secret}", EVERYBODY),
    Row("POST", "/join/{secret}/provider", EVERYBODY),
    Row("GET", "/confirm", SIGNED_IN),
    Row("POST", "/confirm", SIGNED_IN),
    Row("GET", "/confirm/provider", SIGNED_IN),
    Row("GET", "/account", SIGNED_IN),
    Row("POST", "/account/password", SIGNED_IN),
    Row("GET", "/account/factor", SIGNED_IN, stages=frozenset({FULL, ENROL}), fresh=True),
    Row("POST", "/account/factor", SIGNED_IN, stages=frozenset({FULL, ENROL}), fresh=True),
    Row("GET", "/account/passkey", SIGNED_IN, stages=frozenset({FULL, ENROL}), fresh=True),
    Row("POST", "/account/passkey/options", SIGNED_IN, stages=frozenset({FULL, ENROL}), fresh=True),
    Row("POST", "/account/passkey", SIGNED_IN, stages=frozenset({FULL, ENROL}), fresh=True),
    Row("POST", "/account/passkey/{id}/drop", SIGNED_IN, fresh=True),
    Row("POST", "/account/provider", SIGNED_IN, fresh=True),
    Row("POST", "/account/provider/drop", SIGNED_IN, fresh=True),
    Row("POST", "/account/tokens", LAB, fresh=True),
    Row("POST", "/account/tokens/{id}/drop", LAB),
    Row("GET", "/accounts", EDITORS),
    Row("POST", "/accounts/invite", EDITORS, fresh=True),
    Row("POST", "/accounts/{id}/role", EDITORS, fresh=True),
    Row("POST", "/accounts/{id}/reader", EDITORS, fresh=True),
    Row("POST", "/accounts/{id}/disable", EDITORS, fresh=True),
    Row("POST", "/accounts/{id}/enable", EDITORS, fresh=True),
    Row("POST", "/accounts/{id}/reset", EDITORS, fresh=True),
    Row("POST", "/accounts/{id}/clear", ADMINS, fresh=True),
    Row("GET", "/audit", ADMINS),
    Row("GET", "/audit/file/{form}", ADMINS),
    Row("GET", "/", LAB),
    Row("GET", "/search/file/{form}", LAB, reads="export"),
    Row("GET", "/search/feed", LAB),
    Row("GET", "/alerts", LAB),
    Row("POST", "/alerts/save", LAB),
    Row("POST", "/alerts/read", LAB),
    Row("POST", "/alerts/drop", LAB),
    Row("POST", "/alerts/undo", LAB),
    Row("GET", "/alert/{name}/feed", LAB),
    Row("GET", "/triage", ANALYSTS),
    Row("POST", "/triage/code", ANALYSTS),
    Row("POST", "/triage/undo", ANALYSTS),
    Row("POST", "/triage/skip", ANALYSTS),
    Row("POST", "/triage/hand", ANALYSTS),
    Row("GET", "/triage/agreement", LAB),
    Row("POST", "/post/{id:path}/decide", LAB),
    Row("POST", "/post/{id:path}/translate", TRANSLATORS),
    Row("GET", "/post/{id:path}/picture/{sha256}", LAB, reads="medium"),
    Row("GET", "/post/{id:path}/clip/{finding}", LAB, reads="medium"),
    Row("POST", "/post/{id:path}/look/{sha256}", LAB),
    Row("POST", "/post/{id:path}/graphic/{sha256}", LAB),
    Row("GET", "/post/{id:path}/similar/{sha256}", LAB, reads="post"),
    Row("GET", "/post/{id:path}/original/{sha256}", ANALYSTS, reads="original"),
    Row("GET", "/post/{id:path}/kept", ANALYSTS, reads="original"),
    Row("GET", "/post/{id:path}", LAB, reads="post"),
    Row("POST", "/marking/{kind}/{id:path}/put", ANALYSTS),
    Row("POST", "/marking/{kind}/{id:path}/take", EDITORS),
    Row("GET", "/marking/{kind}/{id:path}", LAB),
    Row("GET", "/translations", LAB),
    Row("GET", "/translations/file/{form}", LAB, reads="export"),
    Row("POST", "/translations/assign", LAB),
    Row("POST", "/translation/{id:path}/review", TRANSLATORS),
    Row("POST", "/translation/{id:path}/write", TRANSLATORS),
    Row("POST", "/translation/{id:path}/keep", TRANSLATORS),
    Row("POST", "/translation/{id:path}/discard", TRANSLATORS),
    Row("POST", "/translation/{id:path}/approve", TRANSLATORS),
    Row("GET", "/translation/{id:path}/history", LAB, reads="translation"),
    Row("GET", "/translation/{id:path}", LAB, reads="translation"),
    Row("GET", "/pictures", LAB),
    Row("GET", "/pictures/{name}", LAB),
    Row("GET", "/brief", LAB),
    Row("GET", "/network", LAB),
    Row("GET", "/network/file/{form}", LAB, reads="export"),
    Row("GET", "/narratives", LAB),
    Row("GET", "/outlets", LAB),
    Row("GET", "/outlets/list/{name}/{form}", LAB, reads="export"),
    Row("GET", "/outlets/{id:path}/list/{name}/{form}", LAB, reads="export"),
    Row("GET", "/outlets/{id:path}", LAB),
    Row("GET", "/places/{id:path}/list/{name}/{form}", LAB, reads="export"),
    Row("GET", "/places/{id:path}", LAB, reads="place"),
    Row("GET", "/events", LAB),
    Row("POST", "/event/{id:path}/answers", ANALYSTS),
    Row("GET", "/event/{id:path}/csv", LAB),
    Row("GET", "/event/{id:path}", LAB),
    Row("GET", "/cases", LAB),
    Row("POST", "/cases", LAB),
    Row("POST", "/cases/add", LAB),
    Row("POST", "/cases/add-found", LAB),
    Row("GET", "/case/{name}", LAB, reads="case"),
    Row("POST", "/case/{name}/undo", LAB),
    Row("POST", "/case/{name}/drop", LAB),
    Row("POST", "/case/{name}/tag", LAB),
    Row("POST", "/case/{name}/note", LAB),
    Row("POST", "/case/{name}/approve", ANALYSTS),
    Row("POST", "/case/{name}/snapshot", LAB),
    Row("GET", "/case/{name}/snapshot/{number}", LAB),
    Row("GET", "/case/{name}/snapshot/{number}/file", LAB, reads="export"),
    Row("GET", "/case/{name}/file/{form}", LAB, reads="export"),
    Row("GET", "/reports", SIGNED_IN, published=True),
    Row("POST", "/reports", ANALYSTS),
    Row("GET", "/report/{handle:path}/edit", ANALYSTS),
    Row("POST", "/report/{handle:path}/edit", ANALYSTS),
    Row("GET", "/report/{handle:path}/shelf", ANALYSTS),
    Row("GET", "/report/{handle:path}/events", ANALYSTS),
    Row("POST", "/report/{handle:path}/discard", ANALYSTS),
    Row("POST", "/report/{handle:path}/try", ANALYSTS),
    Row("GET", "/report/{handle:path}/tried/{token}", ANALYSTS),
    Row("GET", "/report/{handle:path}/page/{number}", ANALYSTS),
    Row("GET", "/report/{handle:path}/versions", LAB),
    Row("POST", "/report/{handle:path}/back", ANALYSTS),
    Row("POST", "/report/{handle:path}/sign", ANALYSTS),
    Row("POST", "/report/{handle:path}/publish", EDITORS),
    Row("POST", "/report/{handle:path}/correct", EDITORS),
    Row("GET", "/report/{handle:path}/edition", SIGNED_IN, published=True),
    Row("GET", "/report/{handle:path}/file/{form}", SIGNED_IN, published=True),
    Row("GET", "/report/{handle:path}", LAB, reads="report"),
    Row("GET", "/status", LAB),
    Row("POST", "/status/retry", EDITORS),
    Row("GET", "/parts", EDITORS),
    Row("GET", "/sources", LAB),
    Row("POST", "/sources/decide", EDITORS),
    Row("POST", "/sources/undo", EDITORS),
    Row("POST", "/sources/pause", EDITORS),
    Row("GET", "/lists/{name}/{form}", LAB, reads="export"),
    Row("GET", "/kept/{ticket}", EVERYBODY, apart=True),
    Row("GET", "/keys", EVERYBODY),
    Row("GET", "/readers", EDITORS),
    Row("POST", "/readers", EDITORS),
    Row("GET", "/readers/{handle}", EDITORS),
    Row("POST", "/readers/{handle}/address", EDITORS, reads="address", fresh=True),
    Row("POST", "/readers/{handle}/approve", EDITORS),
    Row("POST", "/readers/{handle}/end", EDITORS),
    Row("POST", "/readers/{handle}/forget", EDITORS, fresh=True),
    Row("POST", "/readers/{handle}/account", EDITORS, fresh=True),
    Row("GET", "/publishing", EDITORS),
    Row("POST", "/publishing/trees", EDITORS),
    Row("POST", "/publishing/letters", EDITORS),
    Row("POST", "/publishing/embargo", EDITORS),
    Row("GET", "/register", EVERYBODY),
    Row("POST", "/register", EVERYBODY),
    Row("GET", "/register/{secret}", EVERYBODY),
    Row("POST", "/register/{secret}", EVERYBODY),
    Row("GET", "/read", EVERYBODY),
    Row("GET", "/read/{path:path}", EVERYBODY),
    Row("HEAD", "/read/{path:path}", EVERYBODY),
    Row("GET", "/trees", LAB),
    Row("GET", "/trees/{tier}/{path:path}", LAB),
    Row("GET", "/unsubscribe/{token}", EVERYBODY),
    Row("POST", "/unsubscribe/{token}", EVERYBODY, signed=True),
    Row("GET", "/api/v1/openapi.json", SIGNED_IN),
    Row("GET", "/api/v1/posts", LAB, reads="export"),
    Row("POST", "/api/v1/posts/{id:path}/codes", ANALYSTS),
    Row("GET", "/api/v1/posts/{id:path}", LAB, reads="post"),
    Row("GET", "/api/v1/outlets", LAB),
    Row("GET", "/api/v1/outlets/{id:path}", LAB),
    Row("GET", "/api/v1/places", LAB),
    Row("GET", "/api/v1/places/{id:path}", LAB, reads="place"),
    Row("GET", "/api/v1/events", LAB),
    Row("GET", "/api/v1/events/{id:path}", LAB),
    Row("GET", "/api/v1/translations/{id:path}", LAB, reads="translation"),
    Row("GET", "/api/v1/cases", LAB),
    Row("GET", "/api/v1/cases/{name}", LAB, reads="case"),
    Row("GET", "/api/v1/reports", LAB),
    Row("GET", "/api/v1/reports/{handle:path}/check", LAB),
    Row("GET", "/api/v1/reports/{handle:path}", LAB, reads="report"),
    Row("GET", "/api/v1/status", LAB),
)


class PolicyIncomplete(Exception):
    """A route without a row, a row without a route, or two of one: the desk does not start."""


def rows(routes: Iterable[tuple[str, str]], policy: Iterable[Row] = POLICY) -> dict[object, Row]:
    """The row of each route, by method and path."""
    told, asked = list(policy), list(routes)
    made: dict[object, Row] = {(each.method, each.path): each for each in told}
    twice = [each for each in set(asked) if asked.count(each) > 1]
    faults = (
        ("no row in web/policy.py", [each for each in asked if each not in made]),
        ("no route in web/routes.py", [each for each in made if each not in asked]),
        ("two rows or routes", twice if len(made) == len(told) else sorted(map(str, told))),
    )
    said = "; ".join(f"{what}: {which}" for what, which in faults if which)
    if said:
        raise PolicyIncomplete(said)
    return made


def may(role: str, method: str, path: str) -> bool:
    """Whether a role may ask for a route at all."""
    return any(role in row.roles for row in POLICY if (row.method, row.path) == (method, path))
