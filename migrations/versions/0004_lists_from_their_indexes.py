"""lists from their indexes

What stands on a shelf, what a booth shows and how long an answer takes is read from an index alone; before, each
row was looked at to see whether it is suspended.
"""

from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

#: (table, columns of the former index or None, columns of the new one)
INDEXES = (
    ('product', ('booth_id', 'state', 'published_at'), ('booth_id', 'state', 'suspended_at', 'published_at')),
    ('product', ('category', 'state', 'published_at'), ('category', 'state', 'suspended_at', 'published_at')),
    ('offer', ('booth_id',), ('booth_id', 'state', 'suspended_at', 'open_until')),
    ('revision', None, ('decided_at', 'submitted_at')),
)


def upgrade():
    for table, former, present in INDEXES:
        _replace(table, former, present)


def downgrade():
    for table, former, present in reversed(INDEXES):
        _replace(table, present, former)


def _replace(table, old, new):
    if old:
        op.drop_index('_'.join(('ix', table, *old)), table_name=table)
    if new:
        op.create_index('_'.join(('ix', table, *new)), table, list(new))
