"""HorizonPay's codes and refusals in our words, and who can do something about each."""

from __future__ import annotations

from billing.halts import Halt
from billing.models import RefundRefusal, Refusal
from providers.horizonpay.problems import KEY, UNKNOWN_METHOD, Trouble

TEST = "test"

_DECLINED = {
    "F.0109": Refusal.PAYER,  # ran out
    "F.0114": Refusal.FUNDS,
    "F.0132": Refusal.PAYER,
    "F.0998": Refusal.PAYER,  # did not finish
}
"""Of the service's published list of codes; a method may have others of its own."""

_TOKENS = frozenset({"method_token", "request_method_token"})
_HALTS = frozenset({KEY, UNKNOWN_METHOD, TEST})
"""Until a person mends the settings nobody can be billed."""


def declined(code: str, text: str) -> Refusal:
    """Why a payment failed; where a code is not published, plain words beside it tell."""
    if code in _DECLINED:
        return _DECLINED[code]
    return Refusal.FUNDS if "insufficient fund" in text.lower() else Refusal.UNSAID


def refusal_of(trouble: Trouble, *, by_token: bool) -> Refusal:
    """Why a bill was not taken in; plain words that name a *token* speak of the one that was charged."""
    if trouble.status in (401, 403) or trouble.code in _HALTS:
        return Refusal.SETUP
    if by_token and (trouble.code in _TOKENS or (not trouble.fields and trouble.names("token"))):
        return Refusal.METHOD_GONE
    return Refusal.OUR_REQUEST


def halt_of(trouble: Trouble) -> Halt | None:
    """Whether nobody else would be billed either."""
    refused = trouble.status == 401 or (trouble.status == 403 and trouble.readable)
    return Halt(trouble.code, trouble.text) if refused or trouble.code in _HALTS else None


def refusal_of_refund(trouble: Trouble) -> RefundRefusal:
    """Why no money goes back. It says so in sentences only, so that few are told apart."""
    if trouble.status in (401, 403):
        return RefundRefusal.SETUP
    if trouble.names("greater than"):
        return RefundRefusal.LEFT
    if trouble.status == 404 or trouble.names("can't be refunded"):
        return RefundRefusal.NOT_CHARGED
    return RefundRefusal.OUR_REQUEST if trouble.fields else RefundRefusal.UNSAID
