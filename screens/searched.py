"""What a statement was looked through for, in people's words: ``sum: ≥ 5000; words: coffee``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from billing.statement import Filter, Method
from screens import format as fmt
from screens.reader import Reader

MOST = 300
_SIGNS = {Method.AT_LEAST: "≥ ", Method.AT_MOST: "≤ ", Method.LESS: "< ", Method.MORE: "> "}
_FLAGS = {"true", "false"}


def said(filters: Sequence[Filter], reader: Reader, now: datetime) -> str:
    """The line under the title as HTML; empty where nothing was looked for."""
    if not filters:
        return ""
    told = "; ".join(_one(each, reader, now) for each in filters)
    return reader.words.html("statement-filters", filters=fmt.clean(told, MOST))


def _one(each: Filter, reader: Reader, now: datetime) -> str:
    values = [_value(value, each.method, reader, now) for value in each.values]
    joined = (" – " if each.method is Method.BETWEEN else ", ").join(values)
    return f"{reader.words('statement-field', name=each.name)}: {_SIGNS.get(each.method, '')}{joined}"


def _value(value: str, method: Method, reader: Reader, now: datetime) -> str:
    """A day as a day; what stands anywhere in the text without signs, what begins or ends it with dots."""
    if value in _FLAGS:
        return reader.words("statement-flag", value=value)
    if method is Method.LIKE:
        anywhere = len(value) > 1 and value[0] == value[-1] == "%"
        return (value[1:-1] if anywhere else value).replace("%", "…")
    try:
        at = datetime.fromisoformat(value) if "T" in value else None
    except ValueError:
        return value
    return fmt.day(at, reader.zone, reader.words.locale, now) if at else value
