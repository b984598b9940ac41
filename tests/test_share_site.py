"""`marsad publish`: a site that stands alone, changes as a whole, and holds what is published."""

import json
import re
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin
from xml.etree import ElementTree

import feedparser
import pytest
import report_lab as lab
import share_lab
from typer.testing import CliRunner

from marsad import publishing
from marsad import report as stage
from marsad.cli.app import app
from marsad.errors import BadInput, Withheld
from marsad.report.tiers import READERS
from marsad.share import tree
from marsad.share.citation import bibtex, csl_json
from marsad.share.embargo import embargo
from marsad.store import Store, layout

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def store(tmp_path):
    with share_lab.fill(tmp_path / "lab") as opened:
        yield opened


@pytest.fixture
def site(tmp_path):
    return tmp_path / "site"


class Links(HTMLParser):
    """What a page points to, and what it loads."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.tags: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.found += [value for name, value in attrs if name in ("href", "src") and value]


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_each_tree_is_complete_alone(store, site):
    publishing.publish(store, site, READERS)
    for tier in READERS:
        root = site / tier
        for page in root.rglob("*.html"):
            links = Links(read(page))
            assert "style" not in links.tags
            base = page.relative_to(root).as_posix()
            for link in links.found:
                where = link.partition("#")[0]
                assert not where.startswith(("http:", "https:", "//", "data:")), link
                assert (root / urljoin(base, where)).exists(), (page, link)
                assert not urljoin(f"/{tier}/{base}", where).startswith("/..")


def test_every_version_keeps_its_address(store, site):
    publishing.publish(store, site)
    whole = site / "subscribers" / "daily-1"
    assert share_lab.word("correction", "sub") in read(whole / "index.html")
    assert share_lab.word("correction", "sub") in read(whole / "v2" / "index.html")
    first = read(whole / "v1" / "index.html")
    assert share_lab.word("correction", "sub") not in first
    assert "This version was corrected." in first
    forms = {path.name for path in (whole / "v1").iterdir()}
    assert forms >= {"report.pdf", "report.docx", "report.epub", "report.md", "cite.bib"}
    log = read(site / "subscribers" / "corrections" / "index.html")
    assert share_lab.word("correction", "sub") in log
    assert f"Evidence log at publication: {share_lab.EVIDENCE}" in log


def test_a_second_run_changes_no_file_and_a_new_report_few(store, site):
    first = publishing.publish(store, site)
    times = {path: path.stat().st_ino for path in site.rglob("*") if path.is_file()}
    second = publishing.publish(store, site)
    for tier, changed in second.trees.items():
        assert (changed.new, changed.changed, changed.gone) == (0, 0, 0)
        assert changed.same == first.trees[tier].new
    assert {path: path.stat().st_ino for path in times if path.name != tree.MARK} == {
        path: number for path, number in times.items() if path.name != tree.MARK
    }
    store.add(share_lab.report(store, "more", 3, "subscribers"))
    third = publishing.publish(store, site).trees["public"]
    assert third.new == 4
    assert third.same > third.changed
    assert (site / "public" / "daily-3" / "v1" / "index.html").exists()


def test_what_is_taken_back_is_gone(store, site):
    publishing.publish(store, site)
    embargo(store, "daily-1", datetime.now(UTC) + timedelta(days=1), lab.WRITER)
    made = publishing.publish(store, site)
    assert made.trees["public"].gone > 0
    assert not (site / "public" / "daily-1").exists()


def test_an_embargoed_report_is_in_no_edition_before_its_time(store, site):
    later = datetime.now(UTC) + timedelta(hours=1)
    embargo(store, "daily-1", later, lab.WRITER)
    made = publishing.publish(store, site, READERS)
    assert list(made.waiting) == ["daily-1"]
    said = "".join(share_lab.said(path) for path in site.rglob("*") if path.is_file())
    assert "titlesub" not in said
    assert "daily-1" not in said
    assert "titlecom" in said
    past = datetime.now(UTC) - timedelta(hours=1)
    embargo(store, "daily-1", past, lab.WRITER)
    publishing.publish(store, site)
    feed = ElementTree.parse(site / "public" / "atom.xml")
    at = {each.findtext(f"{ATOM}id"): each.findtext(f"{ATOM}published")
          for each in feed.iter(f"{ATOM}entry")}  # fmt: skip
    (id,) = [id for id in at if id.endswith("daily-1")]
    assert at[id] == past.isoformat(timespec="seconds").replace("+00:00", "Z")


def test_an_embargo_takes_a_zone_and_a_name(store):
    with pytest.raises(BadInput, match="without a zone"):
        embargo(store, "daily-1", datetime(2024, 5, 20, 9), lab.WRITER)  # noqa: DTZ001
    with pytest.raises(BadInput, match="--by NAME"):
        embargo(store, "daily-1", datetime.now(UTC), "outlet/1")


def test_a_report_goes_through_the_gate_to_its_readers_and_is_corrected(store, site):
    store.add(lab.report(store, signed_by=()))
    stage.sign(store, "daily-7", lab.SECOND)
    publishing.publish(store, site)
    assert not (site / "subscribers" / "daily-7").exists(), "a draft, though it is signed"
    stage.publish(store, "daily-7", lab.SECOND)
    publishing.publish(store, site)
    page = site / "subscribers" / "daily-7" / "index.html"
    assert lab.WORDS in read(page)
    assert "Evidence log at publication: " in read(page)
    stage.correct(store, "daily-7", "The bridge is wooden.", day=lab.DAY, by=lab.WRITER)
    publishing.publish(store, site)
    assert "The bridge is wooden." in read(page)
    assert "The bridge is wooden." not in read(page.parent / "v1" / "index.html")
    teaser = site / "public" / "daily-7" / "v2" / "index.html"
    assert "The bridge is wooden." not in read(teaser)


def test_fiction_and_drafts_are_not_published(store, site, tmp_path):
    made = lab.report(store)
    store.add(
        replace(made, id="draft", handle="draft-1"),
        replace(made, id="fiction", handle="tale-1", fiction=True, state="published"),
        replace(made, id="alone", handle="alone-1", signed_by=(), state="published"),
    )
    done = publishing.publish(store, site)
    assert done.refused["tale-1"] == "tale-1 is fiction; sample material is never published"
    assert "second name" in done.refused["alone-1"]
    published = {path.name for path in (site / "subscribers").glob("*-*") if path.is_dir()}
    assert published == {"daily-1", "daily-2"}
    with lab.fill(tmp_path / "fiction") as other:
        other.add(lab.report(other, fiction=True))
        with pytest.raises(Withheld, match="is fiction; sample material is never published"):
            publishing.publish(other, tmp_path / "none")


def test_an_earlier_version_that_nobody_signed_is_left_out_by_name(store, site):
    alone = share_lab.report(store, "alone", 3, "complimentary")
    alone = replace(alone, signed_by=())
    signed = replace(share_lab.corrected(alone, "alone"), signed_by=(lab.SECOND,))
    store.add(alone, signed, by=lab.WRITER)
    done = publishing.publish(store, site, READERS)
    assert list(done.refused) == ["daily-3/v1"]
    assert "second name" in done.refused["daily-3/v1"]
    for tier in READERS:
        assert {each.name for each in (site / tier / "daily-3").iterdir()} == {"index.html", "v2"}
        assert "daily-3/v1" not in "".join(read(page) for page in (site / tier).rglob("*.html"))
    issues = publishing.gathered(store, ["public"])["public"].issues
    (only,) = [each for each in issues if each.handle == "daily-3"]
    assert (only.version, only.latest, only.first_at) == (2, True, signed.made_at)


def test_no_version_goes_out_where_the_last_one_may_not(store, site):
    made = share_lab.report(store, "last", 3, "complimentary")
    store.add(made, replace(share_lab.corrected(made, "last"), signed_by=()), by=lab.WRITER)
    done = publishing.publish(store, site)
    assert list(done.refused) == ["daily-3"]
    assert not (site / "subscribers" / "daily-3").exists()


def test_a_report_that_rests_on_something_erased_is_left_out_with_the_reason(store, site):
    gone = lab.report(store, id="gone", handle="gone-1", state="published", event="nothing")
    store.add(gone)
    done = publishing.publish(store, site)
    assert "no event 'nothing'" in done.refused["gone-1"]
    assert (site / "public" / "daily-1").exists()


def test_a_folder_with_other_files_is_left_alone(store, site):
    site.mkdir()
    (site / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(BadInput, match="holds other files"):
        publishing.publish(store, site)
    assert [path.name for path in site.iterdir()] == ["letter.txt"]


def test_feeds_are_read_by_another_program(store, site):
    store.close()
    (store.lab / "marsad.toml").write_text('site_address = "https://reports.example/"\n')
    with Store(store.lab) as opened:
        publishing.publish(opened, site)
    for place in ("", "series/daily/", f"topics/theme-park-{share_lab.word('theme', 'sub')}/"):
        feed = feedparser.parse((site / "subscribers" / place / "atom.xml").read_bytes())
        assert not feed.bozo
        assert feed.entries
        for entry in feed.entries:
            assert entry.link.startswith("https://reports.example/subscribers/daily-")
            assert entry.published <= entry.updated
        said = json.loads(read(site / "subscribers" / place / "feed.json"))
        assert said["version"] == "https://jsonfeed.org/version/1.1"
        assert [each["id"] for each in said["items"]] == [each.id for each in feed.entries]
    assert not (
        site / "public" / "topics" / f"theme-park-{share_lab.word('theme', 'sub')}"
    ).exists()
    places = ElementTree.parse(site / "public" / "sitemap.xml").getroot()
    found = [each[0].text for each in places]
    assert "https://reports.example/public/daily-1/v2/" in found
    assert all((site / each.removeprefix("https://reports.example/")).is_dir() for each in found)


def test_every_page_announces_the_feeds_of_its_tree_its_series_and_its_topics(store, site):
    publishing.publish(store, site)
    for tier in ("public", "subscribers"):
        for page in (site / tier).rglob("*.html"):
            head = read(page).partition("</head>")[0]
            said = re.findall(
                r'<link rel="alternate" type="application/(\S+)\+\S+" href="(\S+)"', head
            )
            assert len(said) == len(set(said))
            told = {(page.parent / address).resolve() for _form, address in said}
            assert {each.name for each in told} == {"atom.xml", "feed.json"}
            assert all(each.is_file() for each in told), page
            assert site / tier / "atom.xml" in told
    whole = read(site / "subscribers" / "daily-1" / "index.html").partition("</head>")[0]
    assert 'href="../series/daily/atom.xml"' in whole
    assert share_lab.word("theme", "sub") in whole
    teaser = read(site / "public" / "daily-1" / "index.html").partition("</head>")[0]
    assert "topics/" not in teaser


def test_citations_keep_signs_literal(store):
    issue = publishing.gathered(store, ["public"])["public"].issues[0]
    nasty = replace(issue, title="50% \\input{/etc/passwd} $x$ {a} #1 ~^_& @b\n\x00 صدى")
    said = bibtex(nasty).decode()
    assert r"50\% \textbackslash{}input\{/etc/passwd\} \$x\$ \{a\} \#1" in said
    assert r"\textasciitilde{}\textasciicircum{}\_\& \char64{}b" in said
    assert "\x00" not in said
    assert said.count("@") == 1
    (item,) = json.loads(csl_json(nasty, "https://x.example/"))
    assert item["title"] == nasty.title
    assert item["URL"] == "https://x.example/daily-1/v1/"
    assert item["issued"] == {"date-parts": [[2024, 5, 14]]}


KILLED = """
import sys, os, signal
from pathlib import Path
from marsad import publishing
from marsad import report as stage
from marsad.store import Store
def tell(tier, done, all):
    if tier == "complimentary" and done == 5:
        print("here", flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
with Store(Path(sys.argv[1])) as store:
    publishing.publish(store, Path(sys.argv[2]), tell=tell)
"""


def test_a_killed_run_leaves_the_trees_that_were_there_and_the_next_goes_on(store, site):
    publishing.publish(store, site)
    before = {str(path): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    store.add(share_lab.report(store, "more", 3, "complimentary"))
    said = subprocess.run(
        [sys.executable, "-c", KILLED, str(store.lab), str(site)], capture_output=True, check=False
    )
    assert said.returncode == -signal.SIGKILL, said.stderr
    assert (site / ".complimentary.new").is_dir()
    assert (site / "public" / "daily-3").is_dir()
    kept = {name: data for name, data in before.items() if "/complimentary/" in name}
    assert all(Path(name).read_bytes() == data for name, data in kept.items())
    assert not (site / "complimentary" / "daily-3").exists()
    publishing.publish(store, site)
    assert (site / "complimentary" / "daily-3" / "v1" / "report.pdf").exists()
    assert sorted(path.name for path in site.iterdir()) == [
        "complimentary", tree.MARK, "public", "subscribers",
    ]  # fmt: skip


@pytest.mark.parametrize("exchanged", [True, False])
def test_the_tree_is_exchanged_also_where_the_system_has_no_single_step(
    tmp_path, monkeypatch, exchanged
):
    if not exchanged:
        monkeypatch.setattr(tree, "_exchanged", lambda _one, _other: False)
    tree.prepare(tmp_path / "out")
    for content in (b"one", b"two"):
        tree.write(tmp_path / "out", "public", [("a/b.txt", lambda content=content: content)])
        assert (tmp_path / "out" / "public" / "a" / "b.txt").read_bytes() == content
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [tree.MARK, "public"]


def test_a_run_that_died_between_the_two_steps_is_mended(tmp_path):
    out = tmp_path / "out"
    tree.prepare(out)
    tree.write(out, "public", [("a.txt", lambda: b"one")])
    (out / "public").rename(out / ".public.old")
    changed = tree.write(out, "public", [("a.txt", lambda: b"one")])
    assert changed == tree.Changed(0, 0, 1, 0)
    assert not (out / ".public.old").exists()


@pytest.mark.parametrize("name", ["../evil.txt", "/etc/evil.txt", "a/../../evil.txt"])
def test_no_file_is_written_outside_the_tree(tmp_path, name):
    tree.prepare(tmp_path / "out")
    with pytest.raises(BadInput, match="outside the site"):
        tree.write(tmp_path / "out", "public", [(name, lambda: b"")])
    assert not list(tmp_path.rglob("evil.txt"))


def test_what_was_pressed_is_made_anew_when_it_rots(store, site):
    publishing.publish(store, site)
    was = (site / "subscribers" / "daily-1" / "v1" / "report.pdf").read_bytes()
    for path in (store.lab / layout.PRESS).iterdir():
        path.write_bytes(path.read_bytes()[:-1] + b"\x00")
    shutil.rmtree(site)
    publishing.publish(store, site)
    assert (site / "subscribers" / "daily-1" / "v1" / "report.pdf").read_bytes() == was


def test_the_command_tells_what_it_did_and_refuses_an_unknown_tier(store, site):
    store.close()
    run = CliRunner().invoke(app, ["publish", str(store.lab), "--out", str(site), "--json"])
    assert run.exit_code == 0, run.output
    told = json.loads(run.stdout)
    assert set(told["trees"]) == {"public", "complimentary", "subscribers"}
    assert told["mail"] is None
    args = ["publish", str(store.lab), "--out", str(site), "--tier", "everybody"]
    run = CliRunner().invoke(app, args)
    assert run.exit_code == 1
    assert "no tier 'everybody' of readers; there are public" in run.output
    until = ["embargo", str(store.lab), "daily-1", "--until", "2999-01-01T00:00Z", "--by", "Noor"]
    assert CliRunner().invoke(app, until).exit_code == 0
    run = CliRunner().invoke(app, ["publish", str(store.lab), "--out", str(site)])
    assert "daily-1 waits until 2999-01-01T00:00:00+00:00" in run.output
