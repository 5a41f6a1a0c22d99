"""Conditions as people type them: ``name:value``, or words whose place is clear. Pure.

``amount:>=5000``, ``amount:1000..5000``, ``invoice_id:100001,100002``, ``payer_email:dan%``. Words that
are no filter are searched for where they belong: a phone, a card's end, the bank's number, an invoice's, an
amount; anything else in the description.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from billing.money import Money
from billing.statement import Filter, Ledger, Method, QueryWrong, Shape, Value
from handlers.parse import find_phone
from handlers.periods import Days, one_day
from screens.amounts import Amount, amount_at

ALIASES = {
    **dict.fromkeys(("сумма", "сома", "sum"), "amount"),
    **dict.fromkeys(("phone", "телефон"), "payer_phone"),
    **dict.fromkeys(("email", "почта", "пошта"), "payer_email"),
    **dict.fromkeys(("card", "карта"), "card_mask"),
    **dict.fromkeys(("описание", "сипаттама"), "description"),
    **dict.fromkeys(("клиент", "тапсырыскер"), "client"),
    "rrn": "reference",
}
QUOTED = r'"[^"]*"|«[^»]*»|“[^”]*”'
_SIGN = re.compile(r"(>=|<=|=|>|<)(.*)", re.DOTALL)
_WORD = re.compile(r"(between|in|like):(.*)", re.DOTALL | re.IGNORECASE)
LIST = re.compile(r"\s*[,;]\s*")
_FLAGS = {
    **dict.fromkeys(("true", "yes", "1", "да", "иә"), "true"),
    **dict.fromkeys(("false", "no", "0", "нет", "жоқ"), "false"),
}
_ANYWHERE = frozenset({"description", "payer_phone", "payer_email", "invoice_id", "reference"})
_CARD = re.compile(r"(?P<head>[0-9]{4,6})?\s?(?:[*•.xX]{2,}|[*•])\s?(?P<end>[0-9]{4})")
_NUMBER = re.compile(r"[#№]\s?([0-9]{1,9})")
_RRN_DIGITS, _OURS_DIGITS = 12, range(6, 16)


@dataclass(frozen=True, slots=True)
class Asking:
    """What a typed question is read against."""

    ledger: Ledger
    shape: Shape
    now: datetime
    zone: ZoneInfo
    currency: str

    @property
    def today(self) -> Days:
        """The day on the shop's wall."""
        day = self.now.astimezone(self.zone).date()
        return Days(day, day)


def read_filter(name: str, typed: str, asking: Asking) -> Filter:
    """One ``name:value``."""
    name = ALIASES.get(name, name)
    kind = asking.shape.filters.get(name)
    if kind is None:
        raise QueryWrong("statement-filter-unknown", name=name)
    if not typed.strip(" ,;.<>="):
        raise QueryWrong("statement-filter-empty", name=name)
    method, values = _compared(typed, kind)
    if name == "card_mask" and method is Method.EQUAL and (card := _card(values[0], bare=True)):
        return Filter(name, Method.LIKE, (card,))
    if name == "payer_phone" and method is Method.EQUAL and not typed.startswith("="):
        return _phone_filter(name, values[0])
    each = Filter(name, method, values)
    try:
        return _valued(each, kind, asking)
    except QueryWrong:
        raise
    except (ValueError, KeyError):
        raise _unreadable(each, kind) from None


def _compared(typed: str, kind: Value) -> tuple[Method, tuple[str, ...]]:
    """How it compares, and with what."""
    if match := _WORD.fullmatch(typed):
        return Method(match[1].casefold()), tuple(LIST.split(match[2]))
    if match := _SIGN.fullmatch(typed):
        return Method(match[1]), (match[2],)
    if ".." in typed and kind is not Value.TEXT:
        return _ranged(typed)
    if "%" in typed:
        return Method.LIKE, (typed,)
    if kind is Value.MONEY and _amount(typed) is not None:
        return Method.EQUAL, (typed,)
    values = tuple(value for value in LIST.split(typed) if value)
    return (Method.EQUAL if len(values) == 1 else Method.IN), values


def _ranged(typed: str) -> tuple[Method, tuple[str, ...]]:
    ends = typed.split("..")
    if len(ends) == 2 and not ends[0]:
        return Method.AT_MOST, (ends[1],)
    if len(ends) == 2 and not ends[1]:
        return Method.AT_LEAST, (ends[0],)
    return Method.BETWEEN, tuple(ends)


def _valued(each: Filter, kind: Value, asking: Asking) -> Filter:
    """The values as a bank reads them; ``ValueError`` or ``KeyError`` for those that it could not."""
    match kind:
        case Value.TEXT:
            return each
        case Value.MONEY:
            return _each_value(each, lambda value: _money(value, asking.currency), besides=Method.LIKE)
        case Value.FLAG:
            if each.method is not Method.EQUAL:
                raise ValueError(each.method)
            return _each_value(each, lambda value: _FLAGS[value.casefold()])
    return _dated(each, asking)


def _each_value(each: Filter, read: Callable[[str], str], besides: Method | None = None) -> Filter:
    if each.method is besides:
        raise ValueError(each.method)
    return replace(each, values=tuple(read(value) for value in each.values))


def _money(value: str, currency: str) -> str:
    """An amount in major units, as a plain number."""
    found = _amount(value)
    if found is None or found.currency not in {None, currency}:
        raise ValueError(value)
    return _plain(Money.of(found.value, currency).major)


def _plain(number: Decimal) -> str:
    return format(number.normalize(), "f")


def _amount(value: str) -> Amount | None:
    """The amount, where the value is one and nothing else."""
    found = amount_at(value.strip())
    return found if found is not None and found.end == len(value.strip()) else None


def _dated(each: Filter, asking: Asking) -> Filter:
    """Whole days of the shop become moments with its zone."""
    days = [one_day(value, asking.today.first) for value in each.values]
    begins = [datetime.combine(day, time.min, asking.zone).isoformat() for day in days]
    ends = [datetime.combine(day, time(23, 59, 59), asking.zone).isoformat() for day in days]
    match each.method:
        case Method.EQUAL:
            return Filter(each.name, Method.BETWEEN, (begins[0], ends[0]))
        case Method.BETWEEN:
            return replace(each, values=(begins[0], ends[1]))
        case Method.AT_LEAST | Method.LESS:
            return replace(each, values=(begins[0],))
        case Method.AT_MOST | Method.MORE:
            return replace(each, values=(ends[0],))
    raise ValueError(each.method)


def _unreadable(each: Filter, kind: Value) -> QueryWrong:
    return QueryWrong("statement-filter-kind", name=each.name, method=each.method.value, kind=kind.value)


def read_words(text: str, asking: Asking) -> list[Filter]:
    """What words without a name are searched for."""
    if not (text := text.strip()):
        return []
    phone, rest = find_phone(text)
    if phone is not None:
        return [_known(_phone_filter("payer_phone", phone), asking), *read_words(rest, asking)]
    return [_known(_word_filter(text), asking)]


def _word_filter(text: str) -> Filter:
    if card := _card(text):
        return Filter("card_mask", Method.LIKE, (card,))
    if match := _NUMBER.fullmatch(text):
        return Filter("account_id", Method.EQUAL, (match[1],))
    if text.isascii() and text.isdecimal() and len(text) in _OURS_DIGITS:
        name = "reference" if len(text) == _RRN_DIGITS else "invoice_id"
        return Filter(name, Method.EQUAL, (text,))
    if (amount := _amount(text)) is not None:
        return Filter("amount", Method.EQUAL, (_plain(amount.value),))
    if re.fullmatch(r"[^\s@]+@[^\s@]+\.[^\s@]+", text):
        return Filter("payer_email", Method.EQUAL, (text,))
    plain = unquoted(text)
    return Filter("description", Method.LIKE, (plain if "%" in plain else f"%{plain}%",))


def _known(each: Filter, asking: Asking) -> Filter:
    """Where the bank searches by itself in all places at once, it is asked to."""
    if each.name in asking.shape.filters:
        return each
    if each.name in _ANYWHERE and "search" in asking.shape.filters:
        return Filter("search", Method.EQUAL, (each.values[0].strip("%"),))
    raise QueryWrong("statement-words-unsearchable", name=each.name)


def _card(text: str, *, bare: bool = False) -> str:
    """How a mask is searched for by what a person sees of a card; empty for anything else.

    ``bare``: four digits alone are a card's end.
    """
    if bare and re.fullmatch("[0-9]{4}", text):
        return f"%{text}"
    match = _CARD.fullmatch(text)
    return f"{match['head'] or ''}%{match['end']}" if match else ""


def _phone_filter(name: str, typed: str) -> Filter:
    """By its last ten digits: nobody says how the bank writes the beginning."""
    digits = re.sub("[^0-9]", "", typed)
    if len(digits) < 4:
        raise QueryWrong("statement-filter-kind", name=name, method=Method.EQUAL.value, kind="phone")
    return Filter(name, Method.LIKE, (f"%{digits[-10:]}",))


def unquoted(text: str) -> str:
    """Without the quotes around it."""
    return text[1:-1] if len(text) > 1 and text[0] in '"«“' and text[-1] in '"»”' else text
