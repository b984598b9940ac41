"""E1, E3, D4, D6: hostile strings in every field of every page run nothing and call nobody.

223 attacks on sanitisers, 515 strings that trouble programs and our own calls to a canary stand in
each of the fields of ``hostile_lab.FIELDS``, as many as a field takes. A browser opens every page
of the policy that shows them, the preview of reports, and their files without a network. It would
tell what ran, what its policy had to stop and whom it asked. The last test shows that it does tell.
"""

import re
import sys
import zipfile

import hostile_lab
import pytest
import report_lab as lab
from canary import Canary
from desk_client import sit
from desk_server import CHROMIUM, chromium, served

from marsad.report.render.epub import render as as_epub
from marsad.report.render.html import render as as_html
from marsad.report.resolve import resolve
from marsad.store import desk_accounts
from marsad.store.desk import Desk
from marsad.web.routes import PAGES

CALLS = (
    "<img src=http://CANARY/img>", "http://CANARY/bare", "![x](http://CANARY/markdown.png)",
    "<link rel=dns-prefetch href=//CANARY>", "<link rel=stylesheet href=http://CANARY/css>",
    '" style="background:url(http://CANARY/style)', "<svg><image href=http://CANARY/svg></svg>",
    "<svg onload=alert(1)><foreignObject><iframe src=http://CANARY/frame></foreignObject></svg>",
    "<svg><use href=http://CANARY/use#a></use></svg>", "<math><mi href=javascript:alert(1)>x</mi>",
    "<meta http-equiv=refresh content=0;url=http://CANARY/refresh>", "<base href=//CANARY/>",
    "<object data=http://CANARY/a.pdf></object><embed src=http://CANARY/a.pdf>",
    "<video src=http://CANARY/video autoplay></video>", "{{ cycler.__init__ }}",
    "<script>alert(1)</script>", "' onfocus=alert(1) autofocus x='", "]]><script>alert(1)</script>",
)  # fmt: skip
FILES = r"\{form\}|csv|/page/|/picture/|/clip/|/file|/provider"
WATCH = """
for (const name of ["alert", "prompt", "confirm"]) window[name] = () => told("ran " + name);
addEventListener("securitypolicyviolation",
  event => told(event.violatedDirective + " " + event.blockedURI), true);
"""
LIVE = """() => [...document.querySelectorAll("*")].flatMap(each => [...each.attributes]
  .filter(a => a.name.startsWith("on")
    || (/^[\\s\\x00-\\x1f]*(javascript|data:text|vbscript):/i.test(a.value)
      && ["href", "src", "action", "formaction", "xlink:href", "srcdoc"].includes(a.name)))
  .map(a => each.tagName + " " + a.name))"""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="chromium is not installed here"),
]


@pytest.fixture(scope="module")
def canary():
    with Canary() as made:
        yield made


@pytest.fixture(scope="module")
def strings(canary):
    """Fifteen to sixty a text: each field that takes lines takes all of them."""
    calls = [each.replace("CANARY", canary.address) for each in CALLS]
    return [
        *hostile_lab.packed(calls, len(calls)),
        *hostile_lab.packed(hostile_lab.MARKUP, 60),
        *hostile_lab.packed(hostile_lab.NAUGHTY, 130),
    ]


@pytest.fixture(scope="module")
def desk(tmp_path_factory, strings):
    with lab.fill(tmp_path_factory.mktemp("payloads") / "lab") as store:
        hostile_lab.fill(store, strings)
        hostile_lab.fill_work(store, strings)
        for number, said in enumerate(strings):
            store.add(hostile_lab.report(store, number, said), by=said)
        with Desk(store.lab) as accounts:
            desk_accounts.add(accounts, strings[0][:200], "analyst", "", strings[0][:200])
        store.checkpoint()
        with served(store.lab) as origin:
            yield store, origin


@pytest.fixture(scope="module")
def browser():
    with chromium() as opened:
        yield opened


class Window:
    """A window that notes what ran, what a policy stopped and who was asked."""

    def __init__(self, browser, *homes, **how):
        self.context = browser.new_context(**how)
        self.told, self.asked, self.opened = [], [], 0
        self.context.expose_binding("told", lambda _source, what: self.told.append(what))
        self.context.add_init_script(WATCH)
        self.page = self.context.new_page()
        self.homes = (*homes, "data:", "about:", "blob:null")
        self.page.on("request", self._asks)
        self.page.on("console", self._says)
        self.page.on("dialog", lambda dialog: (self.told.append("dialog"), dialog.dismiss()))

    def _asks(self, request):
        if not request.url.startswith(self.homes):
            self.asked.append(request.url)

    def _says(self, message):
        if "Content Security Policy" in message.text or "sandboxed" in message.text:
            self.told.append(message.text)

    def open(self, address):
        """Open a page, and look over what stands in it; nothing where it is a file to save."""
        playwright = pytest.importorskip("playwright.sync_api")
        try:
            self.page.goto(address, wait_until="load")
        except playwright.Error as error:
            if "Download is starting" in str(error) or "ERR_ABORTED" in str(error):
                return
            raise
        self.opened += 1
        for frame in self.page.frames:
            assert frame.evaluate(LIVE) == [], address
        assert (self.told, self.asked) == ([], []), address


def addresses(strings):
    """Every page of the table that is read, about each thing that holds hostile strings."""
    known = {
        "id": [hostile_lab.part(hostile_lab.post(0, strings[0]).id), "tr-0", "nasty-0", "event-0",
               hostile_lab.part(strings[0])],
        "name": ["case-0", "timeline", "volume"], "number": ["1"],
        "handle": ["nasty-0"], "sha256": ["a" * 64], "token": ["nasty-0"],
    }  # fmt: skip
    for page in PAGES:
        # Files and bare pictures are no pages; those of a provider lead on by themselves.
        if page.method != "GET" or page.answers or re.search(FILES, page.path):
            continue
        made = [page.path]
        for name in re.findall(r"\{(\w+)", page.path):
            made = [
                re.sub(rf"\{{{name}[^}}]*\}}", value.replace("\\", r"\\"), each)
                for each in made
                for value in known.get(name, ["none"])
            ]
        yield from made
    for number, said in enumerate(strings):
        one = hostile_lab.part(hostile_lab.post(number, said).id)
        yield from (f"/post/{one}", f"/translation/tr-{number}", f"/case/case-{number}")
        yield from (f"/report/nasty-{number}", f"/outlets/{hostile_lab.part(said)[:1500]}")
    yield from (f"/?q={hostile_lab.part(each)}" for each in strings[0].splitlines())
    yield from ("/report/nasty-0/edit?from=search&q=alert", "/translation/tr-0/history")


def test_nothing_runs_and_nobody_is_asked_on_any_page_of_the_desk(browser, desk, strings, canary):
    store, origin = desk
    window = Window(browser, origin, "http://evidence.localhost")
    sit(window.context, origin, store.lab, "admin")
    every = list(dict.fromkeys(addresses(strings)))
    for address in every:
        window.open(origin + address)
    assert window.opened > 100
    assert canary.heard == []
    sys.stdout.write(
        f"{len(hostile_lab.MARKUP)} + {len(hostile_lab.NAUGHTY)} + {len(CALLS)} strings, "
        f"{len(hostile_lab.FIELDS)} fields, {window.opened} pages of the desk: 0 ran, 0 asked\n"
    )
    window.context.close()


def test_reports_taken_along_run_nothing_and_ask_nobody(browser, desk, strings, canary, tmp_path):
    """D6: as files of this machine, without any policy but their own."""
    store, _ = desk
    window = Window(browser, tmp_path.as_uri())
    for number, said in enumerate(strings):
        edition = resolve(store, hostile_lab.report(store, number, said))
        (tmp_path / f"{number}.html").write_bytes(as_html(edition))
        window.open((tmp_path / f"{number}.html").as_uri())
        if number == 0:
            book = tmp_path / "book.epub"
            book.write_bytes(as_epub(edition))
            with zipfile.ZipFile(book) as opened:
                opened.extractall(tmp_path / "book")
            for each in sorted((tmp_path / "book").rglob("*.xhtml")):
                window.open(each.as_uri())
    assert window.opened > len(strings)
    assert canary.heard == []
    window.context.close()


def test_the_browser_of_these_tests_would_tell(browser, strings, canary, tmp_path):
    """Guards the guard: the same strings as a page of their own do run, and do call."""
    bad = tmp_path / "bad.html"
    bad.write_text(f"<!doctype html><meta charset=utf-8>{''.join(strings)}", encoding="utf-8")
    window = Window(browser, tmp_path.as_uri())
    window.page.route("**/refresh", lambda route: route.fulfill(status=204))
    with pytest.raises(AssertionError):
        window.open(bad.as_uri())
    assert any(each.startswith("ran ") for each in window.told)
    assert any(canary.address in each for each in window.asked)
    canary.heard.clear()
    window.context.close()
