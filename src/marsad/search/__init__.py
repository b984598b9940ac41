"""Stage 6. Find it again."""

from marsad.search.facets import Bar, Facet
from marsad.search.highlight import Reason, Spot
from marsad.search.index import forget
from marsad.search.query import Ask, Found, Hit, search

__all__ = ["Ask", "Bar", "Facet", "Found", "Hit", "Reason", "Spot", "forget", "search"]
