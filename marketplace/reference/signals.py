"""What the reference room announces; connected in ``wiring.py`` only, heard in the same transaction."""

from blinker import Namespace

_tables = Namespace()

#: Prices of different currencies are compared by other rates than before.
rates_changed = _tables.signal("rates-changed")

#: Trade concepts have changed: any listing may be tied to others than before, or carry other names of them.
concepts_changed = _tables.signal("concepts-changed")
