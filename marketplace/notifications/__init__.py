"""Telling people: one verb, ``tell(person, notice)``, rings the bell, writes a letter, or both.

Words: a *notice* is one sentence in the bell with a link; a *letter* is an e-mail. Both are written in
the reader's own language at the moment of telling.
"""
