"""Money on its way back, and bills that are taken back.

A refund has its own id and its own states, and no key that makes a repeated call harmless: after a lost
answer the refunds of the invoice are listed, and ours is recognised by its amount and our mark in its reason.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from billing.answers import (
    Begun,
    Declined,
    RefundListed,
    RefundOutcome,
    RefundSeen,
    Returned,
    Unknown,
    Unreachable,
)
from billing.errors import BankSilent
from billing.models import RefundRefusal
from billing.questions import Bill, Repayment
from providers.apipay import codec, figures, problems, reasons, wire
from providers.apipay.asking import Asking
from providers.apipay.limiter import Rank
from providers.http import Answer, Call, LineError, NothingSent

SOURCE = "refunds"
SKEW = timedelta(minutes=5)  # the bank's clock may be this far behind ours
_STATES = {
    "pending": Returned.PENDING,
    "processing": Returned.PENDING,
    "completed": Returned.COMPLETED,
    "failed": Returned.FAILED,
}
_BEST_FIRST = ("completed", "processing", "pending", "failed")


class Repaying:
    """Sends and asks."""

    def __init__(self, asking: Asking, api: str, key: str) -> None:
        self._asking = asking
        self._api = api
        self._key = key

    async def refund(self, repayment: Repayment) -> RefundOutcome:
        """Begin a refund; its end comes later, by webhook or by asking."""
        if not _is_id(repayment.bill.bank_id):
            return Declined(RefundRefusal.NOT_CHARGED, text="no invoice id")
        call = codec.refund_call(self._api, self._key, repayment)
        return await self._told(call, lambda answer: refunded_from(answer, self._asking.clock.now()))

    async def cancel(self, bill: Bill) -> RefundOutcome:
        """Take a bill back. In production 202 is only a promise: Kaspi may refuse, and the bill be paid."""
        if not _is_id(bill.bank_id):
            return Unreachable("the invoice is not known yet")
        call = codec.cancel_call(self._api, self._key, bill.bank_id or "")
        return await self._told(call, lambda answer: cancelled_from(answer, self._asking.clock.now()))

    async def fetch_refund(self, repayment: Repayment) -> RefundSeen:
        """By the refund itself; where it is nowhere to be found, by what went back in all."""
        asked_at = self._asking.clock.now()
        invoice = await self._invoice(repayment.bill)
        refunds = await self.listed(repayment.bill.bank_id or "", Rank.NEWS)
        ours = ours_among(refunds, repayment)
        if ours is not None:
            return seen_of(ours, asked_at)
        total = figures.returned_from(invoice, refunds)
        if total is None:
            return RefundSeen(Returned.UNCLEAR, SOURCE, asked_at, word="unreadable sums")
        return RefundSeen(Returned.PENDING, SOURCE, asked_at, total=total, word="not listed")

    async def listed(self, invoice_id: str, rank: Rank) -> list[wire.Refund]:
        """Every refund of an invoice. Raises ``BankSilent``."""
        answer = await self._asking.look(codec.refunds_call(self._api, self._key, invoice_id), rank)
        if answer.status != 200:
            raise BankSilent(f"refunds: HTTP {answer.status}")
        try:
            return codec.refunds_from(answer.body)
        except wire.Garbled as garbled:
            raise BankSilent(f"refunds: {garbled}") from garbled

    async def _invoice(self, bill: Bill) -> wire.Invoice:
        if not _is_id(bill.bank_id):
            raise BankSilent("no invoice id")
        call = codec.show_call(self._api, self._key, bill.bank_id or "")
        answer = await self._asking.look(call, Rank.NEWS)
        try:
            return codec.invoice_from(answer)
        except wire.Garbled as garbled:
            raise BankSilent(f"invoice: HTTP {answer.status}, {garbled}") from garbled

    async def _told(self, call: Call, read: Callable[[Answer], RefundOutcome]) -> RefundOutcome:
        try:
            return read(await self._asking.act(call))
        except NothingSent as trouble:
            return Unreachable(str(trouble))
        except LineError as trouble:
            return Unknown(str(trouble))


def refunded_from(answer: Answer, now: datetime) -> RefundOutcome:
    """What the bank made of a wish for a refund. What pieces come to is the bank's to say."""
    if 200 <= answer.status < 300:
        try:
            told = wire.read(wire.Refund, answer.body, under="refund")
        except wire.Garbled as garbled:
            return Unknown(f"HTTP {answer.status}, {garbled}")
        if not told.id:
            return Unknown(f"HTTP {answer.status}, no refund")
        return Begun(told.id, codec.money_from(told.amount))
    return denied(answer, now)


def cancelled_from(answer: Answer, now: datetime) -> RefundOutcome:
    """200 and 202 alike have begun it; the invoice itself says whether it came about."""
    if answer.status in (200, 202):
        try:
            wire.object_from(answer.body)
        except wire.Garbled as garbled:
            return Unknown(f"HTTP {answer.status}, {garbled}")
        return Begun()
    return denied(answer, now)


def denied(answer: Answer, now: datetime) -> RefundOutcome:
    """Nothing was done where the service itself says no; a 5xx says nothing."""
    trouble = problems.trouble_from(answer, now)
    if answer.status == 429 and not trouble.long:
        return Unreachable(trouble.said())
    session = reasons.merchants(trouble.code)
    if session or answer.status in (401, 403, 404, 405, 429) or (answer.status < 500 and trouble.readable):
        halt = reasons.halt_of(trouble, now)
        code = reasons.code_of_refund(trouble)
        return Declined(reasons.refusal_of_refund(trouble), code, trouble.said(), halt)
    return Unknown(trouble.said())


def ours_among(refunds: list[wire.Refund], repayment: Repayment) -> wire.Refund | None:
    """By its id; where the answer was lost, by amount and mark, the mark alone where pieces were named. The
    furthest one counts.

    The mark is the same for every try of one refund, so a failed one of an earlier try is told from this one
    by its time.
    """
    if repayment.bank_id is not None:
        return next((each for each in refunds if each.id == repayment.bank_id), None)
    mark = codec.mark_of(repayment)
    found = [
        each
        for each in refunds
        if mark in each.reason
        and (codec.by_lines(repayment) or codec.money_from(each.amount) == repayment.amount)
        and not (each.status == "failed" and _before(each, repayment))
    ]
    return min(found, key=_rank, default=None)


def _before(refund: wire.Refund, repayment: Repayment) -> bool:
    sent, made = repayment.asked_at, refund.created_at
    return sent is not None and made is not None and made < sent - SKEW


def _rank(refund: wire.Refund) -> int:
    return _BEST_FIRST.index(refund.status) if refund.status in _BEST_FIRST else len(_BEST_FIRST)


def seen_of(refund: wire.Refund, asked_at: datetime) -> RefundSeen:
    """One refund's own state; no total, because it speaks of itself alone."""
    seen = _STATES.get(refund.status, Returned.UNCLEAR)
    code, text = reasons.code_from(refund.error_code, refund.error_message), refund.error_message
    why = reasons.refusal_of_failed(code)
    return RefundSeen(
        seen,
        SOURCE,
        asked_at,
        refusal=why,
        code=code,
        text=text,
        word=refund.status,
        amount=codec.money_from(refund.amount),
    )


def listed_from(refunds: list[wire.Refund]) -> tuple[RefundListed, ...] | None:
    """Each refund as the list shows it; ``None`` where one cannot be read."""
    found = []
    for each in refunds:
        amount, state = codec.money_from(each.amount), _STATES.get(each.status, Returned.UNCLEAR)
        if amount is None:
            return None
        found.append(RefundListed(each.id, amount, state, each.created_at))
    return tuple(found)


def _is_id(bank_id: str | None) -> bool:
    return bank_id is not None and bank_id.isascii() and bank_id.isdigit()
