"""How long channels last: the estimate as steps, its band, and a tick for each one censored."""

from collections.abc import Mapping
from typing import Any

from marsad.phrase import Phrase
from marsad.track.picture import Picture, Row, values
from marsad.track.picture_look import whole
from marsad.track.successors import SILENT
from marsad.track.survival import Survival

COLUMNS = ("days", "at_risk", "ended", "censored", "share", "low95", "high95")


def draw(found: Survival, asked: Mapping[str, str]) -> Picture:
    """The picture of it."""
    rows = tuple(_row(step) for step in found.steps)
    return Picture(
        "survival",
        Phrase("How long channels go on posting"),
        _alt(found),
        (
            Phrase(
                "A channel has ended where its source is marked as dead, banned or "
                "renamed, or where it was silent for %(days)s days before the end of "
                "what was collected.",
                days=SILENT.days,
            ),
            Phrase(
                "Ticks are censored channels: they still posted at that end. Days count "
                "from the first post that was collected, which may be later than the "
                "first there was."
            ),
            Phrase(
                "Kaplan and Meier's estimate; the band is 95 %, point by point "
                "(Greenwood, log-log)."
            ),
        ),
        COLUMNS,
        rows,
        {"data": values(rows), "width": 520, "height": 280, "layer": _layers()},
        asked,
    )


def _row(step: Any) -> Row:
    return {
        "days": round(step.days, 3), "at_risk": step.at_risk, "ended": step.ended,
        "censored": step.censored, "share": round(step.share, 5), "low95": round(step.low, 5),
        "high95": round(step.high, 5),
    }  # fmt: skip


def _layers() -> list[dict[str, Any]]:
    x = {"field": "days", "type": "quantitative", "title": Phrase("days since its first post")}
    share = {"type": "quantitative", "scale": {"domain": [0, 1]}, "axis": {"format": "%"},
             "title": Phrase("still posting")}  # fmt: skip
    told = [
        {"field": "days", "title": Phrase("days"), "format": ".1f"},
        {"field": "share", "title": Phrase("still posting"), "format": ".1%"},
        {"field": "low95", "title": Phrase("95 % from"), "format": ".1%"},
        {"field": "high95", "title": Phrase("95 % to"), "format": ".1%"},
        {"field": "at_risk", "title": Phrase("still watched")},
    ]
    y = {"field": "share", **share}
    return [
        {
            "mark": {"type": "area", "interpolate": "step-after", "style": "band"},
            "encoding": {"x": x, "y": {"field": "low95", **share}, "y2": {"field": "high95"}},
        },
        {
            "mark": {"type": "line", "interpolate": "step-after", "style": "step"},
            "encoding": {"x": x, "y": y, "tooltip": told},
        },
        {
            "transform": [{"filter": "datum.censored > 0"}],
            "mark": {"type": "tick", "orient": "vertical", "size": 11, "thickness": 2,
                     "style": "ink"},
            "encoding": {"x": x, "y": y, "tooltip": told},
        },
    ]  # fmt: skip


def _alt(found: Survival) -> str:
    n = len(found.lifetimes)
    if not n or found.until is None:
        return Phrase("No channel began in this window.")
    over = [each for each in found.lifetimes if each.ended]
    median = (
        Phrase("Half of them had ended after %(days)s days", days=f"{found.median:,.0f}")
        if found.median is not None
        else Phrase("Fewer than half of them are estimated to have ended in the time watched")
    )
    last = found.steps[-1]
    longest = max(found.lifetimes, key=lambda each: each.days)
    return Phrase(
        "A falling line in steps with its 95 %% band: of %(all)s channels, "
        "watched until %(day)s, %(ended)s ended and %(posting)s still posted "
        "(censored). %(median)s. After %(days)s days %(share)s are estimated to "
        "be still posting (%(low)s to %(high)s). Watched longest is %(name)s, "
        "%(longest)s days.",
        all=f"{n:,}",
        day=f"{found.until:%Y-%m-%d}",
        ended=f"{len(over):,}",
        posting=f"{n - len(over):,}",
        median=median,
        days=f"{last.days:,.0f}",
        share=f"{last.share:.0%}",
        low=f"{last.low:.0%}",
        high=f"{last.high:.0%}",
        name=whole(longest.name),
        longest=f"{longest.days:,.0f}",
    )
