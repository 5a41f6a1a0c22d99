"""What may happen to money after the payment: capture, release, refund. Changes bills; no network here."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sandbox.halyk.bills import Bill, QrStatus, Refund, Transaction
from sandbox.halyk.config import Config
from sandbox.halyk.magic import Magic, magic_of

SMALLEST = 1000
"""The bank refunds nothing below 10 tenge."""


class NotAllowedError(Exception):
    """The bank refuses the operation, with a code."""

    def __init__(self, code: int = 100) -> None:
        super().__init__(f"code {code}")
        self.code = code


@dataclass(frozen=True, slots=True)
class Ask:
    """A request for a refund; without an amount it is for all that is left."""

    amount: int | None
    external_id: str = ""
    purpose: str = ""
    amount_in: tuple[str, ...] = ()


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


def begin_refund(bill: Bill, ask: Ask, config: Config, now: datetime, *, fails: bool = False) -> Refund:
    """Start a refund. The same externalID twice is two refunds."""
    wanted = check_refund(bill, ask, config)
    vanishes = config.magic and magic_of(wanted) is Magic.REFUND_VANISHES
    refund = Refund(
        amount=wanted,
        begun_at=now,
        due=now + timedelta(seconds=config.refund_seconds),
        external_id=ask.external_id,
        purpose=ask.purpose,
        amount_in=ask.amount_in,
        fails=fails or vanishes,
        renames=config.refund_status == "refund",
    )
    bill.refunds.append(refund)
    return refund


def check_refund(bill: Bill, ask: Ask, config: Config) -> int:
    """The sum of a refund that may begin; NotAllowedError for any other."""
    money = _refundable(bill)
    wanted = money.taken if ask.amount is None else ask.amount
    under_way = [refund.amount for refund in bill.refunds if refund.state == "open"]
    if under_way and config.refunds_at_once == "one":
        raise NotAllowedError
    if wanted < SMALLEST or wanted + sum(under_way) > money.taken:
        raise NotAllowedError
    if config.magic and magic_of(wanted) is Magic.REFUND_LIMIT:
        raise NotAllowedError(3141)
    return wanted


def settle_refunds(bill: Bill, now: datetime) -> None:
    """Finish the refunds whose time has come."""
    for refund in bill.refunds:
        if refund.state == "open" and refund.due <= now:
            finish_refund(bill, refund)


def finish_refund(bill: Bill, refund: Refund) -> None:
    """Give the money back, unless this refund is one that comes to nothing."""
    if refund.fails:
        refund.state = "failed"
        return
    money = bill.transaction
    assert money is not None
    refund.state = "done"
    money.refunded += refund.amount
    money.refunded_at = refund.due
    if refund.renames or money.taken == 0:
        money.status_name = "REFUND"


def _refundable(bill: Bill) -> Transaction:
    """CHARGE only; where a partial refund renames, what it has left may be refunded too."""
    money = bill.transaction
    if money is None or money.status_name not in ("CHARGE", "REFUND") or money.taken == 0:
        raise NotAllowedError
    return money


def _money(bill: Bill, status_name: str) -> Transaction:
    money = bill.transaction
    if money is None or money.status_name != status_name:
        raise NotAllowedError
    return money
