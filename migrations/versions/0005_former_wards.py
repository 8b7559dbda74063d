"""former wards: what became of which

Today's wards had the numbers of a draft; `flask load-reference`, which follows every upgrade, puts them in
with the final ones.
"""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('ward_successions',
    sa.Column('former_code', sa.String(length=12), nullable=False),
    sa.Column('present_code', sa.String(length=12), nullable=False),
    sa.Column('is_main', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['former_code'], ['wards.code'], name=op.f('fk_ward_successions_former_code_wards')),
    sa.ForeignKeyConstraint(['present_code'], ['wards.code'], name=op.f('fk_ward_successions_present_code_wards')),
    sa.PrimaryKeyConstraint('former_code', 'present_code', name=op.f('pk_ward_successions'))
    )
    with op.batch_alter_table('ward_successions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ward_successions_present_code'), ['present_code'], unique=False)
    op.execute("DELETE FROM wards WHERE code LIKE 'VN-%'")


def downgrade():
    op.drop_table('ward_successions')
