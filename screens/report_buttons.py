"""The buttons under a statement: they carry its number, and what is wanted of it."""

from __future__ import annotations

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup
from pydantic import Field

from billing.reports import OF_STATEMENTS, Wish
from screens.buttons import Id, Row, keyboard, press
from screens.report_keys import Look, Span
from screens.texts import Words

PAGES_MOST = 1_000_000


class Turn(CallbackData, prefix="rpt"):
    """A page of the report; the same page again asks the bank again where its rows are gone."""

    report: Id
    page: Annotated[int, Field(ge=0, lt=PAGES_MOST)] = 0


class File(CallbackData, prefix="rpf"):
    """The report's rows as a file."""

    report: Id
    wish: Wish


class Menu(CallbackData, prefix="rpm"):
    """Other periods, and what to look for."""

    report: Id


class Choose(CallbackData, prefix="rps"):
    """The same question for another period."""

    report: Id
    span: Span


class Ask(CallbackData, prefix="rpa"):
    """Ask for a value to look for."""

    report: Id
    look: Look


class Leave(CallbackData, prefix="rpl"):
    """*Back*: the question is dropped."""


def under_page(words: Words, report: int, page: int, pages: int) -> InlineKeyboardMarkup | None:
    """Back and on, the files, other periods."""
    turns: Row = []
    if page > 0:
        turns.append(press("◀", Turn(report=report, page=page - 1)))
    if page + 1 < pages:
        turns.append(press("▶", Turn(report=report, page=page + 1)))
    files = [press(wish.value.upper(), File(report=report, wish=wish)) for wish in OF_STATEMENTS]
    menu = [press(words("statement-menu"), Menu(report=report))]
    return keyboard([turns, files if pages else [], menu])


def again(words: Words, report: int, page: int, wish: Wish) -> InlineKeyboardMarkup | None:
    """The same once more."""
    same = Turn(report=report, page=page) if wish is Wish.PAGE else File(report=report, wish=wish)
    return keyboard([[press(words("btn-try-again"), same)]])


def menu(words: Words, report: int, looks: tuple[Look, ...]) -> InlineKeyboardMarkup | None:
    """Periods, then what this list can be looked through for."""
    spans = [press(words(f"statement-span-{span}"), Choose(report=report, span=span)) for span in Span]
    asks = [press(words(f"statement-look-{look}"), Ask(report=report, look=look)) for look in looks]
    return keyboard([spans[:2], spans[2:], asks])


def back(words: Words) -> InlineKeyboardMarkup | None:
    """Only *Back*."""
    return keyboard([[press(words("btn-back"), Leave())]])
