"""``/start``: a greeting with the choice of languages, or what a deep link leads to."""

from __future__ import annotations

from aiogram import Bot, Router
from aiogram.filters import Command, CommandObject
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from billing.desk import Desk
from billing.models import Person
from billing.receipts.codes import LINK as RECEIPT
from handlers import RefreshMenu, receipts
from handlers.answers import chat_link, place_of, say
from handlers.filters import GROUP
from handlers.shop.counter import AtCounter, Counter
from handlers.shop.leafing import by_item_link, enter
from handlers.split import offer as offer_share
from handlers.subscriptions.offers import by_link
from handlers.team.invitations import join
from screens.buttons import languages
from screens.format import shop
from screens.reader import Reader
from screens.shop_buttons import ITEM_LINK, SHOP_LINK
from screens.subscriptions.buttons import SUBSCRIPTION_LINK
from screens.team.pages import JOIN
from screens.texts import Words

INVOICE = "inv_"
SPLIT = "split_"
LINKS = (INVOICE, SPLIT, ITEM_LINK, SUBSCRIPTION_LINK, RECEIPT)


def routes() -> Router:
    """In groups ``/start`` only says hello."""
    router = Router(name="start")
    router.message.middleware(AtCounter())
    command = Command("start", ignore_case=True, ignore_mention=True)
    router.message.register(hello_group, command, GROUP)
    router.message.register(start, command)
    return router


async def start(
    message: Message,
    command: CommandObject,
    bot: Bot,
    desk: Desk,
    person: Person,
    words: Words,
    menus: RefreshMenu,
    counter: Counter,
    reader: Reader,
    state: FSMContext,
) -> None:
    """Who comes by a link gets what it leads to: an invoice's card, a share, the shop, an item,
    a subscription, an answer about a receipt, a place in the team; languages are offered once before it,
    and with each greeting until one is chosen.
    """
    payload = command.args or ""
    unchosen = languages(words) if person.chosen_locale is None else None
    if payload.startswith((JOIN, *LINKS)) or payload == SHOP_LINK:
        if unchosen is not None and person.newcomer:
            await say(message, words("chat-choose-language"), unchosen)
        if payload.startswith(JOIN):
            person = await join(message, payload.removeprefix(JOIN), desk, person, reader)
        else:
            await _follow(message, payload, desk, person, counter, reader, state)
    else:
        await say(message, hello(words, person, desk.merchant.name), unchosen)
    await menus(bot, person)


async def _follow(
    message: Message,
    payload: str,
    desk: Desk,
    person: Person,
    counter: Counter,
    reader: Reader,
    state: FSMContext,
) -> None:
    if payload.startswith(INVOICE):
        await desk.open_link(payload.removeprefix(INVOICE), person, place_of(message, person))
    elif payload.startswith(SPLIT):
        await offer_share(message, payload.removeprefix(SPLIT), desk, person, reader, state)
    elif payload.startswith(ITEM_LINK):
        await by_item_link(message, payload.removeprefix(ITEM_LINK), person, counter)
    elif payload.startswith(SUBSCRIPTION_LINK):
        await by_link(message, payload.removeprefix(SUBSCRIPTION_LINK), desk, person, reader)
    elif payload.startswith(RECEIPT):
        await receipts.by_link(message, payload, desk, person, reader)
    else:
        await enter(message, "", person, counter)


async def hello_group(message: Message, words: Words, reader: Reader) -> None:
    """What can be done in a group, and the way to the private chat."""
    text = words.html("chat-hello-group", bot=reader.site.bot_username)
    await say(message, text, chat_link(reader))


def hello(words: Words, person: Person, shop_name: str) -> str:
    """The greeting for this person's role."""
    key = "chat-hello-customer" if person.role is None else "chat-hello-member"
    return words.html(key, shop=shop(shop_name))
