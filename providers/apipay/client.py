"""ApiPay (Kaspi Pay) as a bank of ours: sends what ``codec`` builds, lets ``verdicts`` say what it means."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from billing.answers import (
    Declined,
    Delivery,
    Forged,
    Health,
    Observation,
    Outcome,
    RefundOutcome,
    RefundSeen,
    Seen,
    Unknown,
    Unreachable,
)
from billing.catalog.banking import CatalogProvider
from billing.errors import BankRefusesUs, BankSilent
from billing.models import Payment, RefundRefusal
from billing.ports import Capabilities, Clock, Keep
from billing.questions import Bill, Repayment
from billing.statement import Ledger, Operation, Query, Shape
from billing.subscriptions.banking import SubscriptionProvider
from providers.apipay import codec, health, naming, reasons, verdicts, watch, webhook
from providers.apipay.asking import Asking, NoTurn
from providers.apipay.catalog.goods import Goods
from providers.apipay.limiter import Limiter, Rank
from providers.apipay.looking import Looking
from providers.apipay.repaying import Repaying
from providers.apipay.settings import ApiPaySettings
from providers.apipay.statement import Statements
from providers.apipay.subscriptions.running import Subscriptions
from providers.apipay.verdicts import Duplicate
from providers.http import Line, LineError, NothingSent

T = TypeVar("T")
_NOT_HELD = Declined(RefundRefusal.NOT_CHARGED, text="Kaspi holds no money: a bill is paid or it is not")


class ApiPayProvider:
    """Bills by phone that the payer confirms in the Kaspi app, refunds, cancels."""

    def __init__(self, settings: ApiPaySettings, line: Line, clock: Clock) -> None:
        self.slug = "apipay"
        self.capabilities = Capabilities(
            minor_units=False,
            needs_phone=True,
            kazakh_phones=True,
            cancel=True,
            refund=True,
            lists_refunds=True,
            refund_proofs=reasons.PROOFS,
            batch=codec.BATCH,
            signs=True,
            sends_tests=True,
            bills_lines=True,
            parts_by_lines=True,
            least=codec.LEAST,
            most=codec.MOST,
            production=settings.production,
        )
        self.limiter = Limiter(lambda: clock.now().timestamp(), settings.rate_limit, settings.key)
        self._settings = settings
        self._api, self._key = settings.base_url, settings.key
        self._clock = clock
        self._asking = Asking(line, self.limiter, clock)
        self._repaying = Repaying(self._asking, self._api, self._key)
        self._looking = Looking(self._asking, self._repaying, self._api, self._key, settings.production)
        self._statements = Statements(self._asking, self._api, self._key)
        self.catalog: CatalogProvider = Goods(self._asking, self._api, self._key)
        self.subscriptions: SubscriptionProvider = Subscriptions(
            self._asking, self._api, self._key, settings.production
        )

    def reference(self, ordinal: int) -> str:
        """See ``naming``."""
        return naming.reference_of(ordinal)

    def next_look(self, payment: Payment, now: datetime) -> datetime | None:
        """See ``watch``."""
        return watch.next_look(payment, now)

    async def create(self, bill: Bill, keep: Keep) -> Outcome:
        """Send the bill to the payer's phone, once; who has the same key already is taken as it is."""
        phone = codec.phone_from(bill.phone)
        if (refused := verdicts.refused_unsent(bill, phone)) is not None or phone is None:
            return refused or Unreachable("no phone")
        try:
            answer = await self._asking.act(codec.create_call(self._api, self._key, bill, phone))
        except NothingSent as trouble:
            return Unreachable(str(trouble), crowded=isinstance(trouble, NoTurn))
        except LineError as trouble:
            return Unknown(str(trouble))
        outcome = verdicts.outcome_from(answer, bill, self._settings.production, self._clock.now())
        return await self._taken(bill, outcome) if isinstance(outcome, Duplicate) else outcome

    async def fetch(self, bill: Bill, claim: Seen | None = None) -> Observation:
        """The invoice by its id, or by our reference where its id was lost."""
        rank = Rank.POLL if claim is None else Rank.NEWS
        return await self._in_time(self._looking.fetch(bill, rank))

    async def fetch_many(self, bills: Sequence[Bill]) -> Mapping[int, Observation]:
        """A hundred in one call; those that have moved are left out."""
        return await self._in_time(self._looking.fetch_many(bills))

    async def balance(self, bill: Bill) -> Observation:
        """What was taken and returned; the list of refunds says what is finished."""
        return await self._in_time(self._looking.fetch(bill, Rank.PERSON, sums=True))

    async def refund(self, repayment: Repayment) -> RefundOutcome:
        """See ``repaying``."""
        return await self._repaying.refund(repayment)

    async def fetch_refund(self, repayment: Repayment) -> RefundSeen:
        """See ``repaying``."""
        return await self._in_time(self._repaying.fetch_refund(repayment))

    async def cancel(self, bill: Bill) -> RefundOutcome:
        """See ``repaying``."""
        return await self._repaying.cancel(bill)

    async def capture(self, bill: Bill) -> RefundOutcome:
        """Nothing is ever held."""
        return _NOT_HELD

    async def release(self, bill: Bill) -> RefundOutcome:
        """Nothing is ever held."""
        return _NOT_HELD

    def read_webhook(self, headers: Mapping[str, str], body: bytes) -> Delivery | Forged:
        """See ``webhook``."""
        return webhook.delivery_from(headers, body, self._settings.secrets)

    async def check(self) -> Health:
        """Whether it is there, whether it knows our key, and what it says about the organisation."""
        production = self._settings.production
        try:
            return health.found(await self._looking.account(), production, self._clock.now())
        except BankRefusesUs as refusal:
            return health.refused(refusal, production)
        except BankSilent as silence:
            return health.silent(silence, production)

    def shape(self, ledger: Ledger) -> Shape | None:
        """What may be asked; there are no transfers from card to card."""
        return self._statements.shape(ledger)

    def missing(self, ledger: Ledger) -> str:
        """The key that bills also reads lists."""
        return ""

    def operations(self, query: Query) -> AsyncIterator[Operation]:
        """See ``statement``."""
        return self._statements.operations(query)

    async def confirm(self, operation: Operation) -> Observation | None:
        """The row's own invoice, asked for anew."""
        return await self._in_time(self._looking.confirm(operation))

    def let_down(self) -> None:
        """Who waits for a turn is told that nothing was sent."""
        self._asking.let_down()

    async def close(self) -> None:
        """Let go of connections."""
        await self._asking.close()

    async def _taken(self, bill: Bill, duplicate: Duplicate) -> Outcome:
        """An earlier try has made it, and its answer was lost."""
        try:
            told = await self._in_time(self._looking.shown(duplicate.invoice_id, Rank.PERSON))
        except (BankSilent, BankRefusesUs) as trouble:
            return Unknown(f"a duplicate that is not shown: {trouble}")
        if not verdicts.may_be(told, bill):
            return verdicts.number_taken()
        return verdicts.accepted_from(told, bill, self._settings.production, self._clock.now())

    async def _in_time(self, looking: Awaitable[T]) -> T:
        try:
            async with asyncio.timeout(self._asking.patience.look):
                return await looking
        except TimeoutError as slow:
            raise BankSilent("no answers in time") from slow
