"""Every installed plugin keeps the contract, and the contract notices one that does not."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

import pytest

from marsad.collect.telegram_export import TelegramExport
from marsad.enrich.links import Links
from marsad.errors import NotReady
from marsad.model import Claim, Post, Span
from marsad.plugins import COLLECTORS, ENRICHERS, Example, Known
from marsad.testing import check_collector, check_enricher


def loaded(point: EntryPoint):
    try:
        return point.load()()
    except NotReady as reason:
        pytest.skip(f"{point.name} is not ready here: {reason}")


@pytest.mark.parametrize("point", entry_points(group=ENRICHERS), ids=lambda point: point.name)
def test_every_installed_enricher_keeps_the_contract(point: EntryPoint):
    made = loaded(point)
    assert made.name == point.name
    check_enricher(made)


def test_the_entry_points_of_both_seams_are_installed():
    assert {"language", "links", "media", "ocr", "outlet"} <= entry_points(group=ENRICHERS).names
    assert "telegram-export" in entry_points(group=COLLECTORS).names


@pytest.fixture
def export(tmp_path: Path) -> str:
    messages = [
        {
            "id": number,
            "type": "message",
            "date": f"2026-03-{number:02d}T08:30:00",
            "date_unixtime": str(1772353800 + number * 86400),
            "from": "مكتب السوق",
            "from_id": "channel1001",
            "text": f"افتتح السوق رقم {number} أبوابه صباح اليوم.",
            "text_entities": [],
        }
        for number in range(1, 26)
    ]
    chat = {"name": "مكتب السوق", "type": "public_channel", "id": 1001, "messages": messages}
    file = tmp_path / "result.json"
    file.write_text(json.dumps(chat, ensure_ascii=False, indent=1), encoding="utf-8")
    return str(file)


def test_the_telegram_collector_keeps_the_contract(export: str):
    check_collector(TelegramExport(), export)


class Broken(Links):
    """An enricher with one fault at a time."""

    fault = ""

    def enrich(self, posts: Sequence[Post], known: Known) -> Iterable[Claim]:
        if self.fault == "crash" and any(len(post.text) > 50_000 for post in posts):
            raise ValueError("too long")
        for claim in super().enrich(posts, known):
            yield self.bent(claim)

    def bent(self, claim: Claim) -> Claim:
        if self.fault == "span" and claim.span:
            shifted = Span(claim.span.start + 1, claim.span.end + 1, claim.span.quoted)
            return replace(claim, span=shifted)
        if self.fault == "kind":
            return replace(claim, kind="theme")
        if self.fault == "sure":
            return replace(claim, confidence=1.5)
        if self.fault == "deaf":
            return replace(claim, value="x")
        if self.fault == "moody":
            self.fault_count = getattr(self, "fault_count", 0) + 1
            return replace(claim, confidence=self.fault_count / 10_000)
        return claim

    def examples(self) -> Sequence[Example]:
        examples = list(super().examples())
        if self.fault == "loud":
            return [*examples, Example("https://example.org/")]
        return examples[:2] if self.fault == "few" else examples


@pytest.mark.parametrize(
    ("fault", "complaint"),
    [
        ("span", "quotes what is not at"),
        ("kind", "without announcing it"),
        ("sure", "not 0 to 1"),
        ("deaf", "must say"),
        ("moody", "when run again"),
        ("loud", "must stay silent"),
        ("few", "silent examples"),
    ],
)
def test_a_faulty_enricher_is_told_what_is_wrong(fault: str, complaint: str):
    broken = Broken()
    broken.fault = fault
    with pytest.raises(AssertionError, match=complaint):
        check_enricher(broken)


def test_an_enricher_that_crashes_on_a_long_text_does_not_pass():
    broken = Broken()
    broken.fault = "crash"
    with pytest.raises(ValueError, match="too long"):
        check_enricher(broken)


def test_an_unknown_kind_is_refused():
    class Strange(Links):
        makes = ("mood",)

    with pytest.raises(AssertionError, match=r"kinds\.toml lacks"):
        check_enricher(Strange())


def test_a_collector_that_forgets_its_checkpoint_is_told_so(export: str):
    class Forgetful(TelegramExport):
        def collect(self, origin: str, since: str):  # noqa: ARG002
            return super().collect(origin, "")

    with pytest.raises(AssertionError, match="where 24 remain"):
        check_collector(Forgetful(), export)


def test_a_collector_that_starts_with_the_newest_is_told_so(export: str):
    class Backwards(TelegramExport):
        def collect(self, origin: str, since: str):
            return reversed(list(super().collect(origin, since)))

    with pytest.raises(AssertionError, match="oldest first"):
        check_collector(Backwards(), export)
