"""One tree of the site: every file that the readers of one tier get, and nothing else.

It is made of the issues of that tier alone, so that no page, feed or index can hold more.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial

from marsad.share import citation, feeds, pages
from marsad.share.feeds import Channel
from marsad.share.issue import Issue, Made, Topic, slug
from marsad.share.pages import Site


def files(site: Site, issues: Sequence[Issue], style: str) -> Iterator[tuple[str, Made]]:
    """Name and content of every file of the tree; ``style`` is that of the reports."""
    latest = newest_first([each for each in issues if each.latest])
    yield "style.css", lambda: style.encode() + pages.static("site.css")
    yield "search.js", lambda: pages.static("search.js")
    yield "index.html", partial(pages.shelf, site, site.lab, latest)
    yield from _feeds(site, "", site.lab, latest)
    yield from _shelves(site, latest)
    yield from _topics(site, latest)
    yield "corrections/index.html", partial(pages.corrections, site, _corrected(issues))
    yield "search/index.html", partial(pages.search, site)
    yield "search/index.json", partial(_searched, latest)
    if site.address:
        yield "sitemap.xml", partial(feeds.sitemap, site.address, issues)
    for one in latest:
        yield from _report(site, [each for each in issues if each.handle == one.handle])


def newest_first(issues: Sequence[Issue]) -> list[Issue]:
    """By day and number, the latest first."""
    return sorted(issues, key=lambda each: (each.day, each.at, each.handle), reverse=True)


def _report(site: Site, versions: Sequence[Issue]) -> Iterator[tuple[str, Made]]:
    for issue in versions:
        yield f"{issue.place}index.html", partial(pages.report, site, issue, versions, issue.place)
        yield f"{issue.place}cite.json", partial(citation.csl_json, issue, site.address)
        yield f"{issue.place}cite.bib", partial(citation.bibtex, issue, site.address)
        for name, made in (issue.files or {}).items():
            yield f"{issue.place}{name}", made
        if issue.latest:
            page = partial(pages.report, site, issue, versions, issue.latest_place)
            yield f"{issue.latest_place}index.html", page


def _shelves(site: Site, latest: Sequence[Issue]) -> Iterator[tuple[str, Made]]:
    shelves = defaultdict(list)
    for issue in latest:
        shelves[issue.shelf].append(issue)
    for name, some in shelves.items():
        place = f"series/{name}/"
        yield f"{place}index.html", partial(pages.shelf, site, some[0].series, some, place)
        yield from _feeds(site, place, f"{site.lab}: {some[0].series}", some)


def _topics(site: Site, latest: Sequence[Issue]) -> Iterator[tuple[str, Made]]:
    found: dict[str, Topic] = {}
    about = defaultdict(list)
    for issue in latest:
        for topic in issue.topics:
            found.setdefault(topic.name, topic)
            about[topic.name].append(issue)
    every = sorted(found.values(), key=lambda topic: topic.label)
    yield "topics/index.html", partial(pages.topics, site, every)
    for topic in every:
        place = f"topics/{topic.name}/"
        yield (
            f"{place}index.html",
            partial(pages.shelf, site, topic.label, about[topic.name], place),
        )
        yield from _feeds(site, place, f"{site.lab}: {topic.label}", about[topic.name])


def _feeds(
    site: Site, place: str, title: str, issues: Sequence[Issue]
) -> Iterator[tuple[str, Made]]:
    name = slug(place) if place else "all"
    channel = Channel(title, site.lab, f"{site.id}:{site.tier}:{name}", place, site.address)
    yield f"{place}atom.xml", partial(feeds.atom, channel, issues)
    yield f"{place}feed.json", partial(feeds.json_feed, channel, issues)


def _corrected(issues: Sequence[Issue]) -> list[Issue]:
    return newest_first([each for each in issues if each.version > 1])


def _searched(latest: Sequence[Issue]) -> bytes:
    found = [
        {
            "address": each.latest_place,
            "day": str(each.day),
            "title": each.title,
            "series": f"{each.series} · No. {each.number}",
            "words": each.words,
        }
        for each in latest
    ]
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
