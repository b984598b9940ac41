"""Every kind of picture in one list, and how one is asked for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from marsad.errors import BadInput
from marsad.phrase import Phrase
from marsad.store import Store, Window
from marsad.track import picture_flow, picture_lags, picture_survival, picture_timeline
from marsad.track.flow import flow
from marsad.track.flow_kept import kept_flow
from marsad.track.picture import Picture
from marsad.track.picture_times import times
from marsad.track.picture_volume import draw as draw_volume
from marsad.track.picture_volume import volume
from marsad.track.survival import survival


@dataclass(frozen=True, slots=True)
class Asked:
    """Which posts a picture is about, and what else it was asked."""

    window: Window = Window()  # noqa: RUF009 - frozen
    event: str = ""
    by: str = "place"
    theme: str = ""
    """Only posts with this theme; asked of the timeline alone."""

    @property
    def said(self) -> dict[str, str]:
        """The question in words, as it stands beside the picture."""
        window = self.window
        return {
            "since": window.since.isoformat() if window.since else "",
            "until": window.until.isoformat() if window.until else "",
            "places": ", ".join(window.places),
            "outlets": ", ".join(window.outlets),
            "event": self.event,
            "by": self.by,
            "theme": self.theme,
        }


def _volume(store: Store, asked: Asked) -> Picture:
    return draw_volume(volume(store, asked.window), asked.said)


def _timeline(store: Store, asked: Asked) -> Picture:
    return picture_timeline.draw(times(store, asked.window, asked.theme), asked.said)


def _flow(store: Store, asked: Asked) -> Picture:
    whole = asked.window == Window()
    found = kept_flow(store, asked.by, exact=True) if whole else flow(store, asked.window, asked.by)
    return picture_flow.draw(store, found, asked.said)


def _survival(store: Store, asked: Asked) -> Picture:
    return picture_survival.draw(survival(store, asked.window), asked.said)


def _lags(store: Store, asked: Asked) -> Picture:
    found = picture_lags.reactions(store, asked.window, asked.event)
    return picture_lags.draw(store, found, asked.said)


PICTURES: Mapping[str, tuple[str, Callable[[Store, Asked], Picture]]] = {
    "volume": ("Posts by outlet and theme", _volume),
    "timeline": ("Posts over time, with the events of that time", _timeline),
    "flow": ("Who repeats whom", _flow),
    "survival": ("How long channels go on posting", _survival),
    "lags": ("How soon events were answered, and by how many", _lags),
}


def picture(store: Store, name: str, asked: Asked | None = None) -> Picture:
    """Make one picture of a lab."""
    if name not in PICTURES:
        raise BadInput(
            Phrase(
                "no picture %(name)s; there are %(pictures)s",
                name=repr(name),
                pictures=", ".join(PICTURES),
            )
        )
    if asked and asked.theme and name != "timeline":
        raise BadInput(
            Phrase("the picture %(name)s is not asked by theme; the timeline is", name=repr(name))
        )
    return PICTURES[name][1](store, asked or Asked())
