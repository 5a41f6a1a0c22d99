"""Bring the database to the newest shape, once, also when several processes start together."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, insert, inspect, select, text, update

from billing.models import Merchant
from store.engine import Database
from store.schema import merchants

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0025"
LOCK = 7_405_316  # any number that is ours: PostgreSQL's advisory lock for migrations


async def migrate(database: Database) -> None:
    """Apply what is missing; costs one query where nothing is."""
    await database.transaction(upgrade)


def upgrade(connection: Connection) -> None:
    """The same on a plain connection."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    if version(connection) == HEAD:
        return
    from alembic import command  # takes a third of a second to import: only when there is work

    command.upgrade(config(connection), "head")


async def is_newest(database: Database) -> bool:
    """Whether the tables have this program's shape, neither an older nor a newer one."""
    query = text("SELECT version_num FROM alembic_version")
    return bool(await database.read(lambda books: books.run(query).scalar()) == HEAD)


def config(connection: Connection) -> Config:
    """Alembic's settings for this connection."""
    from alembic.config import Config

    settings = Config()
    settings.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    settings.attributes["connection"] = connection
    return settings


def version(connection: Connection) -> str | None:
    """Which migration was the last here; ``None``: none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


async def load_merchant(
    database: Database, *, name: str, currency: str, locale: str, timezone: str, at: datetime
) -> Merchant:
    """The merchant of this deployment, made at the first start; the settings give name and language."""

    def write(connection: Connection) -> Merchant:
        values = {"name": name, "currency": currency, "locale": locale, "timezone": timezone}
        found = connection.execute(select(merchants.c.id).order_by(merchants.c.id).limit(1)).scalar()
        if found is None:
            row = {**values, "created_at": at}
            made = connection.execute(insert(merchants).values(row).returning(merchants.c.id))
            found = made.scalar_one()
        else:
            connection.execute(update(merchants).where(merchants.c.id == found).values(values))
        return Merchant(int(found), name, currency, locale, timezone)

    database.merchant = await database.transaction(write)
    return database.merchant
