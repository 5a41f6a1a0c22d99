"""ApiPay's books: which step may follow which, and when time itself takes one. No network here."""

import heapq
import random
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from itertools import count

from sandbox.apipay import magic
from sandbox.apipay.bills import CANCELLABLE, HAS_MONEY, Invoice, News, Refund, Status, Wish
from sandbox.apipay.config import Config
from sandbox.apipay.troubles import Fates

CHANGED = "invoice.status_changed"
FIRST = 41
REOPENS = timedelta(seconds=60)
LATE = timedelta(seconds=60)


class NotNowError(Exception):
    """The step does not follow from the present state; the text says which."""


class Books:
    """All invoices, and what is going to happen to them."""

    def __init__(self, config: Config, fates: Fates, call_out: Callable[[News], None]) -> None:
        """`call_out` hears of news as they happen, while the invoice still is what they say."""
        self.config, self.fates = config, fates
        self._call_out = call_out
        self._chance = random.Random()
        self._number = count()
        self._later: list[tuple[datetime, int, Callable[[datetime], None]]] = []
        self._refund_number = count(1)
        self.invoices: dict[int, Invoice] = {}
        self.by_key: dict[tuple[str, str], Invoice] = {}

    def find(self, number: int, org: str | None = None) -> Invoice | None:
        """An invoice by its id; a foreign one is none."""
        found = self.invoices.get(number)
        return found if found and org in (None, found.org) else None

    def all(self) -> Collection[Invoice]:
        """Every invoice, the oldest first."""
        return self.invoices.values()

    def make(self, org: str, wish: Wish, now: datetime, error: str = "") -> Invoice:
        """Take an invoice in; Kaspi gets it later, or refuses it with a code that is known already."""
        number = len(self.invoices) + FIRST
        invoice = Invoice(number, org, wish, self.config.is_sandbox, now, plain=not self.config.magic)
        invoice.become(Status.PROCESSING, now)
        self.invoices[number] = invoice
        if wish.key is not None:
            self.by_key[org, wish.key] = invoice
        person, fate = self._person(invoice), self.fates.take("creation")
        if error or fate is not None or not person.waits:
            code = error or (person.error if fate is None else fate.word)
            due = now + timedelta(seconds=self.config.creation_seconds)
            self.later(due, lambda at: self._settle(invoice, at, code))
        return invoice

    def paid_at_once(self, org: str, wish: Wish, now: datetime) -> Invoice:
        """A paid invoice of which nothing is called out."""
        number = len(self.invoices) + FIRST
        invoice = Invoice(number, org, wish, self.config.is_sandbox, now, paid_at=now)
        invoice.kaspi_id = self.new_kaspi_number()
        invoice.client_name = self._person(invoice).name
        for status in (Status.PROCESSING, Status.PENDING, Status.PAID):
            invoice.become(status, now)
        self.invoices[number] = invoice
        return invoice

    # What time does

    def later(self, due: datetime, step: Callable[[datetime], None]) -> None:
        """Let something happen at a moment."""
        heapq.heappush(self._later, (due, next(self._number), step))

    def advance(self, now: datetime) -> None:
        """Do everything that has come due, in order."""
        while self._later and self._later[0][0] <= now:
            due, _, step = heapq.heappop(self._later)
            step(due)

    def tell(
        self, invoice: Invoice, at: datetime, event: str = CHANGED, refund: Refund | None = None
    ) -> None:
        """Something worth calling out has happened."""
        self._call_out(News(event, invoice, at, refund))

    def _settle(self, invoice: Invoice, at: datetime, code: str) -> None:
        if invoice.status is not Status.PROCESSING:
            return
        if not code:
            self.reach(invoice, at)
            return
        self.fail(invoice, at, code)
        if self._person(invoice).reopens:
            self.later(at + REOPENS, lambda then: self._if(invoice, Status.ERROR, self.reach, then))

    def _expire(self, invoice: Invoice, at: datetime) -> None:
        if invoice.status is not Status.PENDING or invoice.money_at_kaspi:
            return
        self._become(invoice, Status.EXPIRED, at)
        if invoice.is_magic(magic.PAID_AFTER_EXPIRY):
            self.later(at + LATE, lambda then: self._if(invoice, Status.EXPIRED, self.take, then))

    # What Kaspi does

    def reach(self, invoice: Invoice, now: datetime) -> None:
        """The push is in the payer's app."""
        if invoice.status not in (Status.PROCESSING, Status.ERROR):
            raise NotNowError(invoice.status)
        invoice.kaspi_id = self.new_kaspi_number()
        invoice.client_name = self._person(invoice).name or magic.NAMES[0]
        invoice.error_code = None
        self._become(invoice, Status.PENDING, now)
        self.later(invoice.expires_at, lambda at: self._expire(invoice, at))

    def fail(self, invoice: Invoice, now: datetime, code: str) -> None:
        """The invoice does not reach anybody. A paid one never ends like this."""
        if invoice.status not in (Status.PROCESSING, Status.PENDING):
            raise NotNowError(invoice.status)
        invoice.error_code = code
        self._become(invoice, Status.ERROR, now)

    def expire(self, invoice: Invoice, now: datetime) -> None:
        """It runs out at once."""
        if invoice.status is not Status.PENDING:
            raise NotNowError(invoice.status)
        self._expire(invoice, now)

    # What the payer does

    def pay(self, invoice: Invoice, now: datetime) -> None:
        """The payer confirms. Under a cancellation ApiPay learns of it only when that has failed."""
        if invoice.status is Status.CANCELLING and not invoice.money_at_kaspi:
            invoice.money_at_kaspi = True
        elif invoice.status is Status.PENDING and not invoice.money_at_kaspi:
            self.take(invoice, now)
        else:
            raise NotNowError(invoice.status)

    def take(self, invoice: Invoice, now: datetime) -> None:
        """The money is there, also after the invoice had ended. An error never turns into money."""
        if invoice.status in HAS_MONEY or invoice.status in (Status.ERROR, Status.PROCESSING):
            raise NotNowError(invoice.status)
        invoice.paid_at = now
        invoice.money_at_kaspi = False
        self._become(invoice, Status.PAID, now)

    def refuse(self, invoice: Invoice, now: datetime, *, by_payer: bool = True) -> None:
        """The payer says no, or the bill is cancelled at Kaspi for another reason."""
        if invoice.status not in (Status.PENDING, Status.CANCELLING) or invoice.money_at_kaspi:
            raise NotNowError(invoice.status)
        invoice.refused = by_payer
        self._become(invoice, Status.CANCELLED, now)

    # What the merchant does

    def cancel(self, invoice: Invoice, now: datetime) -> bool:
        """Cancel; says whether it is done. What Kaspi has is cancelled there, later and perhaps."""
        if invoice.status not in CANCELLABLE:
            raise NotNowError(invoice.status)
        if invoice.is_sandbox or invoice.kaspi_id is None:
            self._become(invoice, Status.CANCELLED, now)
            return True
        invoice.become(Status.CANCELLING, now)
        fate = self.fates.take("cancel")
        if fate is None and invoice.is_magic(magic.CANCEL_FAILS):
            invoice.money_at_kaspi = True
        word = "" if fate is None else fate.word
        if word == "paid":
            invoice.money_at_kaspi = True
        due = now + timedelta(seconds=self.config.cancel_seconds)
        if word != "stays":
            self.later(due, lambda at: self._end_cancel(invoice, at, refused=word == "pending"))
        return False

    def _end_cancel(self, invoice: Invoice, at: datetime, *, refused: bool) -> None:
        if invoice.status is not Status.CANCELLING:
            return
        if not refused and not invoice.money_at_kaspi:
            self._become(invoice, Status.CANCELLED, at)
            return
        invoice.become(Status.PENDING, at)  # silently
        if invoice.money_at_kaspi:
            lag = timedelta(seconds=self.config.paid_lag)
            self.later(at + lag, lambda then: self._if(invoice, Status.PENDING, self.take, then))
        elif invoice.expires_at <= at:
            self._expire(invoice, at)

    def new_refund_number(self) -> int:
        """The id of the next refund."""
        return next(self._refund_number)

    def new_kaspi_number(self) -> str:
        """Eleven digits."""
        return f"{self._chance.randrange(10**10, 10**11)}"

    def _person(self, invoice: Invoice) -> magic.Person:
        return magic.person_of(invoice.wish.phone, magic=not invoice.plain)

    def _become(self, invoice: Invoice, status: Status, now: datetime) -> None:
        invoice.become(status, now)
        self.tell(invoice, now)

    def _if(
        self,
        invoice: Invoice,
        status: Status,
        step: Callable[[Invoice, datetime], None],
        at: datetime,
    ) -> None:
        if invoice.status is status:
            step(invoice, at)
