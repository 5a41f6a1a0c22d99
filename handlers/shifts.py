"""``/shift``: opened and closed by its member, looked at meanwhile; closed ones again."""

from __future__ import annotations

from dataclasses import dataclass

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from billing.access import Action, may
from billing.exporting import Exporting
from billing.reports import ShiftFile
from billing.shifts.models import Report
from handlers.answers import chat_link, redraw, say, tap_of, toast
from handlers.workplace import AtWork, Workplace
from screens import format as fmt
from screens.buttons import Text
from screens.shifts import buttons as b
from screens.shifts import pages


@dataclass(frozen=True, slots=True, kw_only=True)
class Till(Workplace):
    """Where members' shifts are seen to."""

    exporting: Exporting

    async def page(self) -> Text:
        """What is open, as it is now."""
        return pages.home(await self.desk.shifts.overview(self.person), self.desk.clock.now(), self.reader)

    def shown(self, report: Report) -> Text:
        """X or Z."""
        return pages.report(report, self.desk.clock.now(), self.reader)


def routes() -> Router:
    """The command and its buttons."""
    router = Router(name="shifts")
    router.message.middleware(AtWork("till", Till))
    router.callback_query.middleware(AtWork("till", Till))
    router.message.register(by_command, Command("shift", ignore_case=True, ignore_mention=True))
    router.callback_query.register(home, b.ShiftHome.filter())
    router.callback_query.register(begin, b.ShiftOpen.filter())
    router.callback_query.register(report, b.ShiftReport.filter())
    router.callback_query.register(close, b.ShiftClose.filter())
    router.callback_query.register(earlier, b.ShiftsClosed.filter())
    router.callback_query.register(file, b.ShiftFile.filter())
    return router


async def by_command(message: Message, till: Till) -> None:
    """What is open; in a group only the way to the private chat."""
    if not may(till.person, Action.ISSUE):
        await say(message, till.words("shift-for-members"))
    elif message.chat.type != "private":
        await say(message, till.words("shift-in-private"), chat_link(till.reader))
    else:
        await say(message, *await till.page())


async def home(callback: CallbackQuery, till: Till) -> None:
    """Back from a report."""
    page = await till.page()
    await toast(callback)
    await redraw(callback, *page)


async def begin(callback: CallbackQuery, till: Till) -> None:
    """The shift of who taps begins; where it is open already it goes on."""
    await till.desk.shifts.begin(till.person, source=tap_of(callback))
    await toast(callback, till.words("shift-begun"))
    await redraw(callback, *await till.page())


async def report(callback: CallbackQuery, callback_data: b.ShiftReport, till: Till) -> None:
    """X as of now, or Z."""
    found = await till.desk.shifts.report(till.person, callback_data.shift)
    time = fmt.clock(till.desk.clock.now(), till.reader.zone)
    await toast(callback, till.words("shift-fresh", time=time) if callback_data.again else None)
    await redraw(callback, *till.shown(found))


async def close(callback: CallbackQuery, callback_data: b.ShiftClose, till: Till) -> None:
    """After a question: the Z report; of one that is closed already its own."""
    if callback_data.step is b.Step.YES:
        found = await till.desk.shifts.end(till.person, callback_data.shift)
    else:
        found = await till.desk.shifts.report(till.person, callback_data.shift)
    await toast(callback)
    await redraw(callback, *(pages.sure(found, till.reader) if found.shift.open else till.shown(found)))


async def earlier(callback: CallbackQuery, callback_data: b.ShiftsClosed, till: Till) -> None:
    """Z reports, the newest or older ones."""
    found = await till.desk.shifts.closed(till.person, callback_data.before)
    await toast(callback)
    now = till.desk.clock.now()
    await redraw(callback, *pages.earlier(found, callback_data.before, now, till.reader))


async def file(callback: CallbackQuery, callback_data: b.ShiftFile, till: Till) -> None:
    """It comes as soon as it is made."""
    subject, place = ShiftFile(callback_data.shift), till.place(callback)
    await till.exporting.order(till.person, subject, source=tap_of(callback), place=place)
    await toast(callback, till.words("statement-file-soon"))
