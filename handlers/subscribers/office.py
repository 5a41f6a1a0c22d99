"""Subscriptions as one member has them before them: the desk, the open question, what is put together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from aiogram.filters import Filter
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import (
    CallbackQuery,
    InlineKeyboardMarkup,
    Message,
)

from billing.access import Action, may, require
from billing.models import Person
from billing.subscriptions.desk import SubscriptionDesk
from handlers.answers import redraw, say, set_buttons, toast
from handlers.subscribers.drafts import Draft
from handlers.workplace import Workplace

Text = tuple[str, InlineKeyboardMarkup | None]


class Asking(StatesGroup):
    """What we wait for."""

    setup = State()  # an answer about a new subscription, or plan
    one = State()  # a price, a day, days, a phone of one subscription
    plan = State()  # a title, a price of a plan


class Issues(Filter):
    """The sender works here."""

    async def __call__(self, event: Message | CallbackQuery, person: Person | None) -> bool:
        """Decide."""
        return may(person, Action.ISSUE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Office(Workplace):
    """What the handlers of subscriptions work with."""

    @property
    def subscriptions(self) -> SubscriptionDesk:
        """Their own desk."""
        return self.desk.subscriptions

    @property
    def now(self) -> datetime:
        """The moment."""
        return self.desk.clock.now()

    @property
    def today(self) -> date:
        """On the shop's wall."""
        return self.now.astimezone(self.reader.zone).date()

    @property
    def keeps_plans(self) -> bool:
        """Whether this person may make plans, and change them."""
        return may(self.person, Action.CATALOG)

    def staff(self) -> None:
        """``NotAllowed`` for who does not work here."""
        require(self.person, Action.ISSUE)

    # --- the open question

    async def wait(self, question: State, **data: Any) -> None:
        """Wait for an answer."""
        since = (await self.state.get_data()).get("since", self.at)
        await self.state.set_state(question)
        await self.state.set_data({"since": since, **data})

    async def asked(self, question: State) -> dict[str, Any] | None:
        """What is kept of this question; ``None`` where it is not open, or the tap is from an older one."""
        data = await self.state.get_data()
        if await self.state.get_state() != question.state or self.at < data.get("since", 0):
            return None
        return data

    async def draft(self) -> Draft | None:
        """What is put together; ``None``: nothing, or what was tapped is older."""
        data = await self.asked(Asking.setup)
        return data["draft"] if data else None

    async def over(self, callback: CallbackQuery, again: str = "/subscribe") -> None:
        """The question was answered, or left alone for too long."""
        await toast(callback, self.words("subs-question-over", again=again), alert=True)
        await set_buttons(callback, None)

    # --- messages

    async def show(self, event: Message | CallbackQuery, text: Text, *, below: bool = False) -> None:
        """An answer to a message; in the place of what was tapped, unless it belongs below."""
        if isinstance(event, Message):
            await say(event, *text)
        elif below and isinstance(event.message, Message):
            await say(event.message, *text)
        else:
            await redraw(event, *text)
