"""The shop's settings as the chat calls them, and as this process knows them without asking the books.

What is decided counts here at once, and in every other process as soon as it hears of it, within a few
seconds. Of two who decide at once the later one wins; each change is in the audit with what it replaced.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from billing import cards, people
from billing.access import Action, require
from billing.banking import Banking
from billing.books import Books
from billing.errors import NotFound, Refused
from billing.models import Merchant, Person
from billing.ports import Provider
from billing.settings import force, reading
from billing.settings.force import InForce
from billing.settings.models import NEWS, Choice, Topic

_ON_CARDS = frozenset({Choice.NAME, Choice.LANGUAGE, Choice.FIRST_BANK, Choice.BANKS_OFF})


class SettingsDesk:
    """Raises ``BillingError`` for what is refused: ``NotAllowed`` for who is no owner and no manager."""

    def __init__(self, banking: Banking, environment: Merchant, invoice_ttl: timedelta) -> None:
        rules = replace(environment.rules, invoice_ttl=invoice_ttl)
        shop = replace(environment, rules=rules)
        self.banking = banking
        self.store = banking.store
        self.clock = banking.clock
        self.in_force = InForce(shop, shop)
        self.spoken: Callable[[], None] = lambda: None  # the shop's language is another one now
        self._one_at_a_time = asyncio.Lock()
        self._drawn_before = False  # cards may stand as they were before the last decision

    # --- what counts

    @property
    def merchant(self) -> Merchant:
        """The shop as it is now."""
        return self.in_force.merchant

    async def refresh(self) -> bool:
        """Read it anew; whether anything that cards show has changed."""
        async with self._one_at_a_time:
            before = self.in_force
            choices = await self.store.read(lambda books: dict(books.choices()))
            after = self.in_force = force.in_force(before.environment, choices)
            self.banking.off = after.merchant.rules.off  # first: the books refuse nothing that is offered
            self.store.know(after.merchant)
        if after.merchant.locale != before.merchant.locale:
            self.spoken()
        return any(after.says(each) != before.says(each) for each in _ON_CARDS)

    async def hear(self) -> None:
        """What was decided, here or in another process; cards that were drawn meanwhile are drawn again."""
        self._drawn_before |= await self.refresh()
        if self._drawn_before:
            at = self.clock.now()
            await self.store.write(lambda books: books.redraw_open(at))
            self._drawn_before = False

    def see(self, person: Person) -> InForce:
        """All of it, for who may."""
        require(person, Action.SETTINGS)
        return self.in_force

    # --- who decides

    async def rename(self, person: Person, text: str | None) -> InForce:
        """As customers read it; ``None``: as the environment says. ``Refused`` where it cannot be a name."""
        return await self._decide(person, Choice.NAME, reading.name, text)

    async def speak(self, person: Person, locale: str | None) -> InForce:
        """In groups and on public cards, and to who has no language of their own."""
        return await self._decide(person, Choice.LANGUAGE, force.locale, locale)

    async def set_deadline(self, person: Person, text: str | None) -> InForce:
        """Of invoices from now on."""

        def kept(typed: str) -> str:
            return reading.deadline_text(reading.deadline(typed))

        return await self._decide(person, Choice.DEADLINE, kept, text)

    async def keep_quiet(self, person: Person, text: str | None) -> InForce:
        """From when to when; ``NO_QUIET``: never; ``None``: as usual."""

        def kept(typed: str) -> str:
            return typed if typed == reading.NO_QUIET else reading.quiet_text(reading.quiet(typed))

        return await self._decide(person, Choice.QUIET, kept, text)

    async def prefer(self, person: Person, slug: str | None) -> InForce:
        """Whose QR comes without a question; ``None``: the payer chooses."""

        def known(wanted: str) -> str:
            if wanted not in {bank.slug for bank in self.preferable()}:
                raise NotFound("button-old")
            return wanted

        return await self._decide(person, Choice.FIRST_BANK, known, slug)

    def may_switch_off(self, slug: str) -> None:
        """``Refused`` for the last one: nobody could pay any more."""
        if not self._left(self.merchant.rules.off | {slug}):
            raise Refused("settings-last-bank")

    async def switch(self, person: Person, slug: str, *, on: bool) -> InForce:
        """Whether this bank gets new bills. ``Refused`` for the last one: nobody could pay any more."""
        if slug not in self.banking.providers:
            raise NotFound("button-old")

        def wanted(books: Books) -> str:
            kept = reading.names_in(books.choice(Choice.BANKS_OFF) or "")
            off = kept - {slug} if on else kept | {slug}
            if not on and not self._left(off):
                raise Refused("settings-last-bank")
            return reading.listed(off)

        return await self._write(person, Choice.BANKS_OFF, wanted)

    async def listen(self, person: Person, topic: Topic, *, on: bool) -> InForce:
        """Whether this person hears such news; for oneself."""

        def wanted(books: Books) -> str:
            turned = reading.topics_in(books.choice(f"{NEWS}{person.id}") or "") - {topic}
            return reading.listed(turned | ({topic} if on is not topic.usual else frozenset()))

        return await self._write(person, f"{NEWS}{person.id}", wanted)

    # --- what can be chosen

    def preferable(self) -> list[Provider]:
        """The banks that can bill without asking the payer anything."""
        found = (bank for bank in self.banking.providers.values() if not cards.must_ask(bank))
        return sorted(found, key=lambda bank: bank.slug)

    # --- inside

    def _left(self, off: frozenset[str]) -> set[str]:
        """The banks that would still get new bills."""
        return self.banking.providers.keys() - off

    async def _decide(
        self, person: Person, choice: Choice, kept: Callable[[str], str], wanted: str | None
    ) -> InForce:
        """``None``: what the environment says, or what is usual."""
        return await self._write(person, choice, lambda books: "" if wanted is None else kept(wanted))

    async def _write(self, person: Person, name: str, wanted: Callable[[Books], str]) -> InForce:
        at = self.clock.now()

        def write(books: Books) -> None:
            require(people.now(books, person), Action.SETTINGS)
            books.lock_choices()
            was, value = books.choice(name) or "", wanted(books)
            if was == value:
                return
            books.choose(name, value, at)
            word, evidence = name.partition(":")[0], {"was": was, "now": value}
            books.audit("merchant", books.merchant.id, "", word, f"person:{person.id}", at, evidence)
            if name in _ON_CARDS:
                books.redraw_open(at)

        await self.store.write(write)
        await self.hear()
        return self.in_force
