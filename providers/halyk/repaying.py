"""Money on its way back, and held money: ``operation/{id}/refund``, ``/charge`` and ``/cancel``.

The path is singular on every host, whatever one page prints. The amount stands in the query and in the body,
because the documents disagree where it is read, and an amount that is not seen makes the refund a full one.
Whether a refund came about is said by check-status alone; no key makes a repeated call harmless.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable
from urllib.parse import urlencode

from billing.answers import (
    Begun,
    Declined,
    Observation,
    RefundOutcome,
    RefundSeen,
    Returned,
    Unknown,
    Unreachable,
)
from billing.errors import BankRefusesUs
from billing.models import RefundRefusal
from billing.questions import Bill, Repayment
from providers.halyk import reasons, wire
from providers.halyk.asking import Asking
from providers.halyk.codec import cut, one_line, tenge
from providers.halyk.tokens import Wish
from providers.http import Answer, Call, LineError, NothingSent

log = logging.getLogger(__name__)

LEAST = 1_000  # tiyn: the bank returns nothing smaller than 10 tenge
IN_PROGRESS = "3225"
PURPOSE_BYTES = 125

Balance = Callable[[Bill], Awaitable[Observation]]


class Repaying:
    """Sends and asks; ``balance`` is check-status of a payment."""

    def __init__(self, asking: Asking, service: Wish, api_url: str, balance: Balance) -> None:
        self._asking = asking
        self._service = service
        self._api = api_url
        self._balance = balance

    async def refund(self, repayment: Repayment) -> RefundOutcome:
        """Begin a refund; a part never goes out without its amount."""
        if repayment.bill.bank_id is None:
            return Declined(RefundRefusal.NOT_CHARGED, text="no operation id")
        return await self._told(lambda token: refund_call(self._api, token, repayment))

    async def capture(self, bill: Bill) -> RefundOutcome:
        """Take the whole sum that is held."""
        return await self._operation(bill, "charge")

    async def release(self, bill: Bill) -> RefundOutcome:
        """Let held money go."""
        return await self._operation(bill, "cancel")

    async def fetch_refund(self, repayment: Repayment) -> RefundSeen:
        """By the bank's figures: a refund is done when they have grown by its amount.

        Another operation's figures say nothing about this one.
        """
        seen = await self._balance(repayment.bill)
        if seen.returned is None or seen.bank_id not in (None, repayment.bill.bank_id):
            return RefundSeen(Returned.UNCLEAR, seen.source, seen.asked_at, word=seen.word)
        total = seen.returned
        if repayment.whole and seen.word.upper() == "REFUND":
            total = repayment.taken  # a full refund is said by the word; the figure may leave bonuses out
        done = not total < repayment.before + repayment.amount
        word = Returned.COMPLETED if done else Returned.PENDING
        return RefundSeen(word, seen.source, seen.asked_at, total=total, word=seen.word)

    async def _operation(self, bill: Bill, verb: str) -> RefundOutcome:
        if bill.bank_id is None:
            return Declined(RefundRefusal.NOT_CHARGED, text="no operation id")
        url = f"{self._api}/operation/{bill.bank_id}/{verb}"
        return await self._told(lambda token: Call(verb, "POST", url, _headers(token)))

    async def _told(self, call: Callable[[str], Call]) -> RefundOutcome:
        try:
            return outcome_from(await self._asking.act(self._service, call))
        except NothingSent as trouble:
            return Unreachable(str(trouble))
        except LineError as trouble:
            return Unknown(str(trouble))
        except BankRefusesUs as refusal:
            return Declined(RefundRefusal.SETUP, refusal.code, str(refusal))


def refund_call(api: str, token: str, repayment: Repayment) -> Call:
    """The amount in both places; none where all goes back, as bonuses are no part of a card's amount."""
    query = {"externalID": repayment.key}
    body = {"purpose": cut(one_line(repayment.purpose), PURPOSE_BYTES)}
    sent = json.dumps(body, ensure_ascii=False)
    if not repayment.whole:
        amount = tenge(repayment.amount)
        query = {"amount": amount, **query}
        sent = f'{{"amount": {amount}, {sent[1:]}'  # a number, written exactly
    url = f"{api}/operation/{repayment.bill.bank_id}/refund?{urlencode(query)}"
    headers = {**_headers(token), "content-type": "application/json"}
    return Call("refund", "POST", url, headers, sent.encode())


def outcome_from(answer: Answer) -> RefundOutcome:
    """What the bank made of it. Code 3225 is *in progress* whatever the HTTP status; empty is well, too."""
    if answer.status in (404, 405):
        return Declined(RefundRefusal.OUR_REQUEST, str(answer.status))
    if answer.status in (401, 403):
        return Declined(RefundRefusal.SETUP, str(answer.status))
    if answer.status == 429:
        return Unreachable("HTTP 429")
    told = _error_from(answer)
    if told is not None and told.code == IN_PROGRESS:
        return Begun()
    if answer.status >= 500 or told is None:
        return Unknown(f"HTTP {answer.status}")
    if 200 <= answer.status < 300:
        return Begun() if told.code in ("", "0") else Unknown(f"HTTP {answer.status}, code {told.code}")
    refusal = reasons.refusal_of_refund(told.code)
    if refusal is None:
        return Unknown(f"HTTP {answer.status}, code {told.code or 'none'}")
    return Declined(refusal, told.code, told.message)


def _error_from(answer: Answer) -> wire.ErrorAnswer | None:
    """``None``: something that cannot be read, so nothing follows from it."""
    if not answer.body.strip():
        return wire.ErrorAnswer()
    try:
        return wire.read(wire.ErrorAnswer, answer.body)
    except wire.Garbled:
        return None


def _headers(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}
