"""The question which number a bill goes to: its words and buttons, what is kept of it while it waits."""

from __future__ import annotations

from typing import Any

from aiogram import Bot
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, KeyboardButton, ReplyKeyboardMarkup

from billing.cards import CardView
from billing.models import Audience, Payment, Person, Refusal
from billing.states import LIVE
from handlers.answers import Markup, place_of_tap
from handlers.audience import audience_of
from handlers.filters import Says
from handlers.questions import Asked, Leave, back
from screens import buttons as b
from screens.buttons import keyboard, press
from screens.format import phone as masked
from screens.phrases import bank, safe
from screens.reader import Reader
from screens.texts import Words

SAYS_BACK = Says("btn-back")
"""*Back* on the reply keyboard."""


async def ask(
    callback: CallbackQuery,
    view: CardView,
    provider: str,
    bot: Bot,
    person: Person,
    reader: Reader,
    state: FSMContext,
    *,
    afresh: bool = False,
    known: str = "",
) -> None:
    """Which number? ``afresh``: the known one is not wanted. ``known``: that of another invoice."""
    staff = audience_of(callback, view, person) is Audience.ISSUER
    phone = "" if afresh else known or _known(view, provider, person, staff=staff)
    await state.set_state(Asked.phone)
    await state.set_data(
        {"invoice": view.invoice.id, "provider": provider, "staff": staff, "phone": phone}
        | {"keys": not phone and not staff}
    )
    place = place_of_tap(callback, person)
    text, markup = _question(view.invoice.id, provider, phone, reader, staff=staff)
    await bot.send_message(place.chat_id, text, message_thread_id=place.thread_id, reply_markup=markup)


def _question(
    invoice_id: int, provider: str, phone: str, reader: Reader, *, staff: bool
) -> tuple[str, Markup]:
    words, named = reader.words, safe(bank(provider, reader))
    if not phone:
        key = "phone-ask-staff" if staff else "phone-ask"
        return words.html(key, bank=named), back(words) if staff else contact_keys(words)
    shown = masked(phone)
    rows = [
        [press(words("phone-known-yes", phone=shown), b.BillTo(invoice=invoice_id, provider=provider))],
        [press(words("btn-other-number"), b.OtherNumber(invoice=invoice_id, provider=provider))],
        [press(words("phone-forget"), b.ForgetNumber(invoice=invoice_id, provider=provider))],
        [press(words("btn-back"), Leave())],
    ]
    if staff:  # the customer's number of the bill before: nothing is kept of it
        del rows[2]
    return words.html("phone-known", bank=named, phone=shown), keyboard(rows)


def contact_keys(words: Words) -> ReplyKeyboardMarkup:
    """The contact button, and the way back: an inline button cannot ask for a number."""
    rows = [
        [KeyboardButton(text=words("phone-share"), request_contact=True)],
        [KeyboardButton(text=words("btn-back"))],
    ]
    return ReplyKeyboardMarkup(keyboard=rows, resize_keyboard=True, one_time_keyboard=True)


def way_out(words: Words, asked: dict[str, Any]) -> Markup:
    """*Back* again, under an answer that was none: as the question had it."""
    return contact_keys(words) if asked.get("keys") else back(words)


def _known(view: CardView, provider: str, person: Person, *, staff: bool) -> str:
    """Whom to offer: the customer's own number; to a member the one that they billed before.

    Not one of which the bank has said that it bills nobody there: the same answer would come again.
    """
    billed = [p for p in view.payments if p.provider == provider and p.phone]
    wrong = {p.phone for p in billed if p.refusal is Refusal.PHONE}
    phone = person.phone if not staff else billed[-1].phone if billed else ""
    return "" if phone in wrong else phone


async def asked_now(state: FSMContext) -> dict[str, Any]:
    """What the open question is about; nothing where none is open."""
    open_now = await state.get_state() == Asked.phone.state
    return await state.get_data() if open_now else {}


def standing(view: CardView, provider: str) -> Payment | None:
    """The living bill at this bank that is not being taken back."""
    living = (p for p in view.payments if p.state in LIVE and p.provider == provider)
    return next((p for p in living if not p.cancel_wished), None)
