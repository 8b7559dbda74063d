"""Search: one box over products, offers and booths, in three languages.

Everything here is a **derived copy** of what the database already shows to everybody; it can be thrown
away and built again. Words of the room:

* *document* – one listing or booth as engines see it (``SearchDoc``), with its names in every language
* *engine* – keeps documents and answers queries: ``embedded`` (SQLite FTS5 in a file of its own, the
  default), ``meili`` (a Meilisearch server), ``fallback`` (the server, and the file while it is away)
* *facet* – a filter with counts; the counts of a facet leave its own choice out, so another can be made
* *matched* – which text, in which language, answered the query: shown so that a find explains itself
* *degraded* – the answer came from the embedded engine because the server did not answer

``feed`` brings the index up to date, ``upkeep`` builds it anew and compares it, ``asking`` answers the page
and the API. Of the engines, ``engine`` is the interface and ``choice`` picks one by the settings; ``texts``
and ``matching`` serve all; ``index_file``, ``schema``, ``vocabulary``, ``reading`` (how a query is taken),
``expression``, ``selection`` and ``phrases`` are the parts of the embedded one; ``meili_line``,
``meili_index`` and ``meili_keys`` of the other.

What hurts: the copy lags behind the database by the length of the queue. So hits are read again through
what the viewer may see, and ids that are no longer public are dropped.
"""
