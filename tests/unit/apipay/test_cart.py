"""Bills and refunds by lines: what is sent, and what a refusal of lines means."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from billing.answers import (
    Accepted,
    Begun,
    Declined,
    Rejected,
    Seen,
)
from billing.models import RefundRefusal
from billing.money import Money
from billing.questions import (
    Bill,
    BillLine,
    RepaidLine,
    Repayment,
)
from providers.apipay import codec, verdicts, wire
from providers.apipay.repaying import ours_among, refunded_from
from providers.apipay.statement import operation_of
from tests.support.payments import answer
from tests.unit.apipay.support import CREATED, NOW, bill

LINES = (BillLine("612", 2, Money(450000, "KZT")), BillLine("615", 1, Money(150050, "KZT")))
REPAYMENT = Repayment(
    7,
    "k-7",
    bill(bank_id="42"),
    Money(450000, "KZT"),
    Money(950000, "KZT"),
    Money(0, "KZT"),
    False,
    lines=(RepaidLine("612", 1),),
)


def cart(**changes: object) -> Bill:
    return bill(lines=LINES, **changes)


def sent(made: Bill) -> dict[str, object]:
    body = codec.create_call("https://bank", "key", made, "87001234567").body
    told: dict[str, object] = json.loads(body, parse_float=Decimal)
    return told


def test_lines_go_with_their_agreed_prices_and_without_an_amount() -> None:
    assert sent(cart(description="Заказ")) == {
        "phone_number": "87001234567",
        "cart_items": [
            {"catalog_item_id": 612, "count": 2, "price": 4500},
            {"catalog_item_id": 615, "count": 1, "price": Decimal("1500.50")},
        ],
        "external_order_id": "order_123",
        "external_order_id_idempotency": "order_123",
        "description": "Заказ",
    }


@pytest.mark.parametrize(("percent", "said"), [(0, False), (1, True), (99, True), (100, False)])
def test_a_discount_is_a_number_from_1_to_99_or_is_not_said(percent: int, said: bool) -> None:
    assert sent(cart(discount=percent)).get("discount_percentage") == (percent if said else None)
    assert "discount_percentage" not in sent(bill(discount=percent))


def test_the_banks_own_total_is_handed_on() -> None:
    told = {"subtotal": "10000.00", "discount_sum": "500.00", "discount_percentage": "5"}
    made = verdicts.outcome_from(answer(201, CREATED | told), cart(), True, NOW)
    assert isinstance(made, Accepted)
    assert made.total == Money(950000, "KZT")
    silent = verdicts.outcome_from(answer(201, CREATED | {"amount": None}), cart(), True, NOW)
    assert isinstance(silent, Accepted)
    assert silent.total is None


def test_a_bill_that_is_found_again_shows_its_total() -> None:
    told = wire.told(wire.Invoice, CREATED)
    seen = verdicts.seen_of(told, cart(), NOW, production=True)
    assert (seen.seen, seen.total, seen.amount) == (Seen.PENDING, Money(950000, "KZT"), None)
    assert verdicts.ours_among([told], cart()) == told


ITEM = {"errors": {"cart_items.1.catalog_item_id": ["The selected catalog item id is invalid."]}}


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (422, {"message": "Validation failed", **ITEM}, "lines-catalog_item_unknown"),
        (
            422,
            {"message": "x", "errors": {"cart_items": ["catalog_not_supported"]}},
            "lines-catalog_not_supported",
        ),
        (400, {"error": "catalog_not_supported", "message": "x"}, "lines-catalog_not_supported"),
        (422, {"message": "x", "error_code": "catalog_not_supported"}, "lines-catalog_not_supported"),
        (
            422,
            {"message": "This organization does not support catalog. Remove cart_items from request."},
            "lines-catalog_not_supported",
        ),
        (422, {"message": "x", "errors": {"cart_items": ["amount_must_be_whole_tenge"]}}, "lines-cart_items"),
        (422, {"message": "x", "errors": {"cart_items.0.price": ["y"]}}, "lines-cart_items"),
        (422, {"message": "x", "errors": {"phone_number": ["y"]}}, "phone_number"),
    ],
)
def test_a_refusal_of_lines_is_told_from_others_so_that_the_amount_may_be_billed(
    status: int, body: object, code: str
) -> None:
    refused = verdicts.outcome_from(answer(status, body), cart(), True, NOW)
    assert isinstance(refused, Rejected)
    assert (refused.code, refused.halt) == (code, None)


def test_a_bill_by_its_amount_is_never_refused_for_its_lines() -> None:
    refused = verdicts.outcome_from(answer(422, {"message": "x", **ITEM}), bill(), True, NOW)
    assert isinstance(refused, Rejected)
    assert not refused.code.startswith("lines-")


def test_who_has_a_catalog_may_be_billed_by_lines_only() -> None:
    said = {"message": "This organization requires cart items. Include cart_items in request."}
    refused = verdicts.outcome_from(answer(422, said), bill(), True, NOW)
    assert isinstance(refused, Rejected)
    assert refused.code == "cart_items_required"


@pytest.mark.parametrize("lines", [LINES * 51, (replace(LINES[0], bank_id="x"),)])
def test_lines_that_the_bank_cannot_take_are_not_sent(lines: tuple[BillLine, ...]) -> None:
    refused = verdicts.refused_unsent(bill(lines=lines), "87001234567")
    assert refused is not None
    assert refused.code == "lines-cart_items"
    assert verdicts.refused_unsent(cart(), "87001234567") is None


# --- back -----------------------------------------------------------------------------------------------


def asked_back(repayment: Repayment) -> dict[str, object]:
    told: dict[str, object] = json.loads(codec.refund_call("https://bank", "key", repayment).body)
    return told


def test_pieces_go_back_by_their_number_and_everything_by_its_amount() -> None:
    items = [{"catalog_item_id": 612, "count": 1}]
    assert asked_back(REPAYMENT) == {"return_items": items, "reason": "[k-7]"}
    whole = replace(REPAYMENT, whole=True, amount=Money(950000, "KZT"))
    assert asked_back(whole) == {"amount": 9500, "reason": "[k-7]"}


@pytest.mark.parametrize(("said", "minor"), [("4500.00", 450000), (4499.5, 449950), (None, None)])
def test_what_pieces_come_to_is_the_banks_to_say(said: object, minor: int | None) -> None:
    told = {"refund": {"id": 5, "amount": said, "status": "pending"}}
    amount = None if minor is None else Money(minor, "KZT")
    assert refunded_from(answer(201, told), NOW) == Begun("5", amount)


def test_the_answer_that_was_lost_is_known_by_our_mark_whatever_the_pieces_came_to() -> None:
    other = wire.told(wire.Refund, {"id": 5, "amount": "4499.50", "status": "pending", "reason": "[k-7]"})
    assert ours_among([other], REPAYMENT) == other
    assert ours_among([other], replace(REPAYMENT, lines=())) is None


def test_a_part_that_must_be_named_by_its_items_is_declined_with_its_code() -> None:
    code = "partial_refund_requires_return_items"
    said = {"error": code, "error_code": code, "message": "needs return_items"}
    assert refunded_from(answer(422, said), NOW) == Declined(
        RefundRefusal.OUR_REQUEST, "return_items_required", f"{code}: needs return_items"
    )


# --- lists ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", [{"discount_percentage": "10"}, {"discount_percentage": 10}])
def test_a_discount_is_read_as_text_or_number(shape: dict[str, object]) -> None:
    told = wire.told(wire.Invoice, CREATED | {"subtotal": "10000.00", "discount_sum": 500} | shape)
    assert (told.subtotal, told.discount_sum, told.discount_percentage) == (10000, 500, 10)


def test_a_statement_says_what_was_sold_where_nobody_has_described_it() -> None:
    items = [{"name": "Кофе", "count": 2}, {"name": "Круассан", "count": 1}, {"name": None}, "?"]
    bare = wire.told(wire.Invoice, CREATED | {"description": None, "items": items})
    assert operation_of(bare, []).description == "Кофе × 2, Круассан"
    described = wire.told(wire.Invoice, CREATED | {"items": items})
    assert operation_of(described, []).description == CREATED["description"]


@pytest.mark.parametrize("items", [None, [], "nonsense", {"id": 1}, [None]])
def test_unreadable_items_spoil_no_invoice(items: object) -> None:
    told = wire.told(wire.Invoice, CREATED | {"items": items})
    assert (told.id, told.items) == ("124", ())
