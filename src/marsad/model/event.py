"""Something that happened."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Event:
    """What posts answer to. Its source is never the posts themselves."""

    id: str
    title: str
    """As it completes "The content coincided with ...": "talks on trade, hosted by ..."."""
    start: date
    end: date
    place: str
    source: str
    """A full footnote, such as ``Salwan Gazette, October 19, 2021.``"""
    fiction: bool = False
