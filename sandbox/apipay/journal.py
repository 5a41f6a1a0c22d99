"""What was asked of ApiPay: every request, without its key."""

import json
import re
from collections import Counter, deque
from dataclasses import dataclass, field

KEPT = 10_000
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
)


def endpoint_of(method: str, path: str) -> str:
    """The short name of an address, for counts and troubles."""
    if path.startswith("/apipay/app"):
        return "app"
    asked = f"{method} {path.removeprefix('/apipay/api/v1')}"
    return next((name for pattern, name in PATTERNS if pattern.fullmatch(asked)), "other")


@dataclass(frozen=True, slots=True)
class Entry:
    """One request and how it was answered; `answer` is 0 where nothing was answered."""

    at: str
    endpoint: str
    method: str
    path: str
    query: str
    content_type: str
    accept: str
    body: object
    org: str | None
    answer: int


@dataclass(slots=True)
class Journal:
    """The log and its counts."""

    entries: deque[Entry] = field(default_factory=lambda: deque(maxlen=KEPT))
    requests: Counter[str] = field(default_factory=Counter)

    def add(self, entry: Entry) -> None:
        """Keep one request."""
        self.entries.append(entry)
        self.requests[entry.endpoint] += 1


def parsed(raw: bytes) -> object:
    """The body as data."""
    text = raw.decode("utf-8", "replace")
    try:
        return json.loads(text) if text else ""
    except ValueError:
        return text
