"""The search language of `/operations` and `/p2p/operations`: read strictly, then run over rows.

Both addresses share it and differ in their columns. Every parameter is a text, also a sum, a date or a flag.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from functools import lru_cache
from operator import itemgetter
from typing import Any, Generic, Protocol, TypeVar

from sandbox.common import strict
from sandbox.halyk.money import sum_from

Scalar = str | int | bool | datetime
METHODS = ("between", "in", "like", "=", "<", ">", "<=", ">=")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
BEGINNING, END = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


class UnsearchableError(Exception):
    """The bank cannot search like this: code 232. The text says why, which the bank never does."""


class Dated(Protocol):
    """A row has an id and a time."""

    @property
    def id(self) -> str: ...

    @property
    def created_at(self) -> datetime: ...


Row = TypeVar("Row", bound=Dated)


class Kind(Enum):
    """What a column holds."""

    TEXT = "text"
    SUM = "sum"
    MOMENT = "moment"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One name that may be searched and sorted by."""

    kind: Kind
    of: Callable[[Row], Scalar | None]


@dataclass(frozen=True, slots=True)
class Condition:
    """One search parameter; `values` are of the column's kind."""

    name: str
    method: str
    values: tuple[Scalar, ...]

    def meets(self, value: Scalar | None) -> bool:
        """Whether a row's value passes; nothing passes where there is none."""
        return value is not None and COMPARISONS[self.method](value, self.values)


@dataclass(frozen=True, slots=True)
class Search:
    """A whole request."""

    page: int
    size: int
    conditions: tuple[Condition, ...]
    orders: tuple[tuple[str, bool], ...]
    """Name, and whether it descends."""
    since: datetime
    until: datetime
    """The period of the mandatory column, both ends in it."""


def read(
    raw: bytes, columns: Mapping[str, Column[Row]], sortable: Mapping[str, Column[Row]], period: str
) -> Search:
    """The request in a body; UnsearchableError where anything in it is not as documented."""
    try:
        body = strict.load(raw)
    except ValueError as bad:
        raise UnsearchableError(str(bad)) from bad
    block = _block(body, "paging", "searchParameters", "orderParameters")
    paging = _block(block["paging"], "page", "size")
    conditions = tuple(_condition(each, columns) for each in _list(block["searchParameters"]))
    orders = tuple(_order(each, sortable) for each in _list(block["orderParameters"]))
    if len({name for name, _ in orders}) != len(orders):
        raise UnsearchableError("a field is sorted by twice")
    since, until = _period([each for each in conditions if each.name == period], period)
    page, size = _whole(paging["page"], 0), _whole(paging["size"], 1)
    return Search(page, size, conditions, orders, since, until)


def run(
    search: Search, rows: Iterable[Row], columns: Mapping[str, Column[Row]], *, skip: int, size: int
) -> tuple[int, list[Row]]:
    """How many rows match, and those of the page. Missing values come last."""
    found = list(rows)
    for each in search.conditions:
        of = columns[each.name].of
        found = [row for row in found if each.meets(of(row))]
    for name, descends in reversed(search.orders):
        found = _sorted(found, columns[name], descends=descends)
    return len(found), found[skip : skip + size]


def _sorted(rows: list[Row], column: Column[Row], *, descends: bool) -> list[Row]:
    missing = [row for row in rows if column.of(row) is None]
    present = [(value, number) for number, row in enumerate(rows) if (value := column.of(row)) is not None]
    present.sort(key=itemgetter(0), reverse=descends)
    return [*(rows[number] for _, number in present), *missing]


# Reading


def _condition(given: object, columns: Mapping[str, Column[Row]]) -> Condition:
    block = _block(given, "name", "method", "searchParameter")
    name, method, values = _text(block["name"]), _text(block["method"]), _list(block["searchParameter"])
    if name not in columns:
        raise UnsearchableError(f"there is no field {name}")
    kind = columns[name].kind
    _check_method(method, kind)
    _check_count(method, len(values))
    read_value = str if method == "like" else READERS[kind]
    taken = tuple(read_value(_text(value)) for value in values)
    if method == "like" and "%" not in str(taken[0]):
        raise UnsearchableError("like needs a %")
    return Condition(name, method, taken)


def _check_method(method: str, kind: Kind) -> None:
    if method not in METHODS:
        raise UnsearchableError(f"there is no method {method}")
    if method == "like" and kind is not Kind.TEXT:
        raise UnsearchableError(f"like is for texts, not for a {kind.value}")
    if kind is Kind.FLAG and method not in ("=", "in"):
        raise UnsearchableError(f"{method} is not for a flag")


def _check_count(method: str, count: int) -> None:
    if method == "in":
        if count < 1:
            raise UnsearchableError("in needs at least one parameter")
    elif count != (2 if method == "between" else 1):
        raise UnsearchableError(f"{method} does not take {count} parameters")


def _order(given: object, columns: Mapping[str, Column[Row]]) -> tuple[str, bool]:
    block = _block(given, "field", "typeOrder")
    field, direction = _text(block["field"]), _text(block["typeOrder"])
    if field not in columns:
        raise UnsearchableError(f"there is no field {field}")
    if direction not in ("ASC", "DESC"):
        raise UnsearchableError("typeOrder must be ASC or DESC")
    return field, direction == "DESC"


def _period(conditions: list[Condition], name: str) -> tuple[datetime, datetime]:
    """The mandatory period: by `between`, or by a lower and an upper bound."""
    since, until = BEGINNING, END
    for each in conditions:
        moments = [value for value in each.values if isinstance(value, datetime)]
        if each.method in ("between", "=", ">", ">="):
            since = max(since, moments[0])
        if each.method in ("between", "=", "<", "<="):
            until = min(until, moments[-1])
    if BEGINNING in (since, until) or END in (since, until):
        raise UnsearchableError(f"the period is missing: {name}")
    return since, until


def _block(given: object, *names: str) -> dict[str, object]:
    if not isinstance(given, dict) or given.keys() != set(names):
        raise UnsearchableError(f"needed: {', '.join(names)}, and nothing else")
    return given


def _list(given: object) -> list[object]:
    if not isinstance(given, list):
        raise UnsearchableError("a list is needed")
    return given


def _text(given: object) -> str:
    if not isinstance(given, str):
        raise UnsearchableError("a text is needed")
    return given


def _whole(given: object, least: int) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or given < least:
        raise UnsearchableError(f"a whole number from {least} is needed")
    return given


def _moment(text: str) -> datetime:
    try:
        if not MOMENT.fullmatch(text):
            raise ValueError
        return datetime.fromisoformat(text)
    except ValueError:
        raise UnsearchableError("a date is written 2017-11-19T00:00:00Z") from None


def _sum(text: str) -> int:
    value = sum_from(text)
    if value is None:
        raise UnsearchableError("a sum is a decimal of tenge")
    return value


def _flag(text: str) -> bool:
    if text not in ("true", "false"):
        raise UnsearchableError("a flag is true or false")
    return text == "true"


READERS: dict[Kind, Callable[[str], Scalar]] = {
    Kind.TEXT: str,
    Kind.SUM: _sum,
    Kind.MOMENT: _moment,
    Kind.FLAG: _flag,
}


# Comparing


@lru_cache(maxsize=64)
def _pattern(like: str) -> re.Pattern[str]:
    """SQL's LIKE: % is anything, _ is one letter; capitals matter."""
    wild = {"%": ".*", "_": "."}
    return re.compile("".join(wild.get(letter) or re.escape(letter) for letter in like), re.DOTALL)


def _like(value: Scalar, given: tuple[Scalar, ...]) -> bool:
    return _pattern(str(given[0])).fullmatch(str(value)) is not None


COMPARISONS: dict[str, Callable[[Any, tuple[Any, ...]], bool]] = {
    "between": lambda value, given: given[0] <= value <= given[1],
    "in": lambda value, given: value in given,
    "like": _like,
    "=": lambda value, given: value == given[0],
    "<": lambda value, given: value < given[0],
    ">": lambda value, given: value > given[0],
    "<=": lambda value, given: value <= given[0],
    ">=": lambda value, given: value >= given[0],
}
