"""What a bank is told or asked, as values: a bill, and money that goes back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from billing.money import Money


@dataclass(frozen=True, slots=True, repr=False)
class Payer:
    """What a bank may be told about who pays; "" is not known."""

    first_name: str = ""
    last_name: str = ""
    middle_name: str = ""
    email: str = ""
    phone: str = ""  # E.164
    country: str = ""  # ISO 3166-1 alpha-2
    city: str = ""
    zip: str = ""
    address: str = ""
    birth_date: str = ""  # YYYY-MM-DD
    device_id: str = ""
    id_number: str = ""
    customer_id: str = ""
    ip: str = ""  # from which the payer opened our page, …
    user_agent: str = ""  # … and with which browser


@dataclass(frozen=True, slots=True)
class BillLine:
    """A line of a bill that is made of items of the bank's own catalog."""

    bank_id: str  # the item there
    count: int
    price: Money  # of one piece, before the discount


@dataclass(frozen=True, slots=True)
class Bill:
    """All that a bank is told or asked about one payment."""

    payment_id: int
    reference: str
    amount: Money
    description: str
    language: str  # en, ru or kk
    account: str  # the invoice's number, for the merchant's eyes in the bank's cabinet
    paid_url: str  # where the bank reports success …
    failed_url: str  # … and failure; both are unguessable
    created_at: datetime
    asked_at: datetime | None = None
    access: str | None = field(default=None, repr=False)
    access_until: datetime | None = None
    expires_at: datetime | None = None
    bank_id: str | None = None
    phone: str | None = field(default=None, repr=False)
    has_instruction: bool = False
    key: str = ""  # a UUID, equal for every try of this payment: made from its stored hook token
    page_url: str = ""  # where the bank sends the payer back to
    notify_url: str = ""  # where a bank that signs reports
    payer: Payer = field(default_factory=Payer, repr=False)
    saved: str | None = field(default=None, repr=False)  # the token of a kept method that is to be charged
    keep: bool = False  # the payer lets the shop keep the method
    lines: tuple[BillLine, ...] = ()  # of what it is made, where the bank knows each of its items …
    discount: int = 0  # … with so many per cent off their sum


@dataclass(frozen=True, slots=True)
class RepaidLine:
    """So many pieces of an item of the bank's own catalog that go back."""

    bank_id: str
    count: int


@dataclass(frozen=True, slots=True)
class Repayment:
    """All that a bank is told or asked about one refund."""

    refund_id: int
    key: str  # ours; equal for every try
    bill: Bill = field(repr=False)  # of the payment
    amount: Money
    taken: Money  # what the payment took
    before: Money  # what the bank said was returned already, just before it was asked
    whole: bool  # everything that is left
    purpose: str = field(default="", repr=False)
    asked_at: datetime | None = None
    bank_id: str | None = None
    lines: tuple[RepaidLine, ...] = ()  # for which pieces, where the bank was billed by lines
