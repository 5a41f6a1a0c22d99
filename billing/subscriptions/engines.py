"""The banks that run subscriptions themselves: which of them runs what, and what they report."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from types import MappingProxyType

from billing import pushes
from billing.answers import Delivery
from billing.banking import Banking
from billing.books import Books
from billing.errors import NoBank
from billing.subscriptions.banking import SubscriptionProvider
from billing.subscriptions.mirror import hearing
from billing.subscriptions.models import Cycle
from billing.subscriptions.records import Offer

NO_ENGINES: Mapping[str, SubscriptionProvider] = MappingProxyType({})
_BY_MONTH = frozenset({Cycle.MONTHLY, Cycle.QUARTERLY, Cycle.YEARLY})


class Engines:
    """For whatever none of them runs our own engine does."""

    def __init__(self, banking: Banking, banks: Mapping[str, SubscriptionProvider]) -> None:
        self.banking = banking
        self.banks = banks
        self.wake: Callable[[], None] = lambda: None  # there is something to tell a bank, or to ask it

    def by_phone(self, offer: Offer) -> str | None:
        """The bank that would run such an offer by phone; ``None``: none does."""
        on = (slug for slug in self.banks if slug not in self.banking.off)
        return next((slug for slug in on if self._runs(self.banks[slug], offer)), None)

    def billing(self, offer: Offer, phone: str) -> str:
        """The same for this phone (E.164). Raises ``NoBank``, and what ``pushes`` raises."""
        engine = self.by_phone(offer)
        if engine is None:
            raise NoBank("subscription-not-by-phone")
        pushes.suits(phone, self.banking.providers[engine].capabilities)
        return engine

    async def hear(self, slug: str, delivery: Delivery, body: bytes) -> None:
        """A report whose signature was right: kept, and where it is of one of ours, that one is looked at."""
        at, bank = self.banking.clock.now(), self.banks.get(slug)
        told = bank.told(body) if bank is not None else None

        def write(books: Books) -> bool:
            fresh = books.keep_event(slug, delivery.key, delivery.kind, body, at)
            return fresh and told is not None and hearing.hear(books, slug, told, at)

        if await self.banking.store.write_small(write):
            self.wake()

    def _runs(self, engine: SubscriptionProvider, offer: Offer) -> bool:
        """Whether a bank can run exactly this; what it would do otherwise than agreed, we run ourselves."""
        bounds = engine.bounds
        whole = offer.amount.major == offer.amount.major.to_integral_value()
        late = offer.cycle in _BY_MONTH and any(day > bounds.day_most for day in self._days(offer))
        return whole and bounds.least <= offer.amount.minor <= bounds.most and not late

    def _days(self, offer: Offer) -> list[int]:
        """Of the first payment, and of the others. Without a date the first is today, in whatever zone."""
        now = self.banking.clock.now()
        dates = [offer.first] if offer.first else [now.date(), (now + timedelta(days=1)).date()]
        return [date.day for date in dates] + ([offer.day] if offer.day is not None else [])
