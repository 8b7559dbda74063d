"""Search: one box over products, offers and booths, in three languages.

Everything here is a **derived copy** of what the database already shows to everybody; it can be thrown
away and built again. Words of the room:

* *document* – one listing or booth as engines see it (``SearchDoc``), with its names in every language
* *engine* – keeps documents and answers queries: ``embedded`` (SQLite FTS5 in a file of its own, the
  default), ``meili`` (a Meilisearch server), ``fallback`` (the server, and the file while it is away)
* *facet* – a filter with counts; the counts of a facet leave its own choice out, so another can be made
* *matched* – which text, in which language, answered the query: shown so that a find explains itself
* *degraded* – the answer came from the embedded engine because the server did not answer

``docs/search.md`` begins with a map: from what is typed to a hit, and from a listing to the index. The other
files by what they are about:

* the page: ``asking``, ``narrowing``, ``labels``, ``relaxing``, ``gloss``; for staff ``unanswered`` and
  ``backoffice``
* saved searches: ``desk``, ``forms``, ``states``, ``actions``, ``alerts``, ``notices``
* the index: ``listening``, ``feed``, ``documents``, ``backlog``, ``jobs``, ``upkeep``; ``wiring.py`` tells
  ``registry`` what is searched
* every engine: ``engine`` is the interface, ``choice`` picks one by the settings; ``texts``, ``matching`` and
  ``spelling`` serve all
* the embedded one: ``schema``, ``phrases``, ``vocabulary`` are its tables, ``index_file`` its file;
  ``finding`` answers by ``reading`` (with ``mending`` and ``expression``) and ``selection``
* the server's: ``meili`` and ``meili_line``, ``_index``, ``_keys``, ``_ways``, ``_asking``

What hurts: the copy lags behind the database by the length of the queue. So hits are read again through
what the viewer may see, and ids that are no longer public are dropped.
"""
