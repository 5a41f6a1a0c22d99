"""Asks HorizonPay what became of a payment: by its uid, or by our id where its uid was lost."""

from __future__ import annotations

import logging
from dataclasses import replace

from billing.answers import Observation, Seen
from billing.errors import BankError, BankSilent
from billing.ports import Clock
from billing.questions import Bill
from providers.horizonpay import returning, verdicts
from providers.horizonpay.asking import Asking
from providers.horizonpay.wire import Transaction

log = logging.getLogger(__name__)

SHOWN, TRACKED = "transaction", "tracked"


class Looking:
    """Reads, changes nothing."""

    def __init__(self, asking: Asking, clock: Clock) -> None:
        self._asking = asking
        self._clock = clock

    async def fetch(self, bill: Bill, *, sums: bool = False) -> Observation:
        """The payment as it stands, with what went back; ``sums``: rather no answer than one without that.

        Raises ``BankError``.
        """
        asked_at, test = self._clock.now(), self._asking.shop.test
        if bill.bank_id is not None:
            told, source = await self._asking.shown(bill.bank_id), SHOWN
        else:
            found = await self._asking.tracked(bill.reference)
            if not found:
                if not verdicts.proves_absence(bill, asked_at):
                    raise BankSilent("not found yet")
                return Observation(Seen.ABSENT, TRACKED, asked_at, word="not found")
            listed = verdicts.ours_among(found, bill.reference)
            if listed is None:
                return Observation(Seen.UNCLEAR, TRACKED, asked_at, word="no payment of ours is listed")
            told, source = listed, TRACKED
            _warn_of_second(found, bill)
        seen = verdicts.seen_of(told, bill, asked_at, source, test=test)
        if seen.seen is Seen.UNCLEAR:
            log.warning("payment=%s: the bank says %s", bill.payment_id, seen.word)
        return await self._with_sums(seen, told, bill, sums=sums) if seen.seen is Seen.PAID else seen

    async def _with_sums(
        self, seen: Observation, told: Transaction, bill: Bill, *, sums: bool
    ) -> Observation:
        try:
            found = await self._asking.tracked(bill.reference)
        except BankError:  # refused is as good as silent: what was shown is not undone by it
            if sums:
                raise
            return seen
        back = returning.of_payment(found, told, bill.reference)
        return replace(seen, returned=returning.total_of(back, told), refunds=returning.listed_from(back))


def _warn_of_second(found: list[Transaction], bill: Bill) -> None:
    """Two under one id: the bank took a repeated call for a new one."""
    paid = [t for t in found if t.type == verdicts.PAYMENT and t.status == verdicts.PAID]
    if len([t for t in paid if t.tracking_id == bill.reference]) > 1:
        log.error("payment=%s: the bank has taken money more than once", bill.payment_id)
