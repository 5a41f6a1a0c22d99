"""What was asked of ApiPay: every request, without its key."""

import re
from dataclasses import dataclass

from sandbox.common import journal

PATTERNS = (
    (re.compile(r"POST /invoices"), "create"),
    (re.compile(r"GET /invoices"), "list"),
    (re.compile(r"POST /invoices/status/check"), "check"),
    (re.compile(r"GET /invoices/\d+"), "invoice"),
    (re.compile(r"POST /invoices/\d+/cancel"), "cancel"),
    (re.compile(r"POST /invoices/\d+/refund"), "refund"),
    (re.compile(r"GET /invoices/\d+/refunds"), "invoice_refunds"),
    (re.compile(r"GET /refunds"), "refunds"),
    (re.compile(r"POST /invoices/\d+/simulate-status"), "simulate"),
    (re.compile(r"POST /clients/check"), "client"),
    (re.compile(r"GET /account/health"), "health"),
    (re.compile(r"GET /webhook-logs"), "logs"),
    (re.compile(r"GET /status"), "status"),
    (re.compile(r"GET /catalog/units"), "units"),
    (re.compile(r"GET /catalog"), "catalog"),
    (re.compile(r"POST /catalog/upload-image"), "upload_image"),
    (re.compile(r"POST /catalog"), "catalog_create"),
    (re.compile(r"PATCH /catalog/\d+"), "catalog_change"),
    (re.compile(r"DELETE /catalog/\d+"), "catalog_delete"),
    (re.compile(r"POST /subscriptions"), "subscribe"),
    (re.compile(r"GET /subscriptions"), "subscriptions"),
    (re.compile(r"GET /subscriptions/\d+"), "subscription"),
    (re.compile(r"PUT /subscriptions/\d+"), "subscription_change"),
    (re.compile(r"POST /subscriptions/\d+/pause"), "subscription_pause"),
    (re.compile(r"POST /subscriptions/\d+/resume"), "subscription_resume"),
    (re.compile(r"POST /subscriptions/\d+/cancel"), "subscription_cancel"),
    (re.compile(r"GET /subscriptions/\d+/invoices"), "subscription_invoices"),
    (re.compile(r"POST /subscriptions/\d+/simulate-invoice"), "simulate_invoice"),
)


def endpoint_of(method: str, path: str) -> str:
    """The short name of an address, for counts and troubles."""
    if path.startswith(("/apipay/app", "/apipay/storage/")):
        return "app"
    asked = f"{method} {path.removeprefix('/apipay/api/v1')}"
    return next((name for pattern, name in PATTERNS if pattern.fullmatch(asked)), "other")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(journal.Entry):
    """One request, and whose it was."""

    org: str | None
