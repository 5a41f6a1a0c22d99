"""What banks demand to know of payers, told by them and sealed."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("people", sa.Column("particulars", sa.LargeBinary(), nullable=True))
