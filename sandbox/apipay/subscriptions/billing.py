"""The billing run: on each date an ordinary invoice, which the payer has to confirm. No network here."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import count

from sandbox.apipay.bills import Invoice, Wish
from sandbox.apipay.books import Books
from sandbox.apipay.config import Config
from sandbox.apipay.moments import ALMATY
from sandbox.apipay.subscriptions.records import Charge, Notice, Status, Subscription

HOUR = timedelta(hours=1)
"""How long a bill that cannot be issued now is put off."""
FRACTION = "amount_must_be_whole_tenge"


class Run:
    """The dates of all subscriptions, and the bills that are issued on them."""

    def __init__(
        self,
        config: Config,
        books: Books,
        is_sold: Callable[[int], bool],
        call_out: Callable[[Notice], None],
    ) -> None:
        """`is_sold` says whether an item may be billed now; `call_out` hears of news as they happen."""
        self.config, self.books, self._is_sold = config, books, is_sold
        self._call_out = call_out
        self._row = count(1)
        self.bills: dict[int, tuple[Subscription, Charge]] = {}

    def plan(self, row: Subscription, after: datetime) -> None:
        """Wait for the first date after a moment."""
        while row.schedule.moment(row.cycle) <= after:
            row.cycle += 1
        row.next_at = row.schedule.moment(row.cycle)
        row.plan += 1
        plan = row.plan
        self.books.later(row.next_at, lambda at: self._due(row, plan, at))

    def _due(self, row: Subscription, plan: int, at: datetime) -> None:
        if plan != row.plan or row.status is not Status.ACTIVE:
            return
        if self.is_held(row):
            self.books.later(at + HOUR, lambda then: self._due(row, plan, then))
            return
        free = not row.is_busy or row.terms.until_paid
        self.plan(row, at)
        if free:
            self.calm(row)
            self.issue_new(row, at)

    def is_held(self, row: Subscription) -> bool:
        """Whether no bill can be issued now: without a cashier, or for an item that is off sale."""
        return not self.config.cashier or not all(self._is_sold(line.item) for line in row.terms.lines)

    def issue_new(self, row: Subscription, at: datetime) -> Charge:
        """The bill of a period that begins today and ends before the next date."""
        start, number = day_of(at), row.charges[-1].period + 1 if row.charges else 1
        end = max(start, row.schedule.on(row.cycle) - timedelta(days=1))
        charge = Charge(
            id=next(self._row),
            invoice=self._invoice(row, at),
            period=number,
            start=start,
            end=end,
            attempt=1,
            created_at=at,
        )
        return self._booked(row, charge)

    def issue_again(self, row: Subscription, last: Charge, at: datetime) -> Charge:
        """Another bill for the period of the last one."""
        invoice, attempt = self._invoice(row, at), last.attempt + 1
        fresh = replace(last, id=next(self._row), invoice=invoice, attempt=attempt, created_at=at)
        fresh.status, fresh.reason = "pending", None
        return self._booked(row, fresh)

    def _booked(self, row: Subscription, charge: Charge) -> Charge:
        row.charges.append(charge)
        self.bills[charge.invoice.id] = row, charge
        return charge

    def _invoice(self, row: Subscription, at: datetime) -> Invoice:
        terms = row.terms
        text = f"Оплата подписки №{row.id}" + (" (песочница)" if row.is_sandbox else "")
        wish = Wish(terms.phone, terms.amount, description=terms.description or text, lines=terms.lines)
        code = FRACTION if self.config.whole_tenge and terms.amount % 100 else ""
        invoice = self.books.make(row.org, wish, at, code)
        invoice.is_sandbox = row.is_sandbox
        invoice.subscription, invoice.period = row.id, terms.period
        return invoice

    def run_out(self, row: Subscription, at: datetime, reason: str | None = None) -> None:
        """No more bills: the grace is over, or all cycles are paid."""
        self.calm(row)
        row.next_at = None
        self.become(row, Status.EXPIRED, at)
        self.tell("expired", row, at, reason=reason)

    def end(self, row: Subscription, at: datetime) -> None:
        """No more bills: it is cancelled; who did it is told by others."""
        self.calm(row)
        self.become(row, Status.CANCELLED, at)

    def calm(self, row: Subscription) -> None:
        """Nothing is tried again, and no grace runs."""
        row.rung += 1
        row.retry_at = row.grace_until = None

    def become(self, row: Subscription, status: Status, at: datetime) -> None:
        """Take a status and remember when."""
        row.status = status
        row.history.append((at, str(status)))

    def tell(
        self,
        word: str,
        row: Subscription,
        at: datetime,
        charge: Charge | None = None,
        reason: str | None = None,
    ) -> None:
        """Something worth calling out has happened."""
        self._call_out(Notice(f"subscription.{word}", row, at, charge, reason))


def day_of(at: datetime) -> date:
    """The day in Almaty."""
    return at.astimezone(ALMATY).date()
