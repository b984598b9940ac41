"""What ``marsad translate LAB draft`` says of a run."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from marsad.translate import Drafted


def record(engine: str, done: "Drafted") -> dict[str, Any]:
    """A run as JSON."""
    return {
        "engine": engine,
        "makers": done.makers,
        "drafts": done.made,
        "words": done.words,
        "seconds": round(done.seconds, 3),
        "words_per_second": round(done.words_per_second, 1),
        "failed": done.failed,
        "apart": done.apart,
        "lacking": {language: str(why) for language, why in done.lacking.items()},
    }


def summary(engine: str, done: "Drafted") -> Iterator[str]:
    """The lines at the end of a run."""
    what = "each is a reading aid, not a translation"
    if engine != "reading-aid":
        what = "each is a machine draft that nobody has read"
    yield f"{done.made} drafts are new; {what}"
    if done.words:
        yield (
            f"{done.words} words in {done.seconds:.1f} s: "
            f"{done.words_per_second:.0f} words per second"
        )
    if done.failed:
        yield f"{done.failed} segments stayed untranslated; why: marsad quarantine LAB"
    if done.apart:
        yield f"{done.apart} texts failed before and were not asked again; ask with --retry"
    for language, why in done.lacking.items():
        yield f"left out {language}: {why}"
