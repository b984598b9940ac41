"""What we talk about: ten frozen types, their parts, and the names of a register.

Standard library only, free of I/O.
"""

from marsad.model.authority import Authority, AuthorityRecord, Denial
from marsad.model.capture import Capture
from marsad.model.event import Event
from marsad.model.finding import Box, Claim, Finding, Seconds, Span, finding_id, sign
from marsad.model.ids import made_of
from marsad.model.place import Outlet, Place
from marsad.model.post import Entity, Forward, Media, Poll, Post
from marsad.model.reader import Reader
from marsad.model.report import Block, Correction, Figure, Item, Quote, Report
from marsad.model.source import Source, named, revised
from marsad.model.translation import Segment, Translation

__all__ = [
    "Authority",
    "AuthorityRecord",
    "Block",
    "Box",
    "Capture",
    "Claim",
    "Correction",
    "Denial",
    "Entity",
    "Event",
    "Figure",
    "Finding",
    "Forward",
    "Item",
    "Media",
    "Outlet",
    "Place",
    "Poll",
    "Post",
    "Quote",
    "Reader",
    "Report",
    "Seconds",
    "Segment",
    "Source",
    "Span",
    "Translation",
    "finding_id",
    "made_of",
    "named",
    "revised",
    "sign",
]
