"""Subscriptions as the chat calls them, one call for one wish of a person."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from billing import cards, invoicing
from billing.access import Action, may, require
from billing.banking import Banking
from billing.books import Books
from billing.errors import Closed, NotFound
from billing.kept import KeptMethod
from billing.models import Invoice, Person, Place
from billing.money import Money
from billing.subscriptions import changing, offering, running, viewing
from billing.subscriptions.banking import SubscriptionProvider
from billing.subscriptions.counting import Counting
from billing.subscriptions.engines import NO_ENGINES, Engines
from billing.subscriptions.models import State
from billing.subscriptions.offering import Way
from billing.subscriptions.records import OURS, Listed, Offer, PeriodRow, Plan, Subscription
from billing.subscriptions.turning import Spawn, Turning
from billing.subscriptions.viewing import SubscriptionView


class SubscriptionDesk:
    """Raises ``BillingError`` for what is refused."""

    def __init__(
        self,
        banking: Banking,
        spawn: Spawn,
        engines: Mapping[str, SubscriptionProvider] = NO_ENGINES,
    ) -> None:
        self.banking = banking
        self.store = banking.store
        self.clock = banking.clock
        self.ids = banking.ids
        self.engines = engines
        self.banks = Engines(banking, engines)
        self.turning = Turning(banking, spawn, self.banks)
        self.counting = Counting(self.store, self.clock)
        self.wake: Callable[[], None] = lambda: None  # there is work for the engine's loop

    # --- offers and plans

    async def check(self, offer: Offer) -> Offer:
        """The offer put in order. Raises ``Refused`` with what cannot be."""
        at = self.clock.now()
        return await self.store.read(lambda books: offering.fits(offer, books.merchant.timezone, at))

    async def add_plan(self, person: Person, offer: Offer, *, token: str = "") -> Plan:
        """An offer to anybody who has its link; the same ``token`` twice is the same plan."""
        at, token = self.clock.now(), token or self.ids.token()
        return await self.store.write(lambda books: offering.add_plan(books, person, offer, token, at))

    async def change_plan(
        self, person: Person, plan_id: int, version: int, offer: Offer, *, closed: bool = False
    ) -> Plan:
        """Another offer for those to come. ``Closed``: somebody else changed the plan meanwhile."""
        at = self.clock.now()
        return await self.store.write(
            lambda books: offering.change_plan(books, person, plan_id, version, offer, at, closed=closed)
        )

    async def plans(self, person: Person | None = None, *, closed: bool = False) -> list[Plan]:
        """What is offered to anybody; ``closed`` for staff: what is offered no more."""
        if closed:
            require(person, Action.ISSUE)
        return await self.store.read(lambda books: books.plans(closed=closed))

    async def plan(self, plan_id: int) -> Plan:
        """One of them. Raises ``NotFound``."""
        plan = await self.store.read(lambda books: books.plan(plan_id))
        if plan is None:
            raise NotFound("plan-not-found")
        return plan

    async def offer_to(
        self,
        issuer: Person,
        offer: Offer,
        *,
        source: str,
        name: str = "",
        plan_id: int | None = None,
        after_id: int | None = None,
    ) -> Subscription:
        """Offer it to one person, who agrees by the link of ``token``; once for each source."""
        at = self.clock.now()
        return await self.store.write(
            lambda books: offering.offer_to(
                books, issuer, offer, self.ids, source, at, name=name, plan_id=plan_id, after_id=after_id
            )
        )

    async def add_by_phone(
        self,
        issuer: Person,
        offer: Offer,
        phone: str,
        *,
        source: str,
        name: str = "",
        plan_id: int | None = None,
        after_id: int | None = None,
    ) -> Subscription:
        """Begin one for a phone (E.164) that a bank bills. ``NoBank``: none that is on runs such an offer."""
        at = self.clock.now()
        offer = await self.check(offer)
        engine = self.banks.billing(offer, phone)
        added = await self.store.write(
            lambda books: offering.by_phone(
                books,
                issuer,
                offer,
                engine,
                phone,
                self.ids,
                source,
                at,
                name=name,
                plan_id=plan_id,
                after_id=after_id,
            )
        )
        self.banks.wake()
        return added

    def engine_by_phone(self, offer: Offer) -> str | None:
        """The bank that would run such an offer by phone; ``None``: none does."""
        return self.banks.by_phone(offer)

    # --- the subscriber

    async def opened(self, token: str, person: Person) -> Plan | SubscriptionView:
        """What the link of a plan or of a personal offer shows this person. Raises ``NotFound``.

        A personal offer that somebody has taken is found by nobody else, also where nobody is known in it any
        more, and so is one that a bank bills by phone: the bank knows its token. Of a plan that they have
        already they see their own.
        """
        at = self.clock.now()

        def read(books: Books) -> Plan | SubscriptionView:
            plan = books.plan_by_token(token)
            if plan is not None:
                living = books.living_subscription(plan.id, person.id)
                return viewing.of(books, living, at) if living else plan
            subscription = books.subscription_by_token(token)
            if subscription is None:
                raise NotFound("subscription-not-found")
            staff = changing.may_manage(person, subscription)
            if not staff and subscription.agreed_at is not None and subscription.customer_id != person.id:
                raise NotFound("subscription-not-found")
            return viewing.of(books, subscription, at, staff=staff)

        return await self.store.read(read)

    async def agree(self, person: Person, subscription_id: int, way: Way) -> Subscription:
        """Yes to a personal offer. A first bill that is due now is made at once."""
        subscription = await self._offered(subscription_id)
        way = self._fitting(subscription.offer, way)
        at = self.clock.now()
        agreed = await self.store.write(lambda books: offering.agree(books, person, subscription_id, way, at))
        await self.turn(agreed.id)
        return agreed

    async def agree_to_plan(
        self, person: Person, plan_id: int, version: int, way: Way, *, source: str
    ) -> Subscription:
        """Yes to a plan as it was shown; once for each source."""
        way = self._fitting((await self.plan(plan_id)).offer, way)
        at = self.clock.now()
        agreed = await self.store.write(
            lambda books: offering.agree_to_plan(books, person, plan_id, version, way, self.ids, source, at)
        )
        await self.turn(agreed.id)
        return agreed

    async def pay_now(self, person: Person, subscription_id: int, place: Place) -> Invoice:
        """The bill that can be paid now, with its card here; made where there is none.

        ``Closed``: nothing is to be paid.
        """
        at = self.clock.now()

        def write(books: Books) -> Invoice:
            subscription = changing.held(books, person, subscription_id, at)
            if not subscription.ours or subscription.customer_id != person.id:
                raise Closed("subscription-nothing-to-pay")
            invoice = running.ask_for_bill(books, subscription, self.ids, at)
            invoicing.show_to(books, invoice.id, person, place, at)
            return invoice

        return await self.store.write(write)

    # --- both sides

    async def view(self, person: Person, subscription_id: int, *, history: int = 6) -> SubscriptionView:
        """One that this person may see. Raises ``NotFound``."""
        at = self.clock.now()
        return await self.store.read(
            lambda books: viewing.view(books, person, subscription_id, at, history=history)
        )

    async def mine(self, person: Person) -> list[Listed]:
        """Those of a subscriber, the living ones first."""
        return await self.store.read(lambda books: books.subscriptions_of(person.id))

    async def listed(
        self,
        person: Person,
        state: State | None = None,
        *,
        at_risk: bool = False,
        over: bool = False,
        before: int | None = None,
        size: int = 8,
    ) -> list[Listed]:
        """The shop's, a cashier's own, newest first; one row more than ``size`` tells of a next page."""
        require(person, Action.ISSUE)
        own = None if may(person, Action.SEE_ALL) else person.id
        return await self.store.read(
            lambda books: books.subscriptions(
                state, at_risk=at_risk, over=over, issuer_id=own, before=before, limit=size + 1
            )
        )

    async def history(self, person: Person, subscription_id: int, limit: int = 50) -> list[PeriodRow]:
        """Its periods, the newest first."""
        return list((await self.view(person, subscription_id, history=limit)).history)

    async def pause(self, person: Person, subscription_id: int) -> Subscription:
        """No more bills from now on."""
        return await self._change(changing.pause, person, subscription_id)

    async def resume(self, person: Person, subscription_id: int) -> Subscription:
        """Bills again from the next date on."""
        return await self._change(changing.resume, person, subscription_id)

    async def cancel(self, person: Person, subscription_id: int) -> Subscription:
        """End it for good."""
        return await self._change(changing.cancel, person, subscription_id)

    async def set_price(self, person: Person, subscription_id: int, amount: Money) -> Subscription:
        """Another price from the next period on; staff only."""
        return await self._change(changing.set_price, person, subscription_id, amount)

    async def set_day(self, person: Person, subscription_id: int, day: int) -> Subscription:
        """Another day from the next period on; staff only."""
        return await self._change(changing.set_day, person, subscription_id, day)

    async def set_reminders(
        self, person: Person, subscription_id: int, days: tuple[int, ...]
    ) -> Subscription:
        """So many days before each bill; staff only."""
        return await self._change(changing.set_reminders, person, subscription_id, days)

    async def remind(self, person: Person, subscription_id: int, *, wanted: bool) -> Subscription:
        """The subscriber's own word on reminders of this one."""
        at = self.clock.now()
        return await self.store.write(
            lambda books: changing.remind(books, person, subscription_id, at, wanted=wanted)
        )

    async def charge_by(self, person: Person, subscription_id: int, method_id: int | None) -> Subscription:
        """The subscriber's own word: charge this kept way to pay each time, or (``None``) none by itself."""
        at = self.clock.now()
        return await self.store.write(
            lambda books: changing.charge_by(books, person, subscription_id, method_id, at)
        )

    async def chargeable(self, person: Person, amount: Money) -> list[KeptMethod]:
        """What this person keeps with us and a bank that is on would take the amount from."""
        banks = self.banking.providers
        able = {
            slug
            for slug, bank in banks.items()
            if bank.capabilities.keeps_methods and cards.takes(bank, amount)
        }
        found = await self.store.read(lambda books: books.methods_of(person.id))
        return [method for method in found if not method.dead and method.provider in able - self.banking.off]

    async def turn(self, subscription_id: int) -> running.Turned:
        """Let the engine look at it now."""
        return await self.turning.turn(subscription_id)

    # --- inside

    async def _change(
        self, change: Callable[..., Subscription], person: Person, subscription_id: int, *more: object
    ) -> Subscription:
        at = self.clock.now()
        changed = await self.store.write(lambda books: change(books, person, subscription_id, *more, at))
        await self.turn(changed.id)
        self.wake()
        return changed

    async def _offered(self, subscription_id: int) -> Subscription:
        found = await self.store.read(lambda books: books.subscription(subscription_id))
        if found is None:
            raise NotFound("subscription-not-found")
        return found

    def _fitting(self, offer: Offer, way: Way) -> Way:
        if not way.phone:
            return replace(way, engine=OURS)
        return Way(self.banks.billing(offer, way.phone), way.phone)
