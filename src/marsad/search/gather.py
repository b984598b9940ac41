"""Everything the store knows of posts that can be asked for: read for many of them at once."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from marsad.model import Finding, Post, Translation
from marsad.search.document import Entry, Said, said_in
from marsad.store import Store

READ = {
    "ocr-text": "picture", "alt-text": "picture", "transcript": "speech",
    "document-text": "document", "name": "name", "mention": "name",
}  # fmt: skip
"""Findings whose value is words of the post, and where they stand."""
CODED = {
    "made-by-outlet": "outlet", "language": "lang", "theme": "theme", "target": "target",
    "narrative": "narrative",
}  # fmt: skip
"""Findings whose value says what the post is."""
NOTHING = "none"
"""A person's word that nothing of a list applies."""


class Gatherer:
    """Reads posts with what was said about them; remembers captures and citations for one pass."""

    def __init__(self, store: Store) -> None:
        """Ask once which posts reports cite."""
        self._store = store
        self._cited = store.cited()
        self._seen: dict[str, datetime] = {}

    def entries(self, posts: Sequence[tuple[int, Post]]) -> Iterator[Entry]:
        """An entry for each of some numbered posts."""
        ids = [post.id for _number, post in posts]
        found = self._store.findings_of(ids, (*READ, *CODED))
        translated = self._store.translations_of(ids)
        for number, post in posts:
            findings, translations = found.get(post.id, []), translated.get(post.id, [])
            yield Entry(
                number,
                post.posted_at,
                self._first_seen(post),
                tuple(said_of(post, findings, translations)),
                self._keywords(post, findings, translations),
            )

    def _first_seen(self, post: Post) -> datetime:
        if post.capture not in self._seen:
            self._seen[post.capture] = self._store.capture(post.capture).taken_at
        return self._seen[post.capture]

    def _keywords(
        self, post: Post, findings: Sequence[Finding], translations: Sequence[Translation]
    ) -> dict[str, tuple[str, ...]]:
        coded: dict[str, dict[str, None]] = {}
        for finding in findings:
            # The language of a passage or of a picture is not that of the post.
            of_part = finding.kind == "language" and (finding.media or finding.span)
            if (name := CODED.get(finding.kind)) and finding.value != NOTHING and not of_part:
                coded.setdefault(name, {})[finding.value] = None
        states = [*sorted({each.state for each in translations if each.kind != "reading aid"})]
        cited = ["cited"] if post.id in self._cited else []
        return {
            "place": (post.place,),
            "kind": (post.kind,),
            "media": tuple(sorted({each.kind for each in post.media})),
            "state": (*(states or ["untranslated"]), *cited),
            **{name: tuple(values) for name, values in coded.items()},
        }


def said_of(
    post: Post, findings: Sequence[Finding], translations: Sequence[Translation]
) -> Iterator[Said]:
    """Every stretch of words of a post, its own first."""
    yield from said_in(post)
    for finding in findings:
        if source := READ.get(finding.kind):
            yield Said(source, finding.value, finding.id)
    for translation in translations:
        yield Said("translation", translation.text, translation.id)
