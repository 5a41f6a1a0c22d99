"""ApiPay as one object: its parts, and the steps that touch more than one of them."""

import asyncio
from collections import defaultdict
from dataclasses import replace
from datetime import datetime

from sandbox.apipay.bills import Invoice, News, Wish
from sandbox.apipay.books import CHANGED, Books
from sandbox.apipay.catalog.items import Catalog, Item
from sandbox.apipay.catalog.shapes import event_of
from sandbox.apipay.config import Config
from sandbox.apipay.events import body_of, envelope
from sandbox.apipay.limits import Limits
from sandbox.apipay.shapes import Json
from sandbox.apipay.subscriptions import events as subscribing
from sandbox.apipay.subscriptions.book import Subscriptions
from sandbox.apipay.subscriptions.records import Notice
from sandbox.apipay.troubles import Troubles
from sandbox.apipay.webhooks import Call, Webhooks
from sandbox.clock import Clock
from sandbox.common.courier import Courier
from sandbox.common.journal import Journal


class ApiPay:
    """Everything behind /apipay. Starts and stops with the application it is attached to."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.closing = asyncio.Event()
        self._begin()
        self.webhooks = Webhooks(clock, self.config, self.advance)

    @property
    def courier(self) -> Courier[Call]:
        """Who calls the shop."""
        return self.webhooks.courier

    def reset(self) -> None:
        """Back to the first day."""
        self._begin()
        self.webhooks.forget(self.config)

    def _begin(self) -> None:
        self.config = Config()
        self.troubles = Troubles()
        self.books = Books(self.config, self.troubles.fates, self._tell)
        self.catalog = Catalog(
            self.config,
            self.troubles.fates,
            self.books.later,
            self.books.new_kaspi_number,
            self._processed,
        )
        self.subscriptions = Subscriptions(self.config, self.books, self._is_sold, self._noticed)
        self.noticed: defaultdict[int, list[Call]] = defaultdict(list)
        self.journal = Journal()
        self.limits = Limits()

    def advance(self) -> None:
        """Let the books catch up with the clock and call out what happened."""
        self.books.advance(self.clock.now())

    def _tell(self, news: News) -> None:
        body = body_of(news, self.config)
        self.webhooks.announce(body, news.invoice.id, is_sandbox=news.invoice.is_sandbox)
        if news.event == CHANGED:
            self.subscriptions.ladder.heard(news.invoice, news.at)

    def _noticed(self, notice: Notice) -> None:
        """News of a subscription; some of their kinds came with August."""
        if notice.event in subscribing.LATER and not self.config.extras:
            return
        body = subscribing.body_of(notice, self.config)
        row = notice.subscription
        if (call := self.webhooks.announce(body, None, is_sandbox=row.is_sandbox)) is not None:
            self.noticed[row.id].append(call)

    def _is_sold(self, item: int) -> bool:
        return item in self.catalog.items and self.catalog.items[item].is_sold

    def _processed(self, item: Item, at: datetime) -> None:
        """A job of the catalog is over: an event since August."""
        if item.gone:
            for invoice in self.books.all():
                invoice.orphans |= {line.item for line in invoice.wish.lines if line.item == item.id}
        if self.config.extras:
            self.webhooks.announce(event_of(item, at, self.config), None, is_sandbox=item.is_sandbox)

    def make(self, org: str, wish: Wish) -> Invoice:
        """Take an invoice in; a cart's total may have been ordered to be wrong by a tenge."""
        fate = self.troubles.fates.take("total") if wish.lines else None
        if fate is not None:
            wish = replace(wish, subtotal=wish.subtotal + (100 if fate.word == "more" else -100))
        return self.books.make(org, wish, self.clock.now())

    def scanned(self, invoice: Invoice) -> None:
        """The payer has opened the invoice by its code: an event of August, and no status."""
        shown: Json = {"invoice": {"id": invoice.id, "status": str(invoice.status)}}
        body = envelope("invoice.qr_scanned", shown, self.clock.now(), self.config)
        self.webhooks.announce(body, invoice.id, is_sandbox=invoice.is_sandbox)
