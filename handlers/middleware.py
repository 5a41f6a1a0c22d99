"""Prepares what handlers ask for by name: the person, their language, the reader of our answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from zoneinfo import ZoneInfo

from aiogram import BaseMiddleware
from aiogram.dispatcher.middlewares.user_context import EVENT_CONTEXT_KEY, EventContext
from aiogram.types import CallbackQuery, Message, TelegramObject, Update, User

from billing.access import Action, may
from billing.desk import Desk
from billing.models import Person, Place
from billing.people import reads
from handlers.answers import place_of_tap
from screens.reader import Reader, Site
from screens.texts import words as words_of

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


class Prepare(BaseMiddleware):
    """Adds ``person``, ``words`` and ``reader``; stands on the update, outside of all routers."""

    def __init__(self, desk: Desk, site: Site, zone: ZoneInfo) -> None:
        self.desk = desk
        self.site = site
        self.zone = zone

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Meet the sender, then hand on."""
        assert isinstance(event, Update)
        context: EventContext = data[EVENT_CONTEXT_KEY]
        person = await self._meet(event, context)
        public = event.message is not None and not _private(context)
        shops = self.desk.merchant.locale
        locale = shops if public else reads(person, shops)
        data["person"] = person
        data["words"] = words_of(locale)
        data["reader"] = Reader(
            words=data["words"],
            zone=self.zone,
            site=self.site,
            staff=person is not None and person.role is not None,
            details=may(person, Action.SEE_ALL),
            person_id=person.id if person else None,
        )
        return await handler(event, data)

    async def _meet(self, update: Update, context: EventContext) -> Person | None:
        if context.user is None or context.user.is_bot or _speaks_as_chat(update):
            return None
        if update.inline_query is not None or update.my_chat_member is not None:
            return await self.desk.person(context.user.id)
        return await self.desk.meet(
            context.user.id,
            _name(context.user),
            context.user.language_code,
            private=update.edited_message is None and _private(context),
        )


class FoundCard(BaseMiddleware):
    """Before a card's button does anything: is the invoice this person's to touch, and is the card known?

    A tap on a card whose message was lost in a crash tells where it stands.
    """

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Only cards have a picture; lists and notices carry the same buttons."""
        invoice_id = getattr(data.get("callback_data"), "invoice", None)
        if invoice_id is None or not isinstance(event, CallbackQuery):
            return await handler(event, data)
        desk: Desk = data["desk"]
        message = event.message
        await desk.sees(invoice_id, data["person"], place_of_tap(event, data["person"]))
        if isinstance(message, Message) and message.photo:
            thread = message.message_thread_id if message.is_topic_message else None
            await desk.found_card(invoice_id, Place(message.chat.id, thread), message.message_id)
        return await handler(event, data)


def _private(context: EventContext) -> bool:
    return context.chat is not None and context.chat.type == "private"


def _speaks_as_chat(update: Update) -> bool:
    """Anonymous admins and channels write without a person."""
    message = update.message or update.edited_message
    return message is not None and message.sender_chat is not None


def _name(user: User) -> str:
    return " ".join(part for part in (user.first_name, user.last_name) if part)
