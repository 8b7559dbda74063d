"""groups to look at again"""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('look_again_group',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('next_try_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('searched', sa.String(), nullable=False),
    sa.Column('after', sa.Integer(), nullable=False),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_look_again_group'))
    )
    with op.batch_alter_table('look_again_group', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_look_again_group_next_try_at_id'), ['next_try_at', 'id'], unique=False)
    # Rows for whole groups had the shape of single ones; those still waiting are carried over.
    op.execute(
        "insert into look_again_group (kind, key, created_at, attempts, next_try_at, searched, after, done)"
        " select kind, cast(object_id as varchar), created_at, 0, next_try_at, '', 0, 0 from look_again"
        " where kind = 'booth_listings'"
    )
    op.execute("delete from look_again where kind = 'booth_listings'")


def downgrade():
    op.execute(
        "insert into look_again (kind, object_id, created_at, attempts, next_try_at)"
        " select kind, cast(key as integer), created_at, 0, next_try_at from look_again_group"
        " where kind = 'booth_listings'"
    )
    with op.batch_alter_table('look_again_group', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_look_again_group_next_try_at_id'))

    op.drop_table('look_again_group')
