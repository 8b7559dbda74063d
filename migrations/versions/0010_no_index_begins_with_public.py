"""no index begins with what is public

Nearly everything is public. SQLite takes an equality for selective and went through all that is public to find two
dozen products whose keys it was given.
"""

from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None

#: (table, columns of the former index, columns of the new one or None)
INDEXES = (
    ('product', ('state', 'suspended_at', 'published_at'), ('published_at', 'state', 'suspended_at')),
    ('booth', ('state', 'suspended_at', 'published_at'), None),
    ('offer', ('state', 'suspended_at', 'open_until', 'published_at'), None),
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
