"""How we answer: a toast on a tap, a short message on a message; a slow desk does not hold a chat."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    CallbackQuery,
    ForceReply,
    InaccessibleMessage,
    InlineKeyboardMarkup,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from billing.errors import BillingError
from billing.models import Person, Place
from billing.pay_desk import Spawn
from screens.buttons import link
from screens.reader import Reader
from screens.texts import Words
from screens.toasts import LONGEST, refused_html

T = TypeVar("T")
Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ForceReply | ReplyKeyboardRemove | None

PATIENCE = 2.0  # seconds that a tap waits for the bank before it is answered without it
TOO_LATE = ("query is too old", "query id is invalid")
_NOTHING_TO_DO = (
    *("message is not modified", "message to edit not found", "message can't be edited"),
    "message_id_invalid",
    *("there is no text in the message to edit", "there is no caption in the message to edit"),  # made up
)


async def say(message: Message, text: str, keyboard: Markup = None) -> Message:
    """Answer a message: beside it in a private chat, as a reply in a group."""
    if message.chat.type == "private":
        return await message.answer(text, reply_markup=keyboard)
    return await message.reply(text, reply_markup=keyboard)


async def toast(callback: CallbackQuery, text: str | None = None, *, alert: bool = False) -> None:
    """Answer a tap. That it came too late is no error: the work counts."""
    try:
        await callback.answer(text and text[:LONGEST], show_alert=alert)
    except TelegramBadRequest as refusal:
        if not refused_with(refusal, TOO_LATE):
            raise


async def lead(callback: CallbackQuery, url: str) -> None:
    """Answer a tap by opening our private chat at a link of ours."""
    try:
        await callback.answer(url=url)
    except TelegramBadRequest as refusal:
        if not refused_with(refusal, TOO_LATE):
            raise


async def redraw(callback: CallbackQuery, text: str, keyboard: InlineKeyboardMarkup | None = None) -> None:
    """Put another text in the place of the tapped message."""
    if isinstance(callback.message, Message):
        await retext(callback.message, text, keyboard)


async def retext(message: Message, text: str, keyboard: InlineKeyboardMarkup | None = None) -> None:
    """Put another text in the place of a message of ours; below it where it is a picture."""
    if message.text is None:
        await say(message, text, keyboard)
        return
    await edit(message.edit_text(text, reply_markup=keyboard))


async def recaption(message: Message, caption: str, keyboard: InlineKeyboardMarkup | None) -> None:
    """Change the words and buttons under a card's picture."""
    await edit(message.edit_caption(caption=caption, reply_markup=keyboard))


async def set_buttons(callback: CallbackQuery, keyboard: InlineKeyboardMarkup | None) -> None:
    """Change only the buttons of the tapped message."""
    if isinstance(callback.message, Message):
        await edit(callback.message.edit_reply_markup(reply_markup=keyboard))


async def edit(work: Awaitable[object]) -> None:
    """An edit that finds its message gone, or as it should be, is done."""
    try:
        await work
    except TelegramBadRequest as refusal:
        if not refused_with(refusal, _NOTHING_TO_DO):
            raise


def refused_with(refusal: TelegramBadRequest, words: tuple[str, ...]) -> bool:
    """Whether Telegram's refusal is one of these."""
    said = refusal.message.lower()
    return any(word in said for word in words)


def place_of(message: Message | InaccessibleMessage | None, person: Person) -> Place:
    """Where an answer belongs; without a message it is the person's private chat."""
    if message is None:
        return Place(person.id)
    thread = message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None
    return Place(message.chat.id, thread)


def place_of_tap(callback: CallbackQuery, person: Person) -> Place:
    """The same of a tap; one on an inline message comes from a chat that we don't know."""
    if callback.inline_message_id:
        return Place.of_inline(callback.inline_message_id)
    return place_of(callback.message, person)


def tap_of(callback: CallbackQuery) -> str:
    """Names a tap: handled again, after a process was killed, it does nothing twice."""
    return f"tap:{callback.id}"


def chat_link(reader: Reader) -> InlineKeyboardMarkup:
    """A button that leads from a group to the private chat."""
    button = link(reader.words("chat-open-bot"), f"https://t.me/{reader.site.bot_username}")
    return InlineKeyboardMarkup(inline_keyboard=[[button]])


async def within_patience(
    work: Coroutine[Any, Any, T], spawn: Spawn, when_late: Callable[[BillingError], Awaitable[None]]
) -> T | None:
    """The result, if it comes in time; else ``None``, and the work goes on beside the chat.

    A refusal that comes too late for the toast is handed to ``when_late``.
    """
    task = asyncio.create_task(work)
    try:
        await asyncio.wait({task}, timeout=PATIENCE)
    finally:
        if not task.done():
            spawn(_go_on(task, when_late))
    return task.result() if task.done() else None


async def _go_on(task: asyncio.Task[Any], when_late: Callable[[BillingError], Awaitable[None]]) -> None:
    try:
        await task
    except BillingError as refusal:
        await when_late(refusal)


def tell_later(bot: Bot, person: Person, words: Words) -> Callable[[BillingError], Awaitable[None]]:
    """A refusal that comes after the toast becomes a message to the one who tapped."""

    async def tell(refusal: BillingError) -> None:
        if person.reachable:
            await bot.send_message(person.id, refused_html(refusal, words))

    return tell
