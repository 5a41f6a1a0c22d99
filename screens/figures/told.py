"""The morning's message, and what a bank that was silent then has shown since. HTML."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from billing.figures.models import Sums
from billing.figures.mornings import LIST, MORNING, NO_LIST
from billing.models import Notice
from billing.money import Money
from screens import format as fmt
from screens import phrases
from screens.buttons import Text, keyboard, press
from screens.figures import buttons as b
from screens.figures import wording
from screens.reader import Reader

KINDS = frozenset({MORNING, LIST, NO_LIST})

DIFFERING = {
    "alert-strange-money": "morning-strange-money",
    "alert-strange-operation": "morning-strange-operation",
    "alert-other-sum": "morning-other-sum",
    "alert-not-listed": "morning-not-listed",
}


def tell(notice: Notice, reader: Reader) -> Text:
    """One of the ``KINDS``."""
    day = date.fromisoformat(notice.values["day"])
    if notice.kind == MORNING:
        return _morning(notice, day, reader)
    named = wording.days(day, day, notice.created_at, reader)
    bank = notice.values["bank"]
    title = f"<b>{reader.words('morning-lists-of', day=named)}</b>"
    if notice.kind == NO_LIST:
        return phrases.lines([title, _of_bank("morning-no-list", bank, reader)]), None
    return phrases.lines([title, *_list(bank, json.loads(notice.values["found"]), reader)]), None


def _morning(notice: Notice, day: date, reader: Reader) -> Text:
    words, values = reader.words, notice.values
    title = "morning-title-own" if values["own"] else "morning-title"
    head = words(title, day=wording.days(day, day, notice.created_at, reader))
    now, before = _sums(values["now"]), _sums(values["before"])
    number = day.toordinal()
    under = keyboard(
        [
            [press(words("btn-morning-more"), b.Again(first=number, last=number))],
            [press(words("btn-stats-morning-off"), b.Morning(on=False))],
        ]
    )
    blocks = [
        f"<b>{head}</b>\n{phrases.lines(_figures(now, before, values, reader))}",
        _lists(values, reader),
    ]
    return "\n\n".join(block for block in blocks if block), under


def _figures(now: Sums, before: Sums, values: Mapping[str, str], reader: Reader) -> list[str]:
    words = reader.words
    if now.empty:
        return [words("morning-none"), *_others(values, reader)]
    turnover = words("stats-turnover", sum=phrases.sum_of(now.taken, reader))
    change = wording.change(now.taken.minor, before.taken.minor, reader)
    returned = phrases.sum_of(now.returned, reader)
    lines = [
        phrases.dotted(turnover, words("morning-change", change=change) if change else ""),
        words("stats-payments", count=wording.number(now.payments)),
        words("stats-average", sum=phrases.sum_of(now.average, reader)) if now.payments else "",
    ]
    if now.refunds:
        lines += [
            phrases.dotted(words("stats-refunds", sum=returned), wording.number(now.refunds)),
            words("stats-left", sum=phrases.sum_of(now.left, reader)),
        ]
    banks: dict[str, str] = json.loads(values["banks"])
    lines += [wording.line(phrases.bank(slug, reader), _sums(sums), reader) for slug, sums in banks.items()]
    return lines + _others(values, reader)


def _others(values: Mapping[str, str], reader: Reader) -> list[str]:
    found = [_sums(each) for each in json.loads(values["others"])]
    return [
        reader.words(
            "stats-others",
            line=phrases.dotted(phrases.sum_of(each.taken, reader), wording.number(each.payments)),
        )
        for each in found
    ]


def _lists(values: Mapping[str, str], reader: Reader) -> str:
    """What the lists of the banks say; nothing for who may not see them."""
    lines: list[str] = []
    for slug, found in json.loads(values.get("lists", "{}")).items():
        lines += _list(slug, json.loads(found), reader)
    for name in ("silent", "unset", "listless"):
        lines += [_of_bank(f"morning-list-{name}", slug, reader) for slug in _slugs(values, name)]
    return phrases.lines([f"<b>{reader.words('morning-lists')}</b>", *lines]) if lines else ""


def _slugs(values: Mapping[str, str], name: str) -> list[str]:
    return [slug for slug in values.get(name, "").split(",") if slug]


def _of_bank(key: str, slug: str, reader: Reader) -> str:
    return reader.words.html(key, bank=phrases.safe(phrases.bank(slug, reader)))


def _list(slug: str, found: Mapping[str, Any], reader: Reader) -> list[str]:
    words = reader.words
    bank, listed = phrases.safe(phrases.bank(slug, reader)), wording.number(found["listed"])
    many = len(found["differences"]) + found["more"]
    if many:
        first = words.html("morning-list-differs", bank=bank, count=wording.number(many), listed=listed)
    else:
        first = words.html("morning-list-agrees", bank=bank, listed=listed)
    lines = [first, *(_difference(each, reader) for each in found["differences"])]
    if found["more"]:
        lines += [words("morning-list-more", count=wording.number(found["more"]))]
    if found["unproved"]:
        lines += [words("morning-list-unproved", count=wording.number(found["unproved"]))]
    return lines


def _difference(each: Mapping[str, str], reader: Reader) -> str:
    what = phrases.dotted(
        _money(each.get("minor"), each.get("currency"), reader),
        reader.words.html("number", number=each["number"]) if "number" in each else "",
        fmt.clock(datetime.fromisoformat(each["at"]), reader.zone) if "at" in each else "",
        reader.words.html("alert-bank-number", reference=fmt.clean(each["reference"], 40))
        if each.get("reference")
        else "",
    )
    ours = _money(each.get("ours"), each.get("ours_currency"), reader)
    if each["kind"] == "alert-other-sum":
        return reader.words.html("morning-other-sum", what=phrases.safe(what), ours=ours)
    return reader.words.html(DIFFERING[each["kind"]], what=phrases.safe(what))


def _money(minor: str | None, currency: str | None, reader: Reader) -> str:
    return phrases.sum_of(Money(int(minor), currency), reader) if minor and currency else ""


def _sums(written: str) -> Sums:
    currency, *numbers = written.split(",")
    taken, payments, returned, refunds = map(int, numbers)
    return Sums(Money(taken, currency), payments, Money(returned, currency), refunds)
