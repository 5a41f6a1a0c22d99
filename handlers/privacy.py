"""``/privacy``: what is kept, why and how long, and *Delete my data* with one confirmation."""

from __future__ import annotations

from aiogram import Bot, F, Router
from aiogram.enums import ButtonStyle
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

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
    router.callback_query.register(forget_phone, Forget.filter(F.step == ForgetStep.PHONE))
    router.callback_query.register(no, Forget.filter(F.step == ForgetStep.NO))
    return router


async def by_command(message: Message, desk: Desk, person: Person, words: Words) -> None:
    """The page; in the private chat a phone that is kept can be forgotten alone."""
    kept = bool(person.phone) and message.chat.type == "private"
    await say(message, _page(desk, words), _buttons(words, phone=kept))


def _page(desk: Desk, words: Words) -> str:
    return words.html("chat-privacy", shop=shop(desk.merchant.name))


def _buttons(words: Words, *, phone: bool) -> InlineKeyboardMarkup | None:
    rows = [[press(words("chat-forget"), Forget(step=ForgetStep.ASK))]]
    if phone:
        rows.insert(0, [press(words("chat-forget-phone"), Forget(step=ForgetStep.PHONE))])
    return keyboard(rows)


async def forget_phone(callback: CallbackQuery, desk: Desk, person: Person, words: Words) -> None:
    """Only the number by which the person pays; it can be given again."""
    await desk.remember_phone(person.id, "")
    await toast(callback, words("phone-forgotten" if person.phone else "phone-none-kept"))
    await redraw(callback, _page(desk, words), _buttons(words, phone=False))


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
