"""The register as a page to review it by: what is collected, why, on which ground, how it fares."""

import re
from collections.abc import Iterator, Mapping, Sequence

from marsad.model import Source
from marsad.store.sources import Health
from marsad.store.suggestions import Suggestion
from marsad.text.bidi import isolate, visible_controls
from marsad.text.links import defang

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#+!|~&])")


def review_page(
    sources: Sequence[Source], healths: Mapping[str, Health], waiting: Sequence[Suggestion]
) -> str:
    """Markdown, with what cannot be polled first and every address defanged."""
    lacking = [source for source in sources if source.lacking]
    rest = [source for source in sources if not source.lacking]
    lines = ["# Register of sources", ""]
    for title, some in (("Not polled: something is lacking", lacking), ("Polled or paused", rest)):
        lines += [f"## {title} ({len(some)})", ""]
        for source in some:
            lines += _entry(source, healths.get(source.handle))
    lines += [f"## Suggested, waiting for a decision ({len(waiting)})", ""]
    lines += [
        f"- {each.id[:8]}: {_shown(each.origin)}, {each.how}, pointed to by {each.times} posts"
        for each in waiting
    ]
    return "\n".join(lines).rstrip() + "\n"


def _entry(source: Source, health: Health | None) -> Iterator[str]:
    yield f"### {_shown(source.handle)}"
    yield ""
    for name, value in (
        ("Address", source.origin),
        ("Collector", f"{source.collector}, every {source.every} minutes"),
        ("Place", source.place),
        ("Outlets", ", ".join(source.outlets)),
        ("Affiliation, standing", f"{source.affiliation or 'none known'}, {source.standing}"),
        ("Language, region", ", ".join(filter(None, (source.language, source.region)))),
        ("Reliability, priority", f"{source.reliability}, {source.priority}"),
        ("Legal basis", source.legal_basis or "LACKING"),
        ("Purpose", source.purpose or "LACKING"),
        ("Retention", source.retention),
        ("State", _state(source, health)),
        ("Notes", source.notes),
    ):
        if value:
            yield f"- {name}: {_shown(value)}"
    yield ""


def _state(source: Source, health: Health | None) -> str:
    said = [*(["paused"] if source.paused else []), health.state if health else "never polled"]
    if health and health.seen_at:
        said.append(f"last seen {health.seen_at:%Y-%m-%d}")
    if health and health.error:
        said.append(health.error)
    return ", ".join(said)


def _shown(text: str) -> str:
    """One line that is neither markup nor a link, whatever it says."""
    line = " ".join(visible_controls(defang(text)).split())
    return isolate(_MARKUP.sub(r"\\\1", line))
