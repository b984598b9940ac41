"""The tests every plugin must pass, for us and for strangers.

::

    def test_my_enricher_keeps_the_contract():
        check_enricher(MyEnricher())

    def test_my_collector_keeps_the_contract():
        check_collector(MyCollector(), "tests/fixtures/export")

Each raises AssertionError with one sentence that says what was broken and by which plugin.
"""

import mimetypes
import re
import tempfile
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from marsad import plugins
from marsad.enrich.loose import Loose, loose_post
from marsad.model import Claim, Media, Post
from marsad.plugins import Collector, Enricher, Example, Gathered, signature
from marsad.vocabulary.kinds import kinds

NAME = re.compile(r"[a-z][a-z0-9-]*")
SPEAKS = 0.5
"""An example that must stay silent may get claims below this: a fallback, not an opinion."""
RESUMES = 12
"""From how many checkpoints a collector is resumed."""
LONG = 100_000
RUNS = ("ا", "a", "@1", "#_1", "http://", "- ", "\n", "(«", "\u202e", "1.")
"""Repeated without end: where a careless pattern takes forever."""
HOSTILE = (
    "\u202eمرحبا\u202c \u2067hello\u2069 ۱۲۳ 👩‍👩‍👧‍👦🇯🇴 بِسْمِ\u0640\u200b\u200c\u200d\ufeff "
    "e\u0301\u0327 "
    "<b>&amp;\x00\x07 'x' \"y\" -- ; http://[::1]/%zz @a #b\n"
)


def check_enricher(enricher: Enricher) -> None:
    """Hold an enricher to its contract: names, examples, exact spans, same again, no crash."""
    who = _names_itself(enricher)
    for kind in (*enricher.makes, *enricher.needs):
        _must(kind in kinds(), f"{who} names the kind {kind!r}, which vocabulary/kinds.toml lacks")
    _must(bool(enricher.makes), f"{who} makes no kind of finding")
    examples = list(enricher.examples())
    true = [example for example in examples if example.says]
    silent = [example for example in examples if not example.says]
    _must(len(true) >= 2, f"{who} has {len(true)} examples in which it speaks; it needs two")
    _must(len(silent) >= 2, f"{who} has {len(silent)} silent examples; it needs two")
    with tempfile.TemporaryDirectory() as folder:
        for number, example in enumerate(examples):
            _holds(enricher, example, Path(folder, str(number)), f"{who}, example {number + 1}")
    _survives(enricher, who)


def check_collector(collector: Collector, origin: str) -> None:
    """Hold a collector to its contract: oldest first, stopped anywhere, resumed without a gap."""
    who = _names_itself(collector)
    _must(collector.accepts(origin) > 0, f"{who} does not accept {origin}")
    for strange in ("", "no such thing", "https://example.org/"):
        _must(0 <= collector.accepts(strange) <= 1, f"{who} has no answer for {strange!r}")
    # A live source has none: what its server answers is kept exchange by exchange.
    originals = collector.originals(origin)
    _must(all(path.is_file() for path in originals), f"{who} names originals that are not there")
    _must(isinstance(collector.consecutive, bool), f"{who} does not say if ids are consecutive")
    gathered = list(_gathered(collector, origin, ""))
    _must(bool(gathered), f"{who} gathers nothing from {origin}")
    _is_in_order(gathered, who)
    _may_be_abandoned(collector, origin, gathered, who)
    _resumes(collector, origin, gathered, who)


def _names_itself(plugin: Enricher | Collector) -> str:
    _must(bool(NAME.fullmatch(plugin.name)), f"{plugin.name!r} is no name: use a-z, 0-9 and -")
    _must(bool(plugin.version.strip()), f"{plugin.name} has no version")
    return f"{plugin.name}/{plugin.version}"


def _holds(enricher: Enricher, example: Example, folder: Path, who: str) -> None:
    known = Loose(example.outlets, names=example.names)
    folder.mkdir()
    media = [_kept(known, folder / Path(name).name, content) for name, content in example.files]
    post = loose_post(example.text, 1, media, example.forwarded_from)
    _know_first(enricher, [post], known)
    claims = _claims(enricher, [post], known, who)
    values = {claim.value for claim in claims}
    missing = [value for value in example.says if value not in values]
    _must(not missing, f"{who} must say {missing}, and says {sorted(values)}")
    if not example.says:
        spoken = [
            claim for claim in claims if claim.confidence is None or claim.confidence >= SPEAKS
        ]
        _must(not spoken, f"{who} must stay silent, and says {[claim.value for claim in spoken]}")
    _must(
        claims == _claims(enricher, [post], known, who), f"{who} says another thing when run again"
    )
    beside = _claims(enricher, [loose_post("…", 2), post], known, who)
    mine = [claim for claim in beside if claim.post == post.id]
    _must(claims == mine, f"{who} says another thing when the post stands beside others")


def _kept(known: Loose, path: Path, content: bytes) -> Media:
    path.write_bytes(content)
    mime = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    kinds_of_media = {"image": "photo", "video": "video", "audio": "audio"}
    kind = kinds_of_media.get(mime.partition("/")[0], "file")
    return Media(known.add_file(path), path.name, kind, mime, len(content))


def _know_first(enricher: Enricher, posts: Sequence[Post], known: Loose) -> None:
    """Let the enrichers whose findings this one needs go before it."""
    needed = set(enricher.needs)
    before = []
    for other in reversed(plugins.enrichers() if needed else []):
        if needed & set(other.makes) and other.name != enricher.name:
            needed |= set(other.needs)
            before.append(other)
    for other in reversed(before):
        known.add_claims(other.enrich(posts, known), signature(other))


def _survives(enricher: Enricher, who: str) -> None:
    known = Loose()
    _must(not _claims(enricher, [], known, who), f"{who} speaks about an empty batch")
    texts = ["", *((run * (LONG // len(run) + 1))[:LONG] for run in (HOSTILE, *RUNS))]
    gone = Media("", "photo.jpg", "photo", missing="not exported")
    posts = [loose_post(text, number) for number, text in enumerate(texts)]
    _claims(enricher, [*posts, loose_post("", len(posts), [gone])], known, who)


def _claims(enricher: Enricher, posts: Sequence[Post], known: Loose, who: str) -> list[Claim]:
    claims = list(enricher.enrich(posts, known))
    shown = {post.id: post for post in posts}
    for claim in claims:
        _must(claim.kind in enricher.makes, f"{who} makes {claim.kind!r} without announcing it")
        _must(claim.post in shown, f"{who} speaks of a post that it was not shown")
        sure = claim.confidence
        _must(sure is None or 0 <= sure <= 1, f"{who} is sure to {sure}, which is not 0 to 1")
        if (span := claim.span) and not claim.media:
            quoted = shown[claim.post].text[span.start : span.end]
            _must(quoted == span.quoted != "", f"{who} quotes what is not at {span.start}")
    return claims


def _gathered(collector: Collector, origin: str, since: str) -> Iterator[Gathered]:
    return (one for one in collector.collect(origin, since) if isinstance(one, Gathered))


def _is_in_order(gathered: Sequence[Gathered], who: str) -> None:
    latest: dict[str, Gathered] = {}
    for one in gathered:
        where = f"{who}, {one.place.id} {one.post.native_id}"
        _must(not one.post.id and not one.post.capture, f"{where}: sealing is not its work")
        _must(one.post.place == one.place.id, f"{where}: the post stands at another place")
        names = {media.name for media in one.post.media}
        _must(set(one.files) <= names, f"{where}: files that no medium of the post names")
        before = latest.setdefault(one.place.id, one)
        ordered = before.post.posted_at <= one.post.posted_at
        _must(ordered, f"{where} comes after a later post; oldest first")
        latest[one.place.id] = one


def _may_be_abandoned(
    collector: Collector, origin: str, gathered: Sequence[Gathered], who: str
) -> None:
    first = list(islice(_gathered(collector, origin, ""), 1))
    again = list(_gathered(collector, origin, ""))
    same = _posts(first) == _posts(gathered[:1]) and _posts(again) == _posts(gathered)
    _must(same, f"{who} gathers something else after it was abandoned")


def _resumes(collector: Collector, origin: str, gathered: Sequence[Gathered], who: str) -> None:
    _must(bool(gathered[-1].checkpoint), f"{who} leaves no checkpoint after the last post")
    step = max(1, len(gathered) // RESUMES)
    for index in {*range(0, len(gathered), step), len(gathered) - 1}:
        if not gathered[index].checkpoint:
            continue
        rest = _posts(_gathered(collector, origin, gathered[index].checkpoint))
        expected = _posts(gathered[index + 1 :])
        _must(
            rest == expected,
            f"{who} resumed after post {index + 1} of {len(gathered)} gathers {len(rest)} posts "
            f"where {len(expected)} remain, or others",
        )


def _posts(gathered: Sequence[Gathered] | Iterator[Gathered]) -> list[tuple[str, Post]]:
    return [(one.place.id, one.post) for one in gathered]


def _must(holds: bool, otherwise: str) -> None:
    if not holds:
        raise AssertionError(otherwise)
