"""What can go wrong at ApiPay, beside what can go wrong at any bank."""

from dataclasses import dataclass

from sandbox.common.troubles import BROKEN, Orders

PLAIN = ("500", "502", "503", "html", "empty", "badjson", "429", "400", "401", "403", "404", "410", "422")
CODES = {
    "kaspi_session_invalid": 503,
    "invoices_disabled": 503,
    "kaspi_session_expired": 409,
    "kaspi_session_not_configured": 400,
    "organization_required": 400,
    "organization_not_verified": 403,
    "tariff_inactive": 403,
    "kyc_rejected": 403,
    "kyc_daily_limit_reached": 429,
    "tariff_limit_reached": 429,
}
"""Refusals of the account with a code of their own, and their HTTP status."""
GOODS_CODES = {"catalog_not_supported": 400, "catalog_busy": 409, "image_processing_unavailable": 500}
"""The same for refusals of the catalog."""
KINDS = (*PLAIN, *CODES, *GOODS_CODES, *BROKEN)
ENDPOINTS = (
    "create",
    "list",
    "invoice",
    "cancel",
    "check",
    "refund",
    "invoice_refunds",
    "refunds",
    "simulate",
    "client",
    "health",
    "status",
    "logs",
    "units",
    "catalog",
    "upload_image",
    "catalog_create",
    "catalog_change",
    "catalog_delete",
    "subscribe",
    "subscriptions",
    "subscription",
    "subscription_change",
    "subscription_pause",
    "subscription_resume",
    "subscription_cancel",
    "subscription_invoices",
    "simulate_invoice",
    "other",
    "*",
)


@dataclass(slots=True)
class Fate:
    """What becomes of the next creations, cancellations, refunds, jobs of the catalog, or totals of carts."""

    what: str
    word: str
    count: int


class Fates:
    """What was ordered, the oldest first."""

    def __init__(self) -> None:
        self.ordered: list[Fate] = []

    def take(self, what: str) -> Fate | None:
        """The fate of one, counted."""
        fate = next((fate for fate in self.ordered if fate.what == what), None)
        if fate is not None:
            fate.count -= 1
            if fate.count <= 0:
                self.ordered.remove(fate)
        return fate


class Troubles(Orders):
    """Orders for endpoints, and for what they begin."""

    def __init__(self) -> None:
        super().__init__()
        self.fates = Fates()
