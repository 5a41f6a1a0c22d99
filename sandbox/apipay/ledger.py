"""What the books hold, for whoever plays with the sandbox."""

from sandbox.apipay.bank import ApiPay
from sandbox.apipay.bills import HAS_MONEY, Invoice, Refund
from sandbox.apipay.catalog.control import summary_of as goods
from sandbox.apipay.shapes import Json
from sandbox.apipay.subscriptions.control import summary_of as subscription
from sandbox.apipay.webhooks import Call


def summary_of(bank: ApiPay, invoice: Invoice) -> Json:
    """One invoice with its refunds and webhooks; sums in tiyn."""
    wish = invoice.wish
    return {
        "invoice": invoice.id,
        "org": invoice.org,
        "subscription": invoice.subscription,
        "external_order_id": wish.external_order_id,
        "key": wish.key,
        "phone": wish.phone,
        "description": wish.description,
        "amount": invoice.amount,
        "status": str(invoice.status),
        "error_code": invoice.error_code,
        "kaspi_invoice_id": invoice.kaspi_id,
        "client_name": invoice.client_name,
        "is_sandbox": invoice.is_sandbox,
        "money_at_kaspi": invoice.money_at_kaspi,
        "refunded": invoice.refunded,
        "refunds": [_refund(refund) for refund in invoice.refunds],
        "lines": [
            {
                "item": line.item,
                "name": line.name,
                "price": line.price,
                "count": line.count,
                "discount": line.discount,
            }
            for line in wish.lines
        ],
        "history": [{"at": at.isoformat(), "status": word} for at, word in invoice.history],
        "webhooks": [call_of(call) for call in bank.webhooks.by_subject.get(invoice.id, ())],
    }


def books_of(bank: ApiPay) -> Json:
    """All of it."""
    rows = list(bank.books.all())
    taken = sum(row.amount - row.refunded for row in rows if row.status in HAS_MONEY or row.money_at_kaspi)
    webhooks = bank.webhooks
    return {
        "invoices": [summary_of(bank, row) for row in rows],
        "items": [goods(item) for item in bank.catalog.items.values()],
        "subscriptions": [subscription(bank, row) for row in bank.subscriptions.rows.values()],
        "taken": taken,
        "webhooks": [call_of(call) for call in webhooks.calls],
        "requests": dict(bank.journal.requests),
        "failures": webhooks.failures,
        "paused_until": webhooks.paused_until.isoformat() if webhooks.paused_until else None,
        "is_off": webhooks.is_off,
    }


def call_of(call: Call) -> Json:
    """One webhook and its tries."""
    return {
        "url": call.url,
        "event": call.event,
        "body": call.body,
        "mode": call.mode,
        "at": call.announced_at.isoformat(),
        "answers": list(call.answers),
    }


def _refund(refund: Refund) -> Json:
    return {
        "id": refund.id,
        "amount": refund.amount,
        "status": refund.status,
        "reason": refund.reason,
        "by": refund.by,
        "error_code": refund.error_code,
        "lines": [{"name": back.line.name, "count": back.count} for back in refund.items],
    }
