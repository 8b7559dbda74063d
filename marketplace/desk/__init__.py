"""The front page of a booth's people: what waits for me, the way to the first publication, and the menu.

Words: a *step* is one of the three things between registering and being found (identity, booth, first
listing). Nothing is kept here: everything is asked of the rooms below, in few queries whatever their size.
"""
