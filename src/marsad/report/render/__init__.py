"""One edition in several forms; the same words in each."""

from marsad.report.render.files import FORMATS, render

__all__ = ["FORMATS", "render"]
