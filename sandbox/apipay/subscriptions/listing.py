"""GET /subscriptions: which of them a query asks for, in which order, and which page."""

from collections.abc import Callable

from sandbox.apipay.config import Config
from sandbox.apipay.listing import Query, choice, whole
from sandbox.apipay.subscriptions.records import STATUSES, Subscription
from sandbox.apipay.subscriptions.schedule import PERIODS

MOST = 100
DEFAULT = {"april": 10, "august": 20, "september": 20}
HISTORY = 20
SORTED: dict[str, Callable[[Subscription], tuple[object, ...]]] = {
    "id": lambda row: (row.id,),
    "amount": lambda row: (row.terms.amount, row.id),
    "subscriber_name": lambda row: (row.terms.name or "", row.id),
    "next_billing_at": lambda row: (row.next_at is not None, row.next_at or row.created_at, row.id),
    "created_at": lambda row: (row.created_at, row.id),
}


def found(rows: list[Subscription], query: Query, config: Config) -> list[Subscription]:
    """All rows that a query finds, the newest first unless April is told otherwise."""
    status, terms = choice(query, "status", ("", *STATUSES), ""), config.subscriptions
    phone, reference = query.get("phone_number", ""), query.get("external_subscriber_id", "")
    rows = [
        row
        for row in rows
        if status in ("", row.status)
        and phone in ("", row.terms.phone)
        and reference in ("", row.terms.reference)
    ]
    if terms == "april":
        return _as_april(rows, query)
    return sorted(rows, key=SORTED["created_at"], reverse=True)


def _as_april(rows: list[Subscription], query: Query) -> list[Subscription]:
    """Filters and orders of which later pages say that they do not exist; then they are not seen."""
    search = query.get("search", "").casefold()
    period = choice(query, "billing_period", ("", *PERIODS), "")
    key = SORTED[choice(query, "sort_by", tuple(SORTED), "created_at")]
    order = choice(query, "sort_order", ("asc", "desc"), "desc")
    kept = [
        row
        for row in rows
        if period in ("", row.terms.period)
        and search in f"{row.terms.name or ''}\n{row.terms.phone}".casefold()
    ]
    return sorted(kept, key=key, reverse=order == "desc")


def page_of(query: Query, config: Config, default: int | None = None) -> tuple[int, int]:
    """The page and its length: too long a one is refused, and since September cut."""
    contract = config.subscriptions
    most = None if contract == "september" else MOST
    length = whole(query, "per_page", 1, most, default or DEFAULT[contract])
    return whole(query, "page", 1, None, 1), min(length, MOST)
