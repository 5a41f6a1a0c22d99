"""A question for one of the two lists, as the bank reads it: pure.

Parameters are always an array of texts, also for numbers and flags. The period is mandatory; a filter on the
row's own date only narrows it, since nobody says what the bank makes of two filters on one field.

The document of operations calls the date ``created_date``. That of transfers says ``created_at`` in its text
and its sample, and ``created_date`` in its table.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from types import MappingProxyType

from billing.money import Money
from billing.statement import Filter, Ledger, Method, Order, Query, QueryWrong, Shape, Value
from providers.halyk.codec import tenge
from providers.halyk.statement.windows import Window

DATE = {Ledger.OPERATIONS: "created_date", Ledger.TRANSFERS: "created_at"}
DATES = frozenset(DATE.values())
_FLAGS = {"true": "true", "1": "true", "yes": "true", "false": "false", "0": "false", "no": "false"}
_PLAIN = frozenset({Method.EQUAL, Method.IN})
_ALL_BUT_LIKE = frozenset(Method) - {Method.LIKE}
_NARROWING = _ALL_BUT_LIKE - {Method.IN}

_OPERATIONS = {
    "created_date": Value.MOMENT,
    "shop_id": Value.TEXT,
    "invoice_id": Value.TEXT,
    "account_id": Value.TEXT,
    "payer_phone": Value.TEXT,
    "payer_email": Value.TEXT,
    "reference": Value.TEXT,
    "post_link": Value.FLAG,
    "amount": Value.MONEY,
    "card_mask": Value.TEXT,
    "client": Value.TEXT,
    "installment_id": Value.TEXT,
    "transaction_type_id": Value.TEXT,
    "payout_date": Value.MOMENT,
    "payout_amount": Value.MONEY,
    "description": Value.TEXT,  # not in the bank's table, but in its sample
}
_TRANSFERS = {
    "created_at": Value.MOMENT,
    "terminal_id": Value.TEXT,
    "invoice_id": Value.TEXT,
    "account_id": Value.TEXT,
}
_COLUMNS = {
    "created_date": "happened_at",
    "created_at": "happened_at",
    "id": "id",
    "invoice_id": "invoice",
    "account_id": "account",
    "reference": "reference",
    "amount": "amount",
    "card_mask": "card_mask",
    "client": "client",
    "installment_id": "installment",
    "transaction_type_id": "type",
    "payout_date": "refunded_at",
    "payout_amount": "refunded",
    "description": "description",
    "terminal_id": "terminal",
}


def _shape(filters: Mapping[str, Value]) -> Shape:
    orders = frozenset(filters) | {"id"}
    columns = {name: column for name, column in _COLUMNS.items() if name in orders}
    return Shape(MappingProxyType(dict(filters)), orders, MappingProxyType(columns))


SHAPES = {Ledger.OPERATIONS: _shape(_OPERATIONS), Ledger.TRANSFERS: _shape(_TRANSFERS)}


@dataclass(frozen=True, slots=True)
class Search:
    """A checked question: what to ask each part of the period for, and which moments count."""

    ledger: Ledger
    since: datetime
    until: datetime  # not included
    filters: tuple[Filter, ...]
    orders: tuple[Order, ...]

    @property
    def backwards(self) -> bool:
        """Whether the newest come first."""
        return bool(self.orders) and self.orders[0] == Order(DATE[self.ledger], descending=True)

    @property
    def empty(self) -> bool:
        """Whether a filter on the date leaves nothing of the period."""
        return self.until <= self.since

    def body(self, window: Window, date: str, size: int) -> bytes:
        """The request for one part; ``date`` is how the bank calls the row's own date today."""
        period = Filter(date, Method.BETWEEN, (moment_text(window.since), moment_text(window.until)))
        asked = {
            "paging": {"page": 0, "size": size},
            "searchParameters": [_parameter(each) for each in (period, *self.filters)],
            "orderParameters": list(self._order_parameters(date)),
        }
        return json.dumps(asked, ensure_ascii=False).encode()

    def _order_parameters(self, date: str) -> Iterable[dict[str, str]]:
        """As asked for, and then by date and id, so that the order of equal rows is settled too."""
        named = [replace(order, name=date) if order.name in DATES else order for order in self.orders]
        known = {order.name for order in named}
        named += [Order(name) for name in (date, "id") if name not in known]
        return ({"field": each.name, "typeOrder": "DESC" if each.descending else "ASC"} for each in named)


def search_from(query: Query) -> Search:
    """``QueryWrong`` for what the bank has no filter or order for, and for values that cannot be compared."""
    shape = SHAPES[query.ledger]
    shape.check(query)
    read = [_read(each, shape.filters[each.name], query) for each in query.filters]
    since, until = query.since, query.until
    for each in read:
        if each.name in DATES:
            since, until = _narrowed(each, since, until)
    filters = tuple(each for each in read if each.name not in DATES)
    return Search(query.ledger, since, until, filters, query.orders)


def moment_text(moment: datetime) -> str:
    """``2017-11-19T00:00:00Z``: the only form that the bank shows."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _parameter(each: Filter) -> dict[str, object]:
    return {"name": each.name, "method": each.method.value, "searchParameter": list(each.values)}


def _read(each: Filter, kind: Value, query: Query) -> Filter:
    """The filter with its values as the bank writes them."""
    if kind is Value.TEXT:
        return replace(each, values=tuple(value.strip() for value in each.values))
    methods = _PLAIN if kind is Value.FLAG else _ALL_BUT_LIKE
    if each.name in DATES:
        methods = _NARROWING
    if each.method not in methods:
        raise _wrong(each, kind)
    try:
        return replace(each, values=tuple(_value(value.strip(), kind, query) for value in each.values))
    except (ArithmeticError, ValueError, KeyError):
        raise _wrong(each, kind) from None


def _value(text: str, kind: Value, query: Query) -> str:
    match kind:
        case Value.MONEY:
            plain = "".join(text.split()).replace(",", ".")
            return tenge(Money.of(Decimal(plain), "KZT"))
        case Value.FLAG:
            return _FLAGS[text.lower()]
        case _:
            return moment_text(_moment(text, query))


def _moment(text: str, query: Query) -> datetime:
    """A day or a time without a zone is of the zone in which the period was given."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=query.since.tzinfo)


def _narrowed(each: Filter, since: datetime, until: datetime) -> tuple[datetime, datetime]:
    """The part of the period that a filter on the row's date leaves; the date is one to the second."""
    first, last = (datetime.fromisoformat(each.values[place]) for place in (0, -1))
    after = last + timedelta(seconds=1)
    match each.method:
        case Method.BETWEEN | Method.EQUAL:
            return max(since, first), min(until, after)
        case Method.AT_LEAST:
            return max(since, first), until
        case Method.MORE:
            return max(since, after), until
        case Method.AT_MOST:
            return since, min(until, after)
        case _:
            return since, min(until, first)


def _wrong(each: Filter, kind: Value) -> QueryWrong:
    return QueryWrong("statement-filter-kind", name=each.name, method=each.method.value, kind=kind.value)
