"""What HorizonPay remembers: payments, refunds, methods that payers keep. Sums are minor units."""

from dataclasses import dataclass, field
from datetime import datetime

from sandbox.horizonpay.methods import Method

WAITING = frozenset({"initial", "incomplete", "pending"})
CALLED_OUT = frozenset({"pending", "expired", "failed", "successful"})
"""Statuses that are told to the shop; the others are found out by asking."""


@dataclass(frozen=True, slots=True)
class Wish:
    """The `request` of a payment, checked."""

    amount: int
    currency: str
    description: str
    return_url: str
    method: str
    token: str | None = None
    test: bool = False
    expires_at: datetime | None = None
    tracking_id: str | None = None
    ip: str | None = None
    language: str = "en"
    notification_url: str | None = None
    verification_url: str | None = None
    iframe: bool = False
    recurring: bool = False
    customer: dict[str, str] = field(default_factory=dict)
    additional: dict[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class Token:
    """A method that a payer keeps at the shop."""

    value: str
    shop: str
    method: str
    alive: bool = True


@dataclass(slots=True)
class Transaction:
    """One payment; or with a `parent` one refund or chargeback of it."""

    uid: str
    ordinal: int
    shop: str
    type: str
    wish: Wish
    amount: int
    tracking_id: str
    method: Method
    origin: str
    """Where this sandbox is reached, for links."""
    sid: str
    """The secret part of its page's address."""
    created_at: datetime
    status: str = "initial"
    tail: int = -1
    """The last two digits of its sum where they choose something."""
    parent: "Transaction | None" = None
    reason: str | None = None
    code: str | None = None
    message: str | None = None
    said: str | None = None
    """What the method's own system said."""
    rrn: str | None = None
    token: Token | None = None
    paid_at: datetime | None = None
    updated_at: datetime | None = None
    money_coming: bool = False
    """The payer has paid, and the method does not tell yet."""
    keeps: bool = True
    """Whether the payer lets the shop keep the method."""
    confirmed_at: datetime | None = None
    arrivals: list[dict[str, object]] = field(default_factory=list)
    """How payers came to its page: the method and the fields of each form."""
    children: "list[Transaction]" = field(default_factory=list)
    history: list[tuple[datetime, str]] = field(default_factory=list)

    @property
    def order_id(self) -> str:
        """A number of the system's own."""
        return f"{100000000000 + self.ordinal}"

    @property
    def is_waiting(self) -> bool:
        """Whether the payer can still do something."""
        return self.status in WAITING and not self.money_coming

    @property
    def taken(self) -> int:
        """The money that came, refunds not counted."""
        return self.amount if self.paid_at is not None and self.parent is None else 0

    @property
    def refunded(self) -> int:
        """What has gone back."""
        return sum(child.amount for child in self.children if child.status == "successful")

    @property
    def left(self) -> int:
        """What may still be asked back; what is under way is not."""
        gone = sum(child.amount for child in self.children if child.status in ("successful", "pending"))
        return self.taken - gone

    def become(self, status: str, now: datetime) -> None:
        """Take a status and remember when."""
        self.status, self.updated_at = status, now
        self.history.append((now, status))

    def ids(self) -> list[str]:
        """The ids it is found by: tracking_id may hold several, with semicolons between."""
        return [self.tracking_id, *(part for part in self.tracking_id.split(";") if part)]
