"""``/statement`` and ``/transfers``: what the bank lists, for owners and managers, and the menu under it.

The question is ordered here and answered beside the chat, see ``billing.reporting``.
"""

from __future__ import annotations

from datetime import timedelta

from aiogram import F, Router
from aiogram.filters import Command, CommandObject, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from billing.access import Action, may
from billing.desk import Desk
from billing.models import Person
from billing.reporting import Reporting
from billing.reports import Report
from billing.statement import Filter, Ledger, Query, QueryWrong, Shape
from handlers.answers import place_of, place_of_tap, redraw, say, tap_of, toast
from handlers.conditions import Asking, read_filter
from handlers.filters import PRIVATE, Commandless
from handlers.parse import EVERYTHING
from handlers.periods import Days, month_before
from handlers.wanted import query_over, read_query
from screens import report_buttons as b
from screens.format import clean
from screens.reader import Reader
from screens.report_keys import Look, Span
from screens.statements import none_asked, setting_missing, without_list, wrong
from screens.texts import Words

LEDGERS = {"statement": Ledger.OPERATIONS, "transfers": Ledger.TRANSFERS}
LOOKED_AT = {Look.AMOUNT: "amount", Look.PHONE: "payer_phone", Look.CARD: "card_mask"}
ANSWER_MOST = 100


class Wanted(StatesGroup):
    """What we wait for."""

    value = State()


def routes() -> Router:
    """The commands, the buttons under a statement, the answer to *which amount?*."""
    router = Router(name="statement")
    router.message.register(by_command, Command(*LEDGERS, ignore_case=True, ignore_mention=True))
    router.message.register(answered, StateFilter(Wanted.value), F.text, Commandless(), PRIVATE)
    router.callback_query.register(turn, b.Turn.filter())
    router.callback_query.register(file, b.File.filter())
    router.callback_query.register(menu, b.Menu.filter())
    router.callback_query.register(choose, b.Choose.filter())
    router.callback_query.register(ask, b.Ask.filter())
    router.callback_query.register(leave, b.Leave.filter())
    return router


async def by_command(
    message: Message,
    command: CommandObject,
    desk: Desk,
    reporting: Reporting,
    person: Person,
    words: Words,
    reader: Reader,
) -> None:
    """A statement of each bank that keeps such a list and can be asked so."""
    if not may(person, Action.STATEMENT):
        await say(message, words("statement-for-managers"))
        return
    ledger = LEDGERS[command.command.casefold()]
    shapes = reporting.shapes(ledger)
    if not shapes:
        await say(message, words("statement-no-bank"))
        return
    refused: list[QueryWrong] = []
    unset: list[str] = []
    ordered = False
    for slug, shape in shapes.items():
        if setting := reporting.missing(slug, ledger):
            unset.append(setting_missing(slug, setting, reader))
            continue
        try:
            query = read_query(command.args or "", _asking(ledger, shape, desk, reader))
            await _order(message, reporting, person, slug, query)
            ordered = True
        except QueryWrong as error:
            refused.append(error)
    if not ordered:
        asked = [shape for slug, shape in shapes.items() if not reporting.missing(slug, ledger)]
        await say(message, none_asked(refused, asked, reader) if refused else unset[0])
    elif ledger is Ledger.OPERATIONS and (silent := sorted(desk.banking.providers.keys() - shapes.keys())):
        await say(message, without_list(silent, reader))


async def turn(callback: CallbackQuery, callback_data: b.Turn, reporting: Reporting, person: Person) -> None:
    """Another page in the same message."""
    message_id = callback.message.message_id if isinstance(callback.message, Message) else None
    await reporting.turn(callback_data.report, person, callback_data.page, message_id)
    await toast(callback)


async def file(
    callback: CallbackQuery, callback_data: b.File, reporting: Reporting, person: Person, words: Words
) -> None:
    """A document; a second tap finds it under way."""
    source = tap_of(callback)
    new = await reporting.file(callback_data.report, person, callback_data.wish, source=source)
    await toast(callback, words("statement-file-soon" if new else "second-tap"))


async def menu(
    callback: CallbackQuery, callback_data: b.Menu, reporting: Reporting, person: Person, words: Words
) -> None:
    """Below the statement, so that it stays."""
    report = await reporting.report(callback_data.report, person)
    shape = _shape(reporting, report)
    looks = tuple(look for look, name in LOOKED_AT.items() if shape and name in shape.filters)
    await toast(callback)
    if isinstance(callback.message, Message):
        await say(callback.message, words("statement-choose"), b.menu(words, report.id, looks))


async def choose(
    callback: CallbackQuery,
    callback_data: b.Choose,
    desk: Desk,
    reporting: Reporting,
    person: Person,
    reader: Reader,
) -> None:
    """The same filters, another period."""
    report = await reporting.report(callback_data.report, person)
    asking = _asking_of(reporting, report, desk, reader)
    query = query_over(_days(callback_data.span, asking), asking, report.query.filters, report.query.orders)
    place = place_of_tap(callback, person)
    await reporting.order(person, report.provider, query, source=tap_of(callback), place=place)
    await toast(callback)


async def ask(
    callback: CallbackQuery,
    callback_data: b.Ask,
    reporting: Reporting,
    person: Person,
    words: Words,
    state: FSMContext,
) -> None:
    """Which amount, phone or card?"""
    report = await reporting.report(callback_data.report, person)
    await state.set_state(Wanted.value)
    await state.set_data({"report": report.id, "look": callback_data.look.value})
    await toast(callback)
    if isinstance(callback.message, Message):
        await say(callback.message, words(f"statement-ask-{callback_data.look}"), b.back(words))


async def answered(
    message: Message,
    desk: Desk,
    reporting: Reporting,
    person: Person,
    words: Words,
    reader: Reader,
    state: FSMContext,
) -> None:
    """The value: the report's period, looked through for it."""
    data = await state.get_data()
    report = await reporting.report(data["report"], person)
    asking = _asking_of(reporting, report, desk, reader)
    look = Look(data["look"])
    try:
        new = _looked_for(look, clean(message.text or "", EVERYTHING)[:ANSWER_MOST], asking)
    except QueryWrong:
        await say(message, f"{words('statement-unread')} {words(f'statement-ask-{look}')}", b.back(words))
        return
    try:
        kept = tuple(each for each in report.query.filters if each.name != new.name)
        query = Query(
            asking.ledger, report.query.since, report.query.until, (*kept, new), report.query.orders
        )
        await _order(message, reporting, person, report.provider, query)
    except QueryWrong as error:
        await say(message, wrong(error, asking.shape, reader), b.back(words))
        return
    await state.clear()


async def leave(callback: CallbackQuery, words: Words, state: FSMContext) -> None:
    """*Back* on a question."""
    await state.clear()
    await toast(callback)
    await redraw(callback, words("statement-left"))


async def _order(message: Message, reporting: Reporting, person: Person, slug: str, query: Query) -> None:
    source = f"{message.chat.id}:{message.message_id}"
    await reporting.order(person, slug, query, source=source, place=place_of(message, person))


def _looked_for(look: Look, typed: str, asking: Asking) -> Filter:
    """A card is named by its end, however it is written."""
    if look is Look.CARD:
        typed = "".join(char for char in typed if char.isascii() and char.isdecimal())[-4:]
    return read_filter(LOOKED_AT[look], typed, asking)


def _days(span: Span, asking: Asking) -> Days:
    today = asking.today.first
    match span:
        case Span.YESTERDAY:
            return Days(today - timedelta(days=1), today - timedelta(days=1))
        case Span.MONTH:
            return Days(today.replace(day=1), today)
        case Span.LAST_MONTH:
            return month_before(today)
    return Days(today, today)


def _shape(reporting: Reporting, report: Report) -> Shape | None:
    return reporting.shapes(report.query.ledger).get(report.provider)


def _asking_of(reporting: Reporting, report: Report, desk: Desk, reader: Reader) -> Asking:
    shape = _shape(reporting, report) or Shape({}, frozenset())
    return _asking(report.query.ledger, shape, desk, reader)


def _asking(ledger: Ledger, shape: Shape, desk: Desk, reader: Reader) -> Asking:
    return Asking(ledger, shape, desk.clock.now(), reader.zone, desk.merchant.currency)
