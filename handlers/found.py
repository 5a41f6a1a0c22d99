"""A card whose message was lost in a crash is known again from the first tap on it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import CallbackQuery, Message, TelegramObject

from billing.desk import Desk
from handlers.answers import place_of


class FoundCards(BaseMiddleware):
    """Stands inside of the routers, where a button's data has been read."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        """Cards are photos; notices with the same buttons are texts."""
        assert isinstance(event, CallbackQuery)
        invoice_id = getattr(data.get("callback_data"), "invoice", None)
        if invoice_id is not None and isinstance(event.message, Message) and event.message.photo:
            place = place_of(event.message, data["person"])
            await self.desk.found_card(invoice_id, place, event.message.message_id)
        return await handler(event, data)
