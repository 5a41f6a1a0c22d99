"""What a person's hand has caused is found by the person."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

BY_PEOPLE = sa.text("substr(actor, 1, 7) = 'person:'")


def upgrade() -> None:
    op.create_index(
        "ix_audit_people",
        "audit",
        ["merchant_id", "actor", "id"],
        sqlite_where=BY_PEOPLE,
        postgresql_where=BY_PEOPLE,
    )
