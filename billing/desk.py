"""The front desk: the use cases as chat handlers and web pages call them, one call each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from billing import deciding, invoicing, paying, people, pushes
from billing.banking import Banking
from billing.books import Books
from billing.catalog import carts
from billing.catalog.banking import CatalogProvider
from billing.catalog.desk import NO_BANKS, CatalogDesk
from billing.catalog.models import CartKind, NewLine, NotYet, Ordered
from billing.checking import Checking
from billing.developers.desk import DeveloperDesk
from billing.errors import Closed
from billing.figures.desk import FiguresDesk
from billing.inline import drafting
from billing.inline.desk import InlineDesk
from billing.method_desk import MethodDesk
from billing.models import Attention, Invoice, Merchant, Person, Place
from billing.money import Money
from billing.pay_desk import PayDesk, Spawn
from billing.receipts.desk import ReceiptDesk
from billing.refund_desk import RefundDesk
from billing.repaying import Repaying
from billing.settings.desk import SettingsDesk
from billing.shifts.desk import ShiftDesk
from billing.split.desk import SplitDesk
from billing.states import InvoiceState
from billing.subscriptions.banking import SubscriptionProvider
from billing.subscriptions.desk import SubscriptionDesk
from billing.subscriptions.engines import NO_ENGINES
from billing.subscriptions.reminder_desk import ReminderDesk
from billing.team.desk import TeamDesk


class Desk(PayDesk):
    """One call for one wish of a person. Raises ``BillingError`` for what is refused."""

    def __init__(
        self,
        banking: Banking,
        merchant: Merchant,
        *,
        invoice_ttl: timedelta,
        spawn: Spawn,
        catalogs: Mapping[str, CatalogProvider] = NO_BANKS,
        engines: Mapping[str, SubscriptionProvider] = NO_ENGINES,
    ) -> None:
        super().__init__(banking, spawn)
        self.settings = SettingsDesk(banking, merchant, invoice_ttl)
        self.refunds = RefundDesk(Repaying(banking), spawn)
        self.methods = MethodDesk(banking, spawn)
        self.checking = Checking(banking)
        self.catalog = CatalogDesk(self.store, self.clock, banking.ids, catalogs)
        self.subscriptions = SubscriptionDesk(banking, spawn, engines)
        self.receipts = ReceiptDesk(banking)
        self.team = TeamDesk(self.store, self.clock, banking.ids)
        self.shifts = ShiftDesk(self.store, self.clock)
        self.inline = InlineDesk(self.store, self.clock, banking.ids, self.settings)
        self.split = SplitDesk(self.store, self.clock, banking.ids, self._share_shown)
        self.figures = FiguresDesk(self.store, self.clock)
        self.developers = DeveloperDesk(self.store, self.clock, banking.ids)
        self.reminders = ReminderDesk(self.store, self.clock, self.issue_again)

    @property
    def merchant(self) -> Merchant:
        """The shop as it is now."""
        return self.settings.merchant

    @property
    def invoice_ttl(self) -> timedelta:
        """How long an invoice that is issued now can be paid."""
        return self.merchant.rules.invoice_ttl

    # --- invoices

    async def issue(
        self,
        issuer: Person,
        amount: Money,
        description: str,
        *,
        source: str,
        place: Place,
        phone: str = "",
        lines: tuple[NewLine, ...] = (),
        discount: int = 0,
    ) -> Invoice:
        """Make an invoice and its card, once per source; with one bank the QR is asked for at once.

        With a ``phone`` (E.164) it is billed there at once, where a bank can.
        """
        at = self.clock.now()
        order = invoicing.Order(amount, description, source, place, at + self.invoice_ttl, lines, discount)
        invoice, payment_id = await self.store.write(
            lambda books: self.issue_in(books, issuer, order, at, phone)
        )
        self.ask_soon(payment_id)
        return invoice

    def issue_in(
        self, books: Books, issuer: Person, order: invoicing.Order, at: datetime, phone: str = ""
    ) -> tuple[Invoice, int | None]:
        """The same inside a transaction of the caller's, who hands the payment to ``ask_soon`` after it."""
        if known := books.invoice_by_source(order.source):
            return known, None
        way = self.way_by_phone(order.amount) if phone else None
        way = way or self.way_at_once(order.amount)
        invoice = invoicing.issue(books, issuer, order, self.ids, at)
        return invoice, self._reserve(books, invoice.id, way, at, phone) if way else None

    async def issue_again(self, issuer: Person, former: Invoice, place: Place) -> Invoice:
        """The same once more, for the same pieces at the same prices; a second wish finds the first's.

        ``Closed`` for a bill of a subscription: its period would be paid twice.
        """
        if former.by_subscription:
            raise Closed("bill-of-subscription")
        lines = await self.store.read(lambda books: books.lines_of(former.id)) if former.by_cart else []
        source = f"{carts.OF_CART if lines else ''}again:{former.id}"
        return await self.issue(
            issuer,
            former.amount,
            former.description,
            source=source,
            place=place,
            lines=tuple(lines),
            discount=former.discount,
        )

    async def order(
        self,
        person: Person,
        cart_id: int,
        version: int,
        place: Place,
        kind: CartKind = CartKind.OWN,
        *,
        phone: str = "",
    ) -> Ordered | NotYet:
        """Make a cart an invoice, once, as it was shown; or say what its owner has not seen yet.

        With one bank the QR is asked for at once; a ``phone`` (E.164) is billed at once, where a bank can.
        """
        at = self.clock.now()
        deadline = at + self.invoice_ttl

        def write(books: Books) -> tuple[Ordered | NotYet, int | None]:
            made = carts.order(books, person, kind, cart_id, version, place, deadline, self.ids, at)
            if isinstance(made, NotYet) or not paying.may_begin(books, made.invoice, at):
                return made, None
            way = self.way_by_phone(made.invoice.amount) if phone else None
            if way is not None:
                pushes.suits(phone, way.capabilities)
            way = way or self.way_at_once(made.invoice.amount)
            return made, self._reserve(books, made.invoice.id, way, at, phone) if way else None

        made, payment_id = await self.store.write(write)
        self.ask_soon(payment_id)
        return made

    async def open_link(self, token: str, person: Person, place: Place) -> Invoice:
        """Somebody opened an invoice's link: it gets a card there, and a QR if there is none alive.

        The link of an inline card may be older than its invoice, which is made then.
        """
        at = self.clock.now()

        def write(books: Books) -> tuple[Invoice, bool]:
            drafting.realize(books, token, self.ids, at + self.invoice_ttl, at)
            invoice = invoicing.open_link(books, token, person, place, at)
            return invoice, paying.may_begin(books, invoice, at)

        invoice, wanting = await self.store.write(write)
        if wanting:
            await self._bill_unasked(invoice)
        return invoice

    async def cancel(self, invoice_id: int, person: Person) -> Invoice:
        """Cancel an open invoice; the bank is asked first whether money is on its way."""
        view = await self.view(invoice_id)
        if view.invoice.state is InvoiceState.OPEN and view.payment and view.payment.asked_at:
            await self.banking.look(view.payment)
            await self._look_at_others(view)
        at = self.clock.now()

        def write(books: Books) -> Invoice:
            return invoicing.cancel(books, invoice_id, people.now(books, person), at)

        return await self.store.write(write)

    async def show(self, invoice_id: int, person: Person, place: Place, *, afresh: bool = False) -> Invoice:
        """Put the invoice's card into this chat, as staff or as payer."""
        at = self.clock.now()
        return await self.store.write(
            lambda books: invoicing.show_to(books, invoice_id, person, place, at, afresh=afresh)
        )

    # --- decisions

    async def attentions(self, person: Person) -> list[Attention]:
        """What waits for a decision."""
        return await self.store.read(lambda books: deciding.waiting(books, person))

    async def accept(self, attention_id: int, person: Person) -> Attention:
        """Keep the money as it came."""
        at = self.clock.now()
        return await self.store.write(lambda books: deciding.accept(books, attention_id, person, at))

    async def ask_shop(self, invoice_id: int, person: Person, words: str) -> bool:
        """Hand a customer's question to the shop; ``False``: one is already waiting."""
        at = self.clock.now()

        def write(books: Books) -> bool:
            invoicing.visible(books, invoice_id, person)
            return deciding.ask_shop(books, invoice_id, person, words, at)

        return await self.store.write(write)

    # --- inside

    async def _share_shown(self, share: Invoice) -> None:
        at = self.clock.now()
        if await self.store.read(lambda books: paying.may_begin(books, share, at)):
            await self._bill_unasked(share)
