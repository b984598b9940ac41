"""The docs say what the code does: commands, settings, kinds and plugins; links lead somewhere."""

import importlib.util
import re
from importlib.metadata import entry_points
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), *ROOT.glob("*.md")])
STAGES = ("collect", "preserve", "enrich", "translate", "track", "search", "report", "share")


def generator():
    spec = importlib.util.spec_from_file_location("make_docs", DOCS / "make.py")
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


@pytest.mark.parametrize(
    "name",
    ["accounts.md", "commands.md", "settings.md", "findings.md", "languages.md", "safeguards.md"],
)
def test_generated_pages_are_up_to_date(name):
    """If this fails: make docs."""
    assert (DOCS / name).read_text(encoding="utf-8") == generator().PAGES[name]()


@pytest.mark.parametrize("stage", STAGES)
def test_every_stage_has_a_page(stage):
    assert (DOCS / f"{stage}.md").read_text(encoding="utf-8").startswith(f"# {stage}")


def test_every_plugin_is_documented():
    for group, page in (("marsad.collectors", "collect"), ("marsad.enrichers", "enrich")):
        text = (DOCS / f"{page}.md").read_text(encoding="utf-8")
        for point in entry_points(group=group):
            assert f"`{point.name}`" in text, point.name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page):
    for target in re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8")):
        if not target.startswith(("http://", "https://", "mailto:")):
            assert (page.parent / target).exists(), target
