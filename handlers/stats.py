"""``/stats``: the shop's figures of a period, their charts, and whether they come each morning."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from aiogram import F, Router
from aiogram.filters import Command, CommandObject, StateFilter
from aiogram.types import CallbackQuery, Message

from billing.access import Action, may
from billing.errors import NotAllowed, Refused
from billing.exporting import Exporting
from billing.reports import Charts
from billing.statement import QueryWrong
from handlers.answers import redraw, say, tap_of, toast
from handlers.filters import PRIVATE, Commandless
from handlers.periods import Days
from handlers.questions import Asked, back
from handlers.spans import days_of, read_span
from handlers.workplace import AtWork, Workplace
from screens.buttons import Text
from screens.figures import buttons as b
from screens.figures import page as screen

_OURS = frozenset({"stats-future", "stats-backwards"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter(Workplace):
    """Where figures are looked up."""

    exporting: Exporting

    @property
    def today(self) -> date:
        """On the shop's wall."""
        return self.desk.clock.now().astimezone(self.reader.zone).date()

    async def page(self, days: Days) -> Text:
        """Raises ``Refused``."""
        shown = await self.desk.figures.figures(self.person, days.first, days.last)
        morning = await self.desk.figures.wants_morning(self.person)
        return screen.page(shown, self.desk.merchant.name, self.reader, morning=morning)


def routes() -> Router:
    """The command, the buttons under the figures, the answer to *which days?*."""
    router = Router(name="stats")
    router.message.middleware(AtWork("counter", Counter))
    router.callback_query.middleware(AtWork("counter", Counter))
    router.message.register(by_command, Command("stats", ignore_case=True, ignore_mention=True))
    router.message.register(answered, StateFilter(Asked.stats_days), F.text, Commandless(), PRIVATE)
    router.callback_query.register(show, b.Show.filter())
    router.callback_query.register(again, b.Again.filter())
    router.callback_query.register(ask, b.Own.filter())
    router.callback_query.register(draw, b.Draw.filter())
    router.callback_query.register(morning, b.Morning.filter())
    return router


async def by_command(message: Message, command: CommandObject, counter: Counter) -> None:
    """Today, or the period behind the command."""
    if not may(counter.person, Action.ISSUE):
        await say(message, counter.words("stats-for-members"))
        return
    try:
        await say(message, *await counter.page(read_span(command.args or "", counter.today)))
    except (QueryWrong, Refused) as wrong:
        await say(message, counter.words(_why(wrong)))


async def answered(message: Message, counter: Counter) -> None:
    """The days; what is none is asked for again."""
    try:
        shown = await counter.page(read_span(message.text or "", counter.today))
    except NotAllowed:
        await counter.state.clear()
        raise
    except (QueryWrong, Refused) as wrong:
        await say(message, counter.words(_why(wrong)), back(counter.words))
        return
    await counter.state.clear()
    await say(message, *shown)


async def show(callback: CallbackQuery, callback_data: b.Show, counter: Counter) -> None:
    """Another period in the same message."""
    shown = await counter.page(days_of(callback_data.span, counter.today))
    await toast(callback)
    await redraw(callback, *shown)


async def again(callback: CallbackQuery, callback_data: b.Again, counter: Counter) -> None:
    """All of the day of which the morning's message told, below it."""
    shown = await counter.page(_days(callback_data))
    await toast(callback)
    if isinstance(callback.message, Message):
        await say(callback.message, *shown)


async def ask(callback: CallbackQuery, counter: Counter) -> None:
    """Which days?"""
    if not may(counter.person, Action.ISSUE):
        raise NotAllowed
    await counter.state.set_state(Asked.stats_days)
    await toast(callback)
    if isinstance(callback.message, Message):
        await say(callback.message, counter.words("stats-ask"), back(counter.words))


async def draw(callback: CallbackQuery, callback_data: b.Draw, counter: Counter) -> None:
    """They come as soon as they are drawn."""
    days = _days(callback_data)
    wanted = Charts(days.first, days.last)
    place = counter.place(callback)
    await counter.exporting.order(counter.person, wanted, source=tap_of(callback), place=place)
    await toast(callback, counter.words("stats-charts-soon"))


async def morning(callback: CallbackQuery, callback_data: b.Morning, counter: Counter) -> None:
    """From now on each morning, or no more; under figures the button turns into the way back."""
    await counter.desk.figures.choose_morning(counter.person, on=callback_data.on)
    told = "stats-morning-chosen" if callback_data.on else "stats-morning-dropped"
    await toast(callback, counter.words(told), alert=True)
    if callback_data.first > 1:
        await redraw(callback, *await counter.page(_days(callback_data)))


def _days(data: b.Again | b.Draw | b.Morning) -> Days:
    return Days(date.fromordinal(data.first), date.fromordinal(data.last))


def _why(wrong: QueryWrong | Refused) -> str:
    """Which sentence says it."""
    if wrong.text == "statement-period-backwards":
        return "stats-backwards"
    return wrong.text if wrong.text in _OURS else "stats-unread"
