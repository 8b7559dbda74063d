"""The catalogue of a booth: products with photos, prices by quantity, origin, season and certificates.

Words: a *product* is a catalogue entry, never an offer; *price tiers* give a unit price from a quantity
on; *MOQ* is the minimum order quantity, the *order multiple* the step above it. A product follows
``moderation.states.VISIBILITY``; its edits are revisions.
What hurts: an import of 100,000 rows runs in bounded memory and still goes through review.
"""
