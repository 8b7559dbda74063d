"""Dated public notices: what somebody wants to sell or buy, how much, where, until when.

Words: an *offer* has a *side* (sell or buy), a *window* in which the goods are delivered and a
*validity* of at most 90 days after which it is no longer live. It is *renewed* in one click and
*closed* with an outcome. An offer follows ``moderation.states.VISIBILITY``.
Files besides the usual: ``pages`` draws one offer and a booth's shelf, ``cards`` an offer in a list.
What hurts: validity is a date that answers a question; nothing changes state by the clock alone. What the
clock does cause (reminders, forgetting an offer in the index) is written down as an ``ExpiryStep``, so that
it is done once for each last day however often the worker looks.
"""
