"""HorizonPay as one object: its parts, and the steps that touch more than one of them."""

import asyncio

from sandbox.clock import Clock
from sandbox.common.courier import Courier
from sandbox.common.journal import Journal
from sandbox.horizonpay.books import Books
from sandbox.horizonpay.config import Config
from sandbox.horizonpay.notifications import Call, Notifications
from sandbox.horizonpay.remembering import Memory
from sandbox.horizonpay.transactions import Transaction
from sandbox.horizonpay.troubles import Troubles


class HorizonPay:
    """Everything behind /horizonpay. Starts and stops with the application it is attached to."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.closing = asyncio.Event()
        self._begin()
        self.notifications = Notifications(clock, self.config, self.advance)

    @property
    def courier(self) -> Courier[Call]:
        """Who calls the shop."""
        return self.notifications.courier

    def reset(self) -> None:
        """Back to the first day; the keys stay."""
        self._begin()
        self.notifications.forget(self.config)

    def _begin(self) -> None:
        self.config = Config()
        self.troubles = Troubles()
        self.books = Books(self.config, self.troubles, self._tell)
        self.memory = Memory()
        self.journal = Journal()

    def advance(self) -> None:
        """Let the books catch up with the clock and call out what happened."""
        self.books.advance(self.clock.now())

    def _tell(self, row: Transaction) -> None:
        self.notifications.announce(row)
