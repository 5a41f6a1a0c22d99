"""A shop whose subscriptions ApiPay runs: books, desk, loops' work, client and simulator are real."""

from __future__ import annotations

from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from billing import invoicing
from billing.answers import Delivery, Kind
from billing.banking import Addresses, Banking
from billing.desk import Desk
from billing.errors import BankError
from billing.models import Attention, Invoice, Payment, Person, Role
from billing.money import Money
from billing.paying import ASK_LEASE
from billing.receiving import Arrival, receive_signed
from billing.subscriptions.mirror.mirroring import Mirroring
from billing.subscriptions.models import Cycle, Rules
from billing.subscriptions.offering import Way
from billing.subscriptions.records import Offer, PeriodRow, Subscription
from store.engine import Database
from tests.contract.apipay.bench import PHONE, ApiPayBench
from tests.contract.apipay.subscribing import begin
from tests.contract.standing import IMPATIENT, Json
from tests.support.books import CountedIds

OWNER, CUSTOMER = 501, 601
PRICE = Money(500000, "KZT")
YOGA = Offer("Йога", PRICE, Cycle.MONTHLY, rules=Rules(attempts=2, retry_hours=24, grace_days=3))
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
UNLIMITED = 1000


@dataclass
class Studio:
    """Its people: an owner, and a customer with a chat."""

    bank: ApiPayBench
    database: Database
    heard: int = 0  # reports of the bank that have been taken in
    deaf: bool = False  # they are lost
    work: list[Coroutine[Any, Any, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.bank.provider = self.bank.client(rate_limit=UNLIMITED)
        self.clock = self.bank.clock
        assert self.database.merchant is not None
        self.ids = CountedIds(self.database.merchant.id)
        self.mirroring = self.another()
        self.desk = Desk(
            self.banking,
            self.database.merchant,
            invoice_ttl=DAY,
            spawn=self.work.append,
            engines={"apipay": self.bank.provider.subscriptions},
        )

    def another(self, owner: str = "test") -> Mirroring:
        """A replica; as its first one, also what banks are asked with."""
        banks = {"apipay": self.bank.provider}
        banking = Banking(
            self.database,
            banks,
            self.clock,
            self.ids,
            owner=owner,
            addresses=Addresses("https://shop.example"),
        )
        self.banking = getattr(self, "banking", banking)
        return Mirroring(banking, self.bank.provider.subscriptions)

    async def bank_makes(self, subscription: Subscription) -> None:
        """One with its key comes up at the bank, as after a call that was lost."""
        body = {
            "phone_number": "87001234567",
            "amount": 5000,
            "billing_period": "monthly",
            "external_subscriber_id": subscription.token,
        }
        await self.bank.control("subscription_make", body=body)

    async def open(self, generation: str = "september", **switches: object) -> None:
        """The day on which it opens."""
        await begin(self.bank, generation, rate_limit=0, look_limit=0, **switches)
        people = [
            Person(OWNER, "Aigerim", started=True, role=Role.OWNER),
            Person(CUSTOMER, "Daniyar", started=True),
        ]
        now = self.clock.now()
        await self.database.write(lambda books: [books.save_person(each, now) for each in people])

    def impatient(self) -> None:
        """From now on the client gives up soon."""
        self.bank.provider = self.bank.client(IMPATIENT, rate_limit=UNLIMITED)
        self.mirroring = Mirroring(self.banking, self.bank.provider.subscriptions)

    # --- people

    async def person(self, person_id: int) -> Person:
        person = await self.desk.person(person_id)
        assert person is not None
        return person

    async def agreed(self, offer: Offer = YOGA, *, source: str = "s:1") -> Subscription:
        """Offered by the owner, agreed to by the customer, who pays by phone; not told to the bank yet."""
        offered = await self.desk.subscriptions.offer_to(await self.person(OWNER), offer, source=source)
        way = Way("apipay", PHONE)
        return await self.desk.subscriptions.agree(await self.person(CUSTOMER), offered.id, way)

    async def made(self, offer: Offer = YOGA, *, source: str = "s:1") -> Subscription:
        """The same, and the bank runs it."""
        subscription = await self.agreed(offer, source=source)
        await self.settle()
        made = await self.fresh(subscription)
        assert made.bank_id is not None
        return made

    async def pay(self) -> None:
        """Whoever has the phone confirms the newest bill."""
        self.clock.move(timedelta(seconds=3))
        await self.bank.control("pay", invoice=(await self.bills())[-1]["invoice"])

    # --- time

    async def settle(self) -> None:
        """Whatever is due now is done: by the mirror, by those who look at payments, and by the engine."""
        for _ in range(8):
            await self.listen()
            busy = await self.mirrors()
            busy = await self.looks() or busy
            busy = await self.expires() or busy
            if not busy:
                return

    async def passes(self, time: timedelta, step: timedelta = HOUR) -> None:
        """So much time, in such steps."""
        while time > timedelta():
            self.clock.move(min(step, time))
            time -= step
            await self.settle()

    async def hurry(self, subscription: Subscription) -> None:
        """It is due now."""
        now = self.clock.now()
        await self.database.write(lambda books: books.amend_subscription(subscription.id, next_due=now))

    async def mirrors(self) -> bool:
        """One turn; whether there was something to do. A silent bank is asked again later."""
        now = self.clock.now()
        due = await self.database.read(
            lambda books: books.changed_bills("apipay", 1) or books.due_subscriptions("apipay", now, 1)
        )
        if due:
            try:
                await self.mirroring.turn()
            except BankError:
                self.clock.move(timedelta(seconds=1))
        return bool(due)

    async def looks(self) -> bool:
        """Payments that are due are asked about."""
        now = self.clock.now()
        due = await self.database.write(
            lambda books: books.lease_due_payments("test", now, now + ASK_LEASE, 50)
        )
        for payment in due:
            if payment.cancel_wished:
                await self.desk.refunds.repaying.withdraw(payment)
            else:
                await self.banking.look(payment)
        return bool(due)

    async def expires(self) -> bool:
        """Invoices whose time is over."""
        now = self.clock.now()
        return await self.database.write(lambda books: invoicing.expire_overdue(books, now)) > 0

    async def listen(self) -> None:
        """The bank's reports arrive, unless they are lost."""
        received = await self.bank.delivers()
        new, self.heard = received[self.heard :], len(received)
        for each in [] if self.deaf else new:
            delivery = self.bank.provider.read_webhook(each.headers, each.body)
            if isinstance(delivery, Delivery):
                await self.hear(delivery, each.body)

    async def hear(self, delivery: Delivery, body: bytes) -> None:
        """As our receiver of webhooks does it."""
        now = self.clock.now()
        if delivery.kind is Kind.SUBSCRIPTION:
            await self.desk.subscriptions.banks.hear("apipay", delivery, body)
        elif delivery.kind is Kind.PAYMENT:
            arrival = Arrival("apipay", "", delivery, body, "test", now, now + ASK_LEASE)
            received = await self.database.write_together(receive_signed, arrival)
            if received.stored is not None:
                await self.banking.settle(received.stored)

    # --- what came of it

    async def fresh(self, subscription: Subscription) -> Subscription:
        found = await self.database.read(lambda books: books.subscription(subscription.id))
        assert found is not None
        return found

    async def there(self) -> list[Json]:
        """The bank's own books of subscriptions."""
        rows: list[Json] = (await self.bank.books())["subscriptions"]
        return rows

    async def bills(self) -> list[Json]:
        """The bills of the newest of them."""
        found: list[Json] = (await self.there())[-1]["bills"]
        return found

    async def rows(self, subscription: Subscription) -> list[PeriodRow]:
        """Its periods, the oldest first."""
        found = await self.database.read(lambda books: books.newest_periods(subscription.id, 100))
        return found[::-1]

    async def invoices(self, subscription: Subscription) -> list[tuple[Invoice, list[Payment]]]:
        """Of all its periods, in order, with the payments of each."""

        def read(books):  # type: ignore[no-untyped-def]
            found = []
            for row in reversed(books.newest_periods(subscription.id, 100)):
                made = books.bills_of(subscription.id, row.period.number)
                found += [(books.invoice(made[bill]), books.payments_of(made[bill])) for bill in sorted(made)]
            return found

        return await self.database.read(read)

    async def told(self) -> list[tuple[str, int]]:
        """What was said of subscriptions, and alerts: kind and chat, oldest first."""
        later = self.clock.now() + 9 * DAY
        notices = await self.database.read(lambda books: books.due_notices(later, 1000))
        about = sorted(notices, key=lambda notice: notice.id)
        return [(n.kind, n.place.chat_id) for n in about if n.kind.startswith(("sub-", "alert-"))]

    async def kinds(self, person_id: int = CUSTOMER) -> list[str]:
        """The same of one person."""
        return [kind for kind, chat in await self.told() if chat == person_id]

    async def attentions(self) -> list[Attention]:
        return await self.database.read(lambda books: books.attentions())
