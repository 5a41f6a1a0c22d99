"""The EMVCo text inside a QR image: read strictly, checked before anybody sees it.

Lengths count characters, the checksum is CRC-16/CCITT-FALSE over everything up to and including ``6304``.
"""

from __future__ import annotations

import binascii
import re
from decimal import Decimal, InvalidOperation

from billing.money import Money

TENGE = "398"  # ISO 4217 numeric
_LAST = "63"
_LENGTH_LIMIT = 512


class QrWrong(ValueError):
    """This QR must not be shown."""


def checked(text: str, amount: Money) -> dict[str, str]:
    """The top-level fields of a QR that asks for exactly ``amount``; raises ``QrWrong``."""
    if not text.isprintable() or len(text) > _LENGTH_LIMIT:
        raise QrWrong("not a text of a QR")
    fields = fields_from(text)
    _check_sum(text, fields)
    if fields.get("00") != "01":
        raise QrWrong("unknown payload format")
    _check_amount(fields, amount)
    return fields


def fields_from(text: str) -> dict[str, str]:
    """Two digits of tag, two of length, the value; each tag once. Raises ``QrWrong``."""
    fields: dict[str, str] = {}
    at = 0
    while at < len(text):
        head = text[at : at + 4]
        if not re.fullmatch(r"[0-9]{4}", head):
            raise QrWrong("a tag or a length is not digits")
        tag, length = head[:2], int(head[2:])
        value = text[at + 4 : at + 4 + length]
        if len(value) != length:
            raise QrWrong(f"field {tag} runs over the end")
        if tag in fields:
            raise QrWrong(f"field {tag} stands twice")
        fields[tag] = value
        at += 4 + length
    return fields


def bill_number_from(fields: dict[str, str]) -> str:
    """Field 62.01, where Halyk puts its bill number; empty where it is not."""
    try:
        return fields_from(fields.get("62", "")).get("01", "")
    except QrWrong:
        return ""


def _check_sum(text: str, fields: dict[str, str]) -> None:
    if not fields or list(fields)[-1] != _LAST or len(fields[_LAST]) != 4:
        raise QrWrong("the checksum is not the last field")
    counted = binascii.crc_hqx(text[:-4].encode(), 0xFFFF)
    if fields[_LAST].upper() != f"{counted:04X}":
        raise QrWrong("the checksum does not match")


def _check_amount(fields: dict[str, str], amount: Money) -> None:
    if fields.get("53") != TENGE or amount.currency != "KZT":
        raise QrWrong("the currency is not tenge")
    try:
        asked = Decimal(fields.get("54", ""))
    except InvalidOperation:
        raise QrWrong("no amount") from None
    if asked != amount.major:
        raise QrWrong("the amount is another one")
