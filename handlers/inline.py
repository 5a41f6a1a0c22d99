"""Inline mode: ``@bot 5000 Coffee`` in any chat offers a card; where it was sent, whoever taps gets the QR.

Typing asks no bank and makes no invoice. That Telegram tells of a card that was sent only comes sooner than
the first tap; nothing depends on it.
"""

from __future__ import annotations

from aiogram import Bot, F, Router
from aiogram.exceptions import TelegramBadRequest
from aiogram.fsm.context import FSMContext
from aiogram.types import (
    CallbackQuery,
    ChosenInlineResult,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
)

from billing.access import Action, may
from billing.desk import Desk
from billing.errors import AmountRefused, DraftOver, NotFound
from billing.models import Person
from billing.money import Money
from billing.ports import Provider
from handlers import pay
from handlers.answers import TOO_LATE, edit, refused_with, toast
from handlers.invoice import whole
from handlers.parse import read_order
from screens import buttons as b
from screens.inline import Offered, offered, over
from screens.reader import Reader
from screens.texts import Words
from screens.texts import words as words_of
from screens.toasts import refused

ON_CARDS = (b.Get, b.Pay, b.Check, b.Renew, b.OtherNumber)
"""What may be tapped in a chat that we don't know."""

_theirs = F.data.func(lambda data: data.split(":")[0] in {kind.__prefix__ for kind in ON_CARDS})


def routes() -> Router:
    """Before all others: no other button stands on an inline card."""
    router = Router(name="inline")
    router.inline_query.register(offer)
    router.chosen_inline_result.register(chosen)
    router.callback_query.register(get, F.inline_message_id, b.Get.filter())
    router.callback_query.register(not_here, F.inline_message_id, ~_theirs)
    return router


async def offer(query: InlineQuery, desk: Desk, person: Person | None, words: Words, reader: Reader) -> None:
    """One card for what was typed so far; else a button that says what is missing and leads to the bot."""
    if person is None or not may(person, Action.ISSUE):
        await _answer(query, words("chat-open-bot"))
        return
    if query.chat_type == "channel":  # thousands would read it, and one can pay
        await _answer(query, words("inline-in-channel"))
        return
    reading = whole(read_order(query.query, desk.merchant.currency), desk)
    if reading.amount is None:
        await _answer(query, words("inline-example"))
        return
    try:
        draft = await desk.inline.offer(person, reading.amount, reading.words)
    except AmountRefused:
        await _answer(query, words("inline-too-much"))
        return
    ways, public = _ways(draft.amount, desk), words_of(desk.merchant.locale)
    phone = reading.phone is not None
    card = offered(draft, ways, desk.merchant.name, reader.site, words, public, phone=phone)
    await _answer(query, None, _article(draft.token, card))


async def chosen(result: ChosenInlineResult, bot: Bot, desk: Desk, person: Person) -> None:
    """The member has sent it: it is an invoice now, and its card is known."""
    where = result.inline_message_id or ""
    try:
        await desk.inline.chosen(result.result_id, person, where)
    except DraftOver:
        await _end(where, bot, desk)
    except NotFound:
        return


async def get(
    callback: CallbackQuery,
    callback_data: b.Get,
    bot: Bot,
    desk: Desk,
    person: Person,
    reader: Reader,
    state: FSMContext,
) -> None:
    """*Get the QR*, by anybody in that chat; also where the card was not known before."""
    where = callback.inline_message_id or ""
    try:
        invoice = await desk.inline.tapped(callback_data.token, where)
    except (DraftOver, NotFound) as refusal:
        await toast(callback, refused(DraftOver(), reader.words), alert=True)
        if isinstance(refusal, DraftOver):
            await _end(where, bot, desk)
        return
    ways = _ways(invoice.amount, desk)
    if len(ways) != 1:  # the card shows the banks now, or that there is none
        await toast(callback, reader.words("hint-choose-payer" if ways else "hint-no-way-payer"))
        return
    tapped = b.Pay(invoice=invoice.id, provider=ways[0].slug)
    await pay.pay(callback, tapped, bot, desk, person, reader, state)


async def not_here(callback: CallbackQuery, words: Words) -> None:
    """A button that never stood on such a card."""
    await toast(callback, words("chat-button-unknown"), alert=True)


def _ways(amount: Money, desk: Desk) -> list[Provider]:
    """The one that comes without a question, or all that there are."""
    at_once = desk.way_at_once(amount)
    return [at_once] if at_once is not None else desk.ways(amount)


async def _end(where: str, bot: Bot, desk: Desk) -> None:
    """The message itself says so from now on; not one that shows an invoice: a button may be made up."""
    if not where or await desk.inline.stands(where):
        return
    text = over(words_of(desk.merchant.locale))
    await edit(bot.edit_message_text(text, inline_message_id=where))


def _article(token: str, card: Offered) -> InlineQueryResultArticle:
    return InlineQueryResultArticle(
        id=token,
        title=card.title,
        description=card.about,
        input_message_content=InputTextMessageContent(
            message_text=card.text,
            parse_mode="HTML",
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        ),
        reply_markup=card.keyboard,
    )


async def _answer(query: InlineQuery, button: str | None, *results: InlineQueryResultArticle) -> None:
    """At once, and for this person only; that the next letter came first is no error."""
    above = InlineQueryResultsButton(text=button, start_parameter="inline") if button else None
    try:
        await query.answer([*results], cache_time=0, is_personal=True, button=above)
    except TelegramBadRequest as refusal:
        if not refused_with(refusal, TOO_LATE):
            raise
