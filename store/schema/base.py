"""What the tables share: names of constraints, the row's own number, its merchant."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, MetaData, text

from store.types import Key

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def own_id() -> Column[int]:
    """The row's own number."""
    return Column("id", Key, primary_key=True, autoincrement=True)


def merchant() -> Column[int]:
    """Whose row it is."""
    return Column("merchant_id", Key, ForeignKey("merchants.id"), nullable=False)


def partial(name: str, *columns: str, where: str) -> Index:
    """An index of those rows only for which a condition holds."""
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))
