"""Statements built once and run with other values each time: building one costs more than running it."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Insert, Select, Table, Update, bindparam, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert

from store.schema import cards, deliveries, invoices, payments, people
from store.types import Instant


@cache
def reading(table: Table, *equal: str) -> Select[Any]:
    """Rows of one merchant whose columns ``equal`` are ``is_…``."""
    here = [table.c[name] == bindparam(f"is_{name}") for name in ("merchant_id", *equal)]
    return select(table).where(*here)


@cache
def changing(table: Table, equal: tuple[str, ...], sets: tuple[str, ...]) -> Update:
    """Set the columns ``sets`` to ``to_…`` where the columns ``equal`` are ``is_…``."""
    here = [table.c[name] == bindparam(f"is_{name}") for name in ("merchant_id", *equal)]
    return update(table).where(*here).values({name: bindparam(f"to_{name}") for name in sets})


@cache
def adding(table: Table, dialect: str, *, once: bool = False) -> Insert | ReturningInsert[Any]:
    """A new row; ``once``: gives its id, or nothing where a unique key says that it is there already."""
    statement = postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
    return statement.on_conflict_do_nothing().returning(table.c.id) if once else statement


@cache
def invoices_with_issuer() -> Select[Any]:
    """Invoices of one merchant, each with its issuer's name."""
    whose = (people.c.merchant_id == invoices.c.merchant_id) & (people.c.person_id == invoices.c.issuer_id)
    return (
        select(invoices, people.c.name.label("issuer_name"))
        .select_from(invoices.outerjoin(people, whose))
        .where(invoices.c.merchant_id == bindparam("is_merchant_id"))
    )


@cache
def reading_invoice(by: str, *, lock: bool = False) -> Select[Any]:
    """One invoice by the column ``by``."""
    statement = invoices_with_issuer().where(invoices.c[by] == bindparam("is_it"))
    return statement.with_for_update(of=invoices) if lock else statement


@cache
def reading_hooks() -> Select[Any]:
    """Whose callback addresses these are."""
    columns = payments.c.id, payments.c.provider, payments.c.reference, payments.c.hook_token
    return select(*columns).where(
        payments.c.merchant_id == bindparam("is_merchant_id"),
        payments.c.hook_token.in_(bindparam("tokens", expanding=True)),
    )


@cache
def adding_deliveries(dialect: str) -> ReturningInsert[Any]:
    """Webhooks, those that are not there yet; gives id and key of each that was added."""
    statement = postgresql.insert(deliveries) if dialect == "postgresql" else sqlite.insert(deliveries)
    return statement.on_conflict_do_nothing().returning(deliveries.c.id, deliveries.c.key)


@cache
def redrawing(dialect: str) -> Update:
    """Each living card of an invoice is wanted anew, at the soonest of two wishes."""
    wish = bindparam("wish", type_=Instant)
    soonest = func.least if dialect == "postgresql" else func.min
    return (
        update(cards)
        .where(
            cards.c.merchant_id == bindparam("is_merchant_id"),
            cards.c.invoice_id == bindparam("is_invoice_id"),
            cards.c.alive.is_(True),
        )
        .values(wanted=cards.c.wanted + 1, due_at=soonest(func.coalesce(cards.c.due_at, wish), wish))
    )
