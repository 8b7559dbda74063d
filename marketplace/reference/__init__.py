"""What the trade agrees on before anybody trades: places, units, terms, categories, HS headings, names.

Words: a *province* has one key for both countries, ``VN-75`` (number of the Vietnamese statistics office) or
``LA-CH`` (ISO 3166-2); ``VN63-64`` is a province as it was until 30 June 2025 and names its successor.
A *ward* is the unit below the province in which an address stands: a Vietnamese ward or commune, today's or
one of before July 2025 (which knows its successors), or a Lao district. A *category* is a leaf or a branch
of our own tree of goods; a *trade concept* is an article of trade with all the names people call it by, in
three languages, kept by editors (``concept_keeping``); ``concepts`` ties listings to them.

Small and stable things – provinces, gates, units, Incoterms, countries, currencies – are read once from
``data/`` or Babel and kept in memory: no page queries for them. Categories, wards and HS headings are
tables filled by ``load_reference``, and so are trade concepts; categories and concepts are kept in memory.

What hurts: Lao names marked ``unsure`` in ``data/`` wait for a native reader. A key once used by a listing is
never given a new meaning.
"""
