"""Subscriptions that a bank runs are kept in step with it, by whoever holds that bank's lease.

What the bank is to be asked stands in the books before it is asked, so that a process that dies leaves behind
what it was about to do: what was asked for without an answer is looked at before it is asked for again. No
transaction is open while the bank is asked. A bank takes no key that makes a second subscription harmless:
one is made again only when the bank has shown twice that there is none.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from billing import outages
from billing.answers import Declined, RefundOutcome, Rejected, Unknown, Unreachable
from billing.banking import Banking
from billing.books import Books
from billing.errors import BankError, BankRefusesUs, StoreUnavailable
from billing.subscriptions.banking import (
    BankSubscription,
    Subscribed,
    SubscribeOutcome,
    SubscriptionProvider,
)
from billing.subscriptions.mirror import concluding, minding, mirrored
from billing.subscriptions.mirror.doubles import LIVING, Doubles
from billing.subscriptions.mirror.minding import Change
from billing.subscriptions.mirror.told import to_make
from billing.subscriptions.records import Subscription, Wish
from billing.tracing import where
from billing.troubles import Call

log = logging.getLogger(__name__)

BATCH = 10
BILLS = 100  # that have moved
PROVEN_AGAIN = timedelta(minutes=2)  # from one proof that there is none to the next
VAIN = 5  # so often one cannot be handled before the owners hear of it


class Mirroring:
    """One bank's subscriptions."""

    def __init__(self, banking: Banking, provider: SubscriptionProvider) -> None:
        self.banking = banking
        self.store = banking.store
        self.clock = banking.clock
        self.provider = provider
        self._absent: dict[int, tuple[datetime, datetime]] = {}
        """When each was asked for, and when the bank first showed that there is none; not kept for others."""
        self._doubles = Doubles(banking.store, provider)
        self._in_vain: Counter[int] = Counter()

    async def turn(self) -> bool:
        """Do what is due; whether there may be more right now. Raises ``BankError``: the bank is silent."""
        slug, now = self.provider.slug, self.clock.now()
        changed = await self.store.read(lambda books: books.changed_bills(slug, BILLS))
        for subscription_id in dict.fromkeys(each.of.subscription_id for each in changed):
            await self._follow(subscription_id)
        due = await self.store.read(lambda books: minding.due(books, slug, now, BATCH))
        for subscription_id in due:
            await self._in_turn(subscription_id)
        return len(due) >= BATCH or len(changed) >= BILLS

    async def _follow(self, subscription_id: int) -> None:
        """Money has come for one of its bills, or none will; nobody is asked."""
        at = self.clock.now()
        await self.store.write(lambda books: concluding.follow(books, subscription_id, at))

    async def _in_turn(self, subscription_id: int) -> None:
        """One at which the bank is silent, or that cannot be handled, goes behind the others."""
        try:
            await self._one(subscription_id)
        except BankError as error:
            await self._later(subscription_id)
            if isinstance(error, BankRefusesUs):
                await self.banking.tell_refusal(self.provider.slug, error, Call.SUBSCRIPTION)
            raise
        except StoreUnavailable:
            raise
        except Exception as error:  # noqa: BLE001 - one of many: the others have their turn
            log.error("subscription not in step: subscription=%s %s", subscription_id, where(error))
            await self._later(subscription_id)
            await self._vain(subscription_id)
        else:
            del self._in_vain[subscription_id]

    async def _vain(self, subscription_id: int) -> None:
        """It is tried for ever; after a few times the owners hear of it, once."""
        self._in_vain[subscription_id] += 1
        if self._in_vain[subscription_id] >= VAIN and (row := await self._read(subscription_id)):
            at, stuck = self.clock.now(), "alert-sub-stuck"
            await self.store.write(lambda books: mirrored.alert(books, row, stuck, at))

    async def _one(self, subscription_id: int) -> None:
        subscription = await self._read(subscription_id)
        if subscription is None or subscription.engine != self.provider.slug:
            return
        if subscription.bank_id is None:
            await self._begin(subscription)
        elif subscription.wish in self._steps() and subscription.asked_at is None:
            await self._step(subscription)
        else:
            await self._look(subscription)
            await self.banking.served(self.provider.slug, Call.SUBSCRIPTION)

    # --- making

    async def _begin(self, subscription: Subscription) -> None:
        """Have it made, or find what was made of it."""
        if subscription.wish is Wish.MAKE and subscription.asked_at is None:
            await self._make(subscription)
        elif subscription.wish in {Wish.MAKE, Wish.CANCEL}:
            await self._search(subscription)
        else:
            await self._amend(subscription.id, next_due=None)

    async def _make(self, subscription: Subscription) -> None:
        now = self.clock.now()
        asked = await self.store.write(lambda books: minding.intend_to_make(books, subscription.id, now))
        if asked is None:
            return
        terms = to_make(asked, self.provider.bounds, now)
        outcome = await self.provider.subscribe(terms)
        if isinstance(outcome, Subscribed):
            await self._bind(asked, outcome.shown)
            return
        log.warning("subscription not made: subscription=%s %s", asked.id, type(outcome).__name__)
        at = self.clock.now()
        await self.store.write(lambda books: _unmade(books, asked, outcome, at))
        if isinstance(outcome, Rejected) and outcome.halt is not None:
            await self.banking.away.refresh()

    async def _search(self, subscription: Subscription) -> None:
        """The answer was lost: the bank may have it under our key."""
        now = self.clock.now()
        asked_at = subscription.asked_at or now
        if subscription.asked_at is None:  # cancelled meanwhile; it was asked for before that, if at all
            await self._amend(subscription.id, asked_at=now)
        found = await self.provider.found(subscription.token)
        if found:
            self._absent.pop(subscription.id, None)
            kept = _oldest(found)
            await self._bind(subscription, kept)
            await self._doubles.end(subscription, kept.bank_id, found, self.clock.now())
        elif now - asked_at < self.provider.bounds.proof:
            await self._later(subscription.id)
        else:
            await self._prove_absence(subscription, asked_at, now)

    async def _prove_absence(self, subscription: Subscription, asked_at: datetime, now: datetime) -> None:
        """Lists may lag behind: twice, and not at once."""
        known = self._absent.get(subscription.id)
        if known is None or known[0] != asked_at or now < known[1]:
            self._absent[subscription.id] = (asked_at, now)
            await self._amend(subscription.id, next_due=now + PROVEN_AGAIN)
        elif now - known[1] < PROVEN_AGAIN:
            await self._amend(subscription.id, next_due=known[1] + PROVEN_AGAIN)
        else:
            del self._absent[subscription.id]
            await self.store.write(lambda books: minding.never_made(books, subscription.id, asked_at, now))

    async def _bind(self, subscription: Subscription, shown: BankSubscription) -> None:
        """From now on it is this one there; what it has billed already is taken over at once."""
        at = self.clock.now()
        bound = await self.store.write(lambda books: minding.bind(books, subscription.id, shown, at))
        if bound is not None and bound.wish is not Wish.CANCEL:
            await self._look(bound)

    # --- pausing, resuming, cancelling, changing

    def _steps(self) -> dict[Wish | None, Callable[[str], Awaitable[RefundOutcome]]]:
        return {
            Wish.PAUSE: self.provider.pause,
            Wish.RESUME: self.provider.resume,
            Wish.CANCEL: self.provider.cancel,
        }

    async def _step(self, subscription: Subscription) -> None:
        """Asked once, then looked at: only what the bank shows is so."""
        wish, now = subscription.wish, self.clock.now()
        asked = await self.store.write(lambda books: minding.intend(books, subscription.id, wish, now))
        if asked is None or asked.bank_id is None:
            return
        outcome = await self._steps()[wish](asked.bank_id)
        await self._answered(asked, outcome)

    async def _answered(self, asked: Subscription, outcome: RefundOutcome) -> None:
        at = self.clock.now()
        match outcome:
            case Unreachable():
                await self.store.write(lambda books: minding.unasked(books, asked, at))
            case Unknown():
                await self._later(asked.id)
            case Declined():
                await self._declined(asked, outcome)
            case _:
                await self._look(asked)

    async def _declined(self, asked: Subscription, declined: Declined) -> None:
        """It may be so already, or over: what the bank shows counts, and only then its no."""
        if declined.halt is not None:
            await self.banking.halted(self.provider.slug, declined.halt)
        await self._look(asked, declined)

    async def _change(self, change: Change) -> None:
        outcome = await self.provider.change(change.bank_id, change.to, change.was)
        asked = change.asked
        if isinstance(outcome, Declined):
            at = self.clock.now()
            await self.store.write(lambda books: minding.refused(books, asked, outcome, at))
        elif isinstance(outcome, Unreachable):
            at = self.clock.now()
            await self.store.write(lambda books: minding.unasked(books, asked, at))
        else:
            await self._later(asked.id)

    # --- looking

    async def _look(self, subscription: Subscription, declined: Declined | None = None) -> None:
        """How it stands, and all of its bills; what is due to be told of a change is told after that."""
        assert subscription.bank_id is not None
        shown = await self.provider.shown(subscription.bank_id)
        listed = await self.provider.bills(subscription.bank_id) if shown is not None else []
        at = self.clock.now()
        if shown is None:
            await self.store.write(lambda books: minding.gone(books, subscription.id, at))
            return
        taken = minding.Looked(shown, tuple(listed), subscription, declined)
        change = await self.store.write(
            lambda books: minding.take_over(
                books, subscription.id, taken, self.provider.bounds, self.banking.ids, at
            )
        )
        await self._doubles.seek(subscription, shown.made_at or subscription.agreed_at, at)
        if change is not None:
            await self._change(change)

    # --- books

    async def _read(self, subscription_id: int) -> Subscription | None:
        return await self.store.read(lambda books: books.subscription(subscription_id))

    async def _amend(self, subscription_id: int, **changes: object) -> None:
        await self.store.write(lambda books: books.amend_subscription(subscription_id, **changes))

    async def _later(self, subscription_id: int) -> None:
        at = self.clock.now()
        await self.store.write(lambda books: minding.later(books, subscription_id, at))


def _unmade(books: Books, asked: Subscription, outcome: SubscribeOutcome, at: datetime) -> None:
    """The bank did not take it, or nobody knows."""
    subscription = books.subscription(asked.id, lock=True)
    if subscription is None or subscription.bank_id is not None or subscription.over:
        return
    match outcome:
        case Rejected(halt=None):
            mirrored.not_made(books, subscription, outcome.refusal, outcome.code, at)
        case Rejected():
            assert outcome.halt is not None
            outages.begin(books, subscription.engine, outcome.halt, at, asked_at=asked.asked_at)
            minding.unasked(books, subscription, at)
        case Unreachable():
            minding.unasked(books, subscription, at)
        case _:
            minding.later(books, subscription.id, at)


def _oldest(found: Sequence[BankSubscription]) -> BankSubscription:
    """Of those that live the one that was made first; where none does, the newest."""
    living = [each for each in found if each.state in LIVING]
    ordered = sorted(living or found, key=lambda each: (each.made_at is None, each.made_at, each.bank_id))
    return ordered[0] if living else ordered[-1]
