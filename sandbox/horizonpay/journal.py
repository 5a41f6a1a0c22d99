"""What was asked of HorizonPay: every request, without its secret."""

import re
from dataclasses import dataclass

from sandbox.common import journal

PATTERNS = (
    (re.compile(r"POST /transactions/payments"), "create"),
    (re.compile(r"POST /transactions/refunds"), "refund"),
    (re.compile(r"GET /transactions/tracking_id/.+"), "tracking"),
    (re.compile(r"GET /transactions/[^/]+"), "get"),
    (re.compile(r"POST /transactions/[^/]+/confirm"), "confirm"),
)
API = "/horizonpay/beyag"


def endpoint_of(method: str, path: str) -> str:
    """The short name of an address, for counts and troubles; the methods' pages are all `page`."""
    if not path.startswith(API + "/"):
        return "page"
    asked = f"{method} {path.removeprefix(API)}"
    return next((name for pattern, name in PATTERNS if pattern.fullmatch(asked)), "other")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(journal.Entry):
    """One request, and whose it was."""

    request_id: str | None
    shop: str | None
