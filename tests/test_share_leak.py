"""Nothing of a higher tier is in a lower edition, wherever one looks."""

import hashlib
import shutil
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest
import report_lab as lab
import share_lab

from marsad import publishing
from marsad.report.tiers import READERS, TIERS
from marsad.share import readers
from marsad.share.digest import send
from marsad.store import Store

NEVER = ("SECRET-DESCRIPTION", "Tamar Iseri", "Noor Valen", "reader@example.org", "zqreader")
"""What no edition of any tier has: metadata of originals, who made and signed it, who reads it."""


@pytest.fixture(scope="module")
def published(tmp_path_factory) -> tuple[Store, Path]:
    folder = tmp_path_factory.mktemp("leak")
    with share_lab.fill(folder / "lab") as store:
        made = readers.add(store, "zqreader", "reader@example.org", lab.WRITER)
        readers.approve(store, made.handle, lab.SECOND, "asked by letter")
        publishing.publish(store, folder / "site", READERS)
        yield store, folder / "site"


def everything(tree: Path) -> str:
    return "".join(share_lab.said(path) for path in sorted(tree.rglob("*")) if path.is_file())


def test_the_subscribers_read_every_word(published):
    said = everything(published[1] / "subscribers")
    for name in ("sub", "com"):
        for field in (*share_lab.FIELDS, "theme"):
            assert share_lab.word(field, name) in said, (field, name)


@pytest.mark.parametrize(
    ("tier", "name", "withheld"),
    [
        ("public", "sub", (*share_lab.FIELDS, "theme")),
        ("public", "com", (*share_lab.FIELDS, "theme")),
        ("complimentary", "sub", (*share_lab.FIELDS, "theme")),
        ("platforms", "sub", (*share_lab.WITHHELD, "theme")),
        ("platforms", "com", (*share_lab.WITHHELD, "theme")),
    ],
)
def test_no_file_of_a_lower_tree_holds_a_word_of_a_higher_one(published, tier, name, withheld):
    for path in sorted((published[1] / tier).rglob("*")):
        if path.is_file():
            said = share_lab.said(path)
            told = [field for field in withheld if share_lab.word(field, name) in said]
            assert told == [], path


@pytest.mark.parametrize("tier", READERS)
def test_every_tree_has_what_anybody_may_read_and_nothing_that_nobody_may(published, tier):
    said = everything(published[1] / tier)
    for name in ("sub", "com"):
        assert f"{share_lab.OPEN}title{name}" in said
        assert f"{share_lab.OPEN}lede{name}" in said
    assert [word for word in NEVER if word in said] == []


def test_the_complimentary_read_their_own_report_whole_and_the_redacted_keep_the_notes(published):
    said = everything(published[1] / "complimentary")
    for field in share_lab.FIELDS:
        assert share_lab.word(field, "com") in said, field
    redacted = (published[1] / "platforms" / "daily-1" / "index.html").read_text(encoding="utf-8")
    assert share_lab.word("place", "sub") in redacted
    assert "A quotation is withheld in this edition." in redacted
    assert not list((published[1] / "platforms").rglob("*.jpg"))


def digests(tree: Path) -> dict[str, str]:
    return {
        str(path.relative_to(tree)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in tree.rglob("*")
        if path.is_file()
    }


def test_the_lower_trees_do_not_change_by_what_only_the_higher_ones_show(tmp_path):
    """Not a count, a size or a gap tells of it: two labs that differ there give equal bytes."""
    share_lab.fill(tmp_path / "lab").close()
    shutil.copytree(tmp_path / "lab", tmp_path / "other")
    made = {}
    for name in ("lab", "other"):
        with Store(tmp_path / name) as store:
            if name == "other":
                short = store.report("daily-1")
                longer = share_lab.report(store, "longer", 1, "subscribers", more=5)
                store.add(
                    replace(
                        longer, id="report-other", title=short.title, lede=short.lede,
                        corrections=short.corrections, made_at=short.made_at,
                        evidence=short.evidence, replaces=short.id,
                    )
                )  # fmt: skip
                store.add(replace(store.report("daily-2"), id="report-com-3"))
            else:
                store.add(replace(store.report("daily-1"), id="report-sub-3"))
                store.add(replace(store.report("daily-2"), id="report-com-3"))
            publishing.publish(store, tmp_path / f"site-{name}")
            made[name] = {tier: digests(tmp_path / f"site-{name}" / tier) for tier in TIERS}
    assert made["lab"]["subscribers"] != made["other"]["subscribers"]
    assert made["lab"]["public"] == made["other"]["public"]
    assert made["lab"]["complimentary"] == made["other"]["complimentary"]


@pytest.mark.parametrize("tier", ["complimentary", "subscribers"])
def test_a_letter_holds_no_more_than_its_tier_may_read(published, tier):
    store = published[0]
    letters: list[EmailMessage] = []
    issues = {tier: publishing.gathered(store, [tier])[tier].issues}
    made = readers.add(store, "", f"{tier}@example.net", lab.WRITER, tier=tier, since=lab.DAY)
    readers.approve(store, made.handle, lab.SECOND, "asked by letter")
    send(store, issues, {tier: "https://reports.example/"}, lambda letter, ready: (
        ready(), letters.append(letter)))  # fmt: skip
    (letter,) = [each for each in letters if each["To"] == f"{tier}@example.net"]
    said = letter.as_string() + "".join(
        part.get_content() for part in letter.walk() if not part.is_multipart()
    )
    assert f"{share_lab.OPEN}titlesub" in said
    assert f"{share_lab.OPEN}title" not in letter["Subject"]
    for field in (*share_lab.FIELDS, "theme"):
        assert share_lab.word(field, "sub") not in said
    assert [word for word in NEVER if word in said] == []
