"""``/paysupport``: a question about a payment reaches the shop."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from billing.desk import Desk
from billing.models import Person
from handlers.answers import place_of, say, toast
from handlers.filters import Commandless
from handlers.parse import read_words
from handlers.questions import Asked, back
from screens.buttons import Question, keyboard, press
from screens.format import money
from screens.reader import Reader
from screens.texts import Words

QUESTION_MOST = 500


def routes() -> Router:
    """Choose a payment, then write."""
    router = Router(name="support")
    router.message.register(by_command, Command("paysupport", ignore_case=True, ignore_mention=True))
    router.message.register(question_written, StateFilter(Asked.support), F.text, Commandless())
    router.callback_query.register(payment_chosen, Question.filter())
    return router


async def by_command(message: Message, desk: Desk, person: Person, reader: Reader) -> None:
    """The customer's payments, newest first."""
    words = reader.words
    page = await desk.payments(person, None)
    if not page.invoices:
        await say(message, words("chat-support-none"))
        return
    rows = [
        [press(f"#{i.number} · {money(i.amount, words.locale)}", Question(invoice=i.id))]
        for i in page.invoices
    ]
    await say(message, words("chat-support-choose"), keyboard(rows))


async def payment_chosen(
    callback: CallbackQuery,
    callback_data: Question,
    desk: Desk,
    person: Person,
    words: Words,
    state: FSMContext,
) -> None:
    """Now the question itself."""
    if not place_of(callback.message, person).private or not isinstance(callback.message, Message):
        await toast(callback, words("button-old"))
        return
    number = (await desk.view(callback_data.invoice)).invoice.number
    await desk.invoice_by_number(number, person)
    await state.set_state(Asked.support)
    await state.set_data({"invoice": callback_data.invoice})
    await toast(callback)
    await say(callback.message, words.html("chat-support-write", number=str(number)), back(words))


async def question_written(
    message: Message, desk: Desk, person: Person, words: Words, state: FSMContext
) -> None:
    """One open question for each invoice."""
    invoice_id = (await state.get_data())["invoice"]
    new = await desk.ask_shop(invoice_id, person, read_words(message.text or "", QUESTION_MOST))
    await state.clear()
    await say(message, words("chat-support-sent" if new else "chat-support-waiting"))
