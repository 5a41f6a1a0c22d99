"""The engine's turns on the real books: what was decided is written, and then banks are asked for it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine

from billing import cards, keeping, paying
from billing.banking import Banking
from billing.books import Books
from billing.errors import MethodGone, NotFound
from billing.models import Invoice
from billing.subscriptions import news, running
from billing.subscriptions.engines import Engines
from billing.subscriptions.mirror import concluding
from billing.subscriptions.records import Subscription

Spawn = Callable[[Coroutine[object, object, object]], None]
"""Runs work beside the caller."""


class Turning:
    """Looks at one subscription at a time."""

    def __init__(self, banking: Banking, spawn: Spawn, banks: Engines) -> None:
        self.banking = banking
        self.store = banking.store
        self.clock = banking.clock
        self.spawn = spawn
        self.banks = banks

    async def turn(self, subscription_id: int) -> running.Turned:
        """Look at one of ours now; of a bank's, follow the bills that have moved."""
        at = self.clock.now()

        def write(books: Books) -> tuple[bool, running.Turned]:
            banks = concluding.follow(books, subscription_id, at)
            return banks, running.turn(books, subscription_id, self.banking.ids, self.charge, at)

        banks, turned = await self.store.write(write)
        if banks:
            self.banks.wake()
        for payment_id in turned.ask:
            self.spawn(self.banking.ask(payment_id))
        return turned

    def charge(self, books: Books, subscription: Subscription, invoice: Invoice) -> int | None:
        """Reserve a payment by the way to pay that the subscriber let us charge; the bank is asked later.

        A price that rose is charged so once they have been told; until then they pay by hand.
        """
        person = books.person(subscription.customer_id) if subscription.customer_id else None
        if person is None or subscription.method_id is None:
            return None
        try:
            method = keeping.usable(books, subscription.method_id, invoice, person)
        except (MethodGone, NotFound):
            books.amend_subscription(subscription.id, method_id=None)
            return None
        bill = books.bill_of(invoice.id)
        if bill is None or not news.knows_price(books, subscription, bill.number):
            return None
        way = self.banking.providers.get(method.provider)
        at = self.clock.now()
        shut = {*self.banking.away.at(at), *self.banking.off}
        if way is None or way.slug in shut or not cards.takes(way, invoice.amount):
            return None
        terms = paying.Terms(method_id=method.id, attempt=1)
        reserved = paying.reserve(books, invoice.id, way, self.banking.ids, self.banking.owner, at, terms)
        books.note_method_used(method.id, at)
        return reserved.payment.id if reserved.fresh else None
