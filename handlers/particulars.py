"""What a bank demands to know of the payer: asked in the customer's own chat, one after another, once.

What only our payment page can tell is left to it: the end of the questions is a button that leads there.
"""

from __future__ import annotations

from aiogram import Bot, F, Router
from aiogram.filters import Filter, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message, ReplyKeyboardRemove

from billing.desk import Desk
from billing.errors import BillingError, PageWanted, ParticularsWanted
from billing.models import Person
from billing.particulars import read
from handlers.answers import Markup, lead, place_of, place_of_tap, redraw, say, toast
from handlers.filters import Commandless
from handlers.parse import read_phone
from handlers.phone import international
from handlers.phone_question import SAYS_BACK, contact_keys
from handlers.questions import Asked, Leave, back
from screens.buttons import keyboard, page_row
from screens.phrases import bank, safe
from screens.reader import Reader
from screens.texts import LOCALES, Words
from screens.texts import words as words_of
from screens.toasts import refused_html

Wanted = ParticularsWanted | PageWanted


class SaysCancel(Filter):
    """*Cancel*, typed in any language."""

    async def __call__(self, message: Message) -> bool:
        """Decide."""
        typed = (message.text or "").strip().casefold()
        return typed in {words_of(locale)("particulars-cancel-word") for locale in LOCALES}


def routes() -> Router:
    """Answers to the question that is open, and the ways out of it."""
    router = Router(name="particulars")
    asked = StateFilter(Asked.particular)
    router.callback_query.register(left_by_button, asked, Leave.filter())
    router.message.register(left, asked, SAYS_BACK)
    router.message.register(left, asked, SaysCancel())
    router.message.register(answered, asked, F.contact)
    router.message.register(answered, asked, F.text, Commandless())
    router.message.register(answered, asked, ~F.text)
    return router


async def wanted(
    callback: CallbackQuery,
    invoice_id: int,
    provider: str | None,
    refusal: Wanted,
    bot: Bot,
    desk: Desk,
    person: Person,
    reader: Reader,
    state: FSMContext,
    *,
    keep: bool = False,
) -> None:
    """A bank was tapped that wants to know more: its customer is asked, others are told who is."""
    view, place = await desk.view(invoice_id), place_of_tap(callback, person)
    if not place.private:
        await lead(callback, reader.site.start_link(f"inv_{view.invoice.token}"))
        return
    if person.id != view.invoice.customer_id:
        await toast(callback, reader.words("particulars-not-yours"), alert=True)
        return
    slug = provider or next(iter(way.slug for way in desk.ways(view.invoice.amount)), "")
    await toast(callback)
    await state.set_data({"invoice": invoice_id, "provider": slug, "keep": keep})
    intro = reader.words.html("particulars-intro", bank=safe(bank(slug, reader)))
    text, markup = await _next(refusal, view.invoice.token, reader, state)
    first = f"{intro}\n\n{text}" if isinstance(refusal, ParticularsWanted) else text
    await bot.send_message(place.chat_id, first, message_thread_id=place.thread_id, reply_markup=markup)


async def answered(message: Message, desk: Desk, person: Person, reader: Reader, state: FSMContext) -> None:
    """What fits is kept, and the next question comes; what does not is asked for again."""
    asked = await state.get_data()
    name = str(asked["name"])
    value = _value(name, message, desk)
    if value is None:
        again = reader.words("particulars-again")
        await say(message, f"{again} {reader.words(f'particular-ask-{name}')}", _keys(name, reader.words))
        return
    if name == "phone":
        await desk.remember_phone(person.id, value)
    else:
        await desk.remember_particular(person.id, name, value)
    await _go_on(message, asked["invoice"], desk, person, reader, state)


async def left(message: Message, words: Words, state: FSMContext) -> None:
    """*Cancel*: what was told already stays known."""
    await state.clear()
    await say(message, words("particulars-left"), ReplyKeyboardRemove())


async def left_by_button(callback: CallbackQuery, words: Words, state: FSMContext) -> None:
    """The same by the button under a question."""
    await state.clear()
    await toast(callback)
    await redraw(callback, words("particulars-left"))


async def _go_on(
    message: Message, invoice_id: int, desk: Desk, person: Person, reader: Reader, state: FSMContext
) -> None:
    """Bill, or ask the next question."""
    asked, place = await state.get_data(), place_of(message, person)
    keeper = person if asked["keep"] else None
    try:
        source = f"{message.chat.id}:{message.message_id}"
        below = person, place
        await desk.pay(invoice_id, asked["provider"], keeper=keeper, below=below, source=source)
    except (ParticularsWanted, PageWanted) as more:
        token = (await desk.view(invoice_id)).invoice.token
        text, markup = await _next(more, token, reader, state)
        await say(message, text, markup)
        return
    except BillingError as refusal:
        await state.clear()
        await say(message, refused_html(refusal, reader.words), ReplyKeyboardRemove())
        return
    await state.clear()
    await say(message, reader.words("particulars-thanks"), ReplyKeyboardRemove())


async def _next(refusal: Wanted, token: str, reader: Reader, state: FSMContext) -> tuple[str, Markup]:
    """The first of what is missing; nothing more: the button to the page."""
    if isinstance(refusal, PageWanted):
        await state.clear()
        return reader.words("particulars-page"), keyboard([page_row(reader.words, reader.site, token)])
    name = refusal.names[0]
    await state.set_state(Asked.particular)
    await state.update_data(name=name, keys=name == "phone")
    return reader.words(f"particular-ask-{name}"), _keys(name, reader.words)


def _keys(name: str, words: Words) -> Markup:
    return contact_keys(words) if name == "phone" else back(words)


def _value(name: str, message: Message, desk: Desk) -> str | None:
    """A contact answers the question for a phone only."""
    if name == "phone":
        typed = international(message.contact) if message.contact else message.text or ""
        return read_phone(typed)
    return read(name, message.text or "", desk.clock.now().date()) if message.text else None
