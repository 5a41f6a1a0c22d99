"""What a lost call has made a second time at a bank: one is billed, the other ended; owners hear of it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from billing.books import Store
from billing.errors import BankError
from billing.subscriptions.banking import BankState, BankSubscription, SubscriptionProvider
from billing.subscriptions.mirror import mirrored
from billing.subscriptions.records import Subscription

log = logging.getLogger(__name__)

LIVING = frozenset({BankState.ACTIVE, BankState.PAUSED})
EARLY = timedelta(hours=2)  # so long after the making it is looked for at each look …
SELDOM = timedelta(hours=20)  # … and then once a day: the looks of quiet days are six hours apart
DOUBLE = "alert-sub-double"


class Doubles:
    """Those of one bank, found by our key."""

    def __init__(self, store: Store, provider: SubscriptionProvider) -> None:
        self.store = store
        self.provider = provider
        self._none: dict[int, datetime] = {}
        """When the bank last showed that there is no second one; not kept for others."""

    async def seek(self, subscription: Subscription, made_at: datetime | None, at: datetime) -> None:
        """After a look. Early a silent bank raises ``BankError``; later it is asked at the next look."""
        early = made_at is not None and at - made_at < EARLY
        known = self._none.get(subscription.id)
        if not early and known is not None and timedelta() <= at - known < SELDOM:
            return
        try:
            found = await self.provider.found(subscription.token)
        except BankError:
            if early:
                raise
            log.info("no look for a second one: subscription=%s", subscription.id)
            return
        assert subscription.bank_id is not None
        await self.end(subscription, subscription.bank_id, found, at)

    async def end(
        self, subscription: Subscription, kept: str, found: Sequence[BankSubscription], at: datetime
    ) -> None:
        """What was made twice is billed once; the owners hear of it, as the other may have billed already."""
        others = [each for each in found if each.bank_id != kept and each.state in LIVING]
        if not others:
            self._none[subscription.id] = at
            return
        self._none.pop(subscription.id, None)
        await self.store.write(lambda books: mirrored.alert(books, subscription, DOUBLE, at))
        for other in others:
            outcome = await self.provider.cancel(other.bank_id)
            log.warning(
                "made twice: subscription=%s other=%s %s",
                subscription.id,
                other.bank_id,
                type(outcome).__name__,
            )
