"""trade concepts, and queries that found nothing"""

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('trade_concepts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=60), nullable=False),
    sa.Column('categories', sa.JSON(), nullable=False),
    sa.Column('hs_codes', sa.JSON(), nullable=False),
    sa.Column('broader_code', sa.String(length=60), nullable=False),
    sa.Column('names', sa.JSON(), nullable=False),
    sa.Column('is_lao_unsure', sa.Boolean(), nullable=False),
    sa.Column('shipped', sa.JSON(), nullable=False),
    sa.Column('edited_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('edited_by', sa.String(), nullable=False),
    sa.Column('retired_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_trade_concepts')),
    sa.UniqueConstraint('code', name=op.f('uq_trade_concepts_code'))
    )
    op.create_table('unanswered_query',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('lang', sa.String(length=2), nullable=False),
    sa.Column('text', sa.String(length=60), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('last_asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ignored_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unanswered_query')),
    sa.UniqueConstraint('lang', 'text', name=op.f('uq_unanswered_query_lang_text'))
    )


def downgrade():
    op.drop_table('unanswered_query')
    op.drop_table('trade_concepts')
