"""approved prices of offers"""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column('offer', sa.Column('approved_price', sa.BigInteger(), nullable=True))
    # No price of an offer has moved without an approval before.
    op.execute("update offer set approved_price = price where published_at is not null")


def downgrade():
    op.drop_column('offer', 'approved_price')
