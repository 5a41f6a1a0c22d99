"""HorizonPay as a bank of ours: sends what ``codec`` builds, lets ``verdicts`` say what it means."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Mapping, Sequence
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
from billing.errors import BankRefusesUs, BankSilent
from billing.models import Payment, RefundRefusal
from billing.money import DIGITS
from billing.ports import Capabilities, Clock, Keep
from billing.questions import Bill, Repayment
from providers.horizonpay import codec, health, verdicts, watch, webhook
from providers.horizonpay.asking import Asking
from providers.horizonpay.codec import Shop
from providers.horizonpay.looking import Looking
from providers.horizonpay.repaying import Repaying
from providers.horizonpay.settings import HorizonPaySettings
from providers.horizonpay.verdicts import NotKept
from providers.horizonpay.webhook import Proofs
from providers.http import Line, LineError, NothingSent

FIRST = 100_000
T = TypeVar("T")
_NOT_TAKEN_BACK = Declined(RefundRefusal.OUR_REQUEST, text="HorizonPay takes no payment back: it runs out")
_NOT_HELD = Declined(RefundRefusal.NOT_CHARGED, text="nothing is held: a payment is made or it is not")


class HorizonPayProvider:
    """Payments on a method's page, by a QR or in an app; methods that are kept; refunds."""

    def __init__(self, settings: HorizonPaySettings, line: Line, clock: Clock) -> None:
        self.slug = "horizonpay"
        self.capabilities = Capabilities(
            currencies=frozenset(DIGITS),
            refund=True,
            lists_refunds=True,
            refund_proofs=frozenset(),  # it gives its reasons in sentences, of which none is documented
            signs=True,
            production=settings.production,
            redirects=True,
            keeps_methods=True,
            wants=frozenset(settings.require),
        )
        authorization = codec.authorization_from(*settings.credentials)
        shop = Shop(settings.base_url, authorization, settings.method or "", settings.test)
        self._proofs = Proofs(authorization, settings.key)
        self._clock = clock
        self._asking = Asking(line, shop)
        self._looking = Looking(self._asking, clock)
        self._repaying = Repaying(self._asking, clock)

    def reference(self, ordinal: int) -> str:
        """Free text there, which parts several ids at a semicolon: ours hold none."""
        return f"tolem-{FIRST + ordinal}"

    def next_look(self, payment: Payment, now: datetime) -> datetime | None:
        """See ``watch``."""
        return watch.next_look(payment, now)

    async def create(self, bill: Bill, keep: Keep) -> Outcome:
        """Have a payment taken in, once: every try carries the same id, by which the bank knows it again."""
        if (refused := verdicts.refused_unsent(bill, self.capabilities.wants)) is not None:
            return refused
        asks_to_keep = bill.keep and bill.saved is None
        outcome = await self._created(bill, keep=asks_to_keep)
        if isinstance(outcome, NotKept):
            outcome = await self._created(bill, keep=False)
        return Unknown("the method cannot be kept") if isinstance(outcome, NotKept) else outcome

    async def fetch(self, bill: Bill, claim: Seen | None = None) -> Observation:
        """The payment by its uid, or by our id where its uid was lost."""
        return await self._in_time(self._looking.fetch(bill))

    async def fetch_many(self, bills: Sequence[Bill]) -> Mapping[int, Observation]:
        """Each is to be asked about alone."""
        return {}

    async def balance(self, bill: Bill) -> Observation:
        """What was taken and returned, with each refund."""
        return await self._in_time(self._looking.fetch(bill, sums=True))

    async def refund(self, repayment: Repayment) -> RefundOutcome:
        """See ``repaying``."""
        return await self._repaying.refund(repayment)

    async def fetch_refund(self, repayment: Repayment) -> RefundSeen:
        """See ``repaying``."""
        return await self._in_time(self._repaying.fetch_refund(repayment))

    async def cancel(self, bill: Bill) -> RefundOutcome:
        """There is no such call."""
        return _NOT_TAKEN_BACK

    async def capture(self, bill: Bill) -> RefundOutcome:
        """Nothing is ever held."""
        return _NOT_HELD

    async def release(self, bill: Bill) -> RefundOutcome:
        """Nothing is ever held."""
        return _NOT_HELD

    def read_webhook(self, headers: Mapping[str, str], body: bytes) -> Delivery | Forged:
        """See ``webhook``."""
        return webhook.delivery_from(headers, body, self._proofs, test=self._asking.shop.test)

    async def check(self) -> Health:
        """Whether it is there and knows our shop: a question about an id that no payment has."""
        production = self.capabilities.production
        try:
            await self._in_time(self._asking.tracked(self.reference(-1)))
        except BankRefusesUs as refusal:
            return health.refused(refusal, production=production)
        except BankSilent as silence:
            return health.silent(silence, production=production)
        return health.found(production=production, signed=self._proofs.key is not None)

    def let_down(self) -> None:
        """Who waits for a turn is told that nothing was sent."""
        self._asking.let_down()

    async def close(self) -> None:
        """Let go of connections."""
        await self._asking.close()

    async def _created(self, bill: Bill, *, keep: bool) -> Outcome | NotKept:
        shop = self._asking.shop
        try:
            answer = await self._asking.act(codec.create_call(shop, bill, keep=keep))
        except NothingSent as trouble:
            return Unreachable(str(trouble))
        except LineError as trouble:
            return Unknown(str(trouble))
        return verdicts.outcome_from(answer, bill, test=shop.test)

    async def _in_time(self, looking: Awaitable[T]) -> T:
        try:
            async with asyncio.timeout(self._asking.patience.look):
                return await looking
        except TimeoutError as slow:
            raise BankSilent("no answers in time") from slow
