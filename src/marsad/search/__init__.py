"""Stage 6. Find it again.

::

    gather     all that the store knows of posts; document: one of them as the index takes it in
    forms      its words in three strengths; latin: Arabic-script names by Latin letters
    seam       what an engine is asked and answers; engine: which of them a lab has
    shards     tantivy: which posts lie together; follow: the index comes up to the store; writing:
               into it; queries: its own; ask: all shards side by side; on_ray: on other machines
    rows       PostgreSQL: the same in its tables; conditions: its queries
    lex        a query cut into signs; parse: as a tree; compile: as an engine is asked
    query      the answer with facets and highlights
    alerts     what newly answers a saved search; telling: by page, feed, mail and webhook
"""

from marsad.search.engine import forget
from marsad.search.facets import Bar, Facet
from marsad.search.highlight import Reason, Spot
from marsad.search.query import Ask, Found, Hit, search

__all__ = ["Ask", "Bar", "Facet", "Found", "Hit", "Reason", "Spot", "forget", "search"]
