"""Subscriptions that banks run are kept in step with them, each bank by one replica at a time."""

from __future__ import annotations

from datetime import datetime

from billing.banking import Banking
from billing.subscriptions.engines import Engines
from billing.subscriptions.mirror.mirroring import Mirroring as AtOneBank
from bot.bank_turns import BankTurns
from store.books import SqlBooks as Books
from store.engine import Database

TURN = 2.0


class Mirroring(BankTurns):
    """Asks a bank about each of its subscriptions when its time has come, or when the bank has reported."""

    def __init__(self, database: Database, banking: Banking, engines: Engines) -> None:
        banks = {slug: AtOneBank(banking, each) for slug, each in engines.banks.items()}
        clock, owner = banking.clock, banking.owner
        super().__init__(
            database, banks, clock, owner=owner, name="subscriptions", loop="mirroring", every=TURN
        )
        engines.wake = self.loop.wake

    async def is_due(self, slug: str, now: datetime) -> bool:
        """Whether a bill has moved, or a subscription is to be looked at."""
        return await self._database.read(lambda books: _is_due(books, slug, now))


def _is_due(books: Books, slug: str, now: datetime) -> bool:
    return bool(books.changed_bills(slug, 1) or books.due_subscriptions(slug, now, 1))
