"""What was asked of HorizonPay: every request, without its secret."""

import json
import re
from collections import Counter, deque
from dataclasses import dataclass, field

KEPT = 10_000
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
    request_id: str | None
    body: object
    shop: str | None
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
