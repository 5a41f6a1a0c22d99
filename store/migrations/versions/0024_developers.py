"""Other people's programs: API keys, what they wrote, webhooks that go out, messages that must vanish."""

import sqlalchemy as sa
from alembic import op

from store.types import Instant, Key

revision = "0024"
down_revision = "0022"
branch_labels = None
depends_on = None

WAITING = sa.text("fate = 'waits'")


def upgrade() -> None:
    op.create_table(
        "api_keys",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("merchant_id", Key, nullable=False),
        sa.Column("source", sa.String(length=160), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("start", sa.String(length=16), nullable=False),
        sa.Column("scopes", sa.String(length=64), nullable=False),
        sa.Column("made_by", sa.BigInteger(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("used_at", Instant(), nullable=True),
        sa.Column("exposed_at", Instant(), nullable=True),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchants.id"], name=op.f("fk_api_keys_merchant_id")),
        sa.UniqueConstraint("merchant_id", "source", name=op.f("uq_api_keys_merchant_id_source")),
        sa.UniqueConstraint("merchant_id", "digest", name=op.f("uq_api_keys_merchant_id_digest")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_keys")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "api_writes",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("merchant_id", Key, nullable=False),
        sa.Column("key_id", Key, nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchants.id"], name=op.f("fk_api_writes_merchant_id")),
        sa.ForeignKeyConstraint(["key_id"], ["api_keys.id"], name=op.f("fk_api_writes_key_id")),
        sa.UniqueConstraint(
            "merchant_id", "key_id", "name", name=op.f("uq_api_writes_merchant_id_key_id_name")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_writes")),
    )
    op.create_table(
        "hook_endpoints",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("merchant_id", Key, nullable=False),
        sa.Column("source", sa.String(length=160), nullable=False),
        sa.Column("url", sa.LargeBinary(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("secret_source", sa.String(length=160), nullable=True),
        sa.Column("old_secret", sa.LargeBinary(), nullable=True),
        sa.Column("made_by", sa.BigInteger(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("failing_since", Instant(), nullable=True),
        sa.Column("retry_at", Instant(), nullable=True),
        sa.Column("paused_at", Instant(), nullable=True),
        sa.Column("pause", sa.String(length=16), nullable=True),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("lease_owner", sa.String(length=64), nullable=True),
        sa.Column("lease_until", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchants.id"], name=op.f("fk_hook_endpoints_merchant_id")
        ),
        sa.UniqueConstraint("merchant_id", "source", name=op.f("uq_hook_endpoints_merchant_id_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hook_endpoints")),
    )
    op.create_table(
        "hook_messages",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("merchant_id", Key, nullable=False),
        sa.Column("endpoint_id", Key, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("subject_id", Key, nullable=False),
        sa.Column("happened_at", Instant(), nullable=False),
        sa.Column("fate", sa.String(length=16), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("tried_at", Instant(), nullable=True),
        sa.Column("done_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchants.id"], name=op.f("fk_hook_messages_merchant_id")),
        sa.ForeignKeyConstraint(
            ["endpoint_id"], ["hook_endpoints.id"], name=op.f("fk_hook_messages_endpoint_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hook_messages")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_hook_messages_list", "hook_messages", ["merchant_id", "endpoint_id", "id"])
    op.create_index(
        "ix_hook_messages_waiting",
        "hook_messages",
        ["merchant_id", "endpoint_id", "id"],
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )
    op.create_table(
        "fleeting",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("merchant_id", Key, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchants.id"], name=op.f("fk_fleeting_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fleeting")),
    )
    op.create_index("ix_fleeting_due", "fleeting", ["merchant_id", "due_at"])
