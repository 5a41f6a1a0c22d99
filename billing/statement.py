"""Statements: what a bank lists, asked by period and filters. The question and its rows, as values.

A bank's list is no proof of money: its words for a state may be opaque. A row counts as money only where our
books or the bank's own answer about that one operation say so, see ``billing.reconciling``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from billing.money import Money


class Ledger(StrEnum):
    """Which list of a bank."""

    OPERATIONS = "operations"  # what was paid to the shop, and what went back
    TRANSFERS = "transfers"  # from card to card, through the shop's terminal


class Value(StrEnum):
    """What a filter compares with."""

    TEXT = "text"
    MONEY = "money"
    MOMENT = "moment"
    FLAG = "flag"


class Method(StrEnum):
    """How a filter compares; the values are the words that people may type."""

    BETWEEN = "between"
    IN = "in"
    LIKE = "like"
    EQUAL = "="
    LESS = "<"
    MORE = ">"
    AT_MOST = "<="
    AT_LEAST = ">="


class QueryWrong(ValueError):
    """A question that no bank could answer; ``text`` is the id of the sentence that explains it."""

    def __init__(self, text: str, **values: str) -> None:
        super().__init__(text)
        self.text = text
        self.values = values


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition; several are joined by *and*. Values are written as the bank reads them.

    ``between`` takes two values, ``in`` one or more, ``like`` one with a ``%``, the others one:
    ``QueryWrong`` otherwise.
    """

    name: str
    method: Method
    values: tuple[str, ...]

    def __post_init__(self) -> None:
        given = len(self.values)
        match self.method:
            case Method.BETWEEN:
                right = given == 2
            case Method.IN:
                right = given >= 1
            case Method.LIKE:
                right = given == 1 and "%" in self.values[0]
            case _:
                right = given == 1
        if not right or not all(value.strip() for value in self.values):
            raise QueryWrong("statement-filter-values", name=self.name, method=self.method.value)


@dataclass(frozen=True, slots=True)
class Order:
    """Sort by this; several are sorted by in turn."""

    name: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked for: everything from ``since`` up to, not including, ``until``, both aware."""

    ledger: Ledger
    since: datetime
    until: datetime
    filters: tuple[Filter, ...] = ()
    orders: tuple[Order, ...] = ()

    def __post_init__(self) -> None:
        if self.since.tzinfo is None or self.until.tzinfo is None:
            raise ValueError("a period has a time zone")
        if self.until <= self.since:
            raise QueryWrong("statement-period-backwards")


@dataclass(frozen=True, slots=True)
class Shape:
    """What a bank's list can be asked for; names are the bank's, as people type them: ``name:value``.

    ``columns`` says which field of ``Operation`` a name speaks of; what we don't keep of a row has none.
    """

    filters: Mapping[str, Value]
    orders: frozenset[str]
    columns: Mapping[str, str] = field(default_factory=dict)

    def check(self, query: Query) -> None:
        """``QueryWrong`` for a filter or an order that the bank does not know."""
        for each in query.filters:
            if each.name not in self.filters:
                raise QueryWrong("statement-filter-unknown", name=each.name)
        for order in query.orders:
            if order.name not in self.orders:
                raise QueryWrong("statement-order-unknown", name=order.name)


@dataclass(frozen=True, slots=True)
class Operation:
    """One row of a bank's list. Empty and ``None`` mean: not said, or not readable."""

    ledger: Ledger
    id: str
    happened_at: datetime | None
    amount: Money | None  # what the card paid
    bonus: Money | None = None  # paid with the bank's bonuses, beside the amount
    refunded: Money | None = None
    fee: Money | None = None
    authorised_at: datetime | None = None
    confirmed_at: datetime | None = None
    refunded_at: datetime | None = None
    invoice: str = ""  # our reference, often empty
    account: str = ""  # the customer's or invoice's number in the shop
    reference: str = ""  # RRN
    description: str = ""
    client: str = ""
    terminal: str = ""
    installment: str = ""
    type: str = ""
    status: str = ""  # opaque where the bank gives only an id
    code: str = ""
    reason: str = ""
    card_mask: str = field(default="", repr=False)
    card_type: str = ""
    issuer: str = ""
    to_card_mask: str = field(default="", repr=False)  # a transfer's receiver
    to_card_type: str = ""
    to_issuer: str = ""

    @property
    def total(self) -> Money | None:
        """What was paid, bonuses included."""
        if self.amount is None or self.bonus is None:
            return self.amount
        return self.amount + self.bonus


class Standing(StrEnum):
    """How a row of the bank's list stands to our books."""

    OURS = "ours"  # in our books, with the same money
    DIFFERS = "differs"  # in our books, with another sum
    MISSING = "missing"  # in our books, and the bank's list lacks it
    CONFIRMED = "confirmed"  # not in our books; the bank, asked about it alone, says that it is money
    UNCONFIRMED = "unconfirmed"  # not in our books, and nobody has proved it
    NOT_MONEY = "not-money"  # it did not go through


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a statement: what the bank lists, and what we know of it."""

    operation: Operation
    number: int | None  # of our invoice
    standing: Standing
    money: Money | None  # proved, bonuses included, refunds not taken off; ``None`` adds nothing to a sum


def sorted_by(
    operations: Iterable[Operation], orders: Sequence[Order], columns: Mapping[str, str]
) -> list[Operation]:
    """The rows by each order in turn; what a row does not say stands last, either way.

    An order without a column (see ``Shape``) changes nothing, and equal rows stay as they came.
    """
    rows = list(operations)
    for order in reversed(orders):
        if (column := columns.get(order.name)) is not None:
            said = [row for row in rows if getattr(row, column) not in (None, "")]
            unsaid = [row for row in rows if getattr(row, column) in (None, "")]
            said.sort(key=lambda row: _comparable(getattr(row, column)), reverse=order.descending)
            rows = said + unsaid
    return rows


def _comparable(value: object) -> tuple[Any, ...]:
    if isinstance(value, Money):
        return (value.currency, value.minor)
    return (value.casefold(),) if isinstance(value, str) else (value,)
