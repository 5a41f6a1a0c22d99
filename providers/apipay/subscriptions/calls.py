"""What ApiPay is sent about subscriptions: endpoints 15 to 22. Pure.

Where the generations of its documents differ the stricter limit is kept: whole tenge, a description of 60
characters. What only newer servers know (``billing_time``, ``first_billing_at``) others leave unseen.
"""

from __future__ import annotations

from datetime import date, time, timedelta
from urllib.parse import urlencode

from billing.answers import LINES_REFUSED, UNSENT, Rejected
from billing.models import Refusal
from billing.subscriptions import calendar
from billing.subscriptions.banking import BankTerms, Bounds
from billing.subscriptions.models import Cycle
from providers.apipay import codec, wire
from providers.http import Call

BOUNDS = Bounds(least=100_00, most=1_000_000_00, description_most=codec.SHOWN_TO_PAYER)
NAME = 255
PAGE = 100  # rows of one answer, the most the service gives
WEEK = 7
EARLIEST, LATEST = time(6), time(22)  # a bill's time of day, where the service takes one
STEPS = ("pause", "resume", "cancel")


# --- Requests -------------------------------------------------------------------------------------------


def subscribe_call(api: str, key: str, terms: BankTerms, phone: str) -> Call:
    """Have it run. No key makes a second call harmless: ``external_subscriber_id`` may stand on several."""
    body = {"phone_number": phone, "billing_period": terms.cycle.value, **_kept(terms), **_beginning(terms)}
    return codec.json_call("subscribe", "POST", f"{api}/subscriptions", key, body)


def list_call(
    api: str, key: str, page: int, *, key_of_ours: str = "", status: str = "", phone: str = ""
) -> Call:
    """A page of all of them, or of those that the service finds; newer servers know no more filters."""
    asked = {"external_subscriber_id": key_of_ours, "status": status, "phone_number": phone}
    query = [(name, value) for name, value in asked.items() if value] + _page(page)
    return _ask("subscriptions", f"{api}/subscriptions?{urlencode(query)}", key, listing=True)


def show_call(api: str, key: str, bank_id: str) -> Call:
    """One of them, with its figures."""
    return _ask("subscription", f"{api}/subscriptions/{bank_id}", key)


def history_call(api: str, key: str, bank_id: str, page: int) -> Call:
    """A page of its bills."""
    query = urlencode(_page(page))
    return _ask("subscription-bills", f"{api}/subscriptions/{bank_id}/invoices?{query}", key, listing=True)


def change_call(api: str, key: str, bank_id: str, changes: dict[str, object]) -> Call:
    """What is different, see ``changes_of``."""
    return codec.json_call("subscription-change", "PUT", f"{api}/subscriptions/{bank_id}", key, changes)


def step_call(api: str, key: str, bank_id: str, step: str) -> Call:
    """One of ``STEPS``; has no body."""
    return Call(f"subscription-{step}", "POST", f"{api}/subscriptions/{bank_id}/{step}", codec.headers(key))


# --- Bodies ---------------------------------------------------------------------------------------------


def changes_of(was: BankTerms | None, to: BankTerms) -> dict[str, object]:
    """Only what differs; one of which we know nothing is told whole.

    What became empty stays as it is: the service counts that as not told. Lines go again when only a price
    did, because the service keeps those of the day on which they were told.
    """
    before = {} if was is None else _kept(was)
    changes = {name: value for name, value in _kept(to).items() if before.get(name) != value}
    if (day := _day(to)) is not None and day != (_day(was) if was is not None else _counted(to)):
        changes["billing_day"] = day
    if was is not None and to.lines and was.lines != to.lines:
        changes["cart_items"] = _cart(to)
    return changes


def _kept(terms: BankTerms) -> dict[str, object]:
    """What is told when it is made and may be told anew later."""
    words = {
        "description": codec.cut(codec.one_line(terms.description), BOUNDS.description_most),
        "subscriber_name": codec.cut(codec.one_line(terms.name), NAME),
        "external_subscriber_id": terms.key,
        "metadata": dict(terms.metadata),
        "billing_time": f"{terms.at:%H:%M}" if EARLIEST <= terms.at <= LATEST else "",
    }
    return {
        **({"cart_items": _cart(terms)} if terms.lines else {"amount": terms.amount}),
        **{name: value for name, value in words.items() if value},
        "max_retry_attempts": terms.rules.attempts,
        "retry_interval_hours": terms.rules.retry_hours,
        "grace_period_days": terms.rules.grace_days,
    }


def _cart(terms: BankTerms) -> list[dict[str, object]]:
    """Lines go alone, and without prices: here the catalog's count."""
    return [{"catalog_item_id": int(line.bank_id), "count": line.count} for line in terms.lines]


def _beginning(terms: BankTerms) -> dict[str, object]:
    """What cannot be changed later, and the day.

    ``bill_immediately`` is always said: the seed has the first bill made by itself, later documents only on
    the first date. That date is said twice. By the samples the first one comes a period after the start, so
    what is to be billed on a day started a period before it; newer servers are told the day itself, unless
    they bill at once.
    """
    start: dict[str, object] = {"started_at": _started(terms).isoformat(), "bill_immediately": terms.at_once}
    if not terms.at_once:
        start["first_billing_at"] = terms.first.isoformat()
    day = _day(terms)
    if day is None or day == _counted(terms) or (terms.at_once and terms.cycle is Cycle.BIWEEKLY):
        return start
    return {"billing_day": day, **start}


def _day(terms: BankTerms) -> int | None:
    """Said also where nobody wished one: without it the service counts from the day of a resumption."""
    if terms.cycle is Cycle.DAILY:
        return None
    own = terms.first.isoweekday() if terms.cycle.days else terms.first.day
    return own if terms.day is None else terms.day


def _counted(terms: BankTerms) -> int | None:
    """The day that follows from the start alone. Of every other week a weekday may be the wrong one's."""
    return terms.first.isoweekday() if terms.cycle is Cycle.BIWEEKLY else None


def _started(terms: BankTerms) -> date:
    """A period before the bill that is the first by the calendar there.

    That is the second one where the first comes at once, on the day that our own calendar gives it. Else it
    is on the first wished day from ``first`` on: who does not know ``first_billing_at`` bills no earlier.
    """
    due = _second(terms) if terms.at_once else _first_wished(terms)
    if terms.cycle.days:
        return due - timedelta(days=terms.cycle.days)
    return _months_on(due, -terms.cycle.months)


def _second(terms: BankTerms) -> date:
    agreed = calendar.agreed(terms.cycle, str(wire.ALMATY), terms.first, terms.at, terms.day)
    return calendar.period(agreed, 1).first_day


def _first_wished(terms: BankTerms) -> date:
    if terms.day is None:
        return terms.first
    if terms.cycle.days:
        return terms.first + timedelta(days=(terms.day - terms.first.isoweekday()) % WEEK)
    return _months_on(terms.first, int(terms.day < terms.first.day)).replace(day=terms.day)


def _months_on(day: date, months: int) -> date:
    """So many months later; days of the month beyond 28 are of no concern here."""
    years, month = divmod(day.month - 1 + months, 12)
    return day.replace(year=day.year + years, month=month + 1, day=min(day.day, BOUNDS.day_most))


# --- What is not sent -----------------------------------------------------------------------------------


def refused_unsent(terms: BankTerms, phone: str | None) -> Rejected | None:
    """What the service would refuse, or take and never bill, or bill to a stranger."""
    if phone is None:
        return Rejected(Refusal.PHONE, UNSENT + "phone_number", "not a number of Kazakhstan")
    if terms.day is None and terms.cycle.months and terms.first.day > BOUNDS.day_most:
        return _refused("billing_day", f"the first payment is on a day from 1 to {BOUNDS.day_most}")
    if not terms.key:
        return _refused("external_subscriber_id", "without a key a lost answer is lost for good")
    return unfit(terms)


def unfit(terms: BankTerms) -> Rejected | None:
    """The same of what may be told later, too."""
    if terms.amount.currency != "KZT":
        return _refused("currency", "ApiPay takes tenge only")
    if terms.amount.minor % 100:  # taken by some servers, and then each bill fails
        return _refused("amount_must_be_whole_tenge", "ApiPay takes whole tenge only")
    if not BOUNDS.least <= terms.amount.minor <= BOUNDS.most:
        return _refused("amount", "ApiPay takes from 100 to 1 000 000 tenge")
    if terms.day is not None and not 1 <= terms.day <= _most_day(terms.cycle):
        return _refused("billing_day", "no such day of the period")
    if len(terms.key) > BOUNDS.key_most or codec.one_line(terms.key) != terms.key:
        return _refused("external_subscriber_id", f"one line of up to {BOUNDS.key_most} characters")
    if len(terms.lines) > codec.LINES or not all(line.bank_id.isdigit() for line in terms.lines):
        text = f"1 to {codec.LINES} items of the catalog"
        return Rejected(Refusal.OUR_REQUEST, LINES_REFUSED + "cart_items", text)
    return None


def _most_day(cycle: Cycle) -> int:
    if cycle is Cycle.DAILY:
        return 0
    return WEEK if cycle.days else BOUNDS.day_most


def _refused(code: str, text: str) -> Rejected:
    return Rejected(Refusal.OUR_REQUEST, UNSENT + code, text)


def _page(number: int) -> list[tuple[str, str]]:
    return [("page", str(number)), ("per_page", str(PAGE))]


def _ask(name: str, url: str, key: str, *, listing: bool = False) -> Call:
    return Call(name, "GET", url, codec.headers(key), listing=listing)
