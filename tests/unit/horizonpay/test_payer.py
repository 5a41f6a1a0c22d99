"""What is told of the payer fits, or is not told: one field that cannot be read would refuse all of it."""

from __future__ import annotations

from typing import Any

import pytest

from billing.questions import Payer
from providers.horizonpay.payer import customer_from, extra_from, ip_from, lacking


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"first_name": " Dana\n", "last_name": "\u200b"}, {"first_name": "Dana"}),
        ({"first_name": "Қ" * 70}, {"first_name": "Қ" * 60}),
        ({"address": "a" * 600}, {"address": "a" * 510}),
        ({"email": "dana@example.kz"}, {"email": "dana@example.kz"}),
        ({"email": "dana@example"}, {}),
        ({"email": "дана@example.kz"}, {}),
        ({"phone": "+7 (700) 123-45-67"}, {"phone": "77001234567"}),
        ({"phone": "seven"}, {}),
        ({"country": "kz"}, {"country": "KZ"}),
        ({"country": "Kazakhstan"}, {}),
        ({"country": "US", "zip": "96002-1234"}, {"country": "US", "zip": "96002-1234"}),
        ({"country": "US", "zip": "050000"}, {"country": "US"}),
        ({"country": "KZ", "zip": "050000"}, {"country": "KZ", "zip": "050000"}),
        ({"birth_date": "1990-01-31"}, {"birth_date": "1990-01-31"}),
        ({"birth_date": "1990-02-31"}, {}),
        ({"birth_date": "31.01.1990"}, {}),
    ],
)
def test_each_field_has_its_form(given: dict[str, Any], told: dict[str, str]) -> None:
    assert customer_from(Payer(**given)) == told


@pytest.mark.parametrize(
    ("text", "told"), [("127.0.0.1", "127.0.0.1"), (" ::1 ", "::1"), ("unix:", ""), ("", "")]
)
def test_an_address_of_the_internet_or_nothing(text: str, told: str) -> None:
    assert ip_from(text) == told


def test_a_browser_is_told_without_line_breaks() -> None:
    assert extra_from(Payer(user_agent="Mozilla\r\n5.0")) == {"browser": {"user_agent": "Mozilla 5.0"}}
    assert extra_from(Payer()) == {}


@pytest.mark.parametrize("name", Payer.__slots__)
def test_whatever_is_demanded_is_missed_where_it_is_not_known(name: str) -> None:
    assert lacking(Payer(), frozenset({name})) == name


def test_what_is_known_is_not_missed_and_what_nobody_can_read_is() -> None:
    known = Payer(phone="+77001234567", ip="10.0.0.1", customer_id="7", user_agent="x", email="nonsense")
    assert lacking(known, frozenset({"phone", "ip", "customer_id", "user_agent"})) == ""
    assert lacking(known, frozenset({"phone", "email"})) == "email"
