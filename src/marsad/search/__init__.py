"""Stage 6. Find it again."""

from marsad.search.index import forget
from marsad.search.query import Hit, search

__all__ = ["Hit", "forget", "search"]
