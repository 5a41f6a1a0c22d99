"""What the merchant may do with subscriptions, by the API or in the cabinet. No network here."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sandbox.apipay.books import Books
from sandbox.apipay.config import Config
from sandbox.apipay.subscriptions.billing import Run, day_of
from sandbox.apipay.subscriptions.ladder import Ladder
from sandbox.apipay.subscriptions.records import (
    ENDED,
    Charge,
    Notice,
    Start,
    Status,
    Subscription,
    Terms,
    UnfitError,
)

FIRST = 10
OPEN = "waiting for its open bill"


class Subscriptions:
    """All subscriptions."""

    def __init__(
        self,
        config: Config,
        books: Books,
        is_sold: Callable[[int], bool],
        call_out: Callable[[Notice], None],
    ) -> None:
        """`is_sold` says whether an item may be billed now; `call_out` hears of news as they happen."""
        self._config = config
        self._run = Run(config, books, is_sold, call_out)
        self.ladder = Ladder(self._run)
        self.rows: dict[int, Subscription] = {}

    def find(self, number: int, org: str) -> Subscription | None:
        """A subscription by its id; a foreign one is none."""
        found = self.rows.get(number)
        return found if found and found.org == org else None

    def make(self, org: str, terms: Terms, start: Start, now: datetime) -> Subscription:
        """Take a subscription in; its first bill is issued now, or on its first date."""
        config = self._config
        number, weekdays = len(self.rows) + FIRST, config.subscriptions == "september"
        anchor = start.first or start.day
        made = Subscription(number, org, terms, config.is_sandbox, now, anchor, weekdays)
        self.rows[number] = made
        made.cycle = 0 if start.first is not None else 1
        made.history.append((now, str(made.status)))
        self._run.plan(made, now)
        self._run.tell("created", made, now)
        if start.at_once:
            self._run.issue_new(made, now)
        return made

    def change(self, row: Subscription, terms: Terms, now: datetime) -> None:
        """Other terms; what is billed already stays as it is."""
        if row.status is Status.CANCELLED:
            raise UnfitError(row.status)
        moved = replace(terms, at=row.terms.at, day=row.terms.day, from_end=row.terms.from_end) != terms
        if terms.until_paid != row.terms.until_paid:
            row.failed_attempts = 0
            if row.grace_until is not None:
                self._run.calm(row)
        row.terms = terms
        if moved and row.status is Status.ACTIVE:
            self._run.plan(row, now)

    def pause(self, row: Subscription, now: datetime) -> None:
        """No bills until it goes on; one that is open stays in the payer's app."""
        if row.status is not Status.ACTIVE:
            raise UnfitError(row.status)
        self._run.calm(row)
        self._run.become(row, Status.PAUSED, now)
        self._run.tell("paused", row, now)

    def resume(self, row: Subscription, now: datetime) -> None:
        """Go on from now; what was missed is not billed. An expired one too, since September."""
        again = row.status is Status.EXPIRED and self._config.resume_expired and not row.is_used_up
        if row.status is not Status.PAUSED and not again:
            raise UnfitError(row.status)
        if not row.has_day:
            row.anchor, row.cycle = day_of(now), 1
        row.failed_attempts = 0
        self._run.become(row, Status.ACTIVE, now)
        self._run.plan(row, now)
        self._run.tell("resumed", row, now)

    def cancel(self, row: Subscription, now: datetime) -> None:
        """For ever; the date of the next bill stays to be read. An open bill stays in the payer's app."""
        if row.status in ENDED:
            raise UnfitError(row.status)
        self._run.end(row, now)
        self._run.tell("cancelled", row, now)

    def bill(self, row: Subscription, now: datetime) -> Charge:
        """The next date has come, now."""
        if row.status is not Status.ACTIVE:
            raise UnfitError(row.status)
        if row.is_busy:
            raise UnfitError(OPEN)
        row.cycle += 1
        self._run.plan(row, now)
        return self._run.issue_new(row, now)
