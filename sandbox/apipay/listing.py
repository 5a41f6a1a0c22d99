"""The two lists: which rows a query asks for, in which order, and which page of them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from multidict import MultiMapping

from sandbox.apipay.bills import Invoice, Refund
from sandbox.apipay.config import Config
from sandbox.apipay.generation import LISTED
from sandbox.apipay.moments import ALMATY
from sandbox.apipay.refusals import InvalidError
from sandbox.apipay.shapes import word_of

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?")
REFUND_WORDS = ("pending", "processing", "completed", "failed")

Query = MultiMapping[str]
Key = Callable[[Invoice], object]


@dataclass(frozen=True, slots=True)
class Window:
    """A period, the end excluded."""

    since: datetime | None
    until: datetime | None

    def has(self, at: datetime | None) -> bool:
        """Whether a moment lies in it."""
        if at is None:
            return self.since is None and self.until is None
        return (self.since is None or at >= self.since) and (self.until is None or at < self.until)


def invoices(rows: list[Invoice], query: Query, config: Config) -> tuple[list[Invoice], int, int]:
    """All rows that a query finds, in its order; its page and the page's length."""
    page, per_page = _page(query)
    among = words(query, "status", LISTED[config.generation])
    window = _window(query, config)
    search = query.get("search", "")
    if len(search) > 100:
        raise InvalidError(search="The search field must not be greater than 100 characters.")
    by = (
        choice(query, "date_field", ("created_at", "paid_at"), "created_at")
        if config.extras
        else "created_at"
    )
    found = [
        row
        for row in rows
        if (not among or word_of(row, config) in among)
        and window.has(row.paid_at if by == "paid_at" else row.created_at)
        and (not search or _matches(row, search.casefold()))
    ]
    return _sorted(found, query, config), page, per_page


def refunds(
    rows: list[tuple[Invoice, Refund]], query: Query, config: Config
) -> tuple[list[tuple[Invoice, Refund]], int, int]:
    """The same for refunds, the newest first."""
    page, per_page = _page(query)
    among, window = words(query, "status", REFUND_WORDS), _window(query, config)
    wanted = whole(query, "invoice_id", 1, None, 0)
    found = [
        (invoice, refund)
        for invoice, refund in rows
        if (not among or refund.status in among) and window.has(refund.begun_at) and wanted in (0, invoice.id)
    ]
    return sorted(found, key=lambda row: row[1].id, reverse=True), page, per_page


def _sorted(rows: list[Invoice], query: Query, config: Config) -> list[Invoice]:
    keys: Mapping[str, Callable[[Invoice], tuple[object, ...]]] = {
        "id": lambda row: (row.id,),
        "amount": lambda row: (row.amount, row.id),
        "client_name": lambda row: (row.client_name or "", row.id),
        "status": lambda row: (row.status, row.id),
        "created_at": lambda row: (row.created_at, row.id),
    }
    if config.extras:
        keys = {
            **keys,
            "paid_at": lambda row: (row.paid_at is not None, row.paid_at or row.created_at, row.id),
        }
    key = choice(query, "sort_by", tuple(keys), "created_at")
    order = choice(query, "sort_order", ("asc", "desc"), "desc")
    return sorted(rows, key=keys[key], reverse=order == "desc")


def _matches(row: Invoice, search: str) -> bool:
    wish = row.wish
    texts = (str(row.id), wish.phone, wish.external_order_id, wish.description, row.client_name, row.kaspi_id)
    return any(search in text.casefold() for text in texts if text)


def words(query: Query, name: str, among: tuple[str, ...]) -> set[str]:
    """`status[]=paid&status[]=pending`; `status=paid` is a mistake, and so is a word that is not listed."""
    if name in query:
        raise InvalidError(**{name: f"The {name} field must be an array."})
    given = query.getall(f"{name}[]", [])
    for place, word in enumerate(given):
        if word not in among:
            raise InvalidError(**{f"{name}.{place}": f"The selected {name}.{place} is invalid."})
    return set(given)


def _window(query: Query, config: Config) -> Window:
    """Days are Almaty's, and both ends are in the window; August also takes times."""
    since = _moment(query, "date_from", config, end=False)
    until = _moment(query, "date_to", config, end=True)
    if since and until and until <= since:
        raise InvalidError(date_to="The date to field must be a date after or equal to date from.")
    return Window(since, until)


def _moment(query: Query, name: str, config: Config, *, end: bool) -> datetime | None:
    text = query.get(name)
    if not text:
        return None
    try:
        if DAY.fullmatch(text):
            day = datetime.combine(datetime.fromisoformat(text).date(), time(), ALMATY)
            return day + timedelta(days=1) if end else day
        if config.extras and MOMENT.fullmatch(text):
            return datetime.fromisoformat(text).replace(tzinfo=ALMATY)
    except ValueError:
        pass
    raise InvalidError(**{name: f"The {name} field must match the format Y-m-d."})


def _page(query: Query) -> tuple[int, int]:
    return whole(query, "page", 1, None, 1), whole(query, "per_page", 1, 100, 10)


def whole(query: Query, name: str, least: int, most: int | None, default: int) -> int:
    """A whole number of a query, or the default where there is none."""
    text = query.get(name, "")
    if not text:
        return default
    if text.isascii() and text.isdigit() and len(text) < 18:
        value = int(text)
        if value >= least and (most is None or value <= most):
            return value
    upper = "" if most is None else f" and at most {most}"
    raise InvalidError(**{name: f"The {name} field must be at least {least}{upper}."})


def choice(query: Query, name: str, among: tuple[str, ...], default: str) -> str:
    """One of some words of a query, or the default where there is none."""
    word = query.get(name) or default
    if word not in among:
        raise InvalidError(**{name: f"The selected {name} is invalid."})
    return word
