"""The pages of the site: each gets what it shows, and links that hold wherever the tree lies."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from marsad.share.issue import Issue, Topic
from marsad.text.bidi import runs

_RTL = Markup('<bdi dir="rtl">{}</bdi>')
NAMES = {
    "public": "What anybody may read",
    "complimentary": "For registered readers",
    "subscribers": "For subscribers",
    "platforms": "Redacted, for platforms",
}


@dataclass(frozen=True, slots=True)
class Site:
    """What every page of a tree knows."""

    lab: str
    tier: str
    id: str
    address: str
    evidence: str
    """Of the last report that the tree holds."""

    @property
    def title(self) -> str:
        """Who reads this tree."""
        return NAMES[self.tier]


def shelf(site: Site, heading: str, issues: Sequence[Issue], place: str = "") -> bytes:
    """Reports in a list, the latest first, with the feeds of that list."""
    return _page("shelf.html", site, place, heading=heading, issues=issues)


def topics(site: Site, found: Sequence[Topic]) -> bytes:
    """The topics of the reports that the tree holds whole."""
    return _page("topics.html", site, "topics/", topics=found)


def corrections(site: Site, issues: Sequence[Issue]) -> bytes:
    """What was put right, and when."""
    return _page("corrections.html", site, "corrections/", issues=issues)


def search(site: Site) -> bytes:
    """The page that looks for words in the reports of its own tree."""
    return _page("search.html", site, "search/", script=True)


def report(site: Site, issue: Issue, versions: Sequence[Issue], place: str) -> bytes:
    """One version of a report, its forms and its other versions."""
    beside = "" if place == issue.place else f"v{issue.version}/"
    body = Markup(issue.article(beside))
    shelves = [(f"topics/{topic.name}", topic.label) for topic in issue.topics]
    said = {"issue": issue, "versions": versions, "beside": beside, "body": body}
    return _page("issue.html", site, place, shelves=shelves, **said)


def static(name: str) -> bytes:
    """A style or a script of the site."""
    return (files("marsad.share") / "templates" / name).read_bytes()


def isolated(text: str) -> Markup:
    """Escape a text and isolate its runs of Arabic script."""
    return Markup("").join(
        _RTL.format(text[run.start : run.end]) if run.arabic else escape(text[run.start : run.end])
        for run in runs(text)
    )


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("marsad.share"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["isolated"] = isolated
    return made


def _page(template: str, site: Site, place: str, **said: object) -> bytes:
    root = "../" * place.count("/")
    page = _environment().get_template(template)
    made = page.render(site=site, root=root, place=place, **{"script": False, **said})
    return made.encode("utf-8", "replace")
