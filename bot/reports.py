"""Statements on their way: asked for, drawn and sent. What a dead process had in hand, another does again."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import OrderedDict
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta

from billing.errors import BankError, BankSilent, StoreUnavailable
from billing.reporting import Reporting, Statement, TooMany
from billing.reports import Export, Order, Report, Wish
from billing.statement import QueryWrong, Row
from billing.tracing import where
from bot.exports import Exports
from bot.loops import Crew, Loop
from bot.messenger import Gone, Later, Messenger
from bot.readers import Readers
from bot.sheets import statement_file
from bot.worker import Worker
from screens import statements
from screens.notices import Told
from screens.reader import Reader
from screens.sheets import Format, NotMade, Wanted
from store.engine import Database

log = logging.getLogger(__name__)

TURN = 1.0
AT_ONCE = 3
PATIENCE = 2.0  # seconds after which the person is told that the bank is being asked
LIMIT = 600.0  # seconds for one report
LEASE = timedelta(seconds=90)
RENEW = 30.0
PAUSES = (2, 10, 60, 300)  # seconds, where Telegram does not take it
TRIES_MOST = 20
KEEP = timedelta(minutes=15)
KEEP_ROWS = 100_000


class Shelf:
    """Rows of finished reports, for those who turn pages: the newest stay, few at a time, not for long."""

    def __init__(self, most: int = KEEP_ROWS) -> None:
        self._most = most
        self._kept: OrderedDict[int, tuple[Statement, datetime]] = OrderedDict()

    def put(self, report_id: int, statement: Statement, now: datetime) -> None:
        """Keep it, and let go of what was not looked at for the longest time."""
        self._kept[report_id] = statement, now
        self._kept.move_to_end(report_id)
        while self._rows() > self._most:
            self._kept.popitem(last=False)

    def get(self, report_id: int, now: datetime) -> Statement | None:
        """The rows as they came, if they are kept still."""
        self.clear(now)
        if report_id not in self._kept:
            return None
        self._kept.move_to_end(report_id)
        return self._kept[report_id][0]

    def clear(self, now: datetime) -> None:
        """Let go of what is old."""
        for report_id in [key for key, (_, at) in self._kept.items() if now - at > KEEP]:
            del self._kept[report_id]

    def _rows(self) -> int:
        return sum(len(statement.rows) for statement, _ in self._kept.values())


class Reports:
    """Takes due reports, a few at a time."""

    def __init__(
        self,
        database: Database,
        reporting: Reporting,
        messenger: Messenger,
        readers: Readers,
        worker: Worker,
        exports: Exports,
        *,
        owner: str,
    ) -> None:
        self._database = database
        self._reporting = reporting
        self._clock = reporting.clock
        self._messenger = messenger
        self._readers = readers
        self._worker = worker
        self._exports = exports
        self._owner = owner
        self._crew = Crew("report")
        self.shelf = Shelf()
        self.loop = Loop("reports", self._turn)
        reporting.on_order = exports.orders.on_order = self.loop.wake

    async def stop(self, seconds: float) -> None:
        """Take no more; what is in hand and takes longer is done again after the next start."""
        await self.loop.stop()
        await self._crew.drain(seconds)

    async def _turn(self) -> float:
        now, room = self._clock.now(), AT_ONCE - len(self._crew)
        self.shelf.clear(now)
        if room <= 0 or not await self._database.read(lambda books: books.has_due_reports(now)):
            return TURN
        due = await self._database.write(
            lambda books: books.lease_due_reports(self._owner, now, now + LEASE, room)
        )
        for report in due:
            self._crew.spawn(self._serve(report))
        return TURN

    async def _serve(self, report: Order) -> None:
        keeping = asyncio.create_task(self._keep(report), name="report lease")
        try:
            if isinstance(report, Report):
                await self._answer(report)
            elif isinstance(report, Export):
                await self._export(report)
        except Later as later:
            await self._again(report, later)
        except Gone as gone:
            log.info("report not delivered: report=%s %s", report.id, gone)
            await self._fail(report, None)
        finally:
            keeping.cancel()
            self.loop.wake()

    async def _keep(self, report: Order) -> None:
        """Nobody else takes it while we are at it."""
        while True:
            await asyncio.sleep(RENEW)
            until = self._clock.now() + LEASE
            with contextlib.suppress(StoreUnavailable):
                await self._database.write_small(
                    lambda books, end=until: books.keep_report(report.id, self._owner, end)  # type: ignore[misc]
                )

    # --- one report

    async def _answer(self, report: Report) -> None:
        if not await self._reporting.still_may(report):
            await self._fail(report, None)
            return
        reader = await self._readers.for_person(report.person_id)
        setting = self._reporting.missing(report.provider, report.query.ledger)
        if setting:
            told = statements.unset(report, setting, reader)
            await self._done(report, await self._messenger.put(report.place, told, report.message_id))
            return
        asked = asyncio.create_task(self._statement(report), name="statement")
        try:
            await asyncio.wait({asked}, timeout=PATIENCE)
            if not asked.done():
                report = await self._say_asking(report, reader)
            await self._hand_over(report, asked, reader)
        finally:
            asked.cancel()

    async def _statement(self, report: Report) -> Statement:
        """The rows that are kept still, else the bank's answer."""
        kept = self.shelf.get(report.root, self._clock.now())
        if kept is not None:
            return kept
        try:
            async with asyncio.timeout(LIMIT):
                statement = await self._reporting.draw_up(report.provider, report.query)
        except TimeoutError:
            raise BankSilent(f"no list within {LIMIT:.0f} s") from None
        self.shelf.put(report.root, statement, self._clock.now())
        return statement

    async def _say_asking(self, report: Report, reader: Reader) -> Report:
        told = statements.asking(report, reader, self._clock.now())
        message_id = await self._messenger.put(report.place, told, report.message_id)
        await self._database.write_small(lambda books: books.report_stands(report.id, message_id))
        return replace(report, message_id=message_id)

    async def _hand_over(self, report: Report, asked: asyncio.Task[Statement], reader: Reader) -> None:
        """The page or the file; where there is none, why."""
        try:
            statement = await asked
            if not await self._reporting.still_may(report):
                await self._fail(report, None)
                return
            if report.wish is not Wish.PAGE:
                await self._hand_file(report, statement, reader)
                return
            told = statements.page(report, statement, reader, self._clock.now())
        except (Later, Gone, StoreUnavailable):
            raise
        except Exception as error:  # noqa: BLE001 - the edge of a report: its reader hears that there is none
            foreseen = isinstance(error, (BankError, QueryWrong, TooMany))  # its reader hears what to do
            level = logging.INFO if foreseen else logging.ERROR
            log.log(level, "no report: report=%s %s", report.id, where(error))
            told = self._failure(report, error, reader)
        await self._done(report, await self._messenger.put(report.place, told, report.message_id))

    def _failure(self, report: Report, error: Exception, reader: Reader) -> Told:
        shape = self._reporting.shapes(report.query.ledger).get(report.provider)
        return statements.failed(report, error, shape, reader, self._clock.now())

    async def _hand_file(self, report: Report, statement: Statement, reader: Reader) -> None:
        query, now = report.query, self._clock.now()
        wanted = Wanted(
            ledger=query.ledger,
            format=Format(report.wish.value),
            locale=reader.words.locale,
            zone=reader.zone,
            title=statements.title(report, reader, now),
            first=query.since.astimezone(reader.zone).date(),
            last=(query.until - timedelta(seconds=1)).astimezone(reader.zone).date(),
        )
        async with statement_file(self._worker, _each(statement), wanted) as file:
            caption = statements.heading(report, reader, now)
            await self._messenger.hand(report.place, file.path, file.name, caption)
        if report.message_id is not None:
            await self._messenger.drop(report.place, report.message_id)
        await self._done(report, None)

    # --- a file out of our own books

    async def _export(self, export: Export) -> None:
        """Made anew from the beginning where a process died over it."""
        person = await self._exports.orders.reader_of(export)
        if person is None:
            await self._fail(export, None)
            return
        reader = await self._readers.for_person(export.person_id)
        making = asyncio.create_task(self._exports.hand(export, person, reader), name="export")
        try:
            await asyncio.wait({making}, timeout=PATIENCE)
            if not making.done():
                message_id = await self._put(export, reader.words("file-being-made"))
                await self._database.write_small(lambda books: books.report_stands(export.id, message_id))
                export = replace(export, message_id=message_id)
            await making
        except (Later, Gone, StoreUnavailable):
            raise
        except Exception as error:  # noqa: BLE001 - the edge of a file: its reader hears that there is none
            log.error("no file: export=%s %s", export.id, where(error))
            why = error.text if isinstance(error, NotMade) else NotMade.text
            await self._done(export, await self._put(export, reader.words(why)))
            return
        finally:
            making.cancel()
        if export.message_id is not None:
            await self._messenger.drop(export.place, export.message_id)
        await self._done(export, None)

    async def _put(self, export: Export, words: str) -> int:
        return await self._messenger.put(export.place, Told(words), export.message_id)

    # --- its row

    async def _done(self, report: Order, message_id: int | None) -> None:
        at = self._clock.now()
        await self._database.write_small(lambda books: books.report_done(report, self._owner, message_id, at))

    async def _again(self, report: Order, later: Later) -> None:
        if report.tries >= TRIES_MOST or (later.refused and report.tries > 1):
            await self._fail(report, None)
            return
        pause = later.seconds if later.seconds is not None else PAUSES[min(report.tries, len(PAUSES) - 1)]
        await self._fail(report, self._clock.now() + timedelta(seconds=pause))

    async def _fail(self, report: Order, retry_at: datetime | None) -> None:
        at = self._clock.now()
        await self._database.write_small(lambda books: books.report_failed(report, self._owner, retry_at, at))


async def _each(statement: Statement) -> AsyncIterator[Row]:
    for row in statement.rows:
        yield row
