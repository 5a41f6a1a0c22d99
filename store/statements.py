"""Statements built once and run with other values each time: building one costs more than running it."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Delete,
    Insert,
    Select,
    String,
    Table,
    Update,
    any_,
    bindparam,
    case,
    delete,
    func,
    insert,
    literal,
    literal_column,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert

from store.schema import (
    bank_items,
    cards,
    deliveries,
    hook_endpoints,
    hook_messages,
    invoices,
    item_words,
    items,
    payments,
    people,
    period_bills,
    quotas,
    reminders,
)
from store.types import Instant


@cache
def reading(table: Table, *equal: str) -> Select[Any]:
    """Rows of one merchant whose columns ``equal`` are ``is_…``."""
    here = [table.c[name] == bindparam(f"is_{name}") for name in ("merchant_id", *equal)]
    return select(table).where(*here)


def _among(column: ColumnElement[Any], name: str, dialect: str) -> ColumnElement[bool]:
    """The column is one of the values ``name``: however many they are, PostgreSQL prepares it once."""
    if dialect == "postgresql":
        kind = String if isinstance(column.type, String) else BigInteger
        return column == any_(bindparam(name, type_=ARRAY(kind)))
    return column.in_(bindparam(name, expanding=True))


def of_merchant(table: Table, merchant_id: ColumnElement[int] | None = None) -> ColumnElement[bool]:
    """The row is this merchant's, said so that no database looks for it by that.

    Without statistics PostgreSQL believes that a merchant has one row, and SQLite that it has ten: fewer than
    are looked for at once, so both would read all to find a few.
    """
    given = bindparam("is_merchant_id", type_=BigInteger) if merchant_id is None else merchant_id
    return table.c.merchant_id + literal_column("0") == given


@cache
def reading_among(table: Table, by: str, dialect: str) -> Select[Any]:
    """Rows of one merchant whose column ``by`` is one of ``values``."""
    return select(table).where(of_merchant(table), _among(table.c[by], "values", dialect))


@cache
def reading_versions(dialect: str) -> Select[Any]:
    """The versions of the living items ``values``; locked in their order, so that nobody waits in a ring."""
    here = of_merchant(items), _among(items.c.id, "values", dialect), items.c.deleted_at.is_(None)
    return select(items.c.id, items.c.version).where(*here).order_by(items.c.id).with_for_update()


@cache
def reading_quotas(dialect: str) -> Select[Any]:
    """The counts named ``values``; locked in the order of their names, so that nobody waits in a ring."""
    here = quotas.c.merchant_id == bindparam("is_merchant_id"), _among(quotas.c.name, "values", dialect)
    return select(quotas).where(*here).order_by(quotas.c.name).with_for_update()


@cache
def dropping_words(dialect: str) -> Delete:
    """The items ``values`` are found by no word any more."""
    here = item_words.c.merchant_id == bindparam("is_merchant_id")
    return delete(item_words).where(here, _among(item_words.c.item_id, "values", dialect))


@cache
def waking_bank_items(dialect: str) -> Update:
    """What banks know of the items ``values`` is looked at anew, at ``at``."""
    here = bank_items.c.merchant_id == bindparam("is_merchant_id")
    theirs = _among(bank_items.c.item_id, "values", dialect)
    return update(bank_items).where(here, theirs).values(next_look=bindparam("at"), looks=0)


@cache
def counting_attempts(dialect: str) -> Select[Any]:
    """How many attempts were made to pay each of the invoices ``values``."""
    theirs = (payments.c.invoice_id == invoices.c.id) & of_merchant(payments, invoices.c.merchant_id)
    attempts = select(func.count()).select_from(payments).where(theirs).scalar_subquery().label("attempts")
    return select(invoices.c.id, attempts).where(
        of_merchant(invoices), _among(invoices.c.id, "values", dialect)
    )


@cache
def reading_invoices(dialect: str, *, lock: bool = False) -> Select[Any]:
    """The invoices whose ids are ``values``; locked in their order, so that nobody waits in a ring."""
    statement = _with_issuer().where(of_merchant(invoices), _among(invoices.c.id, "values", dialect))
    return statement.order_by(invoices.c.id).with_for_update(of=invoices) if lock else statement


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
def adding_unless_there(table: Table, dialect: str) -> Insert:
    """New rows, but for those that a unique key knows already."""
    statement = postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
    return statement.on_conflict_do_nothing()


@cache
def invoices_with_issuer() -> Select[Any]:
    """Invoices of one merchant, each with its issuer's name."""
    return _with_issuer().where(invoices.c.merchant_id == bindparam("is_merchant_id"))


@cache
def _with_issuer() -> Select[Any]:
    whose = (people.c.merchant_id == invoices.c.merchant_id) & (people.c.person_id == invoices.c.issuer_id)
    joined = invoices.outerjoin(people, whose)
    return select(invoices, people.c.name.label("issuer_name")).select_from(joined)


@cache
def reading_invoice(by: str, *, lock: bool = False) -> Select[Any]:
    """One invoice by the column ``by``."""
    statement = invoices_with_issuer().where(invoices.c[by] == bindparam("is_it"))
    return statement.with_for_update(of=invoices) if lock else statement


@cache
def reading_hooks(dialect: str) -> Select[Any]:
    """Whose callback addresses ``tokens`` are."""
    columns = (
        payments.c.id,
        payments.c.provider,
        payments.c.reference,
        payments.c.state,
        payments.c.hook_token,
    )
    return select(*columns).where(of_merchant(payments), _among(payments.c.hook_token, "tokens", dialect))


@cache
def reading_attempts() -> Select[Any]:
    """The numbers of all attempts to pay an invoice."""
    return select(payments.c.id).where(
        payments.c.merchant_id == bindparam("is_merchant_id"),
        payments.c.invoice_id == bindparam("is_invoice_id"),
    )


@cache
def adding_deliveries(dialect: str) -> ReturningInsert[Any]:
    """Webhooks, those that are not there yet; gives id and key of each that was added."""
    statement = postgresql.insert(deliveries) if dialect == "postgresql" else sqlite.insert(deliveries)
    return statement.on_conflict_do_nothing().returning(deliveries.c.id, deliveries.c.key)


@cache
def resting_payment() -> Update:
    """When to look at payments again; their leases end where ``owner`` has them."""
    ours = payments.c.lease_owner == bindparam("owner")
    return (
        update(payments)
        .where(payments.c.merchant_id == bindparam("is_merchant_id"), payments.c.id == bindparam("is_id"))
        .values(
            next_look=bindparam("to_next_look"),
            looks=bindparam("to_looks"),
            lease_until=case((ours, None), else_=payments.c.lease_until),
            lease_owner=case((ours, None), else_=payments.c.lease_owner),
        )
    )


@cache
def finishing_delivery() -> Update:
    """Nothing is left to do about these webhooks."""
    return (
        update(deliveries)
        .where(
            deliveries.c.merchant_id == bindparam("is_merchant_id"),
            deliveries.c.id == bindparam("is_id"),
        )
        .values(finished_at=bindparam("finished"), due_at=None, lease_owner=None, lease_until=None)
    )


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


@cache
def counting_change() -> Update:
    """The invoice has moved: where it is the bill of a period, its ladder is to look at it."""
    return (
        update(period_bills)
        .where(
            period_bills.c.merchant_id == bindparam("is_merchant_id"),
            period_bills.c.invoice_id == bindparam("is_invoice_id"),
        )
        .values(changes=period_bills.c.changes + 1)
    )


@cache
def planning_reminders(dialect: str) -> Insert:
    """New reminders; those that wait are moved, and those that were dropped come back."""
    statement = postgresql.insert(reminders) if dialect == "postgresql" else sqlite.insert(reminders)
    new, old = statement.excluded, reminders.c
    moved = old.due_at.is_not(None) & ((old.due_at != new.due_at) | (old.until != new.until))
    return statement.on_conflict_do_update(
        index_elements=[old.merchant_id, old.key],
        set_={"due_at": new.due_at, "until": new.until, "done_at": None, "how": None, "dropped": False},
        where=old.dropped | moved,
    )


@cache
def telling_programs() -> Insert:
    """A message of ``to_kind`` about ``to_subject_id`` for each address that stands."""
    columns = hook_messages.c
    found = select(
        hook_endpoints.c.merchant_id,
        hook_endpoints.c.id,
        bindparam("to_kind", type_=columns.kind.type),
        bindparam("to_subject_id", type_=BigInteger),
        bindparam("to_happened_at", type_=Instant),
        literal("waits", columns.fate.type),
        literal(0),
    ).where(
        hook_endpoints.c.merchant_id == bindparam("is_merchant_id", type_=BigInteger),
        hook_endpoints.c.ended_at.is_(None),
    )
    names = ["merchant_id", "endpoint_id", "kind", "subject_id", "happened_at", "fate", "tries"]
    return insert(hook_messages).from_select(names, found)
