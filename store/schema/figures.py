"""What the shop's figures stand on: sums of days that are over, and banks' lists compared each morning."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, String, Table, Text, UniqueConstraint

from store.schema.base import merchant, metadata, own_id
from store.types import Instant, Key

day_sums = Table(
    "day_sums",
    metadata,
    Column("merchant_id", Key, ForeignKey("merchants.id"), primary_key=True),
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("hour", Integer, primary_key=True, autoincrement=False),
    Column("provider", String(32), primary_key=True),
    Column("seller", BigInteger, primary_key=True, autoincrement=False),
    Column("currency", String(3), primary_key=True),
    Column("taken", BigInteger, nullable=False),
    Column("payments", BigInteger, nullable=False),
    Column("returned", BigInteger, nullable=False),
    Column("refunds", BigInteger, nullable=False),
)
"""Days since 1970 on the shop's wall. No settlement writes here: all of a shop would wait at one row."""

days_summed = Table(
    "days_summed",
    metadata,
    Column("merchant_id", Key, ForeignKey("merchants.id"), primary_key=True),
    Column("timezone", Text, nullable=False),
    Column("first", Integer, nullable=False),
    Column("until", Integer, nullable=False),
)
"""From which day until before which one there are sums; on another wall there are none."""

bank_lists = Table(
    "bank_lists",
    metadata,
    own_id(),
    merchant(),
    Column("day", Integer, nullable=False),
    Column("provider", String(32), nullable=False),
    Column("found", Text),
    Column("tried_at", Instant, nullable=False),
    UniqueConstraint("merchant_id", "day", "provider"),
)
"""What came of comparing a bank's list of a day with the books; ``found`` is empty until it has answered."""
