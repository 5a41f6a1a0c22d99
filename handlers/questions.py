"""Questions that we ask and wait on: what the answer is kept under, and their buttons.

The storage forgets a question after 15 minutes; any command leaves it at once.
"""

from __future__ import annotations

from typing import Any

from aiogram import BaseMiddleware
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import InlineKeyboardMarkup, Message, ReplyKeyboardRemove, TelegramObject

from handlers.middleware import Handler
from screens.buttons import Row, keyboard, press
from screens.texts import Words


class Asked(StatesGroup):
    """What we wait for."""

    amount = State()
    description = State()
    support = State()
    support_payment = State()
    refund_number = State()
    refund_amount = State()
    refund_items = State()
    phone = State()
    particular = State()
    team_limit = State()
    team_refunds = State()
    parts = State()
    share = State()
    stats_days = State()
    hook_address = State()
    shop_name = State()
    shop_deadline = State()
    shop_quiet = State()


class Leave(CallbackData, prefix="lve"):
    """*Back*: the question is dropped."""


class Skip(CallbackData, prefix="skp"):
    """No description; ``message`` is the one that named the amount."""

    message: int


class Offer(CallbackData, prefix="ofr"):
    """Issue what was read out of a less clear text; ``message`` is that text."""

    message: int


class LeaveByCommand(BaseMiddleware):
    """A command leaves the question that was open."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Stands on messages."""
        state: FSMContext | None = data.get("state")
        if data.get("raw_state") and state and isinstance(event, Message) and is_command(event):
            if (await state.get_data()).get("keys"):  # a reply keyboard goes only with a message
                await event.answer(data["words"]("phone-left"), reply_markup=ReplyKeyboardRemove())
            await state.clear()
            data["raw_state"] = None
        return await handler(event, data)


def is_command(message: Message) -> bool:
    """Whether the message begins with a command."""
    return (message.text or message.caption or "").startswith("/")


def back(words: Words, *above: Row) -> InlineKeyboardMarkup | None:
    """Only *Back*, or below other ways to go on."""
    return keyboard([*above, [press(words("btn-back"), Leave())]])


def skip_or_back(words: Words, message_id: int) -> InlineKeyboardMarkup | None:
    """*Without a description*, *Back*."""
    skip = press(words("chat-skip-description"), Skip(message=message_id))
    return keyboard([[skip], [press(words("btn-back"), Leave())]])
