"""Stage 6. Find it again.

::

    gather     all that the store knows of posts; document: one of them as the index takes it in
    forms      its words in three strengths; latin: Arabic-script names by Latin letters
    shards     which posts lie together; follow: the index comes up to the store; writing: into it
    lex        a query cut into signs; parse: as a tree; compile: as the index is asked
    ask        all shards side by side; query: the answer with facets and highlights
    alerts     what newly answers a saved search; telling: by page, feed, mail and webhook
"""

from marsad.search.facets import Bar, Facet
from marsad.search.highlight import Reason, Spot
from marsad.search.index import forget
from marsad.search.query import Ask, Found, Hit, search

__all__ = ["Ask", "Bar", "Facet", "Found", "Hit", "Reason", "Spot", "forget", "search"]
