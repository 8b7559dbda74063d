"""What `make` calls: preparing a machine, running the house, checking it.

``environment`` and ``system`` run before anything is installed, so they use the standard library alone.
"""
