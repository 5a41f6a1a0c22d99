"""What a bank demands to know of a payer beyond what the chat tells: what is asked for, and how it is read.

Asked for once, in the private chat, and kept sealed until its owner deletes it. What only a visit of the
payment page tells is never asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from uuid import NAMESPACE_URL, uuid5

from billing.books import Books
from billing.questions import Payer

ASKED = (
    *("first_name", "last_name", "middle_name", "birth_date", "id_number"),
    *("phone", "email", "country", "city", "address", "zip"),
)
"""In this order."""

_LONGEST = {"first_name": 60, "last_name": 60, "middle_name": 60, "city": 120, "address": 255, "zip": 40}
_EMAIL = re.compile(r"[!-?A-~]{1,64}@[!-?A-~]{1,190}\.[A-Za-z]{2,24}", re.ASCII)
_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z /-]{2,38}[0-9A-Za-z]", re.ASCII)
_US_ZIP = re.compile(r"\d{5}(-\d{4})?", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_USUAL = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})", re.ASCII)
_EARLIEST = 1900
_COUNTRIES = {
    "KZ": ("казахстан", "қазақстан", "kazakhstan"),
    "RU": ("россия", "ресей", "russia"),
    "KG": ("кыргызстан", "киргизия", "қырғызстан", "kyrgyzstan"),
    "UZ": ("узбекистан", "өзбекстан", "uzbekistan"),
    "BY": ("беларусь", "belarus"),
    "CN": ("китай", "қытай", "china"),
    "TR": ("турция", "түркия", "turkey", "türkiye"),
    "DE": ("германия", "germany"),
    "US": ("сша", "ақш", "usa"),
}
"""Names in place of the two letters, of those who ask most often."""


def read(name: str, typed: str, today: date) -> str | None:
    """What was typed, as banks want it; ``None``: it is not that. A phone is for the caller to read."""
    text = " ".join("".join(letter for letter in typed if letter.isprintable() or letter.isspace()).split())
    match name:
        case "email":
            return text if _EMAIL.fullmatch(text) else None
        case "birth_date":
            return _date(text, today)
        case "country":
            return _country(text)
        case "id_number":
            return text if _ID.fullmatch(text) else None
    within = 0 < len(text) <= _LONGEST.get(name, 255)
    return text if within and any(letter.isalnum() for letter in text) else None


def known(books: Books, person_id: int | None, wants: frozenset[str]) -> Payer:
    """What a bank may be told of this person: their name as Telegram has it, and what it demands.

    That is the phone that was shared and what was asked for; instead of Telegram's number a name of ours.
    """
    person = books.person(person_id) if person_id is not None else None
    if person is None:
        return Payer()
    first, _, last = person.name.strip().partition(" ")
    all_of_it = {"first_name": first, "last_name": last.strip()}
    if wants:
        pseudonym = str(uuid5(NAMESPACE_URL, f"tolem:{books.merchant.id}:{person.id}"))
        all_of_it |= {"phone": person.phone, "customer_id": pseudonym, **books.particulars(person.id)}
    demanded = wants | {"first_name", "last_name"}
    return Payer(**{name: value for name, value in all_of_it.items() if name in demanded})


def ask_again(books: Books, person_id: int, names: Iterable[str], at: datetime) -> None:
    """A bank does not take these: they count as not told, and are asked for where they are demanded."""
    unusable = dict.fromkeys((name for name in names if name in ASKED), "")
    if unusable:
        books.note_particulars(person_id, {**books.particulars(person_id), **unusable}, at)


def missing(payer: Payer, wants: frozenset[str]) -> tuple[str, ...]:
    """What is to be asked for, in order; a postal code that its country cannot have counts as not told."""
    known = replace(payer, zip="") if payer.country == "US" and not _US_ZIP.fullmatch(payer.zip) else payer
    return tuple(name for name in ASKED if name in wants and not getattr(known, name))


def _date(text: str, today: date) -> str | None:
    """``1990-12-31`` and ``31.12.1990``, of somebody who may be alive."""
    if iso := _ISO.fullmatch(text):
        year, month, day = iso.groups()
    elif usual := _USUAL.fullmatch(text):
        day, month, year = usual.groups()
    else:
        return None
    try:
        born = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return born.isoformat() if born.year >= _EARLIEST and born < today else None


def _country(text: str) -> str | None:
    """Two letters, or a name in one of our languages."""
    for code, names in _COUNTRIES.items():
        if text.casefold() in names:
            return code
    return text.upper() if re.fullmatch("[A-Za-z]{2}", text) else None
