"""What the review desk announces; connected in ``wiring.py`` only, heard in the same transaction."""

from blinker import Namespace

_desk = Namespace()

#: An officer answered. Arguments: ``revision``, ``thing``, ``verb``, ``by``.
revision_decided = _desk.signal("revision-decided")

#: A booth or listing was suspended or reinstated. Arguments: ``thing``, ``verb``, ``note``, ``by``.
suspension_changed = _desk.signal("suspension-changed")
