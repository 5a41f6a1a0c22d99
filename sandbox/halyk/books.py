"""The bank's books: which step may follow which, and when time itself takes one. No network here."""

import random
import uuid
from datetime import datetime, timedelta

from sandbox.halyk.afterwards import settle_refunds
from sandbox.halyk.bills import LIFETIME, Bill, News, Order, QrStatus, Transaction
from sandbox.halyk.magic import Magic

REASONS = {
    0: "success",
    454: "operation is being processed",
    484: "insufficient funds",
    9010: "refused by the payer",
    9020: "the QR code has expired",
}
SETTLING = timedelta(seconds=60)
"""How long a payment with code 454 stays undecided."""


class NotNowError(Exception):
    """The step does not follow from the bill's present state."""


class Books:
    """All bills by invoice and by number."""

    def __init__(self, seed: int | None = None) -> None:
        self._chance = random.Random(seed)
        self.by_invoice: dict[str, Bill] = {}
        self.by_number: dict[int, Bill] = {}
        self.by_transaction: dict[str, Bill] = {}
        self._waiting: dict[int, Bill] = {}
        self._settling: dict[int, Bill] = {}
        self._claims: dict[tuple[str, str], str] = {}

    def new_number(self) -> int:
        """Eleven digits, never given twice."""
        while (number := self._chance.randrange(10**10, 10**11)) in self.by_number:
            pass
        return number

    def claim(self, order: Order) -> str | None:
        """Reserve an invoice number for its terminal; says in words why it may not be used."""
        if order.invoice_id in self.by_invoice:
            return "this invoiceID has been used"
        owner = self._claims.setdefault((order.terminal, order.invoice_id[-6:]), order.invoice_id)
        return None if owner == order.invoice_id else "the last six digits of this invoiceID have been used"

    def enter(self, bill: Bill) -> None:
        """Keep a freshly generated bill."""
        bill.history.append((bill.created_at, str(bill.status)))
        self.by_invoice[bill.order.invoice_id] = bill
        self.by_number[bill.number] = bill
        self._waiting[bill.number] = bill

    def find(self, key: str) -> Bill | None:
        """A bill by its number or its invoiceID."""
        by_number = self.by_number.get(int(key)) if key.isascii() and key.isdigit() else None
        return by_number or self.by_invoice.get(key)

    # What the payer does

    def scan(self, bill: Bill, now: datetime) -> None:
        """The app has read the code. A second scan changes nothing."""
        if bill.status is QrStatus.NEW:
            bill.become(QrStatus.SCANNED, now)
        elif bill.is_over:
            raise NotNowError(bill.status)

    def block(self, bill: Bill, now: datetime) -> None:
        """The payer has pressed the button and the money is blocked."""
        if bill.is_over:
            raise NotNowError(bill.status)
        if bill.status is not QrStatus.BLOCKED:
            bill.become(QrStatus.BLOCKED, now)

    def pay(
        self, bill: Bill, now: datetime, *, two_step: bool = False, lag: timedelta = SETTLING
    ) -> list[News]:
        """The payer pays; the bill's magic says how that ends."""
        if bill.settles_at is not None:
            raise NotNowError(bill.status)
        self.block(bill, now)
        if bill.magic is Magic.NO_MONEY:
            return self.reject(bill, now, 484)
        if bill.magic is Magic.NOT_FINAL:
            bill.settles_at = now + SETTLING
            self._waiting.pop(bill.number, None)
            self.watch(bill)
            return [News(bill, ok=False, reason=REASONS[454], reason_code=454)]
        if two_step or bill.magic is Magic.HOLD:
            return self._take(bill, now, QrStatus.AUTH, "AUTH")
        news = self._take(bill, now, QrStatus.PAID, _name_of(bill.magic))
        if bill.magic is Magic.STATUS_LAGS and bill.transaction is not None:
            bill.transaction.visible_at = now + lag
        return news

    def reject(self, bill: Bill, now: datetime, code: int = 9010) -> list[News]:
        """The payment fails for good."""
        if bill.is_over:
            raise NotNowError(bill.status)
        reason = REASONS.get(code, f"declined with code {code}")
        self._record(bill, now, "REJECT", bill.order.amount, reason=reason, reason_code=code)
        self._end(bill, QrStatus.REJECTED, now)
        return [News(bill, ok=False, reason=reason, reason_code=code)]

    def take_late(self, bill: Bill, now: datetime) -> list[News]:
        """The money comes although the QR had ended without it."""
        if bill.status is not QrStatus.REJECTED:
            raise NotNowError(bill.status)
        return self._take(bill, now, QrStatus.PAID, "CHARGE")

    # What time does

    def advance(self, now: datetime, *, unseen_is_rejected: bool = True) -> list[News]:
        """End what has run out, settle what was undecided."""
        news: list[News] = []
        for bill in list(self._settling.values()):
            if bill.settles_at is not None and bill.settles_at <= now:
                news += self._take(bill, now, QrStatus.PAID, "CHARGE")
            settle_refunds(bill, now)
            if bill.is_over and not any(refund.state == "open" for refund in bill.refunds):
                self._settling.pop(bill.number, None)
        while (oldest := self._oldest_open()) is not None and oldest.expires_at <= now:
            news += self._expire(oldest, unseen_is_rejected=unseen_is_rejected)
        return news

    def watch(self, bill: Bill) -> None:
        """Look after a bill in which something is still to happen by itself."""
        self._settling[bill.number] = bill

    def _oldest_open(self) -> Bill | None:
        return next(iter(self._waiting.values()), None)

    def _expire(self, bill: Bill, *, unseen_is_rejected: bool) -> list[News]:
        at = bill.created_at + LIFETIME
        if bill.status is not QrStatus.NEW or unseen_is_rejected:
            return self.reject(bill, at, 9020)
        self._end(bill, QrStatus.REJECTED, at)
        return [News(bill, ok=False, reason=REASONS[9020], reason_code=9020)]

    def _take(self, bill: Bill, now: datetime, status: QrStatus, name: str) -> list[News]:
        amount, bonus = split_of(bill)
        transaction = self._record(bill, now, name, amount)
        transaction.bonus = bonus
        transaction.currency = "USD" if bill.magic is Magic.OTHER_CURRENCY else "KZT"
        transaction.approval_code = f"{self._chance.randrange(10**6):06d}"
        transaction.reference = f"{self._chance.randrange(10**11, 10**12)}"
        self._end(bill, status, now)
        return [News(bill, ok=True, reason="success", reason_code=0)]

    def _record(
        self,
        bill: Bill,
        now: datetime,
        name: str,
        amount: int,
        *,
        reason: str = "success",
        reason_code: int = 0,
    ) -> Transaction:
        old = bill.transaction
        number = old.id if old else str(uuid.UUID(int=self._chance.getrandbits(128), version=4))
        created = old.created_at if old else now
        bill.transaction = Transaction(number, created, name, amount, reason=reason, reason_code=reason_code)
        self.by_transaction[number] = bill
        return bill.transaction

    def _end(self, bill: Bill, status: QrStatus, now: datetime) -> None:
        bill.become(status, now)
        bill.settles_at = None
        self._waiting.pop(bill.number, None)


def split_of(bill: Bill) -> tuple[int, int]:
    """What the card and what the bonuses pay."""
    asked = bill.order.amount
    if bill.magic is Magic.BONUSES:
        bonus = asked * 7 // 10
        return asked - bonus, bonus
    if bill.magic is Magic.PAID_LESS:
        return max(asked - 100, 1), 0
    if bill.magic is Magic.PAID_MORE:
        return asked + 100, 0
    return asked, 0


def _name_of(magic: Magic) -> str:
    return "PARTIALLY_CHARGED" if magic is Magic.UNKNOWN_STATUS_NAME else "CHARGE"
