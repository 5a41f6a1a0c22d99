"""The morning's message: yesterday's figures and what comparing the banks' lists with our books found.

Each member chooses it for themselves. It is a notice, so that it is said once whatever happens; what a bank's
list showed is kept by the day, so that a restart asks nobody twice. A bank that is silent is named, and its
part comes later by itself.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from billing import people
from billing.access import Action, may, require
from billing.books import Books
from billing.differences import differences
from billing.figures.counting import figures
from billing.figures.models import BankList, Sums
from billing.figures.periods import DAY, midnight
from billing.models import Notice, Person, Place
from billing.reconciling import EDGE
from billing.records import NewNotice
from billing.reporting import Statement
from billing.settings.hours import MORNING as BEGIN
from billing.settings.hours import awake, fitting
from billing.statement import Ledger, Query, Row, Standing

GIVEN_UP, NIGHT = time(20), time(21)
"""By the shop's wall: until then silent banks are asked; from then on nothing is said of yesterday.

Where it is quiet until then, both wait for midnight.
"""

LATE = timedelta(hours=3)  # said from nine to noon, or for as long from the end of the quiet hours

AGAIN = timedelta(minutes=10)  # until a silent bank is asked again
SHOWN = 6  # differences of one bank that are named; the others are counted
MORNING, LIST, NO_LIST = "morning", "morning-list", "morning-no-list"
KINDS = frozenset({MORNING, LIST, NO_LIST})
CHOICE = "morning:"  # and the number of who chose it
WANTED, UNWANTED = "morning-on", "morning-off"  # in the audit
_ON = "on"


def wants(books: Books, person: Person) -> bool:
    """Whether this member has chosen it."""
    return books.choice(f"{CHOICE}{person.id}") == _ON


def choose(books: Books, person: Person, at: datetime, *, on: bool) -> None:
    """For oneself. ``NotAllowed`` for who is no member."""
    require(people.now(books, person), Action.ISSUE)
    books.lock_choices()
    if wants(books, person) != on:
        books.choose(f"{CHOICE}{person.id}", _ON if on else "", at)
        books.audit("merchant", books.merchant.id, "", WANTED if on else UNWANTED, f"person:{person.id}", at)


@dataclass(frozen=True, slots=True)
class Morning:
    """What is still to be done today."""

    day: date  # yesterday
    late: bool  # past noon: who has not been told by now is not told
    evening: bool  # silent banks are asked no more
    readers: tuple[Person, ...]
    lists: dict[str, BankList]

    def to_ask(self, banks: Iterable[str], now: datetime) -> list[str]:
        """Whose lists are to be compared now; nobody's where only cashiers read."""
        if self.evening or not any(may(person, Action.STATEMENT) for person in self.readers):
            return []
        return [slug for slug in banks if self._due(self.lists.get(slug), now)]

    def _due(self, known: BankList | None, now: datetime) -> bool:
        if known is None:
            return not self.late
        return known.found is None and not timedelta() <= now - known.tried_at < AGAIN


def morning(books: Books, now: datetime) -> Morning | None:
    """``None``: it is not the time, or nobody wants it."""
    here = now.astimezone(ZoneInfo(books.merchant.timezone))
    begin = fitting(BEGIN, books.merchant.rules.quiet)
    by_day = begin < GIVEN_UP
    if here.time() < begin or (by_day and here.time() >= NIGHT) or not awake(books.merchant, now):
        return None
    wanted = {name for name, value in books.choices().items() if value == _ON}
    readers = [person for person in books.members() if f"{CHOICE}{person.id}" in wanted and person.reachable]
    if not readers:
        return None
    day = here.date() - DAY
    late = here - here.replace(hour=begin.hour, minute=begin.minute, second=0, microsecond=0) >= LATE
    evening = by_day and here.time() >= GIVEN_UP
    return Morning(day, late, evening, tuple(readers), books.bank_lists(day))


def question(day: date, zone: ZoneInfo) -> Query:
    """The day with what is needed at its edges to judge it."""
    return Query(Ledger.OPERATIONS, midnight(day, zone) - EDGE, midnight(day + DAY, zone) + EDGE)


def found(slug: str, statement: Statement, day: date, zone: ZoneInfo, now: datetime) -> str:
    """What the list of the day says, as JSON. No card, phone or name, because it is kept as it is."""
    since, until = midnight(day, zone), midnight(day + DAY, zone)
    rows = [row for row in statement.rows if _within(row, since, until)]
    whole = Statement(rows, statement.summary, statement.over, statement.puzzling)
    differing = list(differences(slug, whole, now))
    named = [{**each.values, "kind": each.kind} for each in differing]
    open_ones = sum(row.standing is Standing.UNCONFIRMED for row in rows)
    puzzling = sum(each.kind == "alert-strange-operation" for each in differing)
    told = {
        "listed": sum(row.standing is not Standing.MISSING for row in rows),
        "unproved": max(open_ones - puzzling, 0),
        "differences": named[:SHOWN],
        "more": max(len(named) - SHOWN, 0),
    }
    return json.dumps(told, ensure_ascii=False)


def _within(row: Row, since: datetime, until: datetime) -> bool:
    happened = row.operation.happened_at
    return happened is None or since <= happened < until


def tell(books: Books, banks: Collection[str], unset: Collection[str], now: datetime) -> None:
    """Who has not been told of yesterday is told; who was told that a bank is silent hears the end of it.

    ``banks``: those whose lists can be asked for; ``unset``: those that want a setting for it.
    """
    today = morning(books, now)
    if today is None:
        return
    for person in today.readers:
        key = f"{MORNING}:{today.day}:{person.id}"
        told = books.told_values(key)
        if told is not None:
            _follow_up(books, today, person, told, now)
        elif not today.late:
            books.tell(_notice(books, today, person, banks, unset, key, now), now)


def _notice(
    books: Books,
    today: Morning,
    person: Person,
    banks: Collection[str],
    unset: Collection[str],
    key: str,
    now: datetime,
) -> NewNotice:
    """Sums only: whoever wants to know of whom opens the figures."""
    shown = figures(books, person, today.day, today.day, now)
    values = {
        "day": today.day.isoformat(),
        "own": "yes" if shown.own else "",
        "now": _written(shown.sums),
        "before": _written(shown.before),
        "banks": json.dumps({slug: _written(sums) for slug, sums in shown.banks}),
        "others": json.dumps([_written(sums) for sums in shown.others]),
    }
    if may(person, Action.STATEMENT):
        sold = {slug for slug, _ in shown.banks}
        lists = {slug: known.found for slug in banks if (known := today.lists.get(slug)) and known.found}
        values |= {
            "lists": json.dumps(lists),
            "silent": ",".join(sorted(set(banks) - set(lists))),
            "unset": ",".join(sorted(sold & set(unset))),
            "listless": ",".join(sorted(sold - set(unset) - set(banks))),
        }
    return _to(person, key, MORNING, values, books, now)


def why_not(books: Books, notice: Notice) -> str | None:
    """Why what waits in the outbox is not said: its reader may not know it any more."""
    person = books.person(notice.person_id or 0)
    if notice.kind != MORNING or "lists" in notice.values:
        needed = Action.STATEMENT
    else:
        needed = Action.ISSUE if notice.values.get("own") else Action.SEE_ALL
    return None if may(person, needed) else "not theirs to know any more"


def _follow_up(books: Books, today: Morning, person: Person, told: dict[str, str], now: datetime) -> None:
    if not may(person, Action.STATEMENT):
        return
    for slug in filter(None, told.get("silent", "").split(",")):
        known = today.lists.get(slug)
        answered = known is not None and known.found
        if not answered and not today.evening:
            continue
        key = f"{LIST}:{today.day}:{slug}:{person.id}"
        values = {"day": today.day.isoformat(), "bank": slug, "found": answered or ""}
        books.tell(_to(person, key, LIST if answered else NO_LIST, values, books, now), now)


def _to(
    person: Person, key: str, kind: str, values: dict[str, str], books: Books, now: datetime
) -> NewNotice:
    """Quietly, and not on another day."""
    zone = ZoneInfo(books.merchant.timezone)
    until = midnight(now.astimezone(zone).date() + DAY, zone)
    return NewNotice(key, kind, Place(person.id), False, person.id, values=values, until=until)


def _written(sums: Sums) -> str:
    parts = sums.taken.minor, sums.payments, sums.returned.minor, sums.refunds
    return ",".join([sums.taken.currency, *map(str, parts)])
