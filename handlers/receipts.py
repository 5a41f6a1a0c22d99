"""Receipts: shown again, handed out as a PDF, and checked for anybody who has their code."""

from __future__ import annotations

from typing import Any

from aiogram import Bot, F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Filter, StateFilter
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from billing.access import Action, may
from billing.desk import Desk
from billing.exporting import Exporting
from billing.models import Person, Place
from billing.receipts.codes import Form, Typed, read
from billing.receipts.models import Proof
from billing.reports import ReceiptPaper
from handlers.answers import say, tap_of, toast
from handlers.files import made_of, picture_in
from handlers.filters import PRIVATE, Commandless
from handlers.middleware import FoundCard
from handlers.parse import read_order
from screens import buttons as b
from screens import receipt_answers as answers
from screens.keyboards import under_receipt
from screens.papers.receipt import NAMED, PDF
from screens.pictures.reading import read_qrs
from screens.reader import Reader
from screens.receipts import receipt


class Coded(Filter):
    """The code of a receipt is in the message: its words, or the name of the file that we had sent."""

    async def __call__(self, message: Message) -> bool | dict[str, Any]:
        """Hands it on as ``typed``."""
        texts = (message.text, message.caption, _named(message))
        found = [typed for text in texts if text and (typed := read(text)) is not None]
        if not found or (picture_in(message) is not None and _best(found).form is not Form.WHOLE):
            return False  # what a picture shows says more than half a code beside it
        return {"typed": _best(found)}


class Pictured(Filter):
    """A photo, or a file that says to be one."""

    async def __call__(self, message: Message) -> bool:
        """Decide."""
        return picture_in(message) is not None


def routes() -> Router:
    """Two buttons; and in private what people send while nothing else is asked of them."""
    router = Router(name="receipts")
    router.callback_query.middleware(FoundCard())
    router.callback_query.register(show, b.Receipt.filter())
    router.callback_query.register(order_file, b.ReceiptFile.filter())
    router.message.filter(PRIVATE, StateFilter(None), Commandless())
    router.message.register(written, F.text | F.document | F.photo, Coded())
    router.message.register(pictured, Pictured())
    return router


async def show(
    callback: CallbackQuery, callback_data: b.Receipt, bot: Bot, desk: Desk, person: Person, reader: Reader
) -> None:
    """The receipt of each payment as a message, in private: for the customer, and who manages the invoice."""
    view = await desk.receipts.view(callback_data.invoice, person)
    staff = person.id != view.invoice.customer_id
    found = [(each, text) for each in view.receipted if (text := receipt(each, reader, staff=staff))]
    if not found:
        await toast(callback, reader.words("button-old"))
        return
    for each, text in found:
        await bot.send_message(person.id, text, reply_markup=under_receipt(each, reader, staff=staff))
    await toast(callback)


async def order_file(
    callback: CallbackQuery,
    callback_data: b.ReceiptFile,
    desk: Desk,
    exporting: Exporting,
    person: Person,
    reader: Reader,
) -> None:
    """The PDF comes as soon as it is drawn."""
    view = (await desk.receipts.view(callback_data.invoice, person)).about(callback_data.payment)
    if not receipt(view, reader):
        await toast(callback, reader.words("button-old"))
        return
    subject = ReceiptPaper(view.invoice.id, view.payment.id if view.payment else None)
    new = await exporting.order(person, subject, source=tap_of(callback), place=Place(person.id))
    await toast(callback, reader.words("statement-file-soon" if new else "second-tap"))


async def by_link(message: Message, payload: str, desk: Desk, person: Person, reader: Reader) -> None:
    """Somebody scanned the QR, or opened the link."""
    await _answer(message, read(payload) or Typed(Form.SLIP), desk, person, reader)


async def written(message: Message, typed: Typed, desk: Desk, person: Person, reader: Reader) -> None:
    """A code in words. What may as well be a member's invoice is one, unless the code is genuine."""
    if _is_order(message, desk, person):
        proof = await desk.receipts.glance(person, typed.code) if typed.alone and typed.code else None
        if proof is None:
            raise SkipHandler
        await _tell(message, proof, typed.code, desk, reader)
        return
    await _answer(message, typed, desk, person, reader)


async def pictured(message: Message, bot: Bot, desk: Desk, person: Person, reader: Reader) -> None:
    """A photo of the QR."""
    await desk.receipts.look(person, source=_source(message))
    found = [typed for text in await made_of(bot, message, read_qrs) if (typed := read(text)) is not None]
    if found:
        await _answer(message, _best(found), desk, person, reader)
        return
    example = "chat-words-please" if person.role else "chat-words-please-customer"
    await say(message, f"{reader.words('receipt-not-seen')}\n\n{reader.words(example)}")


async def _answer(message: Message, typed: Typed, desk: Desk, person: Person, reader: Reader) -> None:
    if typed.form is not Form.WHOLE:
        await say(message, reader.words("receipt-old" if typed.form is Form.OLD else "receipt-slip"))
        return
    proof = await desk.receipts.check(person, typed.code, source=_source(message))
    if proof is not None:
        await _tell(message, proof, typed.code, desk, reader)
        return
    other = typed.bot if typed.bot.casefold() != reader.site.bot_username.casefold() else ""
    await say(message, answers.not_ours(typed.code, desk.merchant.name, reader, bot=other))


async def _tell(message: Message, proof: Proof, code: str, desk: Desk, reader: Reader) -> None:
    """With the code that was checked: there may be another one in the same picture."""
    await say(message, answers.genuine(proof, code, desk.clock.now(), reader), _whole(proof, reader))


def _whole(proof: Proof, reader: Reader) -> InlineKeyboardMarkup | None:
    """The way to the whole receipt, for whose it is."""
    if proof.invoice_id is None:
        return None
    return b.keyboard([[b.press(reader.words("btn-receipt"), b.Receipt(invoice=proof.invoice_id))]])


def _is_order(message: Message, desk: Desk, person: Person) -> bool:
    """A member types an amount first: that is an invoice, whatever follows."""
    if message.text is None or message.forward_origin is not None or message.via_bot is not None:
        return False
    return may(person, Action.ISSUE) and read_order(message.text, desk.merchant.currency).amount is not None


def _named(message: Message) -> str:
    """What the name of a paper of ours says."""
    name = (message.document and message.document.file_name) or ""
    ours = name.startswith(NAMED) and name.endswith(PDF)
    return name.removeprefix(NAMED).removesuffix(PDF) if ours else ""


def _best(found: list[Typed]) -> Typed:
    """The first that may be a code of ours, else the first."""
    return next((typed for typed in found if typed.form is Form.WHOLE), found[0])


def _source(message: Message) -> str:
    return f"{message.chat.id}:{message.message_id}"
