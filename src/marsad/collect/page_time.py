"""Reads from a page when it says that it was published: only a time with a zone is a time."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

_PUBLISHED = (
    ("//meta[@property='article:published_time']", "content"),
    ("//meta[@itemprop='datePublished']", "content"),
    ("//meta[@name='dcterms.created' or @name='DC.date.issued']", "content"),
    ("//time[@itemprop='datePublished' or @pubdate]", "datetime"),
)
_CHANGED = (
    ("//meta[@property='article:modified_time']", "content"),
    ("//meta[@itemprop='dateModified']", "content"),
    ("//time[@itemprop='dateModified']", "datetime"),
)
_MOST = 200
"""Objects of structured data that are looked at."""


def times(root: Any) -> tuple[str | None, str | None]:
    """When a page says it was published and changed, in UTC; none when it does not say so."""
    told = list(_structured(root))
    published = [*_said(root, _PUBLISHED), *(each.get("datePublished") for each in told)]
    changed = [*_said(root, _CHANGED), *(each.get("dateModified") for each in told)]
    return _first(published), _first(changed)


def _said(root: Any, places: tuple[tuple[str, str], ...]) -> Iterator[Any]:
    for path, attribute in places:
        for node in root.xpath(path):
            yield node.get(attribute)


def _structured(root: Any) -> Iterator[dict[str, Any]]:
    """The objects of schema.org in a page, the outer ones first."""
    for script in root.xpath("//script[@type='application/ld+json']"):
        try:
            waiting: list[Any] = [json.loads(script.text or "")]
        except (ValueError, RecursionError):
            continue
        for each in waiting:
            if len(waiting) > _MOST:
                break
            if isinstance(each, list):
                waiting += each
            elif isinstance(each, dict):
                yield each
                waiting += each["@graph"] if isinstance(each.get("@graph"), list) else []


def _first(said: list[Any]) -> str | None:
    return next(filter(None, map(_moment, said)), None)


def _moment(said: Any) -> str:
    if not isinstance(said, str):
        return ""
    try:
        moment = datetime.fromisoformat(said.strip())
        return moment.astimezone(UTC).isoformat() if moment.tzinfo else ""
    except (ValueError, OverflowError):
        return ""
