"""ApiPay's reports about subscriptions: read here, verified by ``webhook``. Pure.

The seed's four, and those that later documents added. What they are about stands at the root, in the first
form of all under ``data``.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from pydantic import BeforeValidator

from billing.subscriptions.banking import Event, Told
from providers.apipay import wire
from providers.apipay.subscriptions.shapes import Behind, Shown
from providers.apipay.webhook import unwrapped

FAMILY = "subscription."
MOST_GRACE = 30  # days; more than the service grants is a slip
_EVENTS = {
    "created": Event.CREATED,
    "paused": Event.PAUSED,
    "resumed": Event.RESUMED,
    "cancelled": Event.CANCELLED,
    "payment_succeeded": Event.SUCCEEDED,
    "payment_failed": Event.FAILED,
    "grace_period_started": Event.GRACE,
    "expired": Event.EXPIRED,
}


class Report(wire.Wire):
    """A report; what is beside the subscription belongs to its kind."""

    event: wire.Text = ""
    subscription: Annotated[Shown | None, BeforeValidator(wire.object_alone)] = None
    invoice: Annotated[Behind | None, BeforeValidator(wire.object_alone)] = None
    invoice_id: wire.Text = ""
    attempt_number: wire.Amount = None
    grace_period_days: wire.Amount = None
    expires_at: wire.Moment = None
    reason: wire.Text = ""
    error_code: wire.Text = ""
    timestamp: wire.Moment = None


def told_from(body: bytes) -> Told | None:
    """What a report says; ``None``: it is of something else, or of no subscription that can be named."""
    try:
        report = wire.told(Report, unwrapped(wire.object_from(body)))
    except wire.Garbled:
        return None
    event, about = report.event.lower(), report.subscription
    if not event.startswith(FAMILY) or about is None or not about.id.isdigit():
        return None
    known = _EVENTS.get(event.removeprefix(FAMILY), Event.OTHER)
    return Told(
        event=known,
        bank_id=about.id,
        key=about.external_subscriber_id,
        bill=report.invoice_id or (report.invoice.id if report.invoice else ""),
        at=report.timestamp,
        attempt=None if report.attempt_number is None else int(report.attempt_number),
        grace_until=_grace_until(report, about) if known is Event.GRACE else None,
        reason=report.reason,
        code=report.error_code,
    )


def _grace_until(report: Report, about: Shown) -> datetime | None:
    """The first form tells the days alone, within the subscription; they begin with the report."""
    days = report.grace_period_days or about.grace_period_days
    if report.expires_at is not None or report.timestamp is None or days is None:
        return report.expires_at
    return report.timestamp + timedelta(days=min(int(days), MOST_GRACE))
