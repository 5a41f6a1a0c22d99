"""ApiPay's error codes in our words, and who can do something about each.

A code may come at once (403, 409, 429, 503) or later, on an invoice that ends in ``error``.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from billing.errors import BankRefusesUs
from billing.halts import Halt
from billing.models import RefundRefusal, Refusal
from providers.apipay.problems import Trouble
from providers.apipay.wire import ALMATY

SANDBOX = "sandbox"
KEY = "invalid_api_key"

_MERCHANT = frozenset(
    {
        "kaspi_session_invalid",
        "kaspi_session_expired",
        "kaspi_session_not_configured",
        "organization_not_configured",
        "organization_not_found_or_not_verified",
        "organization_not_verified",
        "organization_required",
        "tariff_inactive",
        "tariff_limit_reached",
        "kyc_rejected",
        "kyc_daily_limit_reached",
        "invoices_disabled",
        "sandbox_invoice_limit",
        SANDBOX,
        KEY,
    }
)
_LIMITS = frozenset({"tariff_limit_reached", "kyc_daily_limit_reached"})
_FULL = "sandbox_subscription_limit"  # bills go on
_SAME = {
    "kaspi_session_invalid": "kaspi_session_expired",
    "organization_not_configured": "kaspi_session_not_configured",
    "organization_not_verified": "organization_not_found_or_not_verified",
    "http_401": KEY,
}
"""Words of several answers and generations for one cause, about which a person hears once."""

_LATER = frozenset({"network_unavailable", "kaspi_throttled", "session_transient", "unknown_error"})
NO_CATALOG = "catalog_not_supported"
ITEM_UNKNOWN = "catalog_item_unknown"  # ours for a sentence about one line: there is no code for it
CART_WANTED = "cart_items_required"  # ours for a sentence: who has a catalog is billed by lines only
ITEMS_WANTED = "return_items_required"  # a shorter name for a code that is longer than the books keep
_REQUEST = frozenset({"validation", "amount_must_be_whole_tenge", NO_CATALOG, CART_WANTED})
_PAYER = frozenset({"payer_refused", "client_refused"})

_AT_REFUND = {
    "invoice_is_not_refundable": RefundRefusal.NOT_CHARGED,
    "invoice_not_refundable": RefundRefusal.NOT_CHARGED,
    "refund_window_expired": RefundRefusal.NOT_CHARGED,
    "refund_amount_exceeds_available_amount": RefundRefusal.LEFT,
    "partial_refund_requires_return_items": RefundRefusal.OUR_REQUEST,
    ITEMS_WANTED: RefundRefusal.OUR_REQUEST,
    "validation": RefundRefusal.OUR_REQUEST,
}
PROOFS = frozenset({RefundRefusal.LEFT, RefundRefusal.NOT_CHARGED, *_AT_REFUND})
"""What the service itself says before it acts. Other answers, such as a 401, may be of something before it,
and come after the money has moved."""


_SENTENCES = {
    "not registered in kaspi": "client_not_found",
    "kaspi session is invalid or expired": "kaspi_session_invalid",
    "refund window has expired": "refund_window_expired",
}


def code_from(code: str, text: str) -> str:
    """The code of an invoice or a refund that failed; April's servers say only a sentence."""
    said = (known for sentence, known in _SENTENCES.items() if sentence in text.lower())
    return code or next(said, "")


def without_catalog(trouble: Trouble) -> bool:
    """Whether the organisation has no catalog: a code, a code among the fields, or a sentence."""
    said = f"{trouble.code} {trouble.text}".lower()
    return NO_CATALOG in said or "does not support catalog" in said


def of_lines(trouble: Trouble) -> str:
    """Why the lines of a bill were not taken; nothing where that is not said.

    One that is unknown, off sale or on its way there is named by its place alone:
    ``cart_items.2.catalog_item_id``.
    """
    if without_catalog(trouble):
        return NO_CATALOG
    if any(re.fullmatch(r"cart_items\.[0-9]+\.catalog_item_id", name) for name in trouble.fields):
        return ITEM_UNKNOWN
    return next(("cart_items" for name in trouble.fields if name.startswith("cart_items")), "")


def wants_cart(trouble: Trouble) -> bool:
    """Whether an amount alone is refused because the organisation has a catalog."""
    return "requires cart items" in f"{trouble.code} {trouble.text}".lower().replace("_", " ")


def merchants(code: str) -> bool:
    """Whether the merchant must act at ApiPay or at Kaspi: until then no bill can be paid."""
    return code in _MERCHANT or code.startswith(("kyc_", "tariff_"))


def halt_from(
    code: str, text: str, now: datetime, until: datetime | None = None, *, refused: bool = False
) -> Halt | None:
    """Whether nobody can be billed now; ``refused``: the key itself was, whatever the code.

    A limit ends at the moment that was named, else at Almaty's midnight, when a day's bills are counted anew:
    if it was the month's, the first bill after midnight says so again.
    """
    if not (refused or merchants(code)):
        return None
    limit = code in _LIMITS or (merchants(code) and until is not None)
    return Halt(_SAME.get(code, code), text, (until or _midnight(now)) if limit else None)


def halt_of(trouble: Trouble, now: datetime) -> Halt | None:
    """The same of an answer. Who is to come back in hours bills nobody until then, by whatever name."""
    if trouble.status == 429 and trouble.long and not merchants(trouble.code):
        return Halt(trouble.code, trouble.text, trouble.resets_at)
    return halt_from(trouble.code, trouble.text, now, trouble.resets_at, refused=_shut_out(trouble))


def refusal_of_us(trouble: Trouble, now: datetime) -> BankRefusesUs | None:
    """What an answer means after which the merchant must act; ``None`` for any other."""
    if not (_shut_out(trouble) or merchants(trouble.code)):
        return None
    return BankRefusesUs(trouble.said(), trouble.code, halt_of(trouble, now))


def _shut_out(trouble: Trouble) -> bool:
    """Whether the key itself was refused; a bare 403 may be of something before the service."""
    return trouble.status == 401 or (trouble.status == 403 and trouble.readable)


def _midnight(now: datetime) -> datetime:
    day = now.astimezone(ALMATY).replace(hour=0, minute=0, second=0, microsecond=0)
    return day + timedelta(days=1)


def refusal_from(code: str) -> Refusal:
    """Why an invoice could not be issued, in our words."""
    if code in _LIMITS or code == _FULL:
        return Refusal.SHOP_LIMIT
    if merchants(code):
        return Refusal.SETUP
    if code == "client_not_found":
        return Refusal.PHONE
    if code in _LATER:
        return Refusal.BANK_TROUBLE
    if code in _REQUEST:
        return Refusal.OUR_REQUEST
    return Refusal.PAYER if code in _PAYER else Refusal.UNSAID


def refusal_of_refund(trouble: Trouble) -> RefundRefusal:
    """Why no money goes back; the service may say it as a code or as a sentence."""
    for said in (trouble.code, trouble.text.lower().replace(" ", "_").rstrip(".")):
        if said in _AT_REFUND:
            return _AT_REFUND[said]
    if trouble.status in (401, 403, 409, 503) or merchants(trouble.code):
        return RefundRefusal.SETUP
    if trouble.status in (404, 405, 422):
        return RefundRefusal.OUR_REQUEST
    return RefundRefusal.UNSAID


def code_of_refund(trouble: Trouble) -> str:
    """The code under which a refused refund is kept and explained."""
    return ITEMS_WANTED if trouble.code == "partial_refund_requires_return_items" else trouble.code


def refusal_of_failed(code: str) -> RefundRefusal:
    """Why a refund that was begun did not come about; its money is where it was."""
    if merchants(code):
        return RefundRefusal.SETUP
    return RefundRefusal.BANK_TROUBLE if code in _LATER else _AT_REFUND.get(code, RefundRefusal.UNSAID)
