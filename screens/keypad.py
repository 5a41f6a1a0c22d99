"""The number pad of ``/till``: a sum that is typed by taps, and what it says so far."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from aiogram.enums import ButtonStyle
from aiogram.filters.callback_data import CallbackData
from aiogram.types import KeyboardButton, ReplyKeyboardMarkup
from pydantic import Field

from billing.money import DIGITS, Money
from screens.buttons import Row, Text, keyboard, press
from screens.format import money
from screens.reader import Reader
from screens.texts import Words

WHOLE_MOST = 9
"""Digits before the comma."""
POINT = ","
Typed = Annotated[str, Field(pattern=r"^\d{0,9}(,\d{0,2})?$")]


class Key(StrEnum):
    """What is no digit."""

    HUNDRED = "00"
    POINT = "p"
    BACK = "b"
    CLEAR = "c"


class Press(CallbackData, prefix="kpd"):
    """A key. ``typed`` is what the pad showed: it counts where nothing newer is known of it."""

    key: Annotated[str, Field(pattern=r"^(\d|00|[pbc])$")]
    typed: Typed = ""


class Ring(CallbackData, prefix="kpr"):
    """*Show the QR*: the sum becomes an invoice."""

    typed: Typed = ""


def pressed(typed: str, key: str, currency: str) -> str:
    """What stands there after a key; the same as before where the key adds nothing."""
    digits = DIGITS[currency]
    if key == Key.CLEAR:
        return ""
    if key == Key.BACK:
        return typed[:-1]
    if key == Key.POINT:
        return typed if POINT in typed or not digits else (typed or "0") + POINT
    whole, point, parts = (typed + key).partition(POINT)
    if point:
        return whole + POINT + parts[:digits]
    whole = whole.lstrip("0")
    return whole if len(whole) <= WHOLE_MOST else typed


def amount_of(typed: str, currency: str) -> Money:
    """The sum so far, in ``currency``."""
    return Money.of(typed.replace(POINT, ".").rstrip(".") or 0, currency)


def shown(typed: str, currency: str, reader: Reader) -> str:
    """The sum in the reader's language."""
    return money(amount_of(typed, currency), reader.words.locale)


def pad(typed: str, currency: str, reader: Reader) -> Text:
    """The pad with what was typed."""

    def key(text: str, name: str = "") -> Row:
        return [press(text, Press(key=name or text, typed=typed))]

    digits = [[*key(a), *key(b), *key(c)] for a, b, c in ("123", "456", "789")]
    point = key(POINT, Key.POINT) if DIGITS[currency] else []
    last = [*key("00"), *key("0"), *point, *key("⌫", Key.BACK)]
    done = [press(reader.words("keypad-show"), Ring(typed=typed), ButtonStyle.SUCCESS)]
    clear = key(reader.words("keypad-clear"), Key.CLEAR) if typed else []
    return f"<b>🧮 {shown(typed, currency, reader)}</b>", keyboard([*digits, last, done, clear])


def below(words: Words) -> ReplyKeyboardMarkup:
    """Under the field where one writes: the next sum in one tap, however far up the pad is."""
    rows = [[KeyboardButton(text=words("keypad-next")), KeyboardButton(text=words("keypad-close"))]]
    return ReplyKeyboardMarkup(keyboard=rows, resize_keyboard=True, is_persistent=True)
