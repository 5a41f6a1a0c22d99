"""Since when a message waits for a Telegram that is away."""

import sqlalchemy as sa
from alembic import op

from store.types import Instant

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cards", sa.Column("away_since", Instant(), nullable=True))
    op.add_column("notices", sa.Column("away_since", Instant(), nullable=True))
