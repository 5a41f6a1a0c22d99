"""Files and pictures out of our own books: made in the worker, handed over in the chat."""

from __future__ import annotations

from collections.abc import AsyncIterator

from billing.exporting import Exporting
from billing.models import Person
from billing.receipts.desk import ReceiptDesk
from billing.reports import Charts, Deeds, Export, ReceiptPaper, ShiftFile
from billing.shifts.models import Report
from bot.messenger import Messenger
from bot.papers import Papers
from bot.sheets import table_file
from bot.worker import Worker, WorkerFailed
from screens.charts import Chart, charts, drawing
from screens.charts.figures import caption
from screens.papers import receipt
from screens.reader import Reader
from screens.sheets import Line, NotMade, deeds, shift
from screens.shifts.report import title as title_of
from screens.team.pages import name_in, name_of

DEEDS = "team-{day}.xlsx"
X_REPORT, Z_REPORT = "x-{day}.xlsx", "z-{number}.xlsx"


class Exports:
    """Makes one file after the other; who is told what when it cannot be is the caller's business."""

    def __init__(
        self,
        exporting: Exporting,
        receipts: ReceiptDesk,
        messenger: Messenger,
        worker: Worker,
        papers: Papers,
    ) -> None:
        self._exporting = exporting
        self._receipts = receipts
        self._clock = exporting.clock
        self._messenger = messenger
        self._worker = worker
        self._papers = papers

    @property
    def orders(self) -> Exporting:
        """Where they come from."""
        return self._exporting

    async def hand(self, export: Export, person: Person, reader: Reader) -> None:
        """The file or pictures, with a word of what it is. ``NotMade``; ``Refused`` where nothing can be."""
        match export.subject:
            case Deeds(member):
                await self._deeds(export, person, member, reader)
            case ShiftFile(shift_id):
                await self._shift(export, person, shift_id, reader)
            case ReceiptPaper() as subject:
                await self._receipt(export, person, subject, reader)
            case Charts() as wanted:
                await self._charts(export, person, wanted, reader)

    async def _receipt(self, export: Export, person: Person, of: ReceiptPaper, reader: Reader) -> None:
        view = (await self._receipts.view(of.invoice, person)).about(of.payment)
        paper = receipt.paper(view, reader)
        if paper is None:
            raise NotMade
        await self._papers.hand(export.place, paper, receipt.caption(view, reader))

    async def _charts(self, export: Export, person: Person, wanted: Charts, reader: Reader) -> None:
        course = await self._exporting.course(person, wanted)
        shop = await self._exporting.store.read(lambda books: books.merchant.name)
        pictures = [await self._drawn(chart) for chart in charts(course, shop, reader)]
        reader_now = await self._exporting.reader_of(export)
        if reader_now is None or reader_now.role is not person.role:
            return  # a role may end, or become another, while it is being drawn
        for nth, picture in enumerate(pictures):
            words = caption(course.figures, reader) if nth == 0 else ""
            await self._messenger.hand_picture(export.place, picture, words)

    async def _drawn(self, chart: Chart) -> bytes:
        try:
            return await self._worker.run(drawing.draw, chart)
        except WorkerFailed as error:
            raise NotMade(type(error).__name__) from error

    async def _deeds(self, export: Export, person: Person, member: int | None, reader: Reader) -> None:
        title = await self._title(member, reader)
        sheet = deeds.sheet(title, reader.words, reader.zone)
        day = self._clock.now().astimezone(reader.zone).date()
        name = DEEDS.format(day=day.isoformat())
        async with table_file(self._worker, self._lines(person, member, reader), sheet, name) as file:
            if await self._exporting.reader_of(export) is None:
                return  # a role may end while a long file is being made
            caption = reader.words.html("deeds-file", title=title, count=file.rows)
            await self._messenger.hand(export.place, file.path, file.name, caption)

    async def _title(self, member: int | None, reader: Reader) -> str:
        store = self._exporting.store
        if member is None:
            shop = await store.read(lambda books: books.merchant.name)
            return reader.words("deeds-title", shop=shop)
        known = await store.read(lambda books: books.person(member))
        return reader.words("deeds-title-of", who=name_of(known or Person(member), reader))

    async def _lines(self, person: Person, member: int | None, reader: Reader) -> AsyncIterator[Line]:
        async for page in self._exporting.deeds(person, member):
            for done in page.done:
                who = name_in(page.people, done.deed.person_id, reader)
                whom = name_in(page.people, done.whom, reader) if done.whom is not None else ""
                yield deeds.line(done, who, whom, reader.words)

    async def _shift(self, export: Export, person: Person, shift_id: int, reader: Reader) -> None:
        report = await self._exporting.shift(person, shift_id)
        words, zone, title = reader.words, reader.zone, title_of(report, reader)
        who = name_in(report.people, report.shift.person_id, reader)
        first = shift.summary(title, words, zone), shift.summary_lines(report, title, who, words)
        sheet, lines = shift.entries(title, words, zone), self._entries(person, report, reader)
        day = report.figures.at.astimezone(zone).date().isoformat()
        name = (X_REPORT if report.shift.open else Z_REPORT).format(day=day, number=report.shift.number)
        async with table_file(self._worker, lines, sheet, name, first) as file:
            if await self._exporting.reader_of(export) is None:
                return
            caption = words.html("shift-file", title=title, count=file.rows)
            await self._messenger.hand(export.place, file.path, file.name, caption)

    async def _entries(self, person: Person, report: Report, reader: Reader) -> AsyncIterator[Line]:
        async for page in self._exporting.entries(person, report):
            for entry in page:
                yield shift.line(entry, reader.words)
