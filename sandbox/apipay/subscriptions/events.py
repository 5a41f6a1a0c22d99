"""The bodies of the events of subscriptions: the seed's, at the root, or the first ones, under `data`."""

from datetime import datetime

from sandbox.apipay.config import Config
from sandbox.apipay.events import envelope, written
from sandbox.apipay.moments import maybe, zulu
from sandbox.apipay.money import text_of
from sandbox.apipay.shapes import Json
from sandbox.apipay.subscriptions.records import Notice, Subscription

LATER = frozenset(f"subscription.{word}" for word in ("created", "paused", "resumed", "cancelled"))
"""Events that April does not know."""
FEWER = {
    "subscription.payment_failed": ("external_subscriber_id", "subscriber_name", "next_billing_at"),
    "subscription.grace_period_started": (
        "external_subscriber_id",
        "subscriber_name",
        "billing_period",
        "next_billing_at",
    ),
    "subscription.expired": ("external_subscriber_id", "subscriber_name", "billing_period"),
}
"""What these do not tell of the subscription."""


def body_of(notice: Notice, config: Config) -> Json:
    """What happened, as the shop is told."""
    if config.subscription_event == "data":
        inner = {"data": _first_form(notice)}
        return {"event": notice.event, **inner, "source": "subscription", "timestamp": zulu(notice.at)}
    row = notice.subscription
    shown = {
        name: value for name, value in _shown(row, config).items() if name not in FEWER.get(notice.event, ())
    }
    return envelope(notice.event, {"subscription": shown, **_beside(notice, config)}, notice.at, config)


def _shown(row: Subscription, config: Config) -> Json:
    terms = row.terms
    return {
        "id": row.id,
        "external_subscriber_id": terms.reference,
        "phone_number": terms.phone,
        "subscriber_name": terms.name,
        "amount": text_of(terms.amount),
        "billing_period": terms.period,
        "status": str(row.status),
        "next_billing_at": maybe(lambda at: written(at, config), row.next_at),
        "failed_attempts": row.failed_attempts,
        "in_grace_period": row.grace_until is not None,
        "is_sandbox": row.is_sandbox,
    }


def _beside(notice: Notice, config: Config) -> Json:
    """What stands at the root beside the subscription."""
    row, charge = notice.subscription, notice.charge
    if notice.event.endswith("grace_period_started") and row.grace_until is not None:
        return {
            "grace_period_days": row.terms.grace_days,
            "expires_at": written(row.grace_until, config),
        }
    if notice.event.endswith("expired"):
        counts: Json = {"cycles_paid": len(row.paid), "total_cycles": row.terms.cycles}
        return {"reason": notice.reason, **counts} if notice.reason else {}
    if charge is None:
        return {}
    bill = charge.invoice
    if notice.event.endswith("cancelled"):
        code: Json = {"error_code": bill.error_code} if notice.reason == "payer_error" else {}
        return {"reason": notice.reason, "invoice_id": bill.id, **code}
    told: Json = {"invoice_id": bill.id, "amount": text_of(bill.told_amount)}
    if notice.event.endswith("payment_succeeded"):
        return told | {"paid_at": _paid_at(charge.paid_at, config)}
    return told | {"reason": charge.reason, "attempt_number": charge.attempt}


def _paid_at(at: datetime | None, config: Config) -> str | None:
    return maybe(lambda moment: written(moment, config), at)


def _first_form(notice: Notice) -> Json:
    """Until 19 March 2026; of a payment that failed it does not tell the invoice."""
    row, charge = notice.subscription, notice.charge
    about: Json = {"id": row.id}
    if notice.event.endswith("grace_period_started"):
        left = max(0, row.terms.attempts - row.failed_attempts)
        about |= {"grace_period_days": row.terms.grace_days, "retry_attempts_remaining": left}
        return {"subscription": about}
    about["status"] = str(row.status)
    if notice.event.endswith("payment_failed"):
        return {"subscription": about, "reason": None if charge is None else charge.reason}
    if notice.event.endswith("payment_succeeded") and charge is not None:
        about["billing_period"] = row.terms.period
        bill = charge.invoice
        shown: Json = {"id": bill.id, "amount": text_of(bill.told_amount), "status": str(bill.status)}
        return {"subscription": about, "invoice": shown}
    return {"subscription": about}
