"""`make bench-search`: how fast search is and how well it finds, beside other engines in the same run.

The catalogue is written by chance from the trade names we ship; what a question should find is known from
how the catalogue was written, never from what the product thinks. Nothing here is read by the product.

* ``goods``      what is traded, and which names mean the same goods
* ``catalogue``  listings in three languages, as many as wanted, the same on every run
* ``questions``  what buyers type, of every kind, and the listings that answer it
* ``peers``      plain FTS5 and tantivy, given the same words
* ``quality``    success, recall and NDCG at 10 for each kind of question
* ``speed``      building, searching with facets, filtering, suggesting, changing
* ``lao``        how fast Lao is cut into words
* ``crowd``      readers in processes of their own while one process writes
* ``table``      what is printed and kept in ``benchmarks/results/``
* ``server``     the same questions to a Meilisearch server; run by itself
"""
