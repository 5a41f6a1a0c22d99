"""Halyk ePay as a bank of ours: sends what ``codec`` builds, lets ``verdicts`` say what the answers mean."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime, timedelta

from billing.answers import (
    Declined,
    Delivery,
    Forged,
    Health,
    Observation,
    Outcome,
    RefundOutcome,
    RefundSeen,
    Rejected,
    Seen,
    Unknown,
    Unreachable,
)
from billing.errors import BankRefusesUs, BankSilent
from billing.models import Payment, RefundRefusal, Refusal
from billing.ports import Capabilities, Clock, Keep
from billing.questions import Bill, Repayment
from billing.statement import Ledger, Operation, Query, Shape
from providers.halyk import codec, health, repaying, verdicts, watch, webhook, wire
from providers.halyk.asking import Asking
from providers.halyk.codec import Denied, Token
from providers.halyk.settings import HalykSettings
from providers.halyk.statement import confirming
from providers.halyk.statement.client import Statements
from providers.halyk.tokens import service_wish
from providers.http import Line, LineError, NothingSent

log = logging.getLogger(__name__)

REUSE = timedelta(minutes=5)  # a payment token with less left gives a QR that is gone too soon
FIRST, BEYOND = 100_000, 10**15


class HalykProvider:
    """QR payments, refunds, and what a two-step terminal holds."""

    def __init__(self, settings: HalykSettings, line: Line, clock: Clock) -> None:
        self.slug = "halyk"
        self.capabilities = Capabilities(
            capture=True, refund=True, least_refund=repaying.LEAST, production=settings.production
        )
        self._settings = settings
        self._line = line
        self._clock = clock
        own = (settings.payment_keys, settings.status_keys)
        self._terminals = frozenset(keys.terminal.lower() for keys in own)
        self._asking = Asking(line, clock)
        self._service = service_wish(settings.oauth_url, settings.status_keys)
        self._statements = Statements(settings, self._asking)
        self._repaying = repaying.Repaying(self._asking, self._service, settings.api_url, self.balance)

    def reference(self, ordinal: int) -> str:
        """6 to 15 digits, of which the last six must be unique at the bank too.

        Counting on from 100000 repeats them only after a million payments; for how long the bank minds, it
        does not say.
        """
        if not 0 <= ordinal < BEYOND - FIRST:
            raise ValueError("the numbers of this terminal are used up")
        return str(FIRST + ordinal)

    def next_look(self, payment: Payment, now: datetime) -> datetime | None:
        """See ``watch``."""
        return watch.next_look(payment, now)

    async def create(self, bill: Bill, keep: Keep) -> Outcome:
        """Get a token, have it stored, ask for the QR: only that token finds the QR again."""
        token = _living(bill, self._clock.now())
        if token is not None:
            outcome = await self._generate(bill, token)
            if outcome != codec.TOKEN_REFUSED:
                return outcome
        fresh = await self._payment_token(bill)
        if not isinstance(fresh, Token):
            return fresh
        await keep(fresh.value, fresh.ends_at)
        return await self._generate(bill, fresh)

    async def fetch(self, bill: Bill, claim: Seen | None = None) -> Observation:
        """Ask ``/qr`` while the QR's own token lives, check-status where that must confirm, and after."""
        try:
            async with asyncio.timeout(self._line.patience.look):
                return await self._seen(bill, claim)
        except TimeoutError as slow:
            raise BankSilent("no answers in time") from slow

    async def fetch_many(self, bills: Sequence[Bill]) -> Mapping[int, Observation]:
        """The bank tells of one at a time only."""
        return {}

    async def balance(self, bill: Bill) -> Observation:
        """By check-status alone: only it says what was returned."""
        try:
            async with asyncio.timeout(self._line.patience.look):
                return await self._by_status(bill, self._clock.now())
        except TimeoutError as slow:
            raise BankSilent("no answer in time") from slow

    async def refund(self, repayment: Repayment) -> RefundOutcome:
        """See ``repaying``."""
        return await self._repaying.refund(repayment)

    async def fetch_refund(self, repayment: Repayment) -> RefundSeen:
        """See ``repaying``."""
        return await self._repaying.fetch_refund(repayment)

    async def cancel(self, bill: Bill) -> RefundOutcome:
        """The bank cannot take a QR back: it ends by itself after twenty minutes."""
        return Declined(RefundRefusal.OUR_REQUEST, text="a QR cannot be taken back")

    async def capture(self, bill: Bill) -> RefundOutcome:
        """See ``repaying``."""
        return await self._repaying.capture(bill)

    async def release(self, bill: Bill) -> RefundOutcome:
        """See ``repaying``."""
        return await self._repaying.release(bill)

    def read_webhook(self, headers: Mapping[str, str], body: bytes) -> Delivery | Forged:
        """See ``webhook``; the bank puts nothing into the headers."""
        return webhook.delivery_from(body)

    async def check(self) -> Health:
        """A token for each pair of credentials, and a question about an invoice that cannot exist."""
        production = self._settings.production
        try:
            if self._settings.status_keys != self._settings.payment_keys:
                await self._asking.token(service_wish(self._settings.oauth_url, self._settings.payment_keys))
            told = await self._status(health.NO_SUCH_INVOICE)
            lists = await health.lists(self._statements, self._clock.now(), production)
        except BankRefusesUs as refusal:
            return health.refused(refusal, production)
        except BankSilent as silence:
            return health.silent(silence, production)
        found = health.answered(told, production)
        return lists if found.ok and lists is not None else found

    def shape(self, ledger: Ledger) -> Shape | None:
        """What may be asked; the bank keeps both lists."""
        return self._statements.shape(ledger)

    def missing(self, ledger: Ledger) -> str:
        """The setting without which the list cannot be asked for, or nothing."""
        return self._statements.missing(ledger)

    def operations(self, query: Query) -> AsyncIterator[Operation]:
        """Every row of the period, each once; see ``Statements.operations`` for their order."""
        return self._statements.operations(query)

    async def confirm(self, operation: Operation) -> Observation | None:
        """Ask check-status about the row's invoice number, where it has one; see ``confirming``."""
        invoice = confirming.invoice_of(operation)
        if invoice is None:
            return None
        asked_at = self._clock.now()
        return confirming.seen_of(await self._status(invoice), operation, self._terminals, asked_at)

    def let_down(self) -> None:
        """Who waits for a turn is told that nothing was sent."""
        self._line.let_down()

    async def close(self) -> None:
        """Let go of connections."""
        await self._asking.close()
        await self._line.close()

    # --- billing

    async def _payment_token(self, bill: Bill) -> Token | Rejected | Unreachable:
        """A token alone bills nobody, so whatever breaks here may be repeated."""
        call = codec.payment_token_call(self._settings.oauth_url, self._settings.payment_keys, bill)
        asked_at = self._clock.now()
        try:
            told = codec.token_from(await self._line.send(call), asked_at)
        except (LineError, wire.Garbled) as trouble:
            return Unreachable(f"token: {trouble}")
        if isinstance(told, Denied):
            return Rejected(Refusal.SETUP, told.code, told.text)
        return told

    async def _generate(self, bill: Bill, token: Token) -> Outcome:
        asked_at = self._clock.now()
        try:
            answer = await self._line.send(codec.generate_call(self._settings.api_url, token.value, bill))
        except NothingSent as trouble:
            return Unreachable(f"generate: {trouble}")
        except LineError as trouble:
            return Unknown(f"generate: {trouble}")
        return codec.outcome_from(answer, bill, asked_at, token.ends_at)

    # --- looking

    async def _seen(self, bill: Bill, claim: Seen | None) -> Observation:
        asked_at = self._clock.now()
        if bill.access is None or not verdicts.qr_speaks(bill, asked_at):
            return await self._by_status(bill, asked_at)
        if claim in (Seen.PAID, Seen.REJECTED):
            told = await self._by_status_if_it_speaks(bill, asked_at)
            if told is not None and told.seen not in (Seen.PENDING, Seen.ABSENT):
                return told
        return await self._by_qr(bill, bill.access, asked_at)

    async def _by_qr(self, bill: Bill, token: str, asked_at: datetime) -> Observation:
        answer = await self._asking.sent(codec.qr_call(self._settings.api_url, token))
        try:
            told = codec.qr_from(answer)
        except wire.Garbled:
            return await self._by_status(bill, asked_at)
        if told is None:
            status = await self._status(bill.reference)
            return verdicts.seen_without_qr(status, bill, self._terminals, asked_at)
        seen = verdicts.seen_by_qr(told, bill, asked_at)
        if verdicts.settled_by_qr_alone(seen):
            return seen
        return verdicts.weighed(seen, await self._by_status_if_it_speaks(bill, asked_at))

    async def _by_status(self, bill: Bill, asked_at: datetime) -> Observation:
        told = await self._status(bill.reference)
        return verdicts.seen_by_status(told, bill, self._terminals, asked_at)

    async def _by_status_if_it_speaks(self, bill: Bill, asked_at: datetime) -> Observation | None:
        try:
            return await self._by_status(bill, asked_at)
        except BankSilent:
            return None
        except BankRefusesUs as refusal:
            log.warning("halyk: check-status refuses us, code %s; see `tolem doctor`", refusal.code)
            return None

    # --- asking

    async def _status(self, reference: str) -> wire.StatusAnswer:
        answer = await self._asking.with_token(
            self._service, lambda token: codec.status_call(self._settings.api_url, token, reference)
        )
        try:
            return codec.status_from(answer)
        except wire.Garbled as garbled:
            raise BankSilent(f"check-status: {garbled}") from garbled


def _living(bill: Bill, now: datetime) -> Token | None:
    """The token of an earlier try, while a QR made with it would live long enough."""
    if bill.access is None or bill.access_until is None or bill.access_until - now < REUSE:
        return None
    return Token(bill.access, bill.access_until)
