"""Tenge in JSON and in forms; inside, everything is an integer of tiyn."""

import re

AMOUNT = re.compile(r"(0|[1-9][0-9]{0,11})(?:\.([0-9]{1,2}))?")


def tiyn_from(text: str) -> int | None:
    """A decimal string of tenge as tiyn; None where it is not one, or not above zero."""
    return sum_from(text) or None


def sum_from(text: str) -> int | None:
    """The same, and zero is a sum too."""
    match = AMOUNT.fullmatch(text)
    if match is None:
        return None
    return int(match[1]) * 100 + int((match[2] or "0").ljust(2, "0"))


def number_of(tiyn: int) -> int | float:
    """A JSON number of tenge: whole where it is whole. Two decimals survive a float unharmed."""
    return tiyn // 100 if tiyn % 100 == 0 else tiyn / 100


def text_of(tiyn: int) -> str:
    """The amount as the QR code writes it."""
    whole, rest = divmod(tiyn, 100)
    return f"{whole}.{rest:02d}" if rest else str(whole)
