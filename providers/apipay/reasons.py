"""ApiPay's error codes in our words, and who can do something about each.

A code may come at once (403, 409, 429, 503) or later, on an invoice that ends in ``error``.
"""

from __future__ import annotations

from billing.models import RefundRefusal, Refusal
from providers.apipay.problems import Trouble

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
    }
)
_LATER = frozenset({"network_unavailable", "kaspi_throttled", "session_transient", "unknown_error"})
_REQUEST = frozenset({"validation", "amount_must_be_whole_tenge", "catalog_not_supported"})
_PAYER = frozenset({"payer_refused", "client_refused"})

_AT_REFUND = {
    "invoice_is_not_refundable": RefundRefusal.NOT_CHARGED,
    "invoice_not_refundable": RefundRefusal.NOT_CHARGED,
    "refund_window_expired": RefundRefusal.NOT_CHARGED,
    "refund_amount_exceeds_available_amount": RefundRefusal.LEFT,
    "partial_refund_requires_return_items": RefundRefusal.OUR_REQUEST,
    "validation": RefundRefusal.OUR_REQUEST,
}


_SENTENCES = {"not registered in kaspi": "client_not_found"}


def code_from(code: str, text: str) -> str:
    """The code of an invoice that ended in ``error``; April's servers say only a sentence."""
    said = (known for sentence, known in _SENTENCES.items() if sentence in text.lower())
    return code or next(said, "")


def merchants(code: str) -> bool:
    """Whether the merchant must act at ApiPay or at Kaspi: until then no bill can be paid."""
    return code in _MERCHANT or code.startswith(("kyc_", "tariff_"))


def refusal_from(code: str) -> Refusal:
    """Why an invoice could not be issued, in our words."""
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
