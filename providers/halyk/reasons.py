"""Halyk's numbers for a refusal in our words, and whether one is final.

From the bank's page of error codes. A number that is not listed is no proof that nothing was taken.
Trap: reasonCode 100 is a system error and not final, while resultCode "100" of check-status means success.
"""

from __future__ import annotations

from billing.models import RefundRefusal, Refusal

_REASONS: dict[Refusal, frozenset[int]] = {
    Refusal.FUNDS: frozenset({484, 498}),
    Refusal.CARD: frozenset(
        {457, 459, 465, 467, 471, 472, 478, 479, 481, 482, 483, 485, 486, 489, 492, 522},
    ),
    Refusal.LIMIT: frozenset({488, 491, 505, 528, 529, 2678, 2740}),
    Refusal.AUTHENTICATION: frozenset({455, 468, 473, 499, 500, 503, 877, 1654}),
    Refusal.ISSUER: frozenset({462, 463, 466, 480, 493, 494, 495, 521, 523, 527, 1612, 2872}),
    Refusal.BANK_TROUBLE: frozenset({456, 458, 460, 461, 475, 476, 496, 497, 502, 526}),
    Refusal.SETUP: frozenset({464, 487}),
    Refusal.OUR_REQUEST: frozenset({469, 470}),
}
_BY_CODE = {code: refusal for refusal, codes in _REASONS.items() for code in codes}

# The bank says: ask for the status. 460 ("the sum may be blocked") is listed as final, but money may be held.
_NOT_FINAL = frozenset(
    {-31, 100, 293, 454, 460, 690, 1267, 1268, 1269, 1563, 1564, 2358, 2656, 3014, 3225, 3240},
)

_AT_GENERATE = {
    217: Refusal.SETUP,  # no terminal in the token
    218: Refusal.SETUP,  # no invoiceID in the token
    219: Refusal.SETUP,  # QR payments are off on this terminal (pay_qr_local)
    563: Refusal.SETUP,  # the terminal of the token is not known
    220: Refusal.QR_FAILED,
    1531: Refusal.OUR_REQUEST,  # the body could not be read
    3298: Refusal.OUR_REQUEST,  # the description is too long
}

_AT_REFUND = {
    100: RefundRefusal.UNSAID,  # the error body's "no", unlike the reasonCode 100; the figures confirm it
    3141: RefundRefusal.LIMIT,  # the contract's limit for refunds: the shop must top up its account
    217: RefundRefusal.SETUP,
    563: RefundRefusal.SETUP,
    464: RefundRefusal.SETUP,
    487: RefundRefusal.SETUP,
    469: RefundRefusal.OUR_REQUEST,
    470: RefundRefusal.OUR_REQUEST,
    1531: RefundRefusal.OUR_REQUEST,
}


def refusal_of_refund(code: str) -> RefundRefusal | None:
    """Why no money goes back; ``None`` for a number that proves nothing: the figures must be asked."""
    number = _number_from(code)
    if number is None:
        return None
    if number in _AT_REFUND:
        return _AT_REFUND[number]
    known = number in _BY_CODE and number not in _NOT_FINAL
    return RefundRefusal.UNSAID if known else None


def refusal_from(code: str) -> tuple[Refusal, bool]:
    """A reasonCode or retCode in our words, and whether it proves that nothing was taken."""
    number = _number_from(code)
    if number is None or number not in _BY_CODE:
        return Refusal.BANK_TROUBLE if number in _NOT_FINAL else Refusal.UNSAID, False
    return _BY_CODE[number], number not in _NOT_FINAL


def refusal_at_generate(code: str) -> Refusal | None:
    """Why no QR was made; ``None`` for a number that the bank does not document there."""
    number = _number_from(code)
    return None if number is None else _AT_GENERATE.get(number)


def says_something(code: str) -> bool:
    """Whether a reason was given at all: empty and 0 (success) are none."""
    return code.strip() not in ("", "0")


def _number_from(code: str) -> int | None:
    try:
        return int(code.strip())
    except ValueError:
        return None
