"""Looking after the banks themselves: those that are off the cards, and what the shop's settings show."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from billing import outages
from billing.access import Action, require
from billing.answers import Health
from billing.banking import Banking
from billing.books import Books
from billing.halts import BankCall, CallKind, Outage
from billing.models import Merchant, Person
from billing.ports import Provider
from billing.subscriptions import reminding

LATELY = timedelta(seconds=15)  # a check by hand is not repeated so soon
FORGED_EVERY = timedelta(minutes=1)  # anybody may send forged reports; one a minute is written down


@dataclass(frozen=True, slots=True)
class BankState:
    """One bank that is switched on."""

    slug: str
    production: bool  # money is real there
    outage: Outage | None = None
    health: Health | None = None  # of the last check by hand or by the loop
    checked_at: datetime | None = None
    sends_tests: bool = False
    tested_at: datetime | None = None  # when a test from the bank's cabinet arrived, rightly signed


@dataclass(frozen=True, slots=True)
class Overview:
    """What stands in the shop's settings."""

    merchant: Merchant
    at: datetime
    banks: tuple[BankState, ...]
    reminders: tuple[int, ...] = ()  # days before an invoice's deadline; negative ones are after it


class Checking:
    """Checks banks: by hand, and those that are off the cards by themselves."""

    def __init__(self, banking: Banking) -> None:
        self.banking = banking
        self.store = banking.store
        self.clock = banking.clock
        self._checked: dict[str, tuple[datetime, Health]] = {}
        self._one_at_a_time: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._forged_at: dict[str, datetime] = {}

    # --- by hand

    async def overview(self, person: Person) -> Overview:
        """What is known, without asking anybody."""
        require(person, Action.SETTINGS)
        providers, at = self.banking.providers, self.clock.now()
        lasting = {outage.provider: outage for outage in await self.banking.away.refresh()}

        def read(books: Books) -> tuple[Merchant, dict[str, BankCall | None], tuple[int, ...]]:
            testing = (slug for slug, bank in providers.items() if bank.capabilities.sends_tests)
            tests = {slug: books.bank_calls(slug).get(CallKind.TEST) for slug in testing}
            return books.merchant, tests, reminding.chosen(books)

        merchant, tests, reminders = await self.store.read(read)
        banks = (self._state(bank, lasting.get(slug), tests.get(slug)) for slug, bank in providers.items())
        return Overview(merchant, at, tuple(sorted(banks, key=lambda bank: bank.slug)), reminders)

    async def check(self, person: Person) -> Overview:
        """Ask each bank how it is, unless that was done just now."""
        require(person, Action.SETTINGS)
        await asyncio.gather(*(self._check(bank, by_hand=True) for bank in self.banking.providers.values()))
        return await self.overview(person)

    @property
    def checked_lately(self) -> bool:
        """Whether a check would ask nobody."""
        now = self.clock.now()
        return all(self._lately(slug, now) for slug in self.banking.providers)

    # --- by itself

    async def due(self, *, all_of_them: bool = False) -> list[Outage]:
        """Those that are to be seen after now; ``all_of_them``: somebody may have mended them meanwhile."""
        now = self.clock.now()
        return [
            outage
            for outage in await self.banking.away.refresh()
            if (outage.next_check is not None and outage.next_check <= now)
            or (all_of_them and outage.until is None)
        ]

    async def see_after(self, outage: Outage) -> None:
        """Is it over? One process asks, whoever moves the next check."""
        now = self.clock.now()
        if outage.until is not None and outage.until <= now:
            await self.store.write(lambda books: outages.end(books, outage, now))
        elif await self.store.write(lambda books: books.take_check(outage, outages.next_check(outage, now))):
            await self._look_at(outage, now)
        await self.banking.away.refresh()

    async def _look_at(self, outage: Outage, now: datetime) -> None:
        provider = self.banking.providers.get(outage.provider)
        if provider is None:  # switched off in the settings
            return
        if outage.trial_at is None:
            await self._check(provider, by_hand=False)
            return
        since, before = outage.trial_at, now - outages.STANDS

        def note(books: Books) -> None:
            if books.bill_stands(outage.provider, since, before):
                outages.end(books, outage, now)

        await self.store.write(note)

    async def _check(self, provider: Provider, *, by_hand: bool) -> None:
        async with self._one_at_a_time[provider.slug]:
            if by_hand and self._lately(provider.slug, self.clock.now()):
                return
            health = await provider.check()
            at = self.clock.now()
            self._checked[provider.slug] = (at, health)
            await self.store.write(lambda books: note(books, provider.slug, health, at, by_hand=by_hand))

    def _lately(self, slug: str, now: datetime) -> bool:
        at, _ = self._checked.get(slug, (None, None))
        return at is not None and timedelta() <= now - at < LATELY

    def _state(self, bank: Provider, outage: Outage | None, test: BankCall | None) -> BankState:
        at, health = self._checked.get(bank.slug, (None, None))
        can = bank.capabilities
        state = BankState(bank.slug, can.production, outage, health, at, can.sends_tests)
        return replace(state, tested_at=test.at if test else None)

    # --- what banks call about

    async def note_test(self, provider: str) -> None:
        """A test from the bank's cabinet came, rightly signed."""
        call = BankCall(provider, CallKind.TEST, self.clock.now())
        await self.store.write_small(lambda books: books.note_bank_call(call))

    async def note_forged(self, provider: str, why: str) -> None:
        """A report came with a wrong signature."""
        now, last = self.clock.now(), self._forged_at.get(provider)
        if last is not None and timedelta() <= now - last < FORGED_EVERY:
            return
        self._forged_at[provider] = now
        call = BankCall(provider, CallKind.FORGED, now, why)
        await self.store.write_small(lambda books: books.note_bank_call(call))


def note(books: Books, provider: str, health: Health, at: datetime, *, by_hand: bool) -> None:
    """What a check means: the trouble is seen, it is over, or the bank may be tried."""
    if health.halt is not None:
        outages.begin(books, provider, health.halt, at, seen=True)
        return
    outage = books.outage(provider)
    if outage is None or outage.trial_at is not None:
        return
    if not health.ok:
        outages.remind(books, provider, at)
    elif outage.until is None and outage.seen:
        outages.end(books, outage, at)
    elif by_hand or (outage.until is None and at >= outages.trial_due(outage)):
        outages.try_again(books, outage, at)
