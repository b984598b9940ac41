"""The register of outlets, ready to be asked by name and by place."""

from collections.abc import Iterable

from marsad.model import Outlet
from marsad.text.fold import folded

EDGES = " \t\r\n.,:;!?،؛؟۔…\"'«»“”()[]{}|-–—_*~•●▪\ufe0f\u200c"
"""What may stand around a name without being part of it."""


class Register:
    """Looks outlets up; a name or a place that two outlets claim names neither."""

    def __init__(self, outlets: Iterable[Outlet]) -> None:
        """Index names, transliterations, aliases and places."""
        self._names: dict[str, set[str]] = {}
        self._places: dict[str, set[str]] = {}
        for outlet in outlets:
            for name in (outlet.name, outlet.latin, *outlet.aliases):
                if key := name_key(name):
                    self._names.setdefault(key, set()).add(outlet.id)
            for place in outlet.places:
                self._places.setdefault(place, set()).add(outlet.id)

    def named(self, name: str) -> str:
        """The outlet of this name, in any spelling; empty when there is none, or more than one."""
        return _only(self._names.get(name_key(name), set()))

    def of_place(self, place: str, beside: str = "") -> str:
        """The outlet that runs a place; a bare native id belongs to the platform of ``beside``."""
        platform = beside.partition(":")[0]
        names = (place, f"{platform}:{place}", f"{platform}:{place.removeprefix('channel')}")
        return next(filter(None, (_only(self._places.get(name, set())) for name in names)), "")


def name_key(name: str) -> str:
    """A name as it is compared: folded, in one space, without what surrounds it."""
    return " ".join(folded(name).strip(EDGES).split())


def _only(outlets: set[str]) -> str:
    return next(iter(outlets)) if len(outlets) == 1 else ""
