"""Reads what is typed after ``/statement``: days, conditions, ``sort:amount,-created_date``. Pure.

A value with spaces stands in quotes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from billing.statement import Filter, Method, Order, Query, QueryWrong
from handlers.conditions import ALIASES, LIST, QUOTED, Asking, read_filter, read_words, unquoted
from handlers.parse import EVERYTHING, LONGEST
from handlers.periods import Days, read_days
from screens.format import clean

SEARCHED_DAYS = 30  # where something is looked for and no period is named
_SORT = {"sort", "сортировка", "сұрыптау"}
_TOKEN = re.compile(rf"(?P<name>[^\W\d]\w*):(?P<value>{QUOTED}|\S*)|(?P<quoted>{QUOTED})|(?P<word>\S+)")


def read_query(text: str, asking: Asking) -> Query:
    """The question; ``QueryWrong`` names the sentence that says what cannot be read."""
    if len(text) > LONGEST:
        raise QueryWrong("statement-too-long")
    filters: list[Filter] = []
    orders: list[Order] = []
    days: Days | None = None
    loose: list[str] = []
    for match in _TOKEN.finditer(clean(text, EVERYTHING)):
        name = (match["name"] or "").casefold()
        if name in _SORT:
            orders += _orders(match["value"], asking)
        elif name:
            each = read_filter(name, unquoted(match["value"]), asking)
            if asking.shape.columns.get(each.name) == "happened_at":
                days = _own_days(each, asking)
            else:
                filters.append(each)
        else:
            loose.append(match[0])
    named, words = read_days(loose, asking.today.first)
    if named is not None and days is not None:
        raise QueryWrong("statement-period-twice")
    filters += read_words(" ".join(words), asking)
    return query_over(named or days or _usual_days(filters, asking), asking, tuple(filters), tuple(orders))


def query_over(
    days: Days, asking: Asking, filters: tuple[Filter, ...] = (), orders: tuple[Order, ...] = ()
) -> Query:
    """The days as a question; what is still to come of them is left out."""
    today = asking.today.first
    if days.first > today:
        raise QueryWrong("statement-period-future")
    days = replace(days, last=min(days.last, today))
    return Query(asking.ledger, days.since(asking.zone), days.until(asking.zone), filters, orders)


def _usual_days(filters: Sequence[Filter], asking: Asking) -> Days:
    """Today; where something is looked for, a month back."""
    today = asking.today
    back = timedelta(days=SEARCHED_DAYS - 1 if filters else 0)
    return Days(today.first - back, today.last)


def _own_days(each: Filter, asking: Asking) -> Days:
    """A filter on the row's own date is the period."""
    first, last = (datetime.fromisoformat(each.values[at]).date() for at in (0, -1))
    today, year = asking.today.first, timedelta(days=365)
    match each.method:
        case Method.BETWEEN:
            if last < first:
                raise QueryWrong("statement-period-backwards")
            return Days(first, last)
        case Method.AT_LEAST:
            return Days(first, max(first, today))
        case Method.MORE:
            return Days(first + timedelta(days=1), max(first + timedelta(days=1), today))
        case Method.AT_MOST:
            return Days(last - year, last)
    return Days(last - timedelta(days=1) - year, last - timedelta(days=1))


def _orders(typed: str, asking: Asking) -> list[Order]:
    names = [name for name in LIST.split(unquoted(typed)) if name.strip("+-")]
    if not names:
        raise QueryWrong("statement-filter-empty", name="sort")
    orders = [Order(_order_name(name), descending=name.startswith("-")) for name in names]
    for order in orders:
        if order.name not in asking.shape.orders:
            raise QueryWrong("statement-order-unknown", name=order.name)
    return orders


def _order_name(typed: str) -> str:
    name = typed.lstrip("+-").casefold()
    return ALIASES.get(name, name)
