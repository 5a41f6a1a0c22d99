"""``/till``: for a counter. A number pad, the QR, and the next sum in one tap.

Taps are answered at once with the sum in the toast; the message follows as fast as Telegram lets it. What was
typed is kept in the conversation, and stands in the pad's own buttons as far as they were drawn.
"""

from __future__ import annotations

import asyncio
from contextvars import Context
from dataclasses import dataclass
from functools import partial

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message, ReplyKeyboardRemove

from billing.access import Action, may, require
from billing.errors import NotFound
from billing.models import Place
from handlers.answers import chat_link, edit, say, tap_of, toast
from handlers.filters import PRIVATE, Issues, Says
from handlers.newest import Newest
from handlers.workplace import AtWork, Workplace
from screens import keypad as k

PAD, TYPED, TAPS = "pad", "typed", "taps"
"""What the conversation keeps: the pad's message, what is typed there, how many taps it had."""


def routes() -> Router:
    """The command, the two buttons below the field, and the keys."""
    router = Router(name="keypad")
    router.message.middleware(AtWork("till", Till))
    router.callback_query.middleware(AtWork("till", Till))
    router.message.register(by_command, Command("till", ignore_case=True, ignore_mention=True))
    router.message.register(next_sum, PRIVATE, Issues(), Says("keypad-next"))
    router.message.register(close, PRIVATE, Says("keypad-close"))
    router.callback_query.register(press, k.Press.filter())
    router.callback_query.register(ring, k.Ring.filter())
    return router


@dataclass(frozen=True, slots=True, kw_only=True)
class Till(Workplace):
    """One member's counter."""

    newest: Newest

    async def typed(self, drawn: str) -> str:
        """What stands on the tapped pad: more than is drawn yet, where it is tapped quickly.

        ``NotFound`` where Telegram says no more which message it is.
        """
        if not self.at:
            raise NotFound("button-old")
        kept = await self.state.get_data()
        return str(kept.get(TYPED, "")) if kept.get(PAD) == self.at else drawn

    async def show(self, callback: CallbackQuery, typed: str) -> None:
        """Kept with the tap, and drawn as soon as there is a turn for it."""
        taps = int((await self.state.get_data()).get(TAPS, 0)) + 1
        await self.state.update_data({PAD: self.at, TYPED: typed, TAPS: taps})
        place = self.place(callback)
        self.newest.edit(place, self.at, partial(self._draw, place, typed, taps))

    async def lay_out(self, message: Message) -> None:
        """An empty pad at the end of the chat; the one before it, and any question, has had its day."""
        await self.put_away(message)
        await self.state.clear()
        sent = await say(message, *k.pad("", self.currency, self.reader))
        await self.state.update_data({PAD: sent.message_id, TYPED: "", TAPS: 0})

    async def put_away(self, message: Message) -> None:
        """The pad loses its keys."""
        pad = (await self.state.get_data()).get(PAD)
        if pad is not None:
            await self.state.update_data({PAD: None, TYPED: ""})
            chat = message.chat.id
            await edit(self.bot.edit_message_reply_markup(chat_id=chat, message_id=pad, reply_markup=None))

    async def _draw(self, place: Place, typed: str, taps: int) -> None:
        """Unless another process has taken a later tap: that one draws it."""
        by_now = asyncio.create_task(self.state.get_data(), context=Context())  # not as in our own update
        kept = await by_now
        if kept.get(PAD) != self.at or int(kept.get(TAPS, 0)) <= taps:
            text, keys = k.pad(typed, self.currency, self.reader)
            chat = place.chat_id
            await edit(self.bot.edit_message_text(text, chat_id=chat, message_id=self.at, reply_markup=keys))


async def by_command(message: Message, till: Till) -> None:
    """Opens the till: the buttons below the field, then the pad."""
    if not may(till.person, Action.ISSUE):
        await say(message, till.words("not-a-member"))
    elif message.chat.type != "private":
        await say(message, till.words("keypad-in-private"), chat_link(till.reader))
    else:
        await say(message, till.words("keypad-open"), k.below(till.words))
        await till.lay_out(message)


async def next_sum(message: Message, till: Till) -> None:
    """A pad at the end of the chat."""
    await till.lay_out(message)


async def close(message: Message, till: Till) -> None:
    """No pad any more; invoices are issued as ever."""
    await till.put_away(message)
    await till.state.clear()
    await say(message, till.words("keypad-closed"), ReplyKeyboardRemove())


async def press(callback: CallbackQuery, callback_data: k.Press, till: Till) -> None:
    """One key; the toast shows the sum."""
    require(till.person, Action.ISSUE)
    typed = k.pressed(await till.typed(callback_data.typed), callback_data.key, till.currency)
    await toast(callback, k.shown(typed, till.currency, till.reader))
    await till.show(callback, typed)


async def ring(callback: CallbackQuery, callback_data: k.Ring, till: Till) -> None:
    """The sum becomes an invoice with its card below, and the pad is ready for the next one."""
    person = require(till.person, Action.ISSUE)
    typed = await till.typed(callback_data.typed)
    amount = k.amount_of(typed, till.currency)
    if not amount.minor:
        await toast(callback, till.words("keypad-empty"), alert=True)
        return
    await till.desk.issue(person, amount, "", source=tap_of(callback), place=till.place(callback))
    await toast(callback, k.shown(typed, till.currency, till.reader))
    await till.show(callback, "")
