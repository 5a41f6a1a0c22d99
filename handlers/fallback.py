"""The last router: whatever is addressed to us is answered."""

from __future__ import annotations

import re
from contextlib import suppress

from aiogram import F, Router
from aiogram.enums import ContentType
from aiogram.types import CallbackQuery, Message

from billing.access import Action, may
from billing.desk import Desk
from billing.errors import BillingError
from billing.models import Person, Place
from handlers.answers import chat_link, say, toast
from handlers.filters import GROUP, PRIVATE, Commandless
from handlers.parse import read_order
from screens.reader import Reader
from screens.texts import Words

SENT_BY_PEOPLE = {
    *(ContentType.ANIMATION, ContentType.AUDIO, ContentType.DOCUMENT, ContentType.PHOTO, ContentType.STICKER),
    *(ContentType.STORY, ContentType.VIDEO, ContentType.VIDEO_NOTE, ContentType.VOICE, ContentType.CONTACT),
    *(ContentType.DICE, ContentType.GAME, ContentType.POLL, ContentType.VENUE, ContentType.LOCATION),
}
_AN_ID = re.compile(r"[a-z_]+[:_]([0-9]{1,12})(?:$|[:_])")


def routes() -> Router:
    """From the known to the unknown."""
    router = Router(name="fallback")
    router.message.register(unknown_command, F.text.startswith("/"))
    router.message.register(group_talk, GROUP, F.text)
    router.message.register(customers_text, PRIVATE, F.text, Commandless())
    router.message.register(not_words, F.content_type.in_(SENT_BY_PEOPLE))
    router.edited_message.register(edited, PRIVATE, F.text)
    router.callback_query.register(old_button)
    return router


async def unknown_command(message: Message, words: Words) -> None:
    """A command that we don't have."""
    await say(message, words("chat-unknown-command"))


async def group_talk(message: Message, person: Person, reader: Reader) -> None:
    """A reply to us in a group that is no invoice of a member."""
    words = reader.words
    if may(person, Action.ISSUE):
        await say(message, words.html("chat-group-example", bot=reader.site.bot_username))
    else:
        await say(message, words("chat-group-customer"), chat_link(reader))


async def customers_text(message: Message, desk: Desk, words: Words) -> None:
    """A customer writes: an amount is an attempt to issue, anything else gets the ways out."""
    tries_to_issue = read_order(message.text or "", desk.merchant.currency).amount is not None
    await say(message, words("not-a-member" if tries_to_issue else "chat-customer-text"))


async def not_words(message: Message, person: Person, words: Words) -> None:
    """A sticker, a voice, a file: one friendly line with an example."""
    await say(message, words("chat-words-please" if person.role else "chat-words-please-customer"))


async def edited(message: Message, words: Words) -> None:
    """Edits are not read: what was issued stays."""
    await say(message, words("chat-edited"))


async def old_button(callback: CallbackQuery, desk: Desk, person: Person, words: Words) -> None:
    """A button of another version; where it names an invoice, its card is shown afresh."""
    match = _AN_ID.match(callback.data or "")
    if match and person.reachable:
        with suppress(BillingError):
            await desk.show(int(match[1]), person, Place(person.id), afresh=True)
            await toast(callback, words("button-old"), alert=True)
            return
    await toast(callback, words("chat-button-unknown"), alert=True)
