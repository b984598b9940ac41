"""Stage 7. Write it down, sourced: compose, check, sign, publish, render."""

from marsad.report.check import check
from marsad.report.compose import add, correct, new, publish, revise, sign
from marsad.report.compose_draft import draft_of_day
from marsad.report.edit import drop, edit, go_back, move, take, write
from marsad.report.missing import Missing
from marsad.report.quote import quote
from marsad.report.render import FORMATS, render
from marsad.report.resolve import edition

__all__ = [
    "FORMATS",
    "Missing",
    "add",
    "check",
    "correct",
    "draft_of_day",
    "drop",
    "edit",
    "edition",
    "go_back",
    "move",
    "new",
    "publish",
    "quote",
    "render",
    "revise",
    "sign",
    "take",
    "write",
]
