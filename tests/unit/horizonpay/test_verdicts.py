"""What answers mean, where the simulator would have to be bent too far to say them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from billing.answers import (
    Accepted,
    Kept,
    Observation,
    Rejected,
    Returned,
    Seen,
    Unknown,
)
from billing.models import Refusal
from billing.money import Money
from billing.questions import Payer, Repayment
from providers.horizonpay import codec, repaying, returning, verdicts, wire
from tests.support.payments import answer
from tests.unit.horizonpay.support import NOW, bill, transaction

REPAYMENT = Repayment(1, "key-1", bill(), Money(1000, "KZT"), bill().amount, Money(0, "KZT"), whole=False)


def seen(**changes: object) -> Observation:
    told = wire.transaction_from(transaction(**changes))
    return verdicts.seen_of(told, bill(keep=True), NOW, "test", test=False)


def refund(**changes: object) -> wire.Transaction:
    ours: dict[str, Any] = {
        "uid": "2-r",
        "type": "refund",
        "amount": 1000,
        "parent_uid": "2-52671c8733",
        "tracking_id": codec.tracking_of(REPAYMENT),
    }
    return wire.transaction_from(transaction(**(ours | changes)))


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:/etc/passwd", "https://a b", ""])
def test_only_an_http_address_is_a_receipt(address: str) -> None:
    assert seen().details.receipt_url
    assert seen(receipt_url=address).details.receipt_url == ""


def test_a_kept_method_is_known_again_by_its_last_digits() -> None:
    own = {"type": "card", "token": "t-1", "last_4": "4242"}
    assert seen(method_type="card", card=own).kept == Kept("t-1", "•• 4242")
    assert seen(method_type="card", card={"token": "t-1"}).kept == Kept("t-1", "card")
    assert seen(method_type="card", card={"token": "t-1"}, status="failed").kept is None


@pytest.mark.parametrize(
    ("changes", "keeps"),
    [
        ({}, True),
        ({"tracking_id": "tolem-100002"}, False),
        ({"test": True}, False),
        ({"type": "payout"}, False),
    ],
)
def test_the_token_of_another_payment_or_of_the_other_world_is_not_kept(
    changes: dict[str, Any], keeps: bool
) -> None:
    told = transaction(method_type="card", card={"token": "t-1"}, **changes)
    outcome = verdicts.outcome_from(answer(200, {"transaction": told}), bill(keep=True), test=False)
    assert isinstance(outcome, Accepted)
    assert outcome.decided
    assert (outcome.kept is not None) is keeps


@pytest.mark.parametrize(
    "changes", [{"amount": 500100}, {"currency": "USD"}, {"tracking_id": "tolem-100002"}, {"test": True}]
)
def test_another_payment_than_was_meant_is_over_only_where_nobody_can_pay_it_without_our_link(
    changes: dict[str, Any],
) -> None:
    told = transaction(status="pending", **changes)
    by_itself = verdicts.outcome_from(answer(200, {"transaction": told}), bill(saved="t-1"), test=False)
    assert isinstance(by_itself, Unknown)
    page = told | {"form": {"action": "https://pay.example", "method": "POST"}}
    by_page = verdicts.outcome_from(answer(200, {"transaction": page}), bill(), test=False)
    assert isinstance(by_page, Rejected)


@pytest.mark.parametrize("changes", [{"currency": "XAU"}, {"amount": 0}])
def test_money_that_cannot_be_counted_is_unclear(changes: dict[str, Any]) -> None:
    assert seen(**changes).seen is Seen.UNCLEAR


def test_our_refund_is_told_from_another_of_the_same_sum() -> None:
    other = codec.tracking_of(replace(REPAYMENT, key="key-2"))
    assert returning.ours_among([refund(tracking_id=other), refund(uid="2-o")], REPAYMENT) == refund(
        uid="2-o"
    )
    for changes in ({"amount": 999}, {"currency": "USD"}, {"type": "chargeback"}, {"parent_uid": "2-x"}):
        assert returning.ours_among([refund(**changes)], REPAYMENT) is None
    assert returning.ours_among([refund(tracking_id=codec.mark_of(REPAYMENT))], REPAYMENT) is not None


def test_of_several_under_one_id_the_furthest_counts() -> None:
    states = ["failed", "pending", "successful"]
    found = [refund(uid=f"2-{state}", status=state) for state in states]
    ours = returning.ours_among(found, REPAYMENT)
    assert ours is not None
    assert returning.state_of(ours) is Returned.COMPLETED


def test_what_went_back_is_never_more_than_came_and_never_guessed() -> None:
    payment = wire.transaction_from(transaction())
    twice = [refund(amount=400000), refund(uid="2-s", amount=400000)]
    assert returning.total_of(twice, payment) == Money(500000, "KZT")
    assert returning.total_of([refund(currency="USD")], payment) is None


def test_an_answer_about_another_refund_is_no_answer() -> None:
    told = answer(200, {"transaction": transaction(type="refund", amount=999)})
    assert isinstance(repaying.outcome_from(told, REPAYMENT), Unknown)


@pytest.mark.parametrize("status", [301, 408, 409, 500, 503])
def test_what_does_not_prove_that_nothing_was_made_is_unknown(status: int) -> None:
    said = answer(status, {"message": "No"})
    assert isinstance(verdicts.outcome_from(said, bill(), test=False), Unknown)
    assert isinstance(repaying.outcome_from(said, REPAYMENT), Unknown)


@pytest.mark.parametrize(("saved", "refusal"), [("t-1", Refusal.METHOD_GONE), (None, Refusal.OUR_REQUEST)])
def test_a_dead_token_is_known_by_words_too_but_only_where_one_was_sent(
    saved: str | None, refusal: Refusal
) -> None:
    said = answer(422, {"message": "Unprocessable entity", "errors": "request.method.token is unknown"})
    outcome = verdicts.outcome_from(said, bill(saved=saved), test=False)
    assert isinstance(outcome, Rejected)
    assert outcome.refusal is refusal


@pytest.mark.parametrize(
    ("errors", "refusal", "wrong"),
    [
        ({"request": {"customer": {"country": ["is invalid"]}}}, Refusal.PARTICULARS, ("country",)),
        (
            {"customer.country": ["is invalid"], "customer.zip": ["no"]},
            Refusal.PARTICULARS,
            ("country", "zip"),
        ),
        ([{"customer": {"country": ["a", "b"]}}], Refusal.PARTICULARS, ("country",)),
        ({"customer": {"country": ["is invalid"]}, "amount": ["is missing"]}, Refusal.OUR_REQUEST, ()),
        ({"customer": {"email": ["is missing"]}}, Refusal.OUR_REQUEST, ()),
        ({"country": ["is invalid"]}, Refusal.OUR_REQUEST, ()),
        ("country is invalid", Refusal.OUR_REQUEST, ()),
    ],
)
def test_what_is_refused_of_the_payers_own_words_is_named(
    errors: object, refusal: Refusal, wrong: tuple[str, ...]
) -> None:
    said = answer(422, {"message": "Unprocessable entity", "errors": errors})
    outcome = verdicts.outcome_from(said, bill(payer=Payer(country="ZZ", zip="050000")), test=False)
    assert isinstance(outcome, Rejected)
    assert (outcome.refusal, outcome.wrong) == (refusal, wrong)


def test_what_was_told_and_is_no_such_thing_is_named_before_the_bank_is_asked() -> None:
    known = bill(payer=Payer(email="nonsense"))
    outcome = verdicts.refused_unsent(known, frozenset({"email"}))
    assert outcome is not None
    assert (outcome.refusal, outcome.wrong) == (Refusal.PARTICULARS, ("email",))


def test_an_unreadable_400_is_a_proxys() -> None:
    assert isinstance(verdicts.outcome_from(answer(400, b"<html>"), bill(), test=False), Unknown)


def test_ids_that_we_make_hold_no_semicolon_but_the_one_that_parts_them() -> None:
    assert codec.tracking_of(REPAYMENT).count(";") == 1
    assert len(codec.tracking_of(REPAYMENT)) < 255
    assert ";" not in codec.mark_of(REPAYMENT)


def test_the_end_is_written_without_a_z_and_without_fractions() -> None:
    odd = bill(created_at=NOW + timedelta(microseconds=5), asked_at=None)
    assert codec.written(codec.ends_at(odd)) == "2026-03-02T10:00:00+00:00"


def test_two_parameters_are_known_and_not_sent() -> None:
    shop = codec.Shop("https://x", "Basic eA==", "card", test=False)
    sent = codec.payment_from(shop, bill(), keep=False)
    assert not {"iframe", "verification_url"} & set(sent)
    asked = codec.Unsent(iframe=False, verification_url="https://shop.example/verify")
    told = codec.payment_from(shop, bill(), keep=False, unsent=asked)
    assert (told["iframe"], told["verification_url"]) == (False, "https://shop.example/verify")
    assert "eA==" not in repr((shop, codec.create_call(shop, bill(), keep=False)))
