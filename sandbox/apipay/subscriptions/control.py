"""The bank's own cabinet, in which the merchant keeps the same subscriptions by hand."""

from sandbox.apipay.bank import ApiPay
from sandbox.apipay.reading import Body
from sandbox.apipay.shapes import Json
from sandbox.apipay.subscriptions import reading
from sandbox.apipay.subscriptions.reading import Desk
from sandbox.apipay.subscriptions.records import Charge, Subscription
from sandbox.common.control import Control
from sandbox.common.fields import Fields, MisuseError


def summary_of(bank: ApiPay, row: Subscription) -> Json:
    """One subscription with its history; sums in tiyn."""
    terms = row.terms
    return {
        "subscription": row.id,
        "org": row.org,
        "external_subscriber_id": terms.reference,
        "phone": terms.phone,
        "name": terms.name,
        "description": terms.description,
        "amount": terms.amount,
        "period": terms.period,
        "day": terms.day,
        "attempts": terms.attempts,
        "wait_hours": terms.wait_hours,
        "grace_days": terms.grace_days,
        "metadata": terms.metadata,
        "status": str(row.status),
        "is_sandbox": row.is_sandbox,
        "next_at": row.next_at.isoformat() if row.next_at else None,
        "retry_at": row.retry_at.isoformat() if row.retry_at else None,
        "grace_until": row.grace_until.isoformat() if row.grace_until else None,
        "failed_attempts": row.failed_attempts,
        "bills": [_charge(charge) for charge in row.charges],
        "history": [{"at": at.isoformat(), "status": word} for at, word in row.history],
        "events": [call.event for call in bank.noticed.get(row.id, ())],
    }


def _charge(charge: Charge) -> Json:
    return {
        "invoice": charge.invoice.id,
        "start": charge.start.isoformat(),
        "end": charge.end.isoformat(),
        "attempt": charge.attempt,
        "status": charge.status,
        "reason": charge.reason,
        "at": charge.created_at.isoformat(),
    }


async def subscription_make(bank: ApiPay, fields: Fields) -> Json:
    """A new one; `body` is what POST /subscriptions takes."""
    org = fields.text("org", "main")
    terms, start = reading.wish_of(_body(fields), _desk(bank, org))
    fields.end()
    return {"ok": True, **summary_of(bank, bank.subscriptions.make(org, terms, start, bank.clock.now()))}


async def subscription_change(bank: ApiPay, fields: Fields) -> Json:
    """Other terms; `body` is what PUT takes. The shop is told nothing, as the API tells nothing."""
    row = _row(bank, fields)
    terms = reading.change_of(_body(fields), row.terms, _desk(bank, row.org))
    fields.end()
    bank.subscriptions.change(row, terms, bank.clock.now())
    return {"ok": True, **summary_of(bank, row)}


def _stepper(step: str) -> Control[ApiPay]:
    async def take(bank: ApiPay, fields: Fields) -> Json:
        row = _row(bank, fields)
        fields.end()
        getattr(bank.subscriptions, step)(row, bank.clock.now())
        bank.advance()
        return {"ok": True, **summary_of(bank, row)}

    return take


def _row(bank: ApiPay, fields: Fields) -> Subscription:
    """By its id, or the newest with an external_subscriber_id."""
    rows = bank.subscriptions.rows
    if fields.has("external_subscriber_id"):
        reference = fields.text("external_subscriber_id")
        found = [row for row in rows.values() if row.terms.reference == reference]
        if not found:
            msg = f"no subscription for {reference}"
            raise MisuseError(msg)
        return found[-1]
    number = fields.whole("subscription")
    if number not in rows:
        msg = f"no subscription {number}"
        raise MisuseError(msg)
    return rows[number]


def _body(fields: Fields) -> Body:
    body = fields.any("body")
    if not isinstance(body, dict):
        msg = "body must be a JSON object"
        raise MisuseError(msg)
    return body


def _desk(bank: ApiPay, org: str) -> Desk:
    return Desk(bank.config, bank.catalog.of(org), bank.clock.now())


CONTROLS: dict[str, Control[ApiPay]] = {
    "subscription_make": subscription_make,
    "subscription_change": subscription_change,
    "subscription_pause": _stepper("pause"),
    "subscription_resume": _stepper("resume"),
    "subscription_cancel": _stepper("cancel"),
    "subscription_bill": _stepper("bill"),
}
