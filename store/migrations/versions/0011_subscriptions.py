"""Plans, subscriptions, their periods and bills, reminders, and what the shop chose in the chat.

A notice may be true for a time only. The number of a forgotten method is never used again, on SQLite either.
"""

import sqlalchemy as sa
from alembic import op

from store.types import Instant, Key

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "choices",
        sa.Column("merchant_id", Key, nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchants.id"], name=op.f("fk_choices_merchant_id")),
        sa.PrimaryKeyConstraint("merchant_id", "name", name=op.f("pk_choices")),
    )
    op.create_table(
        "plans",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("merchant_id", Key, nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("offer", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchants.id"], name=op.f("fk_plans_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plans")),
        sa.UniqueConstraint("token", name=op.f("uq_plans_token")),
    )
    op.create_table(
        "reminders",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("merchant_id", Key, nullable=False),
        sa.Column("key", sa.String(length=128), nullable=False),
        sa.Column("subject", sa.String(length=16), nullable=False),
        sa.Column("subject_id", Key, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("due_at", Instant(), nullable=True),
        sa.Column("until", Instant(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("done_at", Instant(), nullable=True),
        sa.Column("how", sa.String(length=32), nullable=True),
        sa.Column("dropped", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchants.id"], name=op.f("fk_reminders_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminders")),
        sa.UniqueConstraint("merchant_id", "key", name=op.f("uq_reminders_merchant_id_key")),
    )
    op.create_index(
        "ix_reminders_due",
        "reminders",
        ["merchant_id", "due_at", "id"],
        unique=False,
        sqlite_where=sa.text("due_at IS NOT NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )
    op.create_index(
        "ix_reminders_subject",
        "reminders",
        ["merchant_id", "subject", "subject_id"],
        unique=False,
        sqlite_where=sa.text("due_at IS NOT NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )
    op.create_table(
        "silences",
        sa.Column("merchant_id", Key, nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchants.id"], name=op.f("fk_silences_merchant_id")),
        sa.PrimaryKeyConstraint("merchant_id", "person_id", "subject", name=op.f("pk_silences")),
    )
    op.create_table(
        "subscriptions",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("merchant_id", Key, nullable=False),
        sa.Column("source", sa.String(length=128), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("plan_id", Key, nullable=True),
        sa.Column("offer", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("engine", sa.String(length=32), nullable=False),
        sa.Column("issuer_id", sa.BigInteger(), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=True),
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.Column("name", sa.LargeBinary(), nullable=True),
        sa.Column("terms", sa.Text(), nullable=True),
        sa.Column("prices", sa.Text(), nullable=False),
        sa.Column("pauses", sa.Text(), nullable=False),
        sa.Column("remind", sa.Boolean(), nullable=False),
        sa.Column("method_id", Key, nullable=True),
        sa.Column("after_id", Key, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("agreed_at", Instant(), nullable=True),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("ended_by", sa.String(length=16), nullable=True),
        sa.Column("next_due", Instant(), nullable=True),
        sa.Column("told_reminders_off", sa.Boolean(), nullable=False),
        sa.Column("bank_id", sa.String(length=128), nullable=True),
        sa.Column("wish", sa.String(length=16), nullable=True),
        sa.Column("asked_at", Instant(), nullable=True),
        sa.Column("bank_next_at", Instant(), nullable=True),
        sa.Column("grace_until", Instant(), nullable=True),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("looks", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchants.id"], name=op.f("fk_subscriptions_merchant_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_subscriptions_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriptions")),
        sa.UniqueConstraint(
            "merchant_id", "engine", "bank_id", name=op.f("uq_subscriptions_merchant_id_engine_bank_id")
        ),
        sa.UniqueConstraint("merchant_id", "number", name=op.f("uq_subscriptions_merchant_id_number")),
        sa.UniqueConstraint("merchant_id", "source", name=op.f("uq_subscriptions_merchant_id_source")),
        sa.UniqueConstraint("token", name=op.f("uq_subscriptions_token")),
    )
    op.create_index(
        "ix_subscriptions_customer",
        "subscriptions",
        ["merchant_id", "customer_id"],
        unique=False,
        sqlite_where=sa.text("customer_id IS NOT NULL"),
        postgresql_where=sa.text("customer_id IS NOT NULL"),
    )
    op.create_index(
        "ix_subscriptions_due",
        "subscriptions",
        ["merchant_id", "next_due"],
        unique=False,
        sqlite_where=sa.text("next_due IS NOT NULL"),
        postgresql_where=sa.text("next_due IS NOT NULL"),
    )
    op.create_index(
        "ix_subscriptions_ended",
        "subscriptions",
        ["merchant_id", "ended_at"],
        unique=False,
        sqlite_where=sa.text("ended_at IS NOT NULL"),
        postgresql_where=sa.text("ended_at IS NOT NULL"),
    )
    op.create_index("ix_subscriptions_all", "subscriptions", ["merchant_id", "id"], unique=False)
    op.create_index("ix_subscriptions_list", "subscriptions", ["merchant_id", "state", "id"], unique=False)
    op.create_index(
        "ix_subscriptions_one_of_a_plan",
        "subscriptions",
        ["merchant_id", "plan_id", "customer_id"],
        unique=True,
        sqlite_where=sa.text(
            "plan_id IS NOT NULL AND customer_id IS NOT NULL AND state IN ('active', 'paused')"
        ),
        postgresql_where=sa.text(
            "plan_id IS NOT NULL AND customer_id IS NOT NULL AND state IN ('active', 'paused')"
        ),
    )
    op.create_table(
        "period_bills",
        sa.Column("merchant_id", Key, nullable=False),
        sa.Column("invoice_id", Key, nullable=False),
        sa.Column("subscription_id", Key, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("bill", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoices.id"], name=op.f("fk_period_bills_invoice_id")),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchants.id"], name=op.f("fk_period_bills_merchant_id")),
        sa.ForeignKeyConstraint(
            ["subscription_id"], ["subscriptions.id"], name=op.f("fk_period_bills_subscription_id")
        ),
        sa.PrimaryKeyConstraint("merchant_id", "invoice_id", name=op.f("pk_period_bills")),
        sa.UniqueConstraint(
            "merchant_id",
            "subscription_id",
            "number",
            "bill",
            name=op.f("uq_period_bills_merchant_id_subscription_id_number_bill"),
        ),
    )
    op.create_index(
        "ix_period_bills_changed",
        "period_bills",
        ["merchant_id", "invoice_id"],
        unique=False,
        sqlite_where=sa.text("changes <> seen"),
        postgresql_where=sa.text("changes <> seen"),
    )
    op.create_table(
        "periods",
        sa.Column("merchant_id", Key, nullable=False),
        sa.Column("subscription_id", Key, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("skip", sa.String(length=16), nullable=True),
        sa.Column("starts_at", Instant(), nullable=False),
        sa.Column("ends_at", Instant(), nullable=False),
        sa.Column("first_day", sa.String(length=10), nullable=False),
        sa.Column("last_day", sa.String(length=10), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("ladder", sa.Text(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("settled_at", Instant(), nullable=True),
        sa.Column("invoice_id", Key, nullable=True),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoices.id"], name=op.f("fk_periods_invoice_id")),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchants.id"], name=op.f("fk_periods_merchant_id")),
        sa.ForeignKeyConstraint(
            ["subscription_id"], ["subscriptions.id"], name=op.f("fk_periods_subscription_id")
        ),
        sa.PrimaryKeyConstraint("merchant_id", "subscription_id", "number", name=op.f("pk_periods")),
    )
    op.create_index(
        "ix_periods_struggling",
        "periods",
        ["merchant_id", "subscription_id"],
        unique=False,
        sqlite_where=sa.text("state = 'pending' AND failures > 0"),
        postgresql_where=sa.text("state = 'pending' AND failures > 0"),
    )
    op.create_index(
        "ix_periods_unpaid",
        "periods",
        ["merchant_id", "subscription_id", "number"],
        unique=False,
        sqlite_where=sa.text("state IN ('pending', 'failed')"),
        postgresql_where=sa.text("state IN ('pending', 'failed')"),
    )
    op.add_column("notices", sa.Column("until", Instant(), nullable=True))
    if op.get_bind().dialect.name == "sqlite":  # elsewhere a sequence never goes back
        with op.batch_alter_table("methods", recreate="always", table_kwargs={"sqlite_autoincrement": True}):
            pass
