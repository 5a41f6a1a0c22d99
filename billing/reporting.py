"""Statements as people ask for them: ordered at once and kept, drawn up beside the chat."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from billing.access import Action, may, require
from billing.answers import Observation
from billing.books import Books, Store
from billing.errors import BankError, NotFound
from billing.models import Person, Place
from billing.ports import Clock, StatementProvider
from billing.reconciling import Comparison, Entry, Summary, told_by_bank, worth_asking
from billing.reports import OF_STATEMENTS, NewReport, Report, Wish
from billing.statement import Ledger, Operation, Query, QueryWrong, Row, Shape, Standing, sorted_by

T = TypeVar("T")

LONGEST = timedelta(days=366)  # of a period
MOST_ROWS = 200_000  # of one report: more is not read, a shorter period is asked for
ASK_MOST = 50  # unknown rows of one report about which the bank is asked
ASK_TOGETHER = 4
CHUNK = 200  # rows between two turns of others
SORTED_TOGETHER = 2_000
LATER = timedelta(days=2)  # we may learn of a payment so much later than the bank
PROVED_MOST = 5_000  # answers about single operations that are remembered


@dataclass(frozen=True, slots=True)
class Statement:
    """A report's rows, in the order in which they are shown, and what they add up to."""

    rows: Sequence[Row]
    summary: Summary
    over: int = 0  # rows about which the bank was not asked, because there were too many
    puzzling: frozenset[str] = frozenset()  # operations about which the bank, asked, knows nothing


class TooMany(Exception):
    """More rows than one report holds."""


class Reporting:
    """Orders of members, and the work on them. ``banks`` are those that keep lists."""

    def __init__(self, store: Store, clock: Clock, banks: Mapping[str, StatementProvider]) -> None:
        self.store = store
        self.clock = clock
        self.banks = banks
        self.on_order: Callable[[], None] = lambda: None  # called after the commit of an order
        self._proved: dict[tuple[str, str], Observation] = {}

    def shapes(self, ledger: Ledger) -> dict[str, Shape]:
        """What each bank's list can be asked for; those without such a list are left out."""
        found = {slug: bank.shape(ledger) for slug, bank in self.banks.items()}
        return {slug: shape for slug, shape in found.items() if shape is not None}

    def missing(self, slug: str, ledger: Ledger) -> str:
        """The setting without which this bank's list cannot be asked for, or nothing."""
        return self.banks[slug].missing(ledger) if slug in self.banks else ""

    # --- orders

    async def order(self, person: Person, slug: str, query: Query, *, source: str, place: Place) -> Report:
        """A statement in the chat, once per source."""
        require(person, Action.STATEMENT)
        check_period(query, self.clock)
        at = self.clock.now()
        new = NewReport(f"{source}:{slug}", slug, query, person.id, place, at)
        report = await self.store.write(lambda books: books.add_report(new))
        self.on_order()
        return report

    async def turn(self, report_id: int, person: Person, page: int, message_id: int | None) -> Report:
        """Another page, in the message where the button stands."""
        at = self.clock.now()

        def write(books: Books) -> Report:
            report = _of(books, report_id, person)
            books.turn_report(report.id, page, message_id, at)
            return report

        report = await self.store.write(write)
        self.on_order()
        return report

    async def file(self, report_id: int, person: Person, wish: Wish, *, source: str) -> bool:
        """The same rows as a file; ``False``: it is being made already."""
        if wish not in OF_STATEMENTS:
            raise NotFound("button-old")
        at = self.clock.now()

        def write(books: Books) -> bool:
            report = _of(books, report_id, person)
            if books.file_under_way(report.id, wish):
                return False
            books.add_report(
                NewReport(source, report.provider, report.query, person.id, report.place, at, wish, report.id)
            )
            return True

        ordered = await self.store.write(write)
        self.on_order()
        return ordered

    async def report(self, report_id: int, person: Person) -> Report:
        """A report of this person's; ``NotAllowed`` where the role is gone."""
        return await self.store.read(lambda books: _of(books, report_id, person))

    async def still_may(self, report: Report) -> bool:
        """Whether its reader has the right still: a role may end while a bank is being asked."""
        person = await self.store.read(lambda books: books.person(report.person_id))
        return may(person, Action.STATEMENT)

    # --- the work

    async def draw_up(self, slug: str, query: Query) -> Statement:
        """Ask the bank and compare. ``QueryWrong``, ``TooMany`` or ``BankError`` when there is nothing."""
        bank = self.banks[slug]
        operations = await self._in_order(bank, query, await self._listed(bank, query))
        comparison = await self._compared(slug, query, operations)
        rows: list[Row] = []
        for first, chunk in _chunks(operations):
            judged = (comparison.judge(at, operation) for at, operation in enumerate(chunk, first))
            rows += [self._remembered(slug, row) for row in judged]
            await asyncio.sleep(0)
        asked, puzzling = await self._confirmed(bank, rows)
        if not query.filters and query.ledger is Ledger.OPERATIONS:  # our payments are no transfers
            until = min(query.until, self.clock.now())
            rows += await asyncio.to_thread(comparison.missing, query.ledger, query.since, until)
        if not query.orders:
            rows = await _newest_first(rows)
        summary = Summary()
        for _, part in _chunks(rows):
            summary.add(part)
            await asyncio.sleep(0)
        over = summary.count(Standing.UNCONFIRMED) - asked
        return Statement(rows, summary, over, puzzling)

    async def _listed(self, bank: StatementProvider, query: Query) -> list[Operation]:
        operations: list[Operation] = []
        async for operation in bank.operations(query):
            operations.append(operation)
            if len(operations) > MOST_ROWS:
                raise TooMany
            if len(operations) % CHUNK == 0:
                await asyncio.sleep(0)
        return operations

    async def _in_order(
        self, bank: StatementProvider, query: Query, operations: list[Operation]
    ) -> list[Operation]:
        """A long list comes part by part: sorted as a whole where we keep all that it is sorted by."""
        shape = bank.shape(query.ledger)
        if shape is None or not query.orders or any(each.name not in shape.columns for each in query.orders):
            return operations
        return await asyncio.to_thread(sorted_by, operations, query.orders, shape.columns)

    async def _compared(self, slug: str, query: Query, operations: Sequence[Operation]) -> Comparison:
        """Our payments of the period, and those that the rows name though they are of another one."""
        comparison = Comparison()
        since, until, after = query.since, query.until + LATER, 0
        while entries := await self._settled(slug, since, until, after):
            comparison.know(entries)
            since, after = entries[-1].settled_at or until, entries[-1].payment_id
        for _, chunk in _chunks(operations):
            strange = [each for each in chunk if not comparison.knows(each)]
            comparison.know(await self._known_as(slug, _keys(strange, "id"), _keys(strange, "invoice")))
            await asyncio.sleep(0)
        for first, chunk in _chunks(operations):
            for at, operation in enumerate(chunk, first):
                comparison.claim(at, operation)
            await asyncio.sleep(0)
        return comparison

    async def _settled(self, slug: str, since: datetime, until: datetime, after: int) -> list[Entry]:
        return await self.store.read(lambda books: books.entries_settled(slug, since, until, after, CHUNK))

    async def _known_as(self, slug: str, ids: Sequence[str], references: Sequence[str]) -> list[Entry]:
        if not ids and not references:
            return []
        return await self.store.read(lambda books: books.entries_known_as(slug, ids, references))

    async def _confirmed(self, bank: StatementProvider, rows: list[Row]) -> tuple[int, frozenset[str]]:
        """Ask about rows that our books don't prove, a few at a time; a silent bank is asked no further.

        How many of those that stay unproved were asked about, and about which the bank knows nothing.
        """
        asked, puzzling = 0, set[str]()
        todo = await asyncio.to_thread(worth_asking, rows, ASK_MOST)
        for first in range(0, len(todo), ASK_TOGETHER):
            places = todo[first : first + ASK_TOGETHER]
            answers = await asyncio.gather(*(_answer(bank, rows[at].operation) for at in places))
            for at, (seen, answered) in zip(places, answers, strict=True):
                rows[at] = self._told(bank.slug, rows[at], seen)
                unproved = rows[at].standing is Standing.UNCONFIRMED
                asked += unproved
                if unproved and answered and seen is None:
                    puzzling.add(rows[at].operation.id)
            if not any(answered for _, answered in answers):
                break
        return asked, frozenset(puzzling)

    def _remembered(self, slug: str, row: Row) -> Row:
        """What the bank has proved once stays proved."""
        if row.standing is not Standing.UNCONFIRMED:
            return row
        return told_by_bank(row, self._proved.get((slug, row.operation.id)))

    def _told(self, slug: str, row: Row, seen: Observation | None) -> Row:
        told = told_by_bank(row, seen)
        if seen is not None and told.standing is not Standing.UNCONFIRMED:
            if len(self._proved) >= PROVED_MOST:
                del self._proved[next(iter(self._proved))]
            self._proved[slug, row.operation.id] = seen
        return told


async def _answer(bank: StatementProvider, operation: Operation) -> tuple[Observation | None, bool]:
    """What the bank says of it, and whether it said anything."""
    try:
        return await bank.confirm(operation), True
    except BankError:
        return None, False


def check_period(query: Query, clock: Clock) -> None:
    """``QueryWrong`` for a period that has not begun, or is longer than a report may be."""
    if query.since > clock.now():
        raise QueryWrong("statement-period-future")
    if query.until - query.since > LONGEST + timedelta(hours=1):  # clocks were set back once
        raise QueryWrong("statement-period-long", days=str(LONGEST.days))


def _of(books: Books, report_id: int, person: Person) -> Report:
    require(person, Action.STATEMENT)
    report = books.report(report_id)
    if report is None or report.person_id != person.id:
        raise NotFound("statement-gone")
    return report


def _chunks(rows: Sequence[T]) -> Iterator[tuple[int, Sequence[T]]]:
    for first in range(0, len(rows), CHUNK):
        yield first, rows[first : first + CHUNK]


def _keys(operations: Sequence[Operation], name: str) -> list[str]:
    return sorted({key for each in operations if (key := getattr(each, name))})


async def _newest_first(rows: list[Row]) -> list[Row]:
    """By the bank's moment; rows without one come last. Part by part: a long sort would stop everybody."""
    parts: list[list[tuple[float, int]]] = []
    for first in range(0, len(rows), SORTED_TOGETHER):
        part = enumerate(rows[first : first + SORTED_TOGETHER], first)
        parts.append(sorted((_age(row), at) for at, row in part))
        await asyncio.sleep(0)
    newest: list[Row] = []
    for _, at in heapq.merge(*parts):
        newest.append(rows[at])
        if len(newest) % CHUNK == 0:
            await asyncio.sleep(0)
    return newest


def _age(row: Row) -> float:
    """The smaller, the newer."""
    happened = row.operation.happened_at
    return -happened.timestamp() if happened else 0.0
