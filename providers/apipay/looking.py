"""Asks ApiPay what became of bills: one, many at once, and what its cabinet knows of the shop."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from billing.answers import Observation, RefundListed, Seen
from billing.errors import BankSilent
from billing.money import Money
from billing.questions import Bill
from billing.statement import Operation
from providers.apipay import codec, figures, health, naming, verdicts, wire
from providers.apipay.asking import Asking
from providers.apipay.limiter import Rank
from providers.apipay.repaying import Repaying, listed_from
from providers.http import Call

SEARCH, STATUSES, LISTED = "search", "status/check", "invoices"
FEW = 3  # so many are asked for alone sooner than a list is read
MOST_PAGES = 10  # of a search; our reference is in few other texts


class Looking:
    """Reads, changes nothing."""

    def __init__(self, asking: Asking, repaying: Repaying, api: str, key: str, production: bool) -> None:
        self._asking = asking
        self._repaying = repaying
        self._api = api
        self._key = key
        self._production = production
        self._listing = asyncio.Lock()
        self._listed: tuple[datetime, list[wire.Invoice]] | None = None  # since when, what waits

    # --- one

    async def fetch(self, bill: Bill, rank: Rank, *, sums: bool = False) -> Observation:
        """The invoice as it stands; ``sums``: rather no answer than one without what went back.

        Raises ``BankError``.
        """
        asked_at = self._asking.clock.now()
        told = await self._found(bill, rank)
        if told is None:
            if not verdicts.proves_absence(bill, asked_at):
                raise BankSilent("not found yet: a bill is made behind the scenes")
            return Observation(Seen.ABSENT, SEARCH, asked_at, word="not found")
        return await self._seen(told, bill, asked_at, rank, sums=sums)

    async def shown(self, invoice_id: str, rank: Rank) -> wire.Invoice:
        """One invoice by its id. Raises ``BankError``; 404 is silence too: other keys' invoices look so."""
        answer = await self._asking.look(codec.show_call(self._api, self._key, invoice_id), rank)
        if answer.status != 200:
            raise BankSilent(f"invoice: HTTP {answer.status}")
        try:
            told = codec.invoice_from(answer)
        except wire.Garbled as garbled:
            raise BankSilent(f"invoice: {garbled}") from garbled
        if told.id != invoice_id:
            raise BankSilent("invoice: another one is shown")
        return told

    async def confirm(self, operation: Operation) -> Observation | None:
        """What this row is, asked for alone; ``None`` for a row without an id or with another sum."""
        if not operation.id.isdigit():
            return None
        asked_at = self._asking.clock.now()
        told = await self.shown(operation.id, Rank.LIST)
        if codec.money_from(told.amount) != operation.amount:
            return None
        bill = _bill_of(told, operation, asked_at)
        return await self._seen(told, bill, asked_at, Rank.LIST, sums=False)

    async def _found(self, bill: Bill, rank: Rank) -> wire.Invoice | None:
        if bill.bank_id is not None and bill.bank_id.isdigit():
            return await self.shown(bill.bank_id, rank)
        if naming.is_adopted(bill):
            raise BankSilent("the service's own bill without its id")
        found: list[wire.Invoice] = []
        for page in range(1, MOST_PAGES + 1):
            part = await self._page(codec.search_call(self._api, self._key, bill.reference, page), rank)
            found += part.rows
            if not part.more(page):
                ours = verdicts.ours_among(found, bill)
                if ours is None and verdicts.numbered(found, bill.reference):
                    raise BankSilent("search: our number stands on another bill")
                return await self.shown(ours.id, rank) if ours is not None else None
        raise BankSilent(f"search: more than {MOST_PAGES} pages")

    async def _page(self, call: Call, rank: Rank) -> codec.Page[wire.Invoice]:
        answer = await self._asking.look(call, rank)
        if answer.status != 200:
            raise BankSilent(f"{call.name}: HTTP {answer.status}")
        try:
            return codec.page_from(wire.Invoice, answer.body)
        except wire.Garbled as garbled:
            raise BankSilent(f"{call.name}: {garbled}") from garbled

    async def _seen(
        self, told: wire.Invoice, bill: Bill, asked_at: datetime, rank: Rank, *, sums: bool
    ) -> Observation:
        returned, refunds = None, None
        if told.status.lower() in verdicts.PAID:
            try:
                returned, refunds = await self._returned(told, rank, sums=sums)
            except BankSilent:
                if sums:
                    raise
        seen = verdicts.seen_of(told, bill, asked_at, production=self._production, returned=returned)
        return replace(seen, refunds=refunds)

    async def _returned(
        self, told: wire.Invoice, rank: Rank, *, sums: bool
    ) -> tuple[Money | None, tuple[RefundListed, ...] | None]:
        """All that went back, and each refund. Not asked where the service says that nothing went back yet.

        With ``sums`` asked all the same: one that was begun in the cabinet is in no sum, but in the list.
        """
        if not sums and told.total_refunded == 0 and not told.is_fully_refunded:
            return Money(0, "KZT"), None
        refunds = await self._repaying.listed(told.id, rank)
        return figures.returned_from(told, refunds), listed_from(refunds)

    # --- many

    async def fetch_many(self, bills: Sequence[Bill]) -> dict[int, Observation]:
        """Those of which the service says that they still wait; the others are to be asked about alone.

        A word alone moves no money: it comes without our reference, without the sums, and without the mark
        of the sandbox. That a bill still waits when its time is over is not believed either. Raises
        ``BankError``.
        """
        seen: dict[int, Observation] = {}
        now = self._asking.clock.now()
        for batch in _batches([bill for bill in bills if _has_id(bill) and not _is_over(bill, now)]):
            seen |= await self._waiting(batch)
        return seen

    async def _waiting(self, bills: Sequence[Bill]) -> dict[int, Observation]:
        asked_at = self._asking.clock.now()
        call = codec.statuses_call(self._api, self._key, [bill.bank_id or "" for bill in bills])
        answer = await self._asking.look(call)
        source = STATUSES
        try:
            told = codec.statuses_from(answer.body) if answer.status == 200 else None
        except wire.Garbled as garbled:
            raise BankSilent(f"statuses: {garbled}") from garbled
        if told is None and len(bills) > FEW:
            source, told = LISTED, await self._listed_pending(asked_at)
        words = verdicts.waiting_among(told or [])
        return {
            bill.payment_id: verdicts.seen_of(
                words[bill.bank_id], bill, asked_at, production=self._production, source=source
            )
            for bill in bills
            if bill.bank_id in words
        }

    async def _listed_pending(self, since: datetime) -> list[wire.Invoice]:
        """Where the service only promises to look: what it lists as pending, a hundred at a time, still is.

        It says so of its own books, which webhooks and the promised looks keep fresh. Who asks meanwhile
        about others shares the list.
        """
        async with self._listing:
            if self._listed is None or self._listed[0] < since:
                self._listed = (self._asking.clock.now(), await self._list_pending())
            return self._listed[1]

    async def _list_pending(self) -> list[wire.Invoice]:
        found: list[wire.Invoice] = []
        for page in range(1, MOST_PAGES + 1):
            asked = [("status[]", "pending"), ("page", str(page)), ("per_page", str(codec.PAGE))]
            part = await self._page(codec.list_call(self._api, self._key, "invoices", asked), Rank.POLL)
            found += part.rows
            if not part.more(page):
                break
        return found

    # --- the shop

    async def account(self) -> health.Account:
        """What three harmless questions show; two of them not every server knows."""
        await self._asking.look(codec.plain_call(self._api, self._key, "status"), Rank.PERSON)
        page = await self._page(
            codec.list_call(self._api, self._key, "invoices", [("per_page", "1")]), Rank.PERSON
        )
        newest = page.rows[0].is_sandbox if page.rows else None
        told = await self._account_health()
        return told if told.sandbox is not None else told.model_copy(update={"is_sandbox": newest})

    async def _account_health(self) -> health.Account:
        call = codec.plain_call(self._api, self._key, "account/health")
        try:
            answer = await self._asking.look(call, Rank.PERSON)
            return health.account_from(wire.object_from(answer.body) if answer.status == 200 else {})
        except (BankSilent, wire.Garbled):
            return health.Account()


def _batches(bills: Sequence[Bill]) -> list[Sequence[Bill]]:
    return [bills[at : at + codec.BATCH] for at in range(0, len(bills), codec.BATCH)]


def _has_id(bill: Bill) -> bool:
    return bill.bank_id is not None and bill.bank_id.isdigit()


def _is_over(bill: Bill, now: datetime) -> bool:
    return bill.expires_at is not None and bill.expires_at <= now


def _bill_of(told: wire.Invoice, operation: Operation, at: datetime) -> Bill:
    """A row that is not in our books, as the verdicts want to see it."""
    return Bill(
        payment_id=0,
        reference=told.external_order_id,
        amount=operation.amount or Money(0, "KZT"),
        description="",
        language="ru",
        account="",
        paid_url="",
        failed_url="",
        created_at=operation.happened_at or at,
        bank_id=told.id,
        has_instruction=True,
    )
