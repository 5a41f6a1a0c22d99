"""Issuing: ``/invoice`` in all its forms, free text in a member's private chat, and the questions between."""

from __future__ import annotations

from dataclasses import replace

from aiogram import F, Router
from aiogram.filters import Command, CommandObject, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, ForceReply, Message

from billing.access import Action, may
from billing.cards import CardView
from billing.desk import Desk
from billing.invoicing import may_be_owed
from billing.models import Person
from billing.money import Money
from handlers.answers import chat_link, place_of, place_of_tap, redraw, say, set_buttons, toast
from handlers.filters import GROUP, PRIVATE, Commandless, Issues
from handlers.parse import Reading, Trouble, guess_order, read_description, read_order, seek_phone
from handlers.questions import Asked, Leave, Offer, Skip, back, skip_or_back
from screens.buttons import keyboard, press
from screens.format import money
from screens.reader import Reader
from screens.texts import Words
from screens.till import offer


def routes() -> Router:
    """Commands first, then answers to our questions, then free text."""
    router = Router(name="invoice")
    router.message.register(by_command, Command("invoice", ignore_case=True, ignore_mention=True))
    router.message.register(amount_answered, StateFilter(Asked.amount), F.text, Commandless())
    router.message.register(description_answered, StateFilter(Asked.description), F.text, Commandless())
    router.message.register(by_text, F.text, Commandless(), PRIVATE, Issues())
    router.message.register(by_reply, F.text, Commandless(), GROUP, Issues())
    router.callback_query.register(description_skipped, Skip.filter())
    router.callback_query.register(question_left, Leave.filter())
    router.callback_query.register(offer_taken, Offer.filter())
    return router


async def by_command(
    message: Message,
    command: CommandObject,
    desk: Desk,
    person: Person,
    words: Words,
    reader: Reader,
    state: FSMContext,
) -> None:
    """``/invoice 5000 Coffee``; what is missing is asked for."""
    if not may(person, Action.ISSUE):
        await say(message, words("not-a-member"))
        return
    reading = read_order(command.args or "", desk.merchant.currency)
    if reading.trouble is Trouble.MISSING:
        await _ask_amount(message, desk, person, reader, state)
    else:
        await take(message, reading, desk, person, reader)


async def by_text(
    message: Message, desk: Desk, person: Person, words: Words, reader: Reader, state: FSMContext
) -> None:
    """An amount, or an amount and words, is an invoice; anything less clear is offered with one button."""
    text = message.text or ""
    reading = read_order(text, desk.merchant.currency)
    passed_on = message.forward_origin is not None or message.via_bot is not None
    if reading.amount is not None and not passed_on:
        await take(message, reading, desk, person, reader)
        return
    guess = reading if reading.amount else guess_order(text, desk.merchant.currency)
    if guess is None or guess.amount is None:
        trouble = reading.trouble or Trouble.UNREAD
        await say(message, words(_sentence(trouble)))
        return
    may_be_owed(guess.amount)
    await state.set_data({"message": message.message_id, "minor": guess.amount.minor, "words": guess.words})
    amount = money(guess.amount, words.locale)
    yes = press(words("chat-offer-yes", amount=amount), Offer(message=message.message_id))
    text = words.html("chat-offer", amount=amount, words=guess.words or "–")
    await say(message, text, keyboard([[yes]]))


async def by_reply(message: Message, desk: Desk, person: Person, words: Words, reader: Reader) -> None:
    """In a group a reply to us, or a text that begins with our name, is read like the command."""
    text = (message.text or "").removeprefix(f"@{reader.site.bot_username}")
    reading = read_order(text, desk.merchant.currency)
    if reading.amount is None:
        await say(message, words("chat-group-example", bot=reader.site.bot_username))
        return
    await take(message, reading, desk, person, reader)


async def amount_answered(
    message: Message, desk: Desk, person: Person, words: Words, reader: Reader, state: FSMContext
) -> None:
    """The answer to *how much?*: with words it is the whole invoice."""
    reading = whole(read_order(message.text or "", desk.merchant.currency), desk)
    if reading.amount is None:
        await say(message, words(_sentence(reading.trouble or Trouble.UNREAD)), back(words))
        return
    if reading.words or reading.phone or message.chat.type != "private":
        await state.clear()
        await take(message, reading, desk, person, reader)
        return
    may_be_owed(reading.amount)
    await state.set_data({"message": message.message_id, "minor": reading.amount.minor})
    await state.set_state(Asked.description)
    amount = money(reading.amount, words.locale)
    await say(
        message, words.html("chat-ask-description", amount=amount), skip_or_back(words, message.message_id)
    )


async def description_answered(
    message: Message, desk: Desk, person: Person, reader: Reader, state: FSMContext
) -> None:
    """The answer to *what for?*; the invoice belongs to the message that named the amount."""
    data = await state.get_data()
    amount = Money(data["minor"], desk.merchant.currency)
    reading = whole(replace(read_description(message.text or ""), amount=amount), desk)
    if reading.trouble is not None:
        await say(message, reader.words(_sentence(reading.trouble)), back(reader.words))
        return
    await state.clear()
    await take(message, reading, desk, person, reader, source=data["message"])


async def description_skipped(
    callback: CallbackQuery,
    callback_data: Skip,
    desk: Desk,
    person: Person,
    words: Words,
    state: FSMContext,
) -> None:
    """An invoice without words."""
    await _issue_drafted(callback, callback_data.message, desk, person, words, state)


async def offer_taken(
    callback: CallbackQuery,
    callback_data: Offer,
    desk: Desk,
    person: Person,
    words: Words,
    state: FSMContext,
) -> None:
    """Yes, that was meant as an invoice."""
    await _issue_drafted(callback, callback_data.message, desk, person, words, state)


async def question_left(callback: CallbackQuery, words: Words, state: FSMContext) -> None:
    """*Back* on a question."""
    of_phone = await state.get_state() == Asked.phone.state
    await state.clear()
    await toast(callback)
    await redraw(callback, words("phone-left" if of_phone else "chat-question-left"))


async def _issue_drafted(
    callback: CallbackQuery, message_id: int, desk: Desk, person: Person, words: Words, state: FSMContext
) -> None:
    """The button names the message, the draft behind it waits in the conversation."""
    draft = await state.get_data()
    if draft.get("message") != message_id:
        await toast(callback, words("chat-question-over"), alert=True)
        await set_buttons(callback, None)
        return
    await state.set_state(None)
    place = place_of_tap(callback, person)
    amount = Money(draft["minor"], desk.merchant.currency)
    source = f"{place.chat_id}:{message_id}"
    await desk.issue(person, amount, draft.get("words", ""), source=source, place=place)
    await toast(callback)
    await set_buttons(callback, None)


async def _ask_amount(
    message: Message, desk: Desk, person: Person, reader: Reader, state: FSMContext
) -> None:
    """The catalog is offered beside it, where something is in it."""
    words = reader.words
    await state.clear()
    await state.set_state(Asked.amount)
    if message.chat.type != "private":  # there only a reply to us arrives
        await say(message, words("chat-ask-amount-in-group"), ForceReply(selective=True))
        return
    some = (await desk.catalog.page(person, size=1)).items
    await say(message, words("chat-ask-amount"), back(words, *([offer(reader)] if some else [])))


async def take(
    message: Message,
    reading: Reading,
    desk: Desk,
    person: Person,
    reader: Reader,
    *,
    source: int | None = None,
) -> None:
    """One reading becomes one invoice, however often its message is handled."""
    words = reader.words
    reading = whole(reading, desk)
    if reading.amount is None:
        await say(message, words(_sentence(reading.trouble or Trouble.UNREAD)))
        return
    place = place_of(message, person)
    key = f"{message.chat.id}:{source or message.message_id}"
    phone = reading.phone or ""
    invoice = await desk.issue(person, reading.amount, reading.words, source=key, place=place, phone=phone)
    if phone and desk.way_by_phone(reading.amount) is None:
        await say(message, words(_unbilled(await desk.view(invoice.id))))
    if not place.private and not person.reachable:
        await say(message, words("chat-start-for-card"), chat_link(reader))


def whole(reading: Reading, desk: Desk) -> Reading:
    """The order with its phone also where that is written short; a mistyped one is its trouble."""
    if reading.amount is None or reading.phone or desk.way_by_phone(reading.amount) is None:
        return reading
    return seek_phone(reading)


def _unbilled(view: CardView) -> str:
    """Why the phone that was written got no bill."""
    if view.by_phone & {*view.away}:
        return "chat-phone-away"
    return "chat-phone-whole-only" if view.phone_takes_whole_only else "chat-phone-unused"


def _sentence(trouble: Trouble) -> str:
    """Each trouble's sentence; nothing typed is answered like something unreadable."""
    return {
        Trouble.FOREIGN: "chat-amount-foreign",
        Trouble.UNREAD: "amount-not-read",
        Trouble.MISSING: "amount-not-read",
        Trouble.PHONE: "chat-phone-unread",
    }[trouble]
