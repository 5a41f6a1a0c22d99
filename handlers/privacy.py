"""``/privacy``: what is kept, why and how long, and *Delete my data* with one confirmation."""

from __future__ import annotations

from aiogram import Bot, F, Router
from aiogram.enums import ButtonStyle
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from billing.desk import Desk
from billing.models import Person
from handlers import RefreshMenu
from handlers.answers import redraw, say, toast
from screens.buttons import Forget, ForgetStep, keyboard, press
from screens.format import shop
from screens.texts import Words


def routes() -> Router:
    """The page, the question, the two answers."""
    router = Router(name="privacy")
    router.message.register(by_command, Command("privacy", ignore_case=True, ignore_mention=True))
    router.callback_query.register(ask, Forget.filter(F.step == ForgetStep.ASK))
    router.callback_query.register(yes, Forget.filter(F.step == ForgetStep.YES))
    router.callback_query.register(no, Forget.filter(F.step == ForgetStep.NO))
    return router


async def by_command(message: Message, desk: Desk, words: Words) -> None:
    """The page with its one button."""
    button = press(words("chat-forget"), Forget(step=ForgetStep.ASK))
    await say(message, words.html("chat-privacy", shop=shop(desk.merchant.name)), keyboard([[button]]))


async def ask(callback: CallbackQuery, person: Person, words: Words) -> None:
    """Are you sure? Who works here stays known."""
    if person.role is not None:
        await toast(callback, words("chat-forget-staff"), alert=True)
        return
    await toast(callback)
    rows = [
        [press(words("chat-forget-yes"), Forget(step=ForgetStep.YES), ButtonStyle.DANGER)],
        [press(words("chat-forget-no"), Forget(step=ForgetStep.NO))],
    ]
    await redraw(callback, words("chat-forget-question"), keyboard(rows))


async def yes(
    callback: CallbackQuery,
    bot: Bot,
    desk: Desk,
    person: Person,
    words: Words,
    state: FSMContext,
    menus: RefreshMenu,
) -> None:
    """Money rows stay, without the person."""
    if person.role is not None:
        await toast(callback, words("chat-forget-staff"), alert=True)
        return
    await desk.forget(person.id)
    await state.clear()
    await toast(callback)
    await redraw(callback, words("chat-forgotten"))
    await menus(bot, Person(person.id))


async def no(callback: CallbackQuery, words: Words) -> None:
    """Everything stays."""
    await toast(callback)
    await redraw(callback, words("chat-not-forgotten"))
