"""What ApiPay answers about subscriptions, read leniently, and what it means. Pure.

One stands flat or under ``subscription``, its figures in it or beside it; the day of the next bill comes
with a time or without.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from pydantic import AliasChoices, BeforeValidator, Field

from billing.money import Money
from billing.subscriptions.banking import (
    BankBill,
    BankLast,
    BankState,
    BankStats,
    BankSubscription,
)
from billing.subscriptions.models import Cycle, PeriodState
from providers.apipay import codec, wire

DAY_ALONE = len("2026-03-01")
_STATES = {
    "active": BankState.ACTIVE,
    "paused": BankState.PAUSED,
    "cancelled": BankState.CANCELLED,
    "expired": BankState.EXPIRED,
    "completed": BankState.EXPIRED,  # of February and March 2026: no more bills either
}
_PERIODS = {state.value: state for state in PeriodState}
_CYCLES = {cycle.value: cycle for cycle in Cycle}


class Figures(wire.Wire):
    """The statistics of one."""

    total_payments: wire.Amount = None
    successful_payments: wire.Amount = None
    failed_payments: wire.Amount = None
    total_collected: wire.Amount = None


class Last(wire.Wire):
    """Its newest bill."""

    amount: wire.Amount = None
    status: wire.Text = ""
    paid_at: wire.Moment = None


class Shown(wire.Wire):
    """A subscription, wherever it stands: made, changed, listed, shown, or in a report."""

    id: wire.Text = ""
    status: wire.Text = ""
    amount: wire.Amount = None
    phone_number: wire.Personal = ""
    subscriber_name: wire.Personal = ""
    external_subscriber_id: wire.Text = ""
    description: wire.Text = ""
    billing_period: wire.Text = ""
    billing_day: wire.Amount = None
    next_billing_at: wire.Text = Field(
        "", validation_alias=AliasChoices("next_billing_at", "next_billing_date")
    )
    failed_attempts: wire.Amount = None
    in_grace_period: wire.Flag = None
    grace_period_days: wire.Amount = None
    is_sandbox: wire.Flag = None
    created_at: wire.Moment = None
    stats: Annotated[Figures | None, BeforeValidator(wire.object_alone)] = None
    last_payment: Annotated[Last | None, BeforeValidator(wire.object_alone)] = None

    @property
    def names_key(self) -> bool:
        """Whether its key is told, or that it has none."""
        return "external_subscriber_id" in self.model_fields_set


class Behind(wire.Wire):
    """The bill behind a row of the history."""

    id: wire.Text = ""


class Charge(wire.Wire):
    """A row of the history."""

    id: wire.Text = ""
    invoice_id: wire.Text = ""
    invoice: Annotated[Behind | None, BeforeValidator(wire.object_alone)] = None
    billing_period_start: wire.Moment = None
    billing_period_end: wire.Moment = None
    amount: wire.Amount = None
    attempt_number: wire.Amount = None
    status: wire.Text = ""
    failure_reason: wire.Text = ""
    paid_at: wire.Moment = None
    created_at: wire.Moment = None


def shown_from(body: bytes) -> Shown:
    """One of them. Raises ``Garbled``, for one without an id or a status as well."""
    whole = wire.object_from(body)
    inner = whole.get("subscription")
    told = wire.told(Shown, _merged(whole, inner) if isinstance(inner, dict) else whole)
    if not told.id.isdigit() or not told.status:
        raise wire.Garbled("no subscription")
    return told


def _merged(whole: Mapping[str, object], inner: Mapping[str, object]) -> dict[str, object]:
    """The figures may stand beside it."""
    return {**inner, **{name: inner.get(name) or whole.get(name) for name in ("stats", "last_payment")}}


def page_from(body: bytes) -> codec.Page[Shown]:
    """A part of the list. Raises ``Garbled``, for a row without an id as well."""
    page = codec.page_from(Shown, body)
    if not all(row.id.isdigit() for row in page.rows):
        raise wire.Garbled("a subscription without an id")
    return page


def history_from(body: bytes) -> codec.Page[Charge]:
    """A part of the history, which never names its last page. Raises ``Garbled``."""
    page = codec.page_from(Charge, body)
    if not all(row.id.isdigit() for row in page.rows):
        raise wire.Garbled("a bill without an id")
    return page


def subscription_of(told: Shown) -> BankSubscription:
    """The same in our words."""
    phone = codec.phone_from(told.phone_number)
    return BankSubscription(
        bank_id=told.id,
        key=told.external_subscriber_id,
        state=_STATES.get(told.status.lower(), BankState.UNCLEAR),
        amount=codec.money_from(told.amount),
        cycle=_CYCLES.get(told.billing_period.lower()),
        day=None if told.billing_day is None else int(told.billing_day),
        phone=f"+7{phone[1:]}" if phone else "",
        next_at=wire.moment_from(told.next_billing_at),
        next_timed=len(told.next_billing_at) > DAY_ALONE,
        failed=int(told.failed_attempts or 0),
        stats=_stats_of(told.stats),
        last=_last_of(told.last_payment),
        practice=bool(told.is_sandbox),
        in_grace=told.in_grace_period,
        made_at=told.created_at,
        description=told.description,
        name=told.subscriber_name,
    )


def _stats_of(told: Figures | None) -> BankStats | None:
    """All four or none."""
    if told is None:
        return None
    collected = codec.money_from(told.total_collected)
    counts = (told.total_payments, told.successful_payments, told.failed_payments)
    if collected is None or None in counts:
        return None
    total, successful, failed = (int(count or 0) for count in counts)
    return BankStats(total, successful, failed, collected)


def _last_of(told: Last | None) -> BankLast | None:
    amount = codec.money_from(told.amount) if told is not None else None
    if told is None or amount is None:
        return None
    return BankLast(amount, _PERIODS.get(told.status.lower()), told.paid_at)


def bill_of(row: Charge) -> BankBill:
    """One bill of the history. Raises ``Garbled`` where one that was made has no id or no sum."""
    bank_id = row.invoice_id or (row.invoice.id if row.invoice else "")
    state, amount = _PERIODS.get(row.status.lower()), codec.money_from(row.amount)
    if state is not PeriodState.SKIPPED and (amount is None or not bank_id.isdigit()):
        raise wire.Garbled("a bill that cannot be read")
    return BankBill(
        bank_id=bank_id,
        amount=amount or Money(0, "KZT"),
        first_day=_day_of(row.billing_period_start),
        last_day=_day_of(row.billing_period_end),
        attempt=int(row.attempt_number or 1),
        state=state,
        made_at=row.created_at,
        paid_at=row.paid_at,
        reason=row.failure_reason,
    )


def _day_of(moment: wire.Moment) -> date | None:
    return None if moment is None else moment.astimezone(wire.ALMATY).date()
