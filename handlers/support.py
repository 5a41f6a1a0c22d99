"""``/paysupport``: a question about a payment reaches the shop, whichever comes first, words or payment."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from billing.desk import Desk
from billing.models import Person
from handlers.answers import place_of_tap, say, toast
from handlers.filters import PRIVATE, Commandless
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
    router.message.register(words_first, StateFilter(Asked.support_payment), F.text, Commandless(), PRIVATE)
    router.callback_query.register(payment_chosen, Question.filter())
    return router


async def by_command(message: Message, desk: Desk, person: Person, reader: Reader, state: FSMContext) -> None:
    """The customer's payments, newest first."""
    chooses = await _choose(message, "chat-support-choose", desk, person, reader)
    if chooses and person.role is None:  # what a member types is an invoice
        await state.set_state(Asked.support_payment)


async def words_first(
    message: Message, desk: Desk, person: Person, reader: Reader, state: FSMContext
) -> None:
    """The question before its payment: kept until one is chosen."""
    if await _choose(message, "chat-support-kept", desk, person, reader):
        await state.set_data({"words": read_words(message.text or "", QUESTION_MOST)})


async def _choose(message: Message, asked: str, desk: Desk, person: Person, reader: Reader) -> bool:
    """Whether there is anything to choose from."""
    words = reader.words
    page = await desk.payments(person, None)
    if not page.invoices:
        await say(message, words("chat-support-none"))
        return False
    rows = [
        [press(f"#{i.number} · {money(i.amount, words.locale)}", Question(invoice=i.id))]
        for i in page.invoices
    ]
    await say(message, words(asked), keyboard(rows))
    return True


async def payment_chosen(
    callback: CallbackQuery,
    callback_data: Question,
    desk: Desk,
    person: Person,
    words: Words,
    state: FSMContext,
) -> None:
    """Now the question itself, unless it was written already."""
    if not place_of_tap(callback, person).private or not isinstance(callback.message, Message):
        await toast(callback, words("button-old"))
        return
    number = (await desk.view(callback_data.invoice)).invoice.number
    await desk.invoice_by_number(number, person)
    kept = await state.get_state() == Asked.support_payment.state
    if kept and (written := (await state.get_data()).get("words")):
        await toast(callback)
        await _ask(callback.message, callback_data.invoice, written, desk, person, words, state)
        return
    await state.set_state(Asked.support)
    await state.set_data({"invoice": callback_data.invoice})
    await toast(callback)
    await say(callback.message, words.html("chat-support-write", number=str(number)), back(words))


async def question_written(
    message: Message, desk: Desk, person: Person, words: Words, state: FSMContext
) -> None:
    """One open question for each invoice."""
    invoice_id, question = (await state.get_data())["invoice"], read_words(message.text or "", QUESTION_MOST)
    await _ask(message, invoice_id, question, desk, person, words, state)


async def _ask(
    message: Message,
    invoice_id: int,
    question: str,
    desk: Desk,
    person: Person,
    words: Words,
    state: FSMContext,
) -> None:
    new = await desk.ask_shop(invoice_id, person, question)
    await state.clear()
    await say(message, words("chat-support-sent" if new else "chat-support-waiting"))
