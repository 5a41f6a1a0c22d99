"""What the requests for subscriptions say, checked field by field; unknown fields are not seen."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from sandbox.apipay import carts
from sandbox.apipay.bills import Line
from sandbox.apipay.catalog.items import Item
from sandbox.apipay.config import Config
from sandbox.apipay.listing import DAY
from sandbox.apipay.moments import ALMATY
from sandbox.apipay.money import tiyn_of
from sandbox.apipay.reading import Body, phone_in, text_in
from sandbox.apipay.refusals import InvalidError
from sandbox.apipay.subscriptions.records import Start, Terms
from sandbox.apipay.subscriptions.schedule import MONTHS, PERIODS, WEEKS

LEAST, MOST = 10_000, 100_000_000
"""100 and 1 000 000 tenge."""
DESCRIPTIONS = {"april": 255, "august": 255, "september": 60}
FIXED = ("phone_number", "billing_period")
"""What can never be changed."""
CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
EARLIEST, LATEST = time(6), time(22)
FARTHEST = timedelta(days=731)
NEW = Terms(phone="", amount=0, period="", at=time())
Errors = dict[str, str]


@dataclass(frozen=True, slots=True)
class Desk:
    """By what a request is checked: the contract, the organization's goods, and the moment."""

    config: Config
    goods: Mapping[int, Item]
    now: datetime

    @property
    def is_september(self) -> bool:
        """Whether the newest fields are known."""
        return self.config.subscriptions == "september"


def wish_of(body: Body, desk: Desk) -> tuple[Terms, Start]:
    """The body of POST /subscriptions; InvalidError names all that is wrong."""
    errors: Errors = {}
    phone, period = phone_in(body, errors), _period(body, errors)
    at = time(int(desk.config.billing_hour) % 24)
    terms = _terms(body, replace(NEW, phone=phone, period=period, at=at), desk, errors)
    if not terms.amount and not {"amount", "cart_items"} & errors.keys():
        errors["amount"] = "The amount field is required."
    start = _start(body, desk, errors)
    if errors:
        raise InvalidError(**errors)
    return terms, start


def change_of(body: Body, terms: Terms, desk: Desk) -> Terms:
    """The body of PUT /subscriptions/{id}: the terms as they shall be."""
    errors = {name: f"The {name} field is prohibited." for name in FIXED if body.get(name) is not None}
    if terms.lines and body.get("amount") is not None and body.get("cart_items") is None:
        errors["amount"] = "The amount field is prohibited when the subscription has cart items."
    changed = _terms(body, terms, desk, errors)
    if errors:
        raise InvalidError(**errors)
    return changed


def _terms(body: Body, old: Terms, desk: Desk, errors: Errors) -> Terms:
    """The fields that may be changed, each as it was where it is not given."""
    amount, lines = _asked(body, old, desk, errors)
    limit = DESCRIPTIONS[desk.config.subscriptions]
    terms = replace(
        old,
        amount=amount,
        lines=lines,
        day=_day(body, old, desk, errors),
        description=text_in(body, "description", limit, errors) or old.description,
        name=text_in(body, "subscriber_name", 255, errors) or old.name,
        reference=text_in(body, "external_subscriber_id", 255, errors) or old.reference,
        attempts=_whole(body, "max_retry_attempts", 1, 10, errors) or old.attempts,
        wait_hours=_whole(body, "retry_interval_hours", 1, 168, errors) or old.wait_hours,
        grace_days=_whole(body, "grace_period_days", 1, 30, errors) or old.grace_days,
        metadata=_metadata(body, errors) or old.metadata,
    )
    return _newest(body, terms, errors) if desk.is_september else terms


def _newest(body: Body, terms: Terms, errors: Errors) -> Terms:
    """What only September knows."""
    from_end = _whole(body, "billing_day_from_end", 0, 27, errors)
    if from_end is not None:
        if terms.period not in MONTHS:
            errors["billing_day_from_end"] = "The billing day from end field is prohibited for this period."
        if body.get("billing_day") is not None:
            errors["billing_day_from_end"] = (
                "The billing day and billing day from end fields exclude each other."
            )
        terms = replace(terms, from_end=from_end, day=None)
    elif body.get("billing_day") is not None:
        terms = replace(terms, from_end=None)
    until_paid = _flag(body, "bill_until_paid", errors)
    terms = replace(
        terms,
        at=_time(body, errors) or terms.at,
        cycles=_whole(body, "total_cycles", 1, 600, errors) or terms.cycles,
        until_paid=terms.until_paid if until_paid is None else until_paid,
    )
    if terms.until_paid and body.get("max_retry_attempts") is not None:
        errors["max_retry_attempts"] = (
            "The max retry attempts field is prohibited when bill until paid is true."
        )
    return terms


def _asked(body: Body, old: Terms, desk: Desk, errors: Errors) -> tuple[int, tuple[Line, ...]]:
    """The sum and the lines of the cart; beside a cart `amount` is not seen."""
    rows = body.get("cart_items")
    if rows is None:
        return _amount(body, errors) or old.amount, old.lines
    if not desk.config.has_catalog:
        raise carts.not_supported(desk.config)
    lines = carts.lines_of(rows, desk.goods, errors)
    for place, row in enumerate(rows if isinstance(rows, list) else ()):
        if isinstance(row, dict) and row.get("price") is not None:
            errors[f"cart_items.{place}.price"] = "The price field is prohibited."
    total = sum(line.total for line in lines)
    if not errors and not LEAST <= total <= MOST:
        errors["cart_items"] = "The total must be between 100 and 1000000."
    return total, lines


def _amount(body: Body, errors: Errors) -> int | None:
    """Tenge, also with tiyn: a creation takes them, and every bill of them fails."""
    value = body.get("amount")
    if value is None:
        return None
    tiyn = tiyn_of(value)
    if tiyn is None or not LEAST <= tiyn <= MOST:
        errors["amount"] = "Amount must be between 100 and 1000000"
        return None
    return tiyn


def _period(body: Body, errors: Errors) -> str:
    word = body.get("billing_period")
    if isinstance(word, str) and word in PERIODS:
        return word
    missing = word is None or word == ""
    errors["billing_period"] = (
        "The billing period field is required." if missing else "The selected billing period is invalid."
    )
    return PERIODS[0]


def _day(body: Body, old: Terms, desk: Desk, errors: Errors) -> int | None:
    """A day of the month; of the week for periods of weeks, since September."""
    most = 7 if desk.is_september and old.period in WEEKS else 28
    day = _whole(body, "billing_day", 1, most, errors)
    return old.day if day is None else day


def _start(body: Body, desk: Desk, errors: Errors) -> Start:
    today = desk.now.astimezone(ALMATY).date()
    at_once = _flag(body, "bill_immediately", errors) or False
    first = _date(body, "first_billing_at", errors) if desk.is_september else None
    if first is not None and at_once:
        errors["first_billing_at"] = "The first billing at field is prohibited with bill immediately."
    elif first is not None and not today <= first <= today + FARTHEST:
        errors["first_billing_at"] = (
            "The first billing at field must be a date from today to two years ahead."
        )
    day = _date(body, "started_at", errors) or today
    if abs(day - today) > FARTHEST:
        errors["started_at"] = "The started at field must be a date within two years."
    return Start(day=day, first=first, at_once=at_once)


def _whole(body: Body, name: str, least: int, most: int, errors: Errors) -> int | None:
    value = body.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        errors[name] = f"The {name} field must be an integer between {least} and {most}."
        return None
    return value


def _flag(body: Body, name: str, errors: Errors) -> bool | None:
    value = body.get(name)
    if value is None or isinstance(value, bool):
        return value
    errors[name] = f"The {name} field must be true or false."
    return None


def _metadata(body: Body, errors: Errors) -> dict[str, object] | None:
    value = body.get("metadata")
    if value is None or isinstance(value, dict):
        return value
    errors["metadata"] = "The metadata field must be an object."
    return None


def _date(body: Body, name: str, errors: Errors) -> date | None:
    value = body.get(name)
    if value is None:
        return None
    try:
        if isinstance(value, str) and DAY.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    errors[name] = f"The {name} field must match the format Y-m-d."
    return None


def _time(body: Body, errors: Errors) -> time | None:
    value = body.get("billing_time")
    if value is None:
        return None
    if isinstance(value, str) and CLOCK.fullmatch(value):
        at = time.fromisoformat(value)
        if EARLIEST <= at <= LATEST:
            return at
    errors["billing_time"] = "The billing time field must be H:i between 06:00 and 22:00."
    return None
