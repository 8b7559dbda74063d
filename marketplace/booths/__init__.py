"""Organizations, their people, and the one free booth each of them has.

Words: an *organization* is the legal body, its *identity* is checked by staff before anything of it is
published; a *booth* is its virtual store; a *member* is owner, manager or clerk; an *invitation* brings
a colleague in. Machine: ``states.IDENTITY``; a booth follows ``moderation.states.VISIBILITY``.
What hurts: papers of identity are private files, shown to its own people and to officers only, and each
reading by staff is written to history.
"""
