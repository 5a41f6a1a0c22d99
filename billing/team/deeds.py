"""What members have done, for owners: each row of the audit under its name, with what it was about.

Also of those who are gone by now. What somebody did as a customer before they came is theirs, too: a row says
what happened, not as whom.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from billing import refund_rights
from billing.access import Action, require
from billing.books import Books
from billing.figures import mornings
from billing.models import Invoice, Person
from billing.money import Money
from billing.settings.models import Choice
from billing.split import dividing
from billing.states import AttentionState, Hold, InvoiceState, RefundState
from billing.subscriptions import reminding
from billing.team.models import Deed


class What(StrEnum):
    """What it was, as a reader names it."""

    ISSUED = "issued"
    CANCELLED = "cancelled"
    ACCEPTED = "accepted"  # money that did not fit was kept
    SPLIT = "split"
    OPENED = "opened"  # an invoice's link, as its customer
    REFUNDED = "refunded"
    PROPOSED = "proposed"
    APPROVED = "approved"
    DECLINED = "declined"
    SENT_AGAIN = "sent-again"
    CALLED_OFF = "called-off"
    CAPTURED = "captured"
    RELEASED = "released"
    DECIDED = "decided"
    ASKED = "asked"  # the shop, about a payment
    INVITED = "invited"
    UNINVITED = "uninvited"
    LET_IN = "let-in"
    APPOINTED = "appointed"
    REMOVED = "removed"
    LEFT = "left"
    LIMITED = "limited"
    ITEM_ADDED = "item-added"
    ITEM_CHANGED = "item-changed"
    REMINDERS = "reminders"
    TWO_PEOPLE = "two-people"
    PLAN_SET = "plan-set"  # made, or changed
    PLAN_CLOSED = "plan-closed"
    SUBSCRIBED = "subscribed"
    SUBSCRIPTION = "subscription"
    METHOD = "method"
    SHIFT_OPENED = "shift-opened"
    SHIFT_CLOSED = "shift-closed"
    KEY_MADE = "key-made"  # of a program
    KEY_REVOKED = "key-revoked"
    HOOK_SET = "hook-set"  # where events go to
    HOOK_REMOVED = "hook-removed"
    SHOP_NAME = "shop-name"
    SHOP_LANGUAGE = "shop-language"
    DEADLINE = "deadline"
    FIRST_BANK = "first-bank"
    BANKS_OFF = "banks-off"
    QUIET_HOURS = "quiet-hours"
    NEWS = "news"
    MORNING_ON = "morning-on"  # yesterday's figures, for oneself
    MORNING_OFF = "morning-off"
    OTHER = "other"


_INVOICE = {
    InvoiceState.OPEN.value: What.ISSUED,
    InvoiceState.CANCELLED.value: What.CANCELLED,
    InvoiceState.PAID.value: What.ACCEPTED,
    "customer": What.OPENED,
    dividing.SPLIT: What.SPLIT,
}
_REFUND = {
    ("", RefundState.REQUESTED.value): What.REFUNDED,
    ("", RefundState.PROPOSED.value): What.PROPOSED,
    (RefundState.PROPOSED.value, RefundState.REQUESTED.value): What.APPROVED,
    (RefundState.PROPOSED.value, RefundState.DECLINED.value): What.DECLINED,
    (RefundState.UNKNOWN.value, RefundState.REQUESTED.value): What.SENT_AGAIN,
}
_HOLD = {Hold.CAPTURE.value: What.CAPTURED, Hold.RELEASE.value: What.RELEASED}
_SETTINGS = {**{choice.value: What(choice.value) for choice in Choice}, "news": What.NEWS}
_MORNINGS = {mornings.WANTED: What.MORNING_ON, mornings.UNWANTED: What.MORNING_OFF}
_SHOP = {reminding.CHOSEN: What.REMINDERS, refund_rights.CHOICE: What.TWO_PEOPLE, **_SETTINGS, **_MORNINGS}


CHANGED = " → "  # between what a setting was and what it is


@dataclass(frozen=True, slots=True)
class Done:
    """A deed with what it was about, as far as the books still know it."""

    deed: Deed
    what: What
    number: int | None = None  # of the invoice
    amount: Money | None = None
    whom: int | None = None  # another person
    name: str = ""  # of an item or a plan, of a shift's report, or what a setting was and is


@dataclass(frozen=True, slots=True)
class DonePage:
    """Newest first; ``after`` continues it."""

    done: tuple[Done, ...]
    people: dict[int, Person]
    after: int | None


def page(books: Books, owner: Person, member_id: int | None, before: int | None, size: int) -> DonePage:
    """What everybody did, or one of them."""
    require(owner, Action.TEAM)
    actors = [member_id] if member_id is not None else books.ever_members()
    rows = _newest([books.deeds_of(actor, before, size + 1) for actor in actors], size + 1)
    done = tuple(_about(books, deed) for deed in rows[:size])
    named = {who for each in done for who in (each.deed.person_id, each.whom) if who is not None}
    more = rows[size - 1].id if len(rows) > size else None
    return DonePage(done, books.people(sorted(named)), more)


def what(deed: Deed) -> What:
    """By its subject, and how it moved."""
    match deed.subject:
        case "invoice":
            return _INVOICE.get(deed.now_is, What.OTHER)
        case "refund":
            found = _REFUND.get((deed.was, deed.now_is))
            return found or (What.CALLED_OFF if deed.now_is == RefundState.FAILED else What.OTHER)
        case "payment":
            return _HOLD.get(str(deed.evidence.get("wish", "")), What.OTHER)
        case "attention":
            return What.DECIDED if deed.now_is == AttentionState.ACCEPTED else What.ASKED
        case "member":
            return _of_member(deed)
        case "invite":
            return What.UNINVITED if deed.now_is == "withdrawn" else What.INVITED
        case "item":
            return What.ITEM_ADDED if deed.now_is == "added" else What.ITEM_CHANGED
        case "merchant":
            return _SHOP.get(deed.now_is, What.OTHER)
        case "plan":
            return What.PLAN_CLOSED if deed.now_is == "closed" else What.PLAN_SET
        case "subscription":
            return What.SUBSCRIPTION if deed.was else What.SUBSCRIBED
        case "period":
            return What.SUBSCRIPTION
        case "method":
            return What.METHOD
        case "shift":
            return What.SHIFT_CLOSED if deed.was else What.SHIFT_OPENED
        case "api-key":
            return What.KEY_REVOKED if deed.now_is == "revoked" else What.KEY_MADE
        case "hook":
            return What.HOOK_REMOVED if deed.now_is == "removed" else What.HOOK_SET
    return What.OTHER


def _of_member(deed: Deed) -> What:
    if deed.now_is == "limit":
        return What.LIMITED
    if not deed.now_is:
        return What.LEFT if deed.subject_id == deed.person_id else What.REMOVED
    return What.APPOINTED if deed.was else What.LET_IN


def _newest(lists: Sequence[Sequence[Deed]], size: int) -> list[Deed]:
    merged = heapq.merge(*lists, key=lambda deed: -deed.id)
    return [deed for deed, _ in zip(merged, range(size), strict=False)]


def _about(books: Books, deed: Deed) -> Done:
    kind = what(deed)
    match deed.subject:
        case "invoice":
            return _of_invoice(deed, kind, books.invoice(deed.subject_id))
        case "refund" if refund := books.refund(deed.subject_id):
            invoice = books.invoice(refund.invoice_id)
            return Done(deed, kind, invoice.number if invoice else None, refund.amount)
        case "payment" if payment := books.payment(deed.subject_id):
            return _of_invoice(deed, kind, books.invoice(payment.invoice_id))
        case "attention" if item := books.attention(deed.subject_id):
            return _of_invoice(deed, kind, books.invoice(item.invoice_id))
        case "member":
            most = deed.evidence.get("now")
            limit = Money(most, books.merchant.currency) if isinstance(most, int) else None
            return Done(deed, kind, amount=limit, whom=deed.subject_id)
        case "merchant" if kind is What.TWO_PEOPLE:
            most = str(deed.evidence.get("now") or "")
            return Done(deed, kind, amount=Money(int(most), books.merchant.currency) if most else None)
        case "merchant" if deed.now_is in _SETTINGS or kind is What.REMINDERS:
            return Done(deed, kind, name=_from_to(deed.evidence))
        case "item" if sold := books.item(deed.subject_id):
            return Done(deed, kind, name=sold.name)
        case "shift" if shift := books.shift(deed.subject_id):
            number = deed.evidence.get("number")
            return Done(deed, kind, whom=shift.person_id, name=f"Z #{number}" if number else "")
    return Done(deed, kind)


def _of_invoice(deed: Deed, kind: What, invoice: Invoice | None) -> Done:
    return Done(deed, kind, invoice.number, invoice.amount) if invoice else Done(deed, kind)


def _from_to(evidence: Mapping[str, object]) -> str:
    """What it was and is; a list as it is kept."""
    found = [evidence.get(each) for each in ("was", "now")]
    told = [",".join(map(str, each)) if isinstance(each, list | tuple) else str(each or "") for each in found]
    return CHANGED.join(each or "–" for each in told)
