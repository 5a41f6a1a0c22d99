"""Subscriptions and plans as the books hold them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

from billing.catalog.models import NewLine
from billing.money import Money
from billing.subscriptions.calendar import period, price_of
from billing.subscriptions.ladder import Ladder
from billing.subscriptions.models import (
    Cycle,
    Entry,
    Pause,
    Period,
    PeriodState,
    Price,
    Rules,
    Skip,
    State,
    Terms,
)

HOUR = time(10)
"""When bills come where nobody chose: in the shop's daytime, after the reminder of the day."""

OURS = ""
"""The engine of subscriptions that we run ourselves; others bear the name of their bank."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What is asked of a subscriber, before anybody has agreed."""

    title: str
    amount: Money
    cycle: Cycle
    day: int | None = None  # as in ``Leg``; ``None``: the day of the first payment
    first: date | None = None  # of the first payment; ``None``: the day on which it is agreed to
    at: time = HOUR
    rules: Rules = field(default_factory=Rules)
    reminders: tuple[int, ...] = (1, 0)  # days before a bill
    lines: tuple[NewLine, ...] = ()  # of what each bill is made; their totals are the amount


@dataclass(frozen=True, slots=True)
class Plan:
    """An offer to anybody who has its link."""

    id: int
    merchant_id: int
    token: str
    offer: Offer
    version: int
    created_at: datetime
    closed: bool = False  # nobody else may subscribe; who did goes on


class End(StrEnum):
    """Why a subscription ended."""

    SHOP = "shop"
    CUSTOMER = "customer"
    REFUSED = "refused"  # the payer refused a bill at the bank
    UNPAID = "unpaid"  # nobody paid until the grace period's end
    BANK = "bank"  # somebody ended it in the bank's cabinet
    NOT_MADE = "not-made"  # the bank did not take it


class Wish(StrEnum):
    """What a bank that runs a subscription is still to be told, or has been asked without an answer."""

    MAKE = "make"
    CHANGE = "change"
    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class Subscription:
    """What one subscriber agreed to. Its engine never changes."""

    id: int
    merchant_id: int
    number: int
    token: str
    offer: Offer
    state: State
    issuer_id: int  # the member who answers for it
    version: int
    created_at: datetime
    engine: str = OURS
    plan_id: int | None = None
    customer_id: int | None = None  # ``None``: known by phone only, nobody can be reminded in the chat
    phone: str = field(default="", repr=False)  # E.164
    name: str = field(default="", repr=False)  # as the shop calls the subscriber
    terms: Terms | None = None  # from when it was agreed to
    prices: tuple[Price, ...] = ()
    pauses: tuple[Pause, ...] = ()
    remind: bool = True  # the subscriber has not asked for silence
    method_id: int | None = None  # the kept way to pay that is charged, as the subscriber agreed
    after_id: int | None = None  # another one that must be over for certain before this one begins
    agreed_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by: End | None = None
    next_due: datetime | None = None  # when its engine has to look at it
    told_reminders_off: bool = False  # the shop has heard that the subscriber cannot be reached
    bank_id: str | None = None
    wish: Wish | None = None
    asked_at: datetime | None = None  # when the bank was asked for the wish; its answer was lost
    bank_next_at: datetime | None = None  # when the bank bills next, by its own word
    bank_next_timed: bool = True  # whether it said the hour, too; else it is the day's beginning there
    grace_until: datetime | None = None  # by the bank's word
    failed: int = 0  # attempts for the open bill, by the bank's word
    looks: int = 0

    @property
    def ours(self) -> bool:
        """Whether we run it."""
        return self.engine == OURS

    @property
    def over(self) -> bool:
        """Whether it ended for good; a bank may still have to be told, see ``ended_for_certain``."""
        return self.state in {State.CANCELLED, State.EXPIRED}

    @property
    def ended_for_certain(self) -> bool:
        """Whether nobody will ever be billed for it again."""
        return self.over and self.wish is None

    def price(self, number: int) -> Money:
        """What a period costs."""
        return price_of(self.prices, number).amount if self.prices else self.offer.amount


@dataclass(frozen=True, slots=True)
class NewSubscription:
    """What a subscription is born with."""

    source: str  # what asked for it: the same source never makes a second one
    number: int
    token: str
    offer: Offer
    state: State
    issuer_id: int
    created_at: datetime
    engine: str = OURS
    plan_id: int | None = None
    customer_id: int | None = None
    phone: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    after_id: int | None = None


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """What was decided about one period."""

    subscription_id: int
    period: Period
    amount: Money
    state: PeriodState
    skip: Skip | None = None
    ladder: Ladder | None = None  # of a billed one that we run
    settled_at: datetime | None = None
    invoice_id: int | None = None  # its newest bill

    @property
    def entry(self) -> Entry:
        """For a decision."""
        return Entry(self.period.number, self.state, self.settled_at)


@dataclass(frozen=True, slots=True)
class BillOf:
    """For which period of which subscription an invoice was made; ``bill`` counts from 1."""

    subscription_id: int
    number: int
    bill: int


@dataclass(frozen=True, slots=True)
class ChangedBill:
    """A bill whose invoice became something else since its ladder looked at it last."""

    invoice_id: int
    of: BillOf
    changes: int  # how often it has moved so far


@dataclass(frozen=True, slots=True)
class Listed:
    """A subscription as lists show it."""

    subscription: Subscription
    subscriber: str  # the chat's name of the subscriber, else the shop's
    unpaid: PeriodRow | None  # whose bill is open or was not paid
    last_paid: PeriodRow | None
    waits_for_another: bool = False  # it begins when the one that it replaces has ended for certain


@dataclass(frozen=True, slots=True)
class NewReminder:
    """A reminder that is planned; ``key`` makes it the same when it is planned again."""

    key: str
    subject: str  # "subscription", "invoice" or "split"
    subject_id: int
    number: int  # of the period; 0 for an invoice
    days: int
    due_at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class ReminderRow(NewReminder):
    """The same in the books."""

    id: int = 0


def next_bill(subscription: Subscription, known_number: int) -> Period | None:
    """The first period of which nothing was decided; ``None`` before it was agreed to."""
    return period(subscription.terms, known_number) if subscription.terms else None
