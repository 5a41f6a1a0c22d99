"""Which transaction a control means."""

from sandbox.common.fields import Fields, MisuseError
from sandbox.horizonpay.bank import HorizonPay
from sandbox.horizonpay.transactions import Transaction


def row_of(bank: HorizonPay, fields: Fields) -> Transaction:
    """By its uid, by the sid in its page's address, or the newest payment with a tracking_id."""
    if fields.has("tracking_id"):
        name = fields.text("tracking_id")
        found = [row for row in bank.books.tracked(name) if row.parent is None]
        row = found[0] if found else None
    elif fields.has("sid"):
        name = fields.text("sid")
        row = bank.books.by_sid.get(name)
    else:
        name = fields.text("uid")
        row = bank.books.find(name)
    if row is None:
        msg = f"no transaction {name}"
        raise MisuseError(msg)
    return row
