"""What a lost call has made a second time at a bank: one is billed, the other ended; owners hear of it."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from billing.books import Store
from billing.errors import BankError, BankSilent
from billing.subscriptions.banking import BankState, BankSubscription, SubscriptionProvider
from billing.subscriptions.mirror import mirrored
from billing.subscriptions.records import Subscription

log = logging.getLogger(__name__)

LIVING = frozenset({BankState.ACTIVE, BankState.PAUSED})
EARLY = timedelta(hours=2)  # so long after the making it is looked for at each look …
SELDOM = timedelta(hours=20)  # … and then once a day: the looks of quiet days are six hours apart
PAUSE = timedelta(minutes=30)  # before a list that was not told is asked for again
DOUBLE = "alert-sub-double"


@dataclass(frozen=True, slots=True)
class _List:
    """Of which moment it is, and the living ones by key; ``None``: it does not tell keys."""

    at: datetime
    by_key: Mapping[str, Sequence[BankSubscription]] | None


class Doubles:
    """Those of one bank, found by our key: early each by itself, later all by one list a day."""

    def __init__(self, store: Store, provider: SubscriptionProvider) -> None:
        self.store = store
        self.provider = provider
        self._none: dict[int, datetime] = {}
        """When the bank last showed that there is no second one; not kept for others."""
        self._list: _List | None = None
        self._not_before: datetime | None = None  # after a bank that was silent about it

    async def seek(self, subscription: Subscription, made_at: datetime | None, at: datetime) -> None:
        """After a look. Early a silent bank raises ``BankError``; later it is asked at the next look."""
        early = made_at is not None and at - made_at < EARLY
        known = self._none.get(subscription.id)
        if not early and known is not None and timedelta() <= at - known < SELDOM:
            return
        assert subscription.bank_id is not None
        if early:
            mine = await self.provider.found(subscription.token)
            await self.end(subscription, subscription.bank_id, mine, at)
            return
        try:
            listed = await self._listed(known, at)
            found = (
                await self.provider.found(subscription.token)
                if listed.by_key is None
                else listed.by_key.get(subscription.token, ())
            )
        except BankError:
            log.info("no look for a second one: subscription=%s", subscription.id)
            return
        await self.end(subscription, subscription.bank_id, found, at)

    async def _listed(self, known: datetime | None, at: datetime) -> _List:
        """The list that was read last, where it is younger than what is known, else a new one."""
        old = self._list
        if old is not None and timedelta() <= at - old.at < SELDOM and (known is None or known < old.at):
            return old
        if self._not_before is not None and at < self._not_before <= at + PAUSE:
            raise BankSilent("the list was not told a while ago")
        self._list, self._not_before = None, at + PAUSE
        found = await self.provider.by_key()
        several = None if found is None else {key: _living(each) for key, each in found.items() if key}
        self._list, self._not_before = _List(at, several), None
        return self._list

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


def _living(found: Sequence[BankSubscription]) -> tuple[BankSubscription, ...]:
    return tuple(each for each in found if each.state in LIVING)
