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
from screens.buttons import Forget, ForgetMethod, ForgetStep, keyboard, press
from screens.format import shop
from screens.kept import names_of
from screens.particulars import told_for_bank
from screens.phrases import lines
from screens.reader import Reader
from screens.texts import Words


def routes() -> Router:
    """The page, the question, the two answers."""
    router = Router(name="privacy")
    router.message.register(by_command, Command("privacy", ignore_case=True, ignore_mention=True))
    router.callback_query.register(ask, Forget.filter(F.step == ForgetStep.ASK))
    router.callback_query.register(yes, Forget.filter(F.step == ForgetStep.YES))
    router.callback_query.register(forget_phone, Forget.filter(F.step == ForgetStep.PHONE))
    router.callback_query.register(forget_told, Forget.filter(F.step == ForgetStep.TOLD))
    router.callback_query.register(no, Forget.filter(F.step == ForgetStep.NO))
    return router


async def by_command(message: Message, desk: Desk, person: Person, reader: Reader) -> None:
    """The page; in the private chat what is kept to pay by can be forgotten alone."""
    text, buttons = await page(desk, person, reader, private=message.chat.type == "private")
    await say(message, text, buttons)


async def page(
    desk: Desk, person: Person, reader: Reader, *, private: bool
) -> tuple[str, InlineKeyboardMarkup | None]:
    """What is kept, and in the private chat a button for each thing that can be forgotten alone."""
    words, rows = reader.words, []
    if private and person.phone:
        rows.append([press(words("chat-forget-phone"), Forget(step=ForgetStep.PHONE))])
    told = await desk.particulars(person.id) if private else {}
    if told:
        rows.append([press(words("particulars-forget"), Forget(step=ForgetStep.TOLD))])
    names = names_of(await desk.methods.of(person), reader) if private else {}
    for method, name in names.items():
        rows.append([press(words("btn-forget-method", method=name), ForgetMethod(method=method))])
    rows.append([press(words("chat-forget"), Forget(step=ForgetStep.ASK))])
    text = words.html("chat-privacy", shop=shop(desk.merchant.name))
    return lines([text, *told_for_bank(told, words)]), keyboard(rows)


async def forget_told(callback: CallbackQuery, desk: Desk, person: Person, reader: Reader) -> None:
    """What a bank wanted to know; it may ask again."""
    await desk.forget_particulars(person.id)
    await toast(callback, reader.words("particulars-forgotten"))
    text, buttons = await page(desk, person, reader, private=True)
    await redraw(callback, text, buttons)


async def forget_phone(callback: CallbackQuery, desk: Desk, person: Person, reader: Reader) -> None:
    """Only the number by which the person pays; it can be given again."""
    without = await desk.remember_phone(person.id, "")
    await toast(callback, reader.words("phone-forgotten" if person.phone else "phone-none-kept"))
    text, buttons = await page(desk, without, reader, private=True)
    await redraw(callback, text, buttons)


async def ask(callback: CallbackQuery, desk: Desk, person: Person, words: Words) -> None:
    """Are you sure? Who works here stays known; what somebody has subscribed to ends first."""
    if person.role is not None:
        await toast(callback, words("chat-forget-staff"), alert=True)
        return
    await toast(callback)
    rows = [
        [press(words("chat-forget-yes"), Forget(step=ForgetStep.YES), ButtonStyle.DANGER)],
        [press(words("chat-forget-no"), Forget(step=ForgetStep.NO))],
    ]
    living = [each for each in await desk.subscriptions.mine(person) if not each.subscription.over]
    ending = words("chat-forget-subscriptions", count=len(living)) if living else ""
    await redraw(callback, lines([words("chat-forget-question"), ending]), keyboard(rows))


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
