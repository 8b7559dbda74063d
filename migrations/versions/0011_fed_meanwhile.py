"""what was fed while a new index was being built"""

import sqlalchemy as sa
from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('fed_meanwhile',
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('object_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('kind', 'object_id', name=op.f('pk_fed_meanwhile'))
    )


def downgrade():
    op.drop_table('fed_meanwhile')
