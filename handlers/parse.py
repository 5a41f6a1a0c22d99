"""Reads what people type: an amount, a phone, the words. Pure; imports no chat framework.

An order is ``<amount> [phone] [words]``. What is not surely an amount is not read: money is never guessed,
only offered (``guess_order``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum

import phonenumbers

from billing.money import Money
from screens.amounts import Amount, amount_at, only_amount
from screens.format import clean

LONGEST = 1000  # characters; a longer text is not an order
WORDS_MOST = 200
TYPED_MOST = 4096  # Telegram's longest text
EVERYTHING = 1 << 20
COUNT_DIGITS = 9
REGION = "KZ"

_PHONE = re.compile(
    r"(?:\+7|8|7)[\s()-]{0,2}[0-9]{3}[\s()-]{0,2}[0-9]{3}[\s-]?[0-9]{2}[\s-]?[0-9]{2}(?![0-9])"
    r"|\+[0-9]{10,15}(?![0-9])"
)
_BARE_PHONE = re.compile(r"\(?[0-9]{3}\)?[\s-]{0,2}[0-9]{3}[\s-]?[0-9]{2}[\s-]?[0-9]{2}")
_PHONE_LIKE = re.compile(r"(?:\+7|8)[\s(-]{1,2}7[0-9]{2}(?![0-9])[0-9\s()-]*|\+?[0-9()-]+(?=[\s,;:.]|$)")
"""The digits stand in groups as a phone's do, or are all of the first word."""
_PHONE_DIGITS = range(9, 13)  # so many are a phone mistyped rather than words
_NUMBER = re.compile(r"[#№]?\s?([0-9]{1,9})")
_BETWEEN = " ,;:.-–—"


class Trouble(StrEnum):
    """Why there is no amount."""

    MISSING = "missing"
    UNREAD = "unread"
    FOREIGN = "foreign"
    PHONE = "phone"  # digits stand where a phone does, and are none


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text asks for: either ``amount`` or ``trouble`` is set. ``phone`` is E.164."""

    amount: Money | None = None
    words: str = ""
    phone: str | None = field(default=None, repr=False)
    trouble: Trouble | None = None


def read_order(text: str, currency: str) -> Reading:
    """An order that begins with its amount; a phone may stand before or after it."""
    if len(text) > LONGEST:
        return Reading(trouble=Trouble.UNREAD)
    rest = clean(text, EVERYTHING)
    phone, rest = _take_phone(rest)
    if not rest:
        return Reading(phone=phone, trouble=Trouble.MISSING)
    found = amount_at(rest)
    if found is None:
        return Reading(words=_words(rest), phone=phone, trouble=Trouble.UNREAD)
    rest = rest[found.end :].lstrip(_BETWEEN)
    if phone is None:
        phone, rest = _take_phone(rest)
    return _reading(found, currency, _words(rest), phone)


def guess_order(text: str, currency: str) -> Reading | None:
    """The only amount in a less clear text such as ``coffee 5000``; to be offered, not done."""
    if len(text) > LONGEST:
        return None
    plain = clean(text, EVERYTHING)
    found = only_amount(plain)
    if found is None or _PHONE.search(plain):
        return None
    words = f"{plain[: found.start].rstrip(_BETWEEN)} {plain[found.end :].lstrip(_BETWEEN)}"
    reading = _reading(found, currency, _words(words), None)
    return reading if reading.amount else None


def read_number(text: str) -> int | None:
    """An invoice's number as people write it: ``1042``, ``#1042``, ``№ 1042``."""
    match = _NUMBER.fullmatch(clean(text, EVERYTHING))
    return int(match[1]) if match else None


def read_count(text: str) -> int | None:
    """A whole number without a sign, also in groups of three: ``12``, ``1 000``; nothing else."""
    plain = "".join(text[:TYPED_MOST].split())
    return int(plain) if plain.isascii() and plain.isdecimal() and len(plain) <= COUNT_DIGITS else None


def read_words(text: str, most: int = WORDS_MOST) -> str:
    """A description or question as it is kept: one line, nothing invisible."""
    return clean(text[:TYPED_MOST], most)


def read_description(text: str) -> Reading:
    """The words of an order whose amount is known; a phone may stand before them, as in an order."""
    phone, rest = _take_phone(clean(text[:TYPED_MOST], EVERYTHING))
    return Reading(words=_words(rest), phone=phone)


def seek_phone(reading: Reading) -> Reading:
    """An order without a phone, read where a bank bills by phone: none that is mistyped may become words.

    Ten digits from 7 on are a phone; with one digit too few or too many, it is a trouble.
    """
    bare = _BARE_PHONE.match(reading.words)
    phone = _e164(bare[0]) if bare and bare[0].lstrip("(").startswith("7") else None
    if bare and phone and not reading.words[bare.end() :][:1].isalnum():
        return replace(reading, phone=phone, words=reading.words[bare.end() :].lstrip(_BETWEEN))
    like = _PHONE_LIKE.match(reading.words)
    if like and sum(sign.isdigit() for sign in like[0]) in _PHONE_DIGITS:
        return Reading(words=reading.words, trouble=Trouble.PHONE)
    return reading


def read_phone(text: str) -> str | None:
    """The one phone (E.164) that a text names, also without its first digit: ``707 123 45 67``."""
    if len(text) > LONGEST:
        return None
    plain = clean(text, EVERYTHING)
    phone, rest = find_phone(plain)
    if phone is not None:
        return phone if find_phone(rest)[0] is None else None
    return _e164(plain) if _BARE_PHONE.fullmatch(plain) else None


def find_phone(text: str) -> tuple[str | None, str]:
    """A phone anywhere in the text (E.164), and the text without it."""
    for match in _PHONE.finditer(text):
        phone, after = _take_phone(text[match.start() :])
        if phone is not None and not text[: match.start()][-1:].isalnum():
            return phone, f"{text[: match.start()]} {after}".strip()
    return None, text


def _reading(found: Amount, currency: str, words: str, phone: str | None) -> Reading:
    if found.currency is not None and found.currency != currency:
        return Reading(words=words, phone=phone, trouble=Trouble.FOREIGN)
    try:
        money = Money.of(found.value, currency)
    except ValueError:
        return Reading(words=words, phone=phone, trouble=Trouble.UNREAD)
    if money.minor <= 0:
        return Reading(words=words, phone=phone, trouble=Trouble.UNREAD)
    return Reading(money, words, phone)


def _take_phone(text: str) -> tuple[str | None, str]:
    """A phone at the beginning of the text, and what follows it."""
    match = _PHONE.match(text)
    if match is None:
        return None, text
    phone = _e164(match[0])
    return (phone, text[match.end() :].lstrip(_BETWEEN)) if phone else (None, text)


def _e164(typed: str) -> str | None:
    try:
        number = phonenumbers.parse(typed, REGION)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _words(text: str) -> str:
    return clean(text, WORDS_MOST)
