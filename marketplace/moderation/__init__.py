"""Review before publishing: the heart of the house.

Words: a *revision* is proposed content of something reviewed (an organization's identity, a booth, a
product, an offer); at most one is open per thing. The *live row* is what the public sees and is never
touched by an edit. An officer *claims* a revision, a claim lapses. Four answers: approve, approve with
correction, ask for changes on named fields, refuse; one appeal.
Machine: ``states.REVIEW``; what the public sees: ``states.VISIBILITY``.
What hurts: ``actions.publish`` is the only way to the public. ``guard.py`` refuses any flush that
changes reviewed content of a public row, or makes a row public, outside it.
"""
