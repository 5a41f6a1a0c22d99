"""Settings that are typed: asked for, read, and asked for again where the words do not fit."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.types import CallbackQuery, Message

from billing.errors import NotAllowed, NotFound, Refused
from handlers.answers import say, toast
from handlers.filters import PRIVATE, Commandless
from handlers.questions import Asked
from handlers.settings.panel import Panel
from screens.settings_buttons import TypeSetting
from screens.settings_keys import Part
from screens.settings_pages import way_out

QUESTIONS = {
    Part.NAME: (Asked.shop_name, "settings-name-ask"),
    Part.DEADLINE: (Asked.shop_deadline, "settings-deadline-ask"),
    Part.QUIET: (Asked.shop_quiet, "settings-quiet-ask"),
}


def register(router: Router) -> None:
    """The questions and their answers."""
    router.callback_query.register(ask, TypeSetting.filter())
    for handler, state in (
        (named, Asked.shop_name),
        (timed, Asked.shop_deadline),
        (quieted, Asked.shop_quiet),
    ):
        router.message.register(handler, StateFilter(state), F.text, Commandless(), PRIVATE)
    asked = StateFilter(*(state for state, _ in QUESTIONS.values()))
    router.message.register(wordless, asked, ~F.text, PRIVATE)


async def ask(callback: CallbackQuery, callback_data: TypeSetting, panel: Panel) -> None:
    """In a message of its own; the way out leads to what holds, also when nothing is asked any more."""
    panel.desk.settings.see(panel.person)
    if callback_data.part not in QUESTIONS:
        raise NotFound("button-old")
    state, question = QUESTIONS[callback_data.part]
    await panel.state.set_state(state)
    await toast(callback)
    if isinstance(callback.message, Message):
        await say(callback.message, panel.words(question), way_out(callback_data.part, panel.reader))


async def named(message: Message, panel: Panel) -> None:
    """The shop's name."""
    await _take(message, panel, Part.NAME, panel.desk.settings.rename)


async def timed(message: Message, panel: Panel) -> None:
    """How long invoices can be paid."""
    await _take(message, panel, Part.DEADLINE, panel.desk.settings.set_deadline)


async def quieted(message: Message, panel: Panel) -> None:
    """From when to when the shop is quiet."""
    await _take(message, panel, Part.QUIET, panel.desk.settings.keep_quiet)


async def wordless(message: Message, panel: Panel) -> None:
    """A picture, a voice: the question again; the example of an invoice would be an answer here."""
    now = await panel.state.get_state()
    part, question = next((part, each) for part, (state, each) in QUESTIONS.items() if state.state == now)
    await say(message, panel.words(question), way_out(part, panel.reader))


async def _take(message: Message, panel: Panel, part: Part, decide: Callable[..., Awaitable[object]]) -> None:
    """What holds now; words that do not fit are asked for again, and who may not decide is told so."""
    try:
        await decide(panel.person, message.text or "")
    except NotAllowed:
        await panel.state.clear()
        raise
    except Refused as refusal:
        await say(message, panel.why(refusal), way_out(part, panel.reader))
        return
    await panel.state.clear()
    await say(message, *await panel.page(part))
