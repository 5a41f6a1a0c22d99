"""The text inside a Halyk QR code: EMVCo tag-length-value with a CRC at its end."""

import binascii
from dataclasses import dataclass

KZT = "398"


@dataclass(frozen=True, slots=True)
class Payee:
    """Who is paid, as the code names it. All values are ASCII."""

    name: str
    city: str
    terminal: str
    iban: str
    tax_id: str
    category: str = "4784"
    purpose: str = "191"


def crc16(text: str) -> str:
    """CRC-16/CCITT-FALSE as four upper-case hex digits; "123456789" gives 29B1."""
    return f"{binascii.crc_hqx(text.encode('ascii'), 0xFFFF):04X}"


def seal(unsealed: str) -> str:
    """Append tag 63, whose CRC covers its own tag and length too."""
    covered = f"{unsealed}6304"
    return covered + crc16(covered)


def build(payee: Payee, bill: int, amount: str, currency: str = KZT) -> str:
    """A one-time code for `amount` tenge, laid out as the bank's public sample is."""
    number = str(bill)
    return seal(
        _field("00", "01")
        + _field("01", "12")
        + _field("27", _route(payee))
        + _field("28", _account(payee, number))
        + _field("52", payee.category)
        + _field("53", currency)
        + _field("54", amount)
        + _field("58", "KZ")
        + _field("59", payee.name[:25])
        + _field("60", payee.city[:15])
        + _field("62", _extra(payee, number))
    )


def read(payload: str) -> dict[str, str]:
    """The top-level tags; ValueError where a length overruns, a tag repeats or the CRC is wrong."""
    tags = split(payload)
    if list(tags)[-1:] != ["63"] or seal(payload[:-8]) != payload:
        msg = "the code's checksum is wrong"
        raise ValueError(msg)
    return tags


def split(text: str) -> dict[str, str]:
    """Cut one level of tag-length-value apart."""
    tags: dict[str, str] = {}
    at = 0
    while at < len(text):
        tag, size = text[at : at + 2], text[at + 2 : at + 4]
        if not (size.isascii() and size.isdigit()) or tag in tags:
            msg = "the code cannot be read"
            raise ValueError(msg)
        at += 4 + int(size)
        if at > len(text):
            msg = "the code is cut off"
            raise ValueError(msg)
        tags[tag] = text[at - int(size) : at]
    return tags


def _route(payee: Payee) -> str:
    return _field("00", "KZ.HALYKBANK") + _field("01", "HSBKKZKX") + _field("02", payee.terminal)


def _account(payee: Payee, bill: str) -> str:
    return (
        _field("00", bill)
        + _field("01", payee.iban)
        + _field("02", payee.terminal)
        + _field("03", "N")
        + _field("05", "0")
        + _field("06", "0")
    )


def _extra(payee: Payee, bill: str) -> str:
    return _field("01", bill) + _field("08", payee.purpose) + _field("10", payee.tax_id)


def _field(tag: str, value: str) -> str:
    return f"{tag}{len(value):02d}{value}"
