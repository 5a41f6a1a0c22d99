"""Where the payer is sent: only to pages that a browser may open, with all that has to arrive there."""

from __future__ import annotations

import pytest

from billing.models import AppLink, Form, Instruction, InstructionKind
from billing.money import DIGITS
from providers.horizonpay import wire
from providers.horizonpay.instructing import instruction_from, is_page
from providers.horizonpay.wire import RawForm
from tests.unit.horizonpay.support import transaction

SAFE = ["https://pay.example", "http://127.0.0.1:8081/x?a=1", "https://pay.example/Қ", "HTTPS://PAY.example/"]
UNSAFE = [
    "",
    "pay.example",
    "//pay.example",
    "javascript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<script>",
    "ftp://pay.example",
    "kaspi://pay",
    "https://",
    "https://shop.example@evil.example",
    "https://pay.example\\@evil.example",
    "https://pay.example/a b",
    "https://pay.example/\u202e",
    "https://[::1",
    "https://pay.example:port/",
    "https://[2001:db8::1]/",
    "https://pay_here.example/",
    "https://pay.example/" + "a" * 9000,
]


def told(**changes: object) -> Instruction | None:
    return instruction_from(wire.transaction_from(transaction(status="pending", **changes)))


@pytest.mark.parametrize("address", SAFE)
def test_an_http_address_is_a_page(address: str) -> None:
    assert is_page(address)


@pytest.mark.parametrize("address", UNSAFE)
def test_whatever_else_is_none(address: str) -> None:
    assert not is_page(address)


@pytest.mark.parametrize("address", [one for one in UNSAFE if one])
def test_nobody_is_sent_to_what_is_no_page(address: str) -> None:
    for method in ("GET", "POST"):
        assert told(form={"action": address, "method": method}) is None
    assert told(method_type="m", m={"qr_code": address}) in (None, Instruction(InstructionKind.CONFIRM))
    clean = "\n" not in address
    assert (told(method_type="m", m={"qr_code": address}) is None) is clean


@pytest.mark.parametrize(
    ("action", "link"),
    [
        ("https://pay.example", "https://pay.example?a+b=%D2%9A&x=%22%26"),
        ("https://pay.example/?t=1", "https://pay.example/?t=1&a+b=%D2%9A&x=%22%26"),
        ("https://pay.example/?", "https://pay.example/?a+b=%D2%9A&x=%22%26"),
        ("https://pay.example/?t=1&", "https://pay.example/?t=1&a+b=%D2%9A&x=%22%26"),
        ("https://pay.example/#top", "https://pay.example/?a+b=%D2%9A&x=%22%26#top"),
    ],
)
def test_a_form_by_get_is_a_link_with_both_queries(action: str, link: str) -> None:
    fields = [{"name": "a b", "value": "Қ"}, {"name": "x", "value": '"&'}]
    assert told(form={"action": action, "method": "get", "fields": fields}) == Instruction(
        InstructionKind.OPEN, links=(AppLink("page", link),)
    )


def test_a_form_without_a_method_is_sent_by_get_as_in_a_browser() -> None:
    assert told(form={"action": "https://pay.example"}) == Instruction(
        InstructionKind.OPEN, links=(AppLink("page", "https://pay.example"),)
    )


def test_a_form_by_post_stays_a_form() -> None:
    form = {"action": "https://pay.example/?t=1", "method": "Post", "fields": [{"name": "a", "value": "<b>"}]}
    assert told(form=form) == Instruction(
        InstructionKind.OPEN, form=Form("https://pay.example/?t=1", (("a", "<b>"),))
    )


def test_what_no_button_and_no_policy_takes_is_written_as_browsers_write_it() -> None:
    address, written = "https://pay.example/\"<a>'", "https://pay.example/%22%3Ca%3E'"
    assert told(method_type="m", m={"qr_code": address}) == told(method_type="m", m={"qr_code": written})
    posted = told(form={"action": address, "method": "POST"})
    assert posted == Instruction(InstructionKind.OPEN, form=Form(written, ()))
    linked = told(form={"action": address})
    assert linked == Instruction(InstructionKind.OPEN, links=(AppLink("page", written),))


@pytest.mark.parametrize("method", ["PUT", "DIALOG", "javascript"])
def test_a_form_by_another_method_is_none(method: str) -> None:
    assert told(form={"action": "https://pay.example", "method": method}) is None


def test_a_qr_counts_before_a_form() -> None:
    made = told(
        method_type="m", m={"qr_code": "https://qr.example/1"}, form={"action": "https://pay.example"}
    )
    assert made is not None
    assert [link.app for link in made.links] == ["qr"]


@pytest.mark.parametrize(
    ("link", "drawn"),
    [
        ("https://qr.example/1", True),
        ("https://qr.example/1.PNG", False),
        ("https://qr.example/1.svg?size=3", False),
        ("https://qr.example/?file=1.png", True),
        ("https://qr.example/" + "a" * 1000, False),
    ],
)
def test_a_qr_is_drawn_only_of_what_is_no_picture_and_can_be_scanned(link: str, drawn: bool) -> None:
    made = told(method_type="m", m={"qr_code": link})
    assert made == Instruction(InstructionKind.OPEN, link if drawn else "", (AppLink("qr", link),))


def test_fields_are_hidden_from_logs() -> None:
    assert "secret" not in repr(Instruction(InstructionKind.OPEN, form=Form("https://x", (("a", "secret"),))))
    assert RawForm("https://x", "GET", ()).fields == ()


def test_our_currencies_have_as_many_digits_as_theirs() -> None:
    """By the vendor's own table; it is what *minor units* mean."""
    none, three = {"BIF", "BYR", "CLP", "JPY", "KRW", "VND"}, {"BHD", "JOD", "KWD", "OMR", "TND"}
    for currency, digits in DIGITS.items():
        assert digits == (0 if currency in none else 3 if currency in three else 2)
