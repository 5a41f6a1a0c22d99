"""The books as data, for whoever plays with the sandbox. Sums are minor units."""

from sandbox.horizonpay.bank import HorizonPay
from sandbox.horizonpay.notifications import Call
from sandbox.horizonpay.shapes import Json
from sandbox.horizonpay.transactions import Transaction


def summary_of(bank: HorizonPay, row: Transaction) -> Json:
    """One payment with its refunds, the forms that came to its page, and its notifications."""
    wish = row.wish
    return {
        **_row(bank, row),
        "description": wish.description,
        "customer": wish.customer,
        "language": wish.language,
        "ip": wish.ip,
        "iframe": wish.iframe,
        "additional_data": wish.additional,
        "recurring": wish.recurring,
        "charged_token": wish.token,
        "token": row.token.value if row.token else None,
        "return_url": wish.return_url,
        "notification_url": wish.notification_url,
        "verification_url": wish.verification_url,
        "expires_at": wish.expires_at.isoformat() if wish.expires_at else None,
        "page": f"{row.origin}/horizonpay/pay/{row.sid}",
        "taken": row.taken,
        "refunded": row.refunded,
        "refunds": [_row(bank, child) for child in row.children],
        "arrivals": list(row.arrivals),
    }


def books_of(bank: HorizonPay) -> Json:
    """All of it."""
    payments = [row for row in bank.books.all() if row.parent is None]
    return {
        "transactions": [summary_of(bank, row) for row in payments],
        "taken": sum(row.taken - row.refunded for row in payments),
        "tokens": [
            {"token": one.value, "method": one.method, "alive": one.alive}
            for one in bank.books.tokens.values()
        ],
        "notifications": [call_of(call) for call in bank.notifications.calls],
        "requests": dict(bank.journal.requests),
    }


def call_of(call: Call) -> Json:
    """One notification and its tries."""
    return {
        "url": call.url,
        "uid": call.uid,
        "status": call.status,
        "body": call.body,
        "mode": call.mode,
        "at": call.announced_at.isoformat(),
        "answers": list(call.answers),
    }


def _row(bank: HorizonPay, row: Transaction) -> Json:
    return {
        "uid": row.uid,
        "type": row.type,
        "shop": row.shop,
        "status": row.status,
        "amount": row.amount,
        "currency": row.wish.currency,
        "method": row.wish.method,
        "tracking_id": row.tracking_id,
        "test": row.wish.test,
        "reason": row.reason,
        "code": row.code,
        "message": row.message,
        "history": [{"at": at.isoformat(), "status": word} for at, word in row.history],
        "notifications": [call_of(call) for call in bank.notifications.by_uid.get(row.uid, ())],
    }
