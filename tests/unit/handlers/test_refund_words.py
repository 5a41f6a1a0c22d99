"""What people type about a refund; what is not surely a sum is never taken for one."""

from __future__ import annotations

import pytest

from billing.money import Money
from handlers.refund_words import Typed, read_part, read_refund


def tenge(minor: int) -> Money:
    return Money(minor, "KZT")


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("1042", Typed(1042)),
        (" #1042 ", Typed(1042)),
        ("№ 1042", Typed(1042)),
        ("1042 1500", Typed(1042, tenge(150000))),
        ("1042 1 500,50 ₸", Typed(1042, tenge(150050))),
        ("1042, 1500: the cup was broken", Typed(1042, tenge(150000), "the cup was broken")),
        ("1042 1500 2 cups", Typed(1042, tenge(150000), "2 cups")),
        ("1042 the cup was broken", Typed(1042, reason="the cup was broken")),
        ("1042 0", Typed(1042, tenge(0), unread=True)),
        ("1042 15.00.1", Typed(1042, unread=True)),
        ("1042 $5", Typed(1042, unread=True)),
        ("1042 5 usd", Typed(1042, unread=True)),
        ("", Typed()),
        ("one", Typed(unread=True)),
        ("12345678901", Typed(unread=True)),
        ("1042 " + "x" * 2000, Typed(unread=True)),
    ],
)
def test_number_amount_and_reason_are_told_apart(text: str, typed: Typed) -> None:
    assert read_refund(text, "KZT") == typed


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("1500", Typed(amount=tenge(150000))),
        ("1,5 тыс остыл", Typed(amount=tenge(150000), reason="остыл")),
        ("0", Typed(amount=tenge(0), unread=True)),
        ("-5", Typed(unread=True)),
        ("остыл", Typed(unread=True)),
        ("5,001", Typed(amount=tenge(500100))),
        ("5,0001", Typed(unread=True)),
        ("", Typed(unread=True)),
    ],
)
def test_a_part_begins_with_its_amount(text: str, typed: Typed) -> None:
    assert read_part(text, "KZT") == typed
