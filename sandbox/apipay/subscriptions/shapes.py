"""Subscriptions and their bills as answers show them, in the shapes of each contract."""

from datetime import datetime

from sandbox.apipay.config import Config
from sandbox.apipay.moments import ALMATY, maybe
from sandbox.apipay.money import text_of
from sandbox.apipay.shapes import Json, times, word_of
from sandbox.apipay.subscriptions.records import Charge, Subscription

LABELS = {
    "pending": ("Ожидает оплаты", "yellow"),
    "paid": ("Оплачен", "green"),
    "failed": ("Не оплачен", "red"),
    "cancelled": ("Отменён", "gray"),
}
"""The statuses of the history, in words and in a colour."""


def shown(row: Subscription, config: Config, now: datetime) -> Json:
    """A subscription by itself."""
    terms = row.terms
    about: Json = {
        "id": row.id,
        "amount": text_of(terms.amount),
        "phone_number": terms.phone,
        "subscriber_name": terms.name,
        "external_subscriber_id": terms.reference,
        "description": terms.description,
        "billing_period": terms.period,
        "billing_day": terms.day,
        "status": str(row.status),
        "next_billing_at": _next(row, config),
        "is_sandbox": row.is_sandbox,
        "created_at": times(config)(row.created_at),
    }
    return about | _since_september(row, now) if config.subscriptions == "september" else about


def answered(message: str, row: Subscription, config: Config, now: datetime) -> Json:
    """The answer to a creation or a change: under `subscription`, or flat."""
    return _wrapped(message, shown(row, config, now), config)


def stepped(message: str, row: Subscription, config: Config) -> Json:
    """The answer to a step, which tells the status and no more."""
    return _wrapped(message, {"id": row.id, "status": str(row.status)}, config)


def _wrapped(message: str, about: Json, config: Config) -> Json:
    return about if config.subscription_answer == "flat" else {"message": message, "subscription": about}


def looked_at(row: Subscription, config: Config, now: datetime) -> Json:
    """GET /subscriptions/{id}: its statistics stand beside it, in it, or all of it is flat."""
    about, more = shown(row, config, now), {"stats": _stats(row), "last_payment": _last(row, config)}
    if config.subscription_look == "beside":
        return {"subscription": about, **more}
    if config.subscription_look == "inside":
        return {"subscription": about | more}
    return about | more


def history(rows: list[Charge], page: int, per_page: int, total: int, config: Config) -> Json:
    """A page of the history, which never tells the last page."""
    data = [_charge(row, config) for row in rows]
    return {"data": data, "meta": {"current_page": page, "total": total, "per_page": per_page}}


def _charge(charge: Charge, config: Config) -> Json:
    bill, write = charge.invoice, times(config)
    label, colour = LABELS[charge.status]
    return {
        "id": charge.id,
        "invoice_id": bill.id,
        "billing_period_start": charge.start.isoformat(),
        "billing_period_end": charge.end.isoformat(),
        "billing_period_label": f"{charge.start:%d.%m.%Y} – {charge.end:%d.%m.%Y}",
        "amount": text_of(bill.told_amount),
        "attempt_number": charge.attempt,
        "status": charge.status,
        "status_label": label,
        "status_color": colour,
        "paid_at": maybe(write, charge.paid_at),
        "failure_reason": charge.reason,
        "invoice": {
            "id": bill.id,
            "kaspi_invoice_id": bill.kaspi_id,
            "status": word_of(bill, config),
        },
        "created_at": write(charge.created_at),
    }


def _stats(row: Subscription) -> Json:
    failed = [charge for charge in row.charges if charge.status in ("failed", "cancelled")]
    return {
        "total_payments": len(row.charges),
        "successful_payments": len(row.paid),
        "failed_payments": len(failed),
        "total_collected": text_of(sum(charge.invoice.told_amount for charge in row.paid)),
    }


def _last(row: Subscription, config: Config) -> Json | None:
    """The newest bill, whatever has become of it."""
    if not row.charges:
        return None
    charge = row.charges[-1]
    amount, paid_at = text_of(charge.invoice.told_amount), maybe(times(config), charge.paid_at)
    return {"amount": amount, "status": charge.status, "paid_at": paid_at}


def _next(row: Subscription, config: Config) -> str | None:
    if row.next_at is None:
        return None
    if config.next_billing == "date":
        return row.next_at.astimezone(ALMATY).date().isoformat()
    return times(config)(row.next_at)


def _since_september(row: Subscription, now: datetime) -> Json:
    terms, days = row.terms, None
    if row.next_at is not None:
        days = (row.next_at.astimezone(ALMATY).date() - now.astimezone(ALMATY).date()).days
    return {
        "billing_day_from_end": terms.from_end,
        "billing_time": f"{terms.at:%H:%M}",
        "total_cycles": terms.cycles,
        "cycles_paid": len(row.paid),
        "bill_until_paid": terms.until_paid,
        "next_billing_in_days": days,
        "next_billing_label": None if days is None else f"in {days} days",
    }
