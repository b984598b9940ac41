"""A walk as a new user takes it: from the link that a first start prints to readers of each tier.

``MARSAD_WALK=DIR`` keeps a picture of every screen, in English and in Arabic, and tries each
against the rules of accessibility.
"""

import base64
import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import report_lab as lab
import walk_lab
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP
from desk_server import AXE, CHROMIUM, chromium

from marsad.store import Store

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="chromium is not installed here"),
]
KEPT = os.environ.get("MARSAD_WALK", "")
SECOND = "The Bridge, Once More"
TOLD = {"public": [], "complimentary": ["daily-2"], "subscribers": ["daily-1", "daily-2"]}
"""What the readers of each tier read whole."""
PASSWORD = "a river, a bridge and a ferry"
PICTURED = (
    "triage", "?q=*", "outlets", "outlets/sada", "places/telegram:1001", "translations",
    "translation/{translation}", "translation/{translation}/history", "post/{post}",
    "post/{post}?show={digest}", "post/{post}/similar/{digest}", "pictures", "pictures/timeline",
    "pictures/volume", "events", "event/talks", "network", "narratives", "brief", "cases",
    "reports", "report/daily-1", "report/daily-1/edit", "report/daily-1/versions", "readers",
    "publishing", "register", "sources", "status", "parts", "trees", "audit",
    "accounts", "account", "alerts", "keys",
)  # fmt: skip
"""The screens of the desk."""


class Desk:
    """``marsad desk LAB``, as it is started in a terminal."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = (sys.executable, "-m", "marsad", "desk", folder, "--no-browser", "--port", port)
        said = list(map(str, command))
        self.running = subprocess.Popen(said, stderr=subprocess.PIPE, text=True)
        printed = [self.running.stderr.readline() for _line in range(2)]
        self.origin = f"http://127.0.0.1:{port}"
        (self.link,) = re.findall(r"http://\S+/join/\S+", printed[1])
        for _try in range(200):
            with socket.socket() as probe:
                if not probe.connect_ex(("127.0.0.1", port)):
                    return
            time.sleep(0.05)
        raise AssertionError("the desk does not listen")

    def stop(self) -> None:
        self.running.terminate()
        self.running.wait(10)


class Person:
    """Somebody in a browser of their own."""

    def __init__(self, browser, origin: str) -> None:
        self.origin = origin
        self.page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        self.strangers, self.complaints = [], []
        self.page.on("request", self._note)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _note(self, request) -> None:
        if not request.url.startswith((f"{self.origin}/", "data:")):
            self.strangers.append(request.url)

    def go(self, address: str) -> None:
        self.page.goto(f"{self.origin}{address}", wait_until="networkidle")

    def press(self, button: str) -> None:
        with self.page.expect_navigation(wait_until="networkidle"):
            self.page.get_by_role("button", name=button, exact=True).first.click()

    def join(self, link: str, name: str = "") -> None:
        """Follow a link of an invitation, with an app for codes where one is asked for."""
        self.page.goto(link)
        if name:
            self.page.get_by_label("Name that you sign with").fill(name)
        self.page.get_by_label("Password, at least 12 characters").fill(PASSWORD)
        self.page.get_by_label("The password again").fill(PASSWORD)
        self.press("Go on")
        if "/account/factor" in self.page.url:
            secret = self.page.locator("code.secret").first.inner_text()
            key = base64.b32decode(secret + "=" * (-len(secret) % 8))
            code = HOTP(key, 6, SHA1(), enforce_key_length=False).generate(int(time.time() // 30))
            self.page.get_by_label("Code that the app shows now").fill(code.decode())
            self.press("Use this app")

    def invite(self, name: str, role: str) -> str:
        """Make a link for somebody."""
        self.go("/accounts")
        form = self.page.locator('form[action="/accounts/invite"]')
        form.get_by_label("Name that they sign with").fill(name)
        form.get_by_label("Role").select_option(role)
        self.press("Make a link")
        return self.page.locator("code.secret").first.inner_text()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return walk_lab.fill(tmp_path_factory.mktemp("walk"))


@pytest.fixture(scope="module")
def desk(folder):
    started = Desk(folder)
    yield started
    started.stop()


@pytest.fixture(scope="module")
def browser():
    with chromium() as opened:
        yield opened


def translate(translator: Person, editor: Person, post: str, targets: list[str]) -> None:
    """One writes it, another answers for it."""
    translator.go(f"/post/{post}")
    translator.press("Translate it")
    for number, target in enumerate(targets, 1):
        translator.page.get_by_label(f"Segment {number}, en").fill(target)
    translator.press("Sign as my translation")
    translator.page.get_by_role("heading", name="Translation by a person, draft").wait_for()
    editor.page.goto(translator.page.url)
    editor.press("Approve")
    editor.page.get_by_role("heading", name="Translation by a person, approved").wait_for()


def compose(analyst: Person, title: str, tier: str, posts: list[str]) -> str:
    """A report of two posts, made on the page of the editor; answers its address."""
    analyst.go("/reports")
    analyst.page.get_by_label("Series").fill("Daily")
    analyst.page.get_by_label("Title, in one line").fill(title)
    analyst.page.get_by_label("Day; today where none is given").fill(str(lab.DAY))
    analyst.page.get_by_label("Tier").select_option(tier)
    analyst.press("Begin")
    for at, post in enumerate(posts, 1):
        analyst.page.locator(f'.candidate[data-post="{post}"] .take').click()
        analyst.page.wait_for_url(f"**#at-{at}.1")
    analyst.page.locator('[id="said-lede"]').fill(lab.LEDE)
    analyst.page.locator("#event").select_option("talks")
    analyst.page.get_by_label("Alt text: what a reader").fill(lab.ALT)
    analyst.page.get_by_label("Right to show it").fill(lab.RIGHT)
    analyst.press("Save")
    return analyst.page.url.partition(analyst.origin)[2].partition("/edit")[0]


def sign(editor: Person, report: str) -> None:
    """A second person signs and publishes."""
    editor.go(report)
    editor.press("Sign this version")
    editor.press("Publish")
    editor.page.get_by_text("from now on it can only be corrected").wait_for()


def written(admin: Person) -> None:
    """Look again until the trees are there."""
    for _look in range(120):
        if admin.page.get_by_text("The trees were written.").count():
            return
        time.sleep(0.5)
        admin.go("/publishing")
    raise AssertionError("the trees were not written")


def reader(editor: Person, tier: str) -> str:
    """Vouch for somebody, and make the link for their account."""
    editor.go("/readers")
    form = editor.page.locator("form.begin")
    form.get_by_label("Name", exact=True).fill(f"A Library of {tier}")
    form.get_by_label("Address of mail").fill(f"{tier}@library.example")
    form.get_by_label("Tier").select_option(tier)
    editor.press("Add")
    editor.page.get_by_label("Reason: the domain is not listed").fill("a library that we know")
    editor.press("Approve")
    editor.press("Make a link for an account of this reader")
    return editor.page.locator("code.secret").inner_text()


def read(person: Person, tier: str) -> None:
    """Each reads whole what is for them, and of the rest its teaser."""
    person.go("/read/")
    assert {lab.TITLE, SECOND} <= set(person.page.locator("h2, h3").all_inner_texts())
    whole = []
    for handle in ("daily-1", "daily-2"):
        person.go(f"/read/{handle}/")
        if "on both banks of the river" in person.page.locator("body").inner_text():
            whole.append(handle)
        if KEPT:
            kept = f"read-{tier}-{handle}.png"
            person.page.screenshot(path=Path(KEPT) / kept, full_page=True)
    assert whole == TOLD[tier]


def picture(admin: Person, folder: Path, post: str) -> None:
    """Keep each screen in both languages; none breaks a rule of accessibility."""
    with Store(folder) as store:
        (medium,) = store.post(post).media
        of = {"post": post, "digest": medium.sha256, "translation": store.translations(post)[-1].id}
    found = {}
    for tongue, name in (("en", "English"), ("ar", "العربية")):
        admin.go("/language")
        admin.press(name)
        for number, address in enumerate(PICTURED):
            admin.go(f"/{address.format(**of)}")
            kept = f"{number:02d}-{re.sub('[^a-z]+', '-', address)}-{tongue}.png"
            admin.page.screenshot(path=Path(KEPT) / kept, full_page=True)
            found[kept] = broken(admin.page)
    assert {kept: rules for kept, rules in found.items() if rules} == {}


def broken(page) -> list[str]:
    """The rules of accessibility that a page breaks."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return page.evaluate("axe.run().then(found => found.violations.map(each => each.id))")


def test_from_the_first_link_to_three_readers(browser, desk, folder):
    people = [Person(browser, desk.origin) for _each in range(4)]
    admin, editor, analyst, translator = people
    admin.join(desk.link, "Noor Valen")
    for who, name, role in (
        (editor, "Leyla Oram", "editor"),
        (analyst, "Tamar Iseri", "analyst"),
        (translator, "Sami Idrin", "translator"),
    ):
        who.join(admin.invite(name, role))
    with Store(folder) as store:
        arabic, _second, persian, _urdu = [post.id for post in store.posts()]
    analyst.go("/triage")
    analyst.page.keyboard.press("1")
    analyst.page.get_by_text("1 coded today").wait_for()
    translate(translator, editor, arabic, [
        "We extend our hands to our brothers in the Valley of Salwan, in the hour of need, on both "
        "banks of the river."
    ])  # fmt: skip
    translate(translator, editor, persian, [
        "We want the bridge between the two banks to be built again; this is our covenant."
    ])  # fmt: skip
    for title, tier in ((lab.TITLE, "subscribers"), (SECOND, "complimentary")):
        sign(editor, compose(analyst, title, tier, [arabic, persian]))
    admin.go("/publishing")
    admin.press("Publish now")
    written(admin)
    for tier in TOLD:
        people.append(Person(browser, desk.origin))
        if tier != "public":
            people[-1].join(reader(editor, tier), f"A Reader of {tier}")
        read(people[-1], tier)
    if KEPT:
        picture(admin, folder, arabic)
    assert [each.complaints for each in people] == [[]] * len(people)
    assert [each.strangers for each in people] == [[]] * len(people)
