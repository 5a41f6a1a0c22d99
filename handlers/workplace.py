"""What the handlers of one subject work with, made anew for each message and each tap."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from aiogram import BaseMiddleware, Bot
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, InaccessibleMessage, Message, TelegramObject

from billing.desk import Desk
from billing.errors import BillingError
from billing.models import Person, Place
from handlers import Gallery
from handlers.answers import place_of, place_of_tap
from handlers.middleware import Handler
from screens.reader import Reader
from screens.texts import Words
from screens.toasts import refused_html


@dataclass(frozen=True, slots=True, kw_only=True)
class Workplace:
    """What every subject needs; each adds its own."""

    bot: Bot
    desk: Desk
    person: Person
    reader: Reader
    gallery: Gallery
    state: FSMContext
    at: int
    """The message that came, or was tapped; 0 where there is none."""

    @property
    def words(self) -> Words:
        """In the reader's language."""
        return self.reader.words

    @property
    def currency(self) -> str:
        """Of all prices."""
        return self.desk.merchant.currency

    def why(self, refusal: BillingError) -> str:
        """The refusal as HTML."""
        return refused_html(refusal, self.words)

    def place(self, event: Message | CallbackQuery) -> Place:
        """Where an answer belongs."""
        return (
            place_of_tap(event, self.person)
            if isinstance(event, CallbackQuery)
            else place_of(event, self.person)
        )


class AtWork(BaseMiddleware):
    """Hands handlers their workplace, under this name."""

    def __init__(self, name: str, workplace: type[Workplace]) -> None:
        self._name = name
        self._workplace = workplace
        self._parts = {each.name for each in fields(workplace)} - {"at"}

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Stands on the routers of one subject."""
        message = event.message if isinstance(event, CallbackQuery) else event
        at = message.message_id if isinstance(message, Message | InaccessibleMessage) else 0
        data[self._name] = self._workplace(**{part: data[part] for part in self._parts}, at=at)
        return await handler(event, data)
