"""What may happen to money after the payment: capture, release, refund. Changes bills; no network here."""

from datetime import datetime, timedelta

from sandbox.halyk.bills import Bill, QrStatus, Refund, Transaction
from sandbox.halyk.magic import Magic, magic_of

SMALLEST = 1000
"""The bank refunds nothing below 10 tenge."""
REFUNDING = timedelta(seconds=60)


class NotAllowedError(Exception):
    """The bank refuses the operation, with a code."""

    def __init__(self, code: int = 100) -> None:
        super().__init__(f"code {code}")
        self.code = code


def capture(bill: Bill, amount: int | None, now: datetime) -> None:
    """Take held money, all of it or a part."""
    money = _money(bill, "AUTH")
    if amount is not None and not 0 < amount <= money.amount:
        raise NotAllowedError
    money.amount = money.amount if amount is None else amount
    money.status_name = "CHARGE"
    bill.become(QrStatus.PAID, now)


def release(bill: Bill, now: datetime) -> None:
    """Let held money go."""
    _money(bill, "AUTH").status_name = "CANCEL"
    bill.become(QrStatus.REJECTED, now)


def begin_refund(bill: Bill, amount: int | None, external_id: str, now: datetime) -> Refund:
    """Start a refund; None is all that is left. The same externalID twice is two refunds."""
    money = _money(bill, "CHARGE")
    wanted = money.taken if amount is None else amount
    open_sum = sum(refund.amount for refund in bill.refunds if refund.state == "open")
    if wanted < SMALLEST or wanted + open_sum > money.taken:
        raise NotAllowedError
    if magic_of(wanted) is Magic.REFUND_LIMIT:
        raise NotAllowedError(3141)
    refund = Refund(wanted, external_id, now + REFUNDING)
    bill.refunds.append(refund)
    return refund


def settle_refunds(bill: Bill, now: datetime) -> None:
    """Finish the refunds whose time has come."""
    for refund in bill.refunds:
        if refund.state == "open" and refund.due <= now:
            finish_refund(bill, refund)


def finish_refund(bill: Bill, refund: Refund) -> None:
    """Give the money back, unless this refund is one that comes to nothing."""
    if magic_of(refund.amount) is Magic.REFUND_VANISHES:
        refund.state = "failed"
        return
    money = bill.transaction
    assert money is not None
    refund.state = "done"
    money.refunded += refund.amount
    if money.taken == 0:
        money.status_name = "REFUND"


def _money(bill: Bill, status_name: str) -> Transaction:
    money = bill.transaction
    if money is None or money.status_name != status_name:
        raise NotAllowedError
    return money
