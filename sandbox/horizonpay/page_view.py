"""What a method's page shows of a payment: words and numbers, ready for the page. Pure."""

from sandbox.horizonpay.currencies import written
from sandbox.horizonpay.page_texts import TEXTS
from sandbox.horizonpay.transactions import Transaction

View = dict[str, object]
REASONS = ("F.0132", "F.0114", "F.0999")
"""What a payer may choose for a decline."""
SIGNS = {"open": "new", "coming": "blocked", "successful": "paid", "expired": "expired"}
"""The look of a state; the others look like a refusal."""


def view_of(row: Transaction, shop: str, lang: str) -> View:
    """Everything on the page of one payment."""
    state, texts = state_of(row), TEXTS[lang]
    return {
        "sid": row.sid,
        "uid": row.uid,
        "order": row.order_id,
        "shop": shop,
        "purpose": row.wish.description,
        "method": row.wish.method,
        "amount": written(row.amount, row.wish.currency),
        "test": row.wish.test,
        "state": state,
        "look": SIGNS.get(state, "rejected"),
        "title": texts[state],
        "detail": f"{texts['returned']}: {written(row.refunded, row.wish.currency)}" if row.refunded else "",
        "open": state == "open",
        "can_keep": row.wish.recurring,
        "sent": row.arrivals[-1]["fields"] if row.arrivals else [],
        "back": row.wish.return_url,
        "reasons": [(code, texts[code]) for code in REASONS],
    }


def state_of(row: Transaction) -> str:
    """The state as a payer understands it."""
    if row.is_waiting:
        return "open"
    if row.money_coming:
        return "coming"
    if row.status == "settling":
        return "successful"
    return row.status if row.status in ("successful", "failed", "expired") else "closed"
