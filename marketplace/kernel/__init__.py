"""The ground floor: what every room stands on and nothing that knows a room or a request.

Words: a *machine* is a lifecycle written as a table of moves; a *history row* says who moved what and
when; a *translated* value holds one text in up to three languages; *content* is the reviewed part of a
thing as plain JSON.  Files: ``db`` (session, exact column types), ``clock``, ``machine``, ``history``,
``translated``, ``money``, ``content``, ``slugs``, ``files`` (private documents), ``images`` (photos,
re-encoded), ``mail`` (letters as rows), ``jobs`` (Huey), ``errors``, ``text`` (folding, Lao words).

What hurts: a letter, an index update or a job leaves the house only through a row written in the
transaction of its cause; see ``jobs.after_commit`` and ``mail.Letter``.
"""
