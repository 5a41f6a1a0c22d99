"""Who must not touch money that goes back is told so kindly, before anything is looked up."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command, Filter
from aiogram.types import CallbackQuery, Message, TelegramObject

from billing.access import Action, may
from billing.models import Person
from handlers.answers import place_of_tap, say, toast
from screens import refund_buttons as rb
from screens.texts import Words


class _MayNot(Filter):
    """The sender's role does not cover it."""

    def __init__(self, action: Action) -> None:
        self._action = action

    async def __call__(self, event: TelegramObject, person: Person | None) -> bool:
        """Decide."""
        return not may(person, self._action)


class _Public(Filter):
    """Pressed where others read along: such buttons stand in private chats only."""

    async def __call__(self, callback: CallbackQuery, person: Person) -> bool:
        """Decide."""
        return not place_of_tap(callback, person).private


def routes() -> Router:
    """Before all that refunds."""
    router = Router(name="refund-rights")
    command = Command("refund", ignore_case=True, ignore_mention=True)
    router.message.register(ask_a_manager, command, _MayNot(Action.PROPOSE))
    for action, buttons in ((Action.PROPOSE, rb.OF_STAFF), (Action.REFUND, rb.OF_DECIDERS)):
        for data in buttons:
            router.callback_query.register(not_yours, data.filter(), _MayNot(action))
            router.callback_query.register(in_private_please, data.filter(), _Public())
    return router


async def ask_a_manager(message: Message, person: Person, words: Words) -> None:
    """A customer asks the shop."""
    await say(message, words(_sentence(person)))


async def not_yours(callback: CallbackQuery, person: Person, words: Words) -> None:
    """The same to a tap."""
    await toast(callback, words(_sentence(person) if person.role else "staff-only"), alert=True)


async def in_private_please(callback: CallbackQuery, words: Words) -> None:
    """Sums that go back are not shown in groups."""
    await toast(callback, words("chat-private-only"), alert=True)


def _sentence(person: Person) -> str:
    return "refund-for-deciders" if person.role else "refund-for-customers"
