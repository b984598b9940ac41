"""F6: two labs that differ in marked things alone are one to whoever is not cleared."""

import re
import shutil
from dataclasses import replace
from datetime import UTC, datetime

import marked_lab as marked
import pytest
import report_lab as lab
from desk_client import seated
from marked_lab import POSTS, WORD
from test_web_every_route import addresses

from marsad import alerting, track
from marsad.model import Finding
from marsad.search import alerts as search_alerts
from marsad.store import Seen, Store, desk_accounts, desk_audit, desk_clearances, writer
from marsad.store.desk import Desk
from marsad.web import app
from marsad.web.routes import PAGES
from marsad.web.views.lists import LISTS

READING = [page for page in PAGES if page.method == "GET"]
NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
KNOWN = {
    "id": ["post-ar", "post-ur", "post-after", "open", "telegram:1", "tr-ar", "talks"],
    "handle": ["daily-7", "out-1"],
    "name": ["river", "volume", "timeline", "flow", "lags"],
    "number": ["1"],
    "form": ["csv", "json", "html", "atom"],
    "finding": ["finding-1"],
}  # fmt: skip
ASKED = (
    "/?q=النهر",
    f"/?q={WORD}",
    f"/?q={WORD}&strength=exact",
    "/?q=state:cited",
    "/?q=outlet:sada",
    f"/?place=telegram:{WORD}",
    f'/?q=place:"قناة {WORD}"',
    "/?day=2024-05-14",
    "/?q=lang:ar",
    "/search/file/csv?q=النهر",
    "/search/file/jsonl?q=theme:recruitment",
    "/search/feed?q=النهر",
    "/api/v1/posts?q=النهر&facet=place&facet=state&facet=outlet&facet=theme&facet=media",
    f"/api/v1/posts?q={WORD}",
    "/triage?outlet=sada",
    "/triage?place=telegram:1",
    "/translations?state=approved",
    "/brief?day=2024-05-14",
    "/narratives?since=2024-05-01",
    "/network?by=outlet",
    "/pictures/volume?outlet=sada",
    "/pictures/timeline?event=talks",
    "/report/daily-7/shelf?q=النهر",
    f"/report/daily-7/shelf?q={WORD}",
    "/outlets?day=2024-05-14",
    "/report/daily-7/shelf?from=drafts",
    "/post/post-ar?check=1",
    "/audit?what=accounts",
    "/case/river?skip=0",
    "/event/talks?all=1",
    f"/outlets?q={WORD}",
    *(f"{each.home or f'/lists/{name}'}/{form}"
      for name, each in LISTS.items() for form in ("csv", "jsonl", "atom")),
    *(f"/lists/told/{form}?about=river" for form in ("csv", "jsonl", "atom")),
    f"/lists/similar/csv?id={POSTS[0]}&sha256={'a' * 64}",
    f"/lists/triage/jsonl?place=telegram:{WORD}",
    "/lists/edges/csv?by=outlet",
    "/audit/file/atom?what=accounts",
)  # fmt: skip
"""What is asked besides: what counts, lists and suggests by words."""


class Frozen(datetime):
    """A clock that stands, so that two labs were written at one time."""

    @classmethod
    def now(cls, tz=None):
        return NOW if tz is None else NOW.astimezone(tz)


def before(store):
    """What both labs hold from the beginning."""
    alerting.add(store, "river", "*", ["page", "feed"], marked.BY)
    track.open_case(store, "river", "River", marked.BY)
    track.add_posts(store, "river", [("1", "post-ar"), ("2", "post-ur")], marked.BY)
    store.add(lab.report(store), by=marked.BY)


def between(store):
    """What only one of them holds."""
    store.add(marked.outlet(f"telegram:{WORD}"), by=marked.BY)
    marked.add_marked(store)
    track.add_posts(store, "river", [("3", POSTS[0])], marked.BY)
    track.tag_post(store, "river", POSTS[0], WORD, marked.BY)
    track.note(store, "river", WORD, marked.BY, POSTS[0])
    marked.mark(store)


def after(store):
    """What came into both later."""
    store.add(lab.post("post-after", "telegram:1", 15, "النهر بعد ذلك"), by=marked.BY)
    store.add(
        Finding("finding-after", "post-after", "theme", "recruitment", marked.BY, marked.WHEN, 0.9),
        by=marked.BY,
    )
    track.add_posts(store, "river", [("1", "post-after")], marked.BY)
    track.snapshot(store, "river", {}, marked.BY)
    alerting.run(store)
    out = lab.report(store)
    said = {"id": "report-out", "handle": "out-1", "series": "out", "number": 1}
    store.add(replace(out, state="published", **said), by=marked.BY)
    store.checkpoint()


@pytest.fixture(scope="module")
def labs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("markings")
    with pytest.MonkeyPatch.context() as patch:
        for module in (writer, search_alerts):
            patch.setattr(module, "datetime", Frozen)
        patch.setattr(Store, "root", lambda _store: (99, "0" * 64))
        with lab.fill(folder / "plain") as store:
            before(store)
        shutil.copytree(folder / "plain", folder / "with")
        with Store(folder / "plain") as store:
            store.add(marked.outlet(), by=marked.BY)
        with Store(folder / "with") as store:
            between(store)
        for name in ("plain", "with"):
            with Store(folder / name) as store:
                after(store)
                Seen(store).catch_up()
    return folder


@pytest.fixture(scope="module")
def desks(labs):
    """The same person at the desk of each lab, as admin; the size of the log is what it is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Store, "root", lambda _store: (99, "0" * 64))
        patch.setattr(desk_audit, "datetime", Frozen)
        patch.setattr(desk_accounts, "datetime", Frozen)
        yield {
            name: seated(app(labs / name), "admin", "Adam Valen", follow_redirects=False)
            for name in ("plain", "with")
        }


LOG = re.compile(
    r'<section aria-labelledby="evidence">.*?</section>|a checkpoint covers \d+|"signed":\d+'
    r'|the log had \d+ leaves|"size": \d+|/accounts/[0-9a-f]+/|<p>Secret: .*|<p><svg class="qr".*',
    re.DOTALL,
)
"""Where a page speaks of the log, which is one for all, or draws a secret anew."""


def plain(client, address, folder):
    """An answer without what differs between any two desks, and any two states of the log."""
    answer = client.get(address)
    said = answer.content.decode("utf-8", "replace")
    said = LOG.sub("", said.replace(client.token, "TOKEN").replace(str(folder), "FOLDER"))
    return answer.status_code, answer.headers.get("content-type"), said


def alike(labs, desks, address):
    plain_one, with_one = (plain(desks[name], address, labs / name) for name in desks)
    assert plain_one == with_one, address
    assert WORD not in with_one[2] or WORD in address, address
    return with_one[0]


@pytest.mark.parametrize("page", READING, ids=lambda page: page.path)
def test_two_labs_that_differ_in_marked_things_answer_alike(labs, desks, page):
    with Store(labs / "plain") as store:
        known = {**KNOWN, "sha256": [lab.sha256_of(store)]}
    for address in addresses(page, known):
        alike(labs, desks, address)


@pytest.mark.parametrize("address", ASKED)
def test_no_question_tells_of_marked_things(labs, desks, address):
    alike(labs, desks, address)


HIDDEN = {
    "id": [*POSTS, f"telegram:{WORD}", f"tr-{WORD}"],
    "handle": [f"{WORD}-1", "cites-1", f"report-{WORD}"],
    "name": [f"case-{WORD}"],
    "number": ["1"],
    "form": ["csv", "json"],
    "finding": ["finding-note-0"],
}
"""The addresses of what is hidden."""


@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if "{" in page.path],
    ids=lambda page: f"{page.method} {page.path}",
)
def test_what_is_hidden_answers_as_what_is_not_there(labs, desks, page):
    """By GET and by POST: the same status and the same sentence, and nothing is written."""
    with Store(labs / "with") as store:
        known = {**HIDDEN, "sha256": [store.post(POSTS[0]).media[0].sha256]}
        findings = store.count("finding")
        size = sum(1 for _ in store.chain())
    for address in addresses(page, known):
        told = []
        for client in desks.values():
            if page.method == "POST":
                answer = client.fill(address, **FILLED)
            else:
                answer = client.request(page.method, address)
            told.append(
                (answer.status_code, LOG.sub("", answer.text.replace(client.token, "TOKEN")))
            )
        assert told[0] == told[1], address
    with Store(labs / "with") as store:
        assert (store.count("finding"), sum(1 for _ in store.chain())) == (findings, size)


SENT = (
    ("/triage/code", {"post": POSTS[0], "code": "theme:recruitment"}),
    ("/triage/skip", {"post": POSTS[0]}),
    ("/triage/hand", {"post": POSTS[0], "to": "Noor Valen"}),
    ("/translations/assign", {"id": f"tr-{WORD}", "to": "Noor Valen"}),
    ("/cases/add", {"case": "river", "post": POSTS[1]}),
    ("/cases/add", {"case": f"case-{WORD}", "post": "post-ar"}),
    ("/case/river/tag", {"post": POSTS[0], "tag": "t"}),
    ("/case/river/note", {"post": POSTS[0], "note": "n"}),
    ("/case/river/drop", {"post": POSTS[0]}),
    ("/event/talks/answers", {"post": POSTS[0], "yes": "1"}),
    ("/post/post-ar/decide", {"finding": "finding-note-0", "what": "accept"}),
    ("/alerts/read", {"alert": "none"}),
)
"""What names a hidden thing in a form, and not in its address."""


@pytest.mark.parametrize(("address", "form"), SENT)
def test_a_form_that_names_a_hidden_thing_is_answered_as_if_it_were_not_there(
    labs, desks, address, form
):
    told = []
    for name, client in desks.items():
        with Store(labs / name) as store:
            size = sum(1 for _ in store.chain())
        answer = client.fill(address, **form)
        told.append((answer.status_code, LOG.sub("", answer.text.replace(client.token, "TOKEN"))))
        with Store(labs / name) as store:
            assert sum(1 for _ in store.chain()) == size
    assert told[0] == told[1]


@pytest.mark.parametrize("address", ["/", "/outlets", "/cases", "/reports", "/api/v1/posts"])
def test_whoever_is_cleared_is_told_two_labs_apart_by_the_same_comparison(labs, desks, address):
    """So the comparison can fail."""
    cleared = seated(desks["with"].app, "admin", "Cleared Valen", follow_redirects=False)
    with Desk(labs / "with") as desk:
        who = desk_accounts.named(desk, "Cleared Valen").id
        desk_clearances.clear(desk, who, ("minors", "court-sealed", "case-7"))
    seen = plain(cleared, address, labs / "with")
    assert WORD in seen[2]
    assert seen != plain(desks["plain"], address, labs / "plain")


FILLED = {
    "kind": "theme", "code": "recruitment", "note": "n", "title": "t", "tag": "t", "post": POSTS[0],
    "ids": POSTS[0], "translation": f"tr-{WORD}", "to": "Noor Valen", "yes": "1",
    "marking": "minors",
}  # fmt: skip
