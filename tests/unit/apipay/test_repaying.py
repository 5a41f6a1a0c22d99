"""Which of an invoice's refunds is ours."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from billing.money import Money
from billing.questions import Repayment
from providers.apipay import wire
from providers.apipay.repaying import ours_among
from tests.unit.apipay.support import NOW, bill

OURS = Repayment(
    refund_id=7,
    key="k-7",
    bill=bill(bank_id="42"),
    amount=Money(150000, "KZT"),
    taken=Money(950000, "KZT"),
    before=Money(0, "KZT"),
    whole=False,
    asked_at=NOW,
)


def listed(number: int, **changes: object) -> wire.Refund:
    body = {"id": number, "amount": "1500.00", "status": "pending", "reason": "[k-7]"}
    return wire.told(wire.Refund, body | {"created_at": NOW.isoformat()} | changes)


def found(repayment: Repayment, *refunds: wire.Refund) -> str | None:
    ours = ours_among(list(refunds), repayment)
    return ours.id if ours else None


def test_by_its_id_where_we_know_it() -> None:
    known = replace(OURS, bank_id="1")
    assert found(known, listed(2, status="completed"), listed(1, reason="", amount="2.00")) == "1"
    assert found(known, listed(2)) is None


def test_else_by_our_mark_and_the_same_sum() -> None:
    assert found(OURS, listed(1)) == "1"
    assert found(OURS, listed(1, amount="1500.50")) is None
    assert found(OURS, listed(1, reason="[k-70]")) is None
    assert found(OURS, listed(1, reason=None)) is None


def test_of_two_tries_the_one_that_came_furthest() -> None:
    assert found(OURS, listed(1, status="failed"), listed(2, status="completed"), listed(3)) == "2"


def test_a_failure_before_this_try_is_not_its_own() -> None:
    before = (NOW - timedelta(hours=1)).isoformat()
    assert found(OURS, listed(1, status="failed", created_at=before)) is None
    assert found(OURS, listed(1, status="completed", created_at=before)) == "1"
