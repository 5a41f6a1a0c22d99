"""``/language`` and the tap on a language."""

from __future__ import annotations

from aiogram import Bot, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from billing.desk import Desk
from billing.models import Person
from billing.people import LOCALES
from handlers import RefreshMenu
from handlers.answers import redraw, say, toast
from handlers.start import hello
from screens.buttons import Language, languages
from screens.texts import Words
from screens.texts import words as words_of


def routes() -> Router:
    """The question and its answer."""
    router = Router(name="language")
    router.message.register(ask, Command("language", ignore_case=True, ignore_mention=True))
    router.callback_query.register(chosen, Language.filter())
    return router


async def ask(message: Message, words: Words) -> None:
    """Which language shall we write in?"""
    await say(message, words("chat-choose-language"), languages(words))


async def chosen(
    callback: CallbackQuery,
    callback_data: Language,
    bot: Bot,
    desk: Desk,
    person: Person,
    words: Words,
    menus: RefreshMenu,
) -> None:
    """From now on everything private is written in it."""
    if callback_data.code not in LOCALES:
        await toast(callback, words("button-old"))
        return
    person = await desk.choose_locale(person.id, callback_data.code)
    words = words_of(callback_data.code)
    await toast(callback, words("chat-language-chosen"))
    await redraw(callback, hello(words, person, desk.merchant.name), languages(words))
    await menus(bot, person)
