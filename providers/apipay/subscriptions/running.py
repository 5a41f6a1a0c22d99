"""ApiPay's subscriptions as the core's ``SubscriptionProvider``: sends what ``calls`` builds."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import TypeVar

from billing.answers import Begun, Declined, RefundOutcome, Rejected, Unknown, Unreachable
from billing.errors import BankSilent, ListCut
from billing.models import RefundRefusal, Refusal
from billing.subscriptions.banking import (
    BankBill,
    BankState,
    BankSubscription,
    BankTerms,
    Subscribed,
    SubscribeOutcome,
    Told,
)
from providers.apipay import codec, problems, reasons, repaying, verdicts, wire
from providers.apipay.asking import Asking
from providers.apipay.limiter import Rank
from providers.apipay.subscriptions import calls, reports, shapes
from providers.http import Answer, Call, LineError, NothingSent

MOST_PAGES = 1000
_GONE = "subscription_not_found"

T = TypeVar("T")
Row = TypeVar("Row", shapes.Shown, shapes.Charge)


class Subscriptions:
    """Has them run, and shows how they stand; nothing is done twice."""

    slug = "apipay"
    bounds = calls.BOUNDS

    def __init__(self, asking: Asking, api: str, key: str, production: bool) -> None:
        self._asking = asking
        self._api = api
        self._key = key
        self._production = production

    # --- changing

    async def subscribe(self, terms: BankTerms) -> SubscribeOutcome:
        """Once: no key makes a second call harmless, so after ``Unknown`` it is looked for."""
        phone = codec.phone_from(terms.phone)
        if (refused := calls.refused_unsent(terms, phone)) is not None or phone is None:
            return refused or Unreachable("no phone")
        try:
            answer = await self._asking.act(calls.subscribe_call(self._api, self._key, terms, phone))
        except NothingSent as trouble:
            return Unreachable(str(trouble))
        except LineError as trouble:
            return Unknown(str(trouble))
        return subscribed_from(answer, terms, self._production, self._asking.clock.now())

    async def change(self, bank_id: str, terms: BankTerms, was: BankTerms | None = None) -> RefundOutcome:
        """Only what differs; nothing is sent where nothing does."""
        if (refused := calls.unfit(terms)) is not None:
            return Declined(RefundRefusal.OUR_REQUEST, refused.code, refused.text)
        changes = calls.changes_of(was, terms)
        if not changes:
            return Begun(bank_id)
        return await self._acted(calls.change_call(self._api, self._key, bank_id, changes), bank_id)

    async def pause(self, bank_id: str) -> RefundOutcome:
        """No new bills; one that is open can still be paid."""
        return await self._step(bank_id, "pause")

    async def resume(self, bank_id: str) -> RefundOutcome:
        """What was missed is not billed. Of one that has expired some servers say no: it is made anew."""
        return await self._step(bank_id, "resume")

    async def cancel(self, bank_id: str) -> RefundOutcome:
        """For good; an open bill can still be paid."""
        return await self._step(bank_id, "cancel")

    async def _step(self, bank_id: str, step: str) -> RefundOutcome:
        return await self._acted(calls.step_call(self._api, self._key, bank_id, step), bank_id)

    async def _acted(self, call: Call, bank_id: str) -> RefundOutcome:
        """A wrong status is the bank's no; how it stands then is looked at."""
        try:
            answer = await self._asking.act(call)
        except NothingSent as trouble:
            return Unreachable(str(trouble))
        except LineError as trouble:
            return Unknown(str(trouble))
        return acted_from(answer, bank_id, self._asking.clock.now())

    # --- looking

    async def found(self, key: str) -> list[BankSubscription]:
        """The service finds by its own comparison, page by page: here each is compared exactly.

        A row of which no key is told, not even that there is none, is looked at alone; where it is not told
        there either, nothing follows: it may be ours.
        """
        if not key:
            return []
        found = []
        async for row in self._pages(
            lambda page: calls.list_call(self._api, self._key, page, key_of_ours=key), shapes.page_from
        ):
            told = row if row.names_key else await self._one(row.id)
            if told is not None and not told.names_key:
                raise BankSilent("subscriptions: keys are not told")
            if told is not None and told.external_subscriber_id == key:
                found.append(shapes.subscription_of(told))
        return found

    async def by_key(self) -> dict[str, list[BankSubscription]] | None:
        """One list for all, where asking for each key would be a list for each: newer servers filter none."""
        found: dict[str, list[BankSubscription]] = {}
        async for row in self._pages(
            lambda page: calls.list_call(self._api, self._key, page), shapes.page_from
        ):
            if not row.names_key:
                return None
            found.setdefault(row.external_subscriber_id, []).append(shapes.subscription_of(row))
        return found

    async def shown(self, bank_id: str) -> BankSubscription | None:
        """With its figures. That there is none is believed only in the service's own words."""
        told = await self._one(bank_id) if bank_id.isdigit() else None
        return None if told is None else shapes.subscription_of(told)

    async def _one(self, bank_id: str) -> shapes.Shown | None:
        answer = await self._asking.look(calls.show_call(self._api, self._key, bank_id))
        if answer.status == 404:
            said = problems.trouble_from(answer, self._asking.clock.now())
            if _GONE in problems.slug(f"{said.code} {said.text}"):
                return None
            raise BankSilent(f"subscription: {said.said()}")
        told = _read("subscription", answer, shapes.shown_from)
        if told.id != bank_id:
            raise BankSilent("subscription: another one is shown")
        return told

    async def listed(
        self, state: BankState | None = None, phone: str = ""
    ) -> AsyncIterator[BankSubscription]:
        """What a server does not filter is left out here."""
        status = "" if state in (None, BankState.UNCLEAR) else str(state)
        there = codec.phone_from(phone) or ""
        async for row in self._pages(
            lambda page: calls.list_call(self._api, self._key, page, status=status, phone=there),
            shapes.page_from,
        ):
            one = shapes.subscription_of(row)
            if state in (None, one.state) and phone in ("", one.phone):
                yield one

    async def bills(self, bank_id: str) -> list[BankBill]:
        """By the number of the row, which grows with each bill."""
        rows = [
            row
            async for row in self._pages(
                lambda page: calls.history_call(self._api, self._key, bank_id, page), shapes.history_from
            )
        ]
        try:
            return [shapes.bill_of(row) for row in sorted(rows, key=lambda row: int(row.id))]
        except wire.Garbled as garbled:
            raise BankSilent(f"subscription-bills: {garbled}") from garbled

    def told(self, body: bytes) -> Told | None:
        """See ``reports``."""
        return reports.told_from(body)

    async def _pages(
        self, call: Callable[[int], Call], read: Callable[[bytes], codec.Page[Row]]
    ) -> AsyncIterator[Row]:
        """Page after page, each row once, until an empty page or until all are seen that are counted.

        Who is made meanwhile pushes the others on: the least count is the one that must be seen. Raises
        ``ListCut`` where fewer come.
        """
        began, seen, least = self._asking.clock.now(), set[str](), None
        for number in range(1, MOST_PAGES + 1):
            page = await self._page(call(number), read)
            new = {row.id: row for row in page.rows if row.id not in seen}
            for row in new.values():
                yield row
            seen |= new.keys()
            if page.total is not None:
                least = page.total if least is None else min(least, page.total)
            if not new or (least is not None and len(seen) >= least) or not (least or page.more(number)):
                break
        if least is not None and len(seen) < least:
            raise ListCut(began, began, least, len(seen))

    async def _page(self, call: Call, read: Callable[[bytes], T]) -> T:
        answer = await self._asking.look(call, Rank.LIST)
        if answer.status != 200:
            raise BankSilent(f"{call.name}: HTTP {answer.status}")
        return _read(call.name, answer, read)


def subscribed_from(answer: Answer, terms: BankTerms, production: bool, now: datetime) -> SubscribeOutcome:
    """What became of the wish for one. Whatever does not prove that nothing was made is ``Unknown``."""
    if not 200 <= answer.status < 300:
        trouble = problems.trouble_from(answer, now)
        return verdicts.denied_from(trouble, now, lines=bool(terms.lines))
    try:
        told = shapes.shown_from(answer.body)
    except wire.Garbled as garbled:
        return Unknown(f"HTTP {answer.status}, {garbled}")
    if told.external_subscriber_id not in ("", terms.key):
        return Unknown("another subscription is shown")
    if told.is_sandbox and production:
        text = "the organisation is in the sandbox: nobody is billed"
        return Rejected(Refusal.SETUP, reasons.SANDBOX, text, reasons.halt_from(reasons.SANDBOX, text, now))
    return Subscribed(shapes.subscription_of(told))


def acted_from(answer: Answer, bank_id: str, now: datetime) -> RefundOutcome:
    """What became of a change or a step."""
    if not 200 <= answer.status < 300:
        return repaying.denied(answer, now)
    try:
        told = shapes.shown_from(answer.body)
    except wire.Garbled as garbled:
        return Unknown(f"HTTP {answer.status}, {garbled}")
    return Begun(told.id) if told.id == bank_id else Unknown("another subscription is shown")


def _read(name: str, answer: Answer, read: Callable[[bytes], T]) -> T:
    try:
        return read(answer.body)
    except wire.Garbled as garbled:
        raise BankSilent(f"{name}: {garbled}") from garbled
