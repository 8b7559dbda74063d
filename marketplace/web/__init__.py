"""HTTP furniture, for edges only: one request is one transaction, gates, languages, answers, throttle.

``app`` (``MarketplaceApp`` commits a writing request that answers below 400 and rolls back everything
else), ``gates`` (who may enter a blueprint), ``language`` (addresses carry the language), ``answers``
(errors become pages or RFC 9457 problem documents), ``render`` (filters and what every template sees),
``caching`` (304 decided before rendering), ``throttle`` (429 with Retry-After), ``safety`` (headers).
"""
