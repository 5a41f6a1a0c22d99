"""The shop's figures out of the books, for those who see all of it."""

from __future__ import annotations

from billing.access import Action, require
from billing.books import Store
from billing.models import Person
from billing.money import Money
from billing.ports import Clock
from billing.subscriptions import figures
from billing.subscriptions.figures import Figures, Totals
from billing.subscriptions.models import State
from billing.subscriptions.records import Listed, Subscription

PAGE = 500  # subscriptions that are read in one transaction


class Counting:
    """Raises ``NotAllowed`` for who sees only their own."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self.store = store
        self.clock = clock

    async def totals(self, person: Person) -> Totals:
        """How it stands now."""
        require(person, Action.SEE_ALL)
        at = self.clock.now()
        merchant = await self.store.read(lambda books: books.merchant)
        month = figures.month_of(at, merchant.timezone)
        counts, at_risk, ended = await self.store.read(
            lambda books: (
                books.count_subscriptions(),
                books.count_at_risk(),
                books.ended_subscriptions(month.start),
            )
        )
        return Totals(
            active=counts[State.ACTIVE],
            paused=counts[State.PAUSED],
            at_risk=at_risk,
            churned=figures.churned(ended, merchant.timezone, at),
            monthly=figures.recurring(await self._running(), merchant.currency, at),
        )

    async def months(self, person: Person) -> list[Figures]:
        """The last six months, the oldest first; the last one so far."""
        require(person, Action.SEE_ALL)
        at = self.clock.now()
        merchant = await self.store.read(lambda books: books.merchant)
        months = figures.last_months(at, merchant.timezone)
        lives, collected = await self.store.read(
            lambda books: (
                books.lifetimes(months[0].start),
                [books.collected(month.start, month.end) for month in months],
            )
        )
        return [
            Figures(
                first=month.first,
                active=figures.active_at(lives, min(month.end, at)),
                collected=Money(minor, merchant.currency),
            )
            for month, minor in zip(months, collected, strict=True)
        ]

    async def _running(self) -> list[Subscription]:
        """All that are active, some at a time, so that others get their turn."""
        found, more = list[Subscription](), True
        while more:
            page = await self._after(found[-1].id if found else 0)
            found += [listed.subscription for listed in page]
            more = len(page) == PAGE
        return found

    async def _after(self, subscription_id: int) -> list[Listed]:
        return await self.store.read(lambda books: books.running_subscriptions(subscription_id, PAGE))
