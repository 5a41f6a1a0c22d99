"""Prepares what handlers ask for by name: the person, their language, the reader of our answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.dispatcher.middlewares.user_context import EVENT_CONTEXT_KEY, EventContext
from aiogram.fsm.middleware import FSMContextMiddleware
from aiogram.fsm.storage.memory import DisabledEventIsolation
from aiogram.types import CallbackQuery, Message, TelegramObject, Update, User

from billing.access import Action, may
from billing.desk import Desk
from billing.models import Person, Place
from billing.people import reads
from handlers.answers import place_of_tap
from screens.reader import Reader
from screens.texts import words as words_of

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


class Remember(BaseMiddleware):
    """Adds ``state`` and ``raw_state`` of the conversation, out of the ``storage`` that came with the update.

    It needs no lock: the inbox lets only one update of a chat in at a time.
    """

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Stands on the update, outside of ``Prepare``."""
        remembering = FSMContextMiddleware(data["storage"], DisabledEventIsolation())
        return await remembering(handler, event, data)


class Prepare(BaseMiddleware):
    """Adds ``person``, ``words`` and ``reader``; stands on the update, outside of all routers."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Meet the sender, then hand on."""
        assert isinstance(event, Update)
        context: EventContext = data[EVENT_CONTEXT_KEY]
        desk: Desk = data["desk"]
        person = await _meet(desk, event, context)
        public = event.message is not None and not _private(context)
        shops = desk.merchant.locale
        locale = shops if public else reads(person, shops)
        data["person"] = person
        data["words"] = words_of(locale)
        data["reader"] = Reader(
            words=data["words"],
            zone=data["zone"],
            site=data["site"],
            staff=person is not None and person.role is not None,
            details=may(person, Action.SEE_ALL),
            person_id=person.id if person else None,
        )
        return await handler(event, data)


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


async def _meet(desk: Desk, update: Update, context: EventContext) -> Person | None:
    if context.user is None or context.user.is_bot or _speaks_as_chat(update):
        return None
    if update.inline_query is not None or update.my_chat_member is not None:
        return await desk.person(context.user.id)
    return await desk.meet(
        context.user.id,
        _name(context.user),
        context.user.language_code,
        private=update.edited_message is None and _private(context),
    )


def _private(context: EventContext) -> bool:
    return context.chat is not None and context.chat.type == "private"


def _speaks_as_chat(update: Update) -> bool:
    """Anonymous admins and channels write without a person."""
    message = update.message or update.edited_message
    return message is not None and message.sender_chat is not None


def _name(user: User) -> str:
    return " ".join(part for part in (user.first_name, user.last_name) if part)
