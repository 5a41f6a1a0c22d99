"""``/help``: what can be done here, by role; for members also what may be sold."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message

from billing.access import Action, may
from billing.desk import Desk
from billing.models import Person
from billing.money import Money
from handlers.answers import chat_link, say
from handlers.filters import GROUP
from screens.format import shop
from screens.reader import Reader
from screens.texts import Words

EXAMPLE_MINOR = 5_000_00
"""The sum of the examples: where it cannot be billed to a phone, no example says so."""


def routes() -> Router:
    """One command, three readers."""
    router = Router(name="help")
    command = Command("help", ignore_case=True, ignore_mention=True)
    router.message.register(help_in_group, command, GROUP)
    router.message.register(help_in_private, command)
    return router


async def help_in_group(message: Message, words: Words, reader: Reader) -> None:
    """The example for this group."""
    text = words.html("chat-hello-group", bot=reader.site.bot_username)
    await say(message, text, chat_link(reader))


async def help_in_private(message: Message, desk: Desk, person: Person, words: Words) -> None:
    """The commands that this person has."""
    name = shop(desk.merchant.name)
    everyone = words("chat-help-everyone")
    if person.role is None:
        await say(message, f"{words.html('chat-help-customer', shop=name)}\n\n{everyone}")
        return
    staff = words.html("chat-help-member", shop=name)
    if desk.way_by_phone(Money(EXAMPLE_MINOR, desk.merchant.currency)) is not None:
        staff = f"{staff}\n{words('chat-help-phone')}"
    staff = f"{staff}\n{words('chat-help-catalog')}\n{words('chat-help-subscribers')}"
    staff = f"{staff}\n{words('chat-help-shift')}"
    decides = may(person, Action.DECIDE)
    staff = f"{staff}\n{words('chat-help-decider' if decides else 'chat-help-cashier')}"
    staff = f"{staff}\n{words('chat-help-stats')}"
    if may(person, Action.STATEMENT):
        staff = f"{staff}\n{words('chat-help-statement')}"
    if may(person, Action.TEAM):
        staff = f"{staff}\n{words('chat-help-developers')}"
    await say(message, "\n\n".join([staff, everyone, words("chat-what-to-sell")]))
