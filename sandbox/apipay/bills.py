"""What ApiPay remembers of an invoice and of a refund. Sums are integers of tiyn."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from sandbox.apipay import magic

LIFETIME = timedelta(hours=24)
WINDOW = timedelta(days=14)
"""How long after a payment Kaspi gives money back."""


class Status(StrEnum):
    """An invoice's status; `refunded` exists in April only."""

    PROCESSING = "processing"
    PENDING = "pending"
    CANCELLING = "cancelling"
    PAID = "paid"
    PARTIALLY_REFUNDED = "partially_refunded"
    REFUNDED = "refunded"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    ERROR = "error"


HAS_MONEY = frozenset({Status.PAID, Status.PARTIALLY_REFUNDED, Status.REFUNDED})
REFUNDABLE = frozenset({Status.PAID, Status.PARTIALLY_REFUNDED})
CANCELLABLE = frozenset({Status.PENDING, Status.PROCESSING})


@dataclass(frozen=True, slots=True)
class Line:
    """One item of a cart, as it was when the invoice was made; the price is of one piece."""

    item: int
    name: str
    price: int
    count: int
    unit_id: int
    original_price: int | None = None
    """The catalog's price, where the shop asked for another."""
    discount: int = 0

    @property
    def gross(self) -> int:
        """Before its share of the discount."""
        return self.price * self.count

    @property
    def total(self) -> int:
        """After it."""
        return self.gross - self.discount


@dataclass(frozen=True, slots=True)
class Returned:
    """So many pieces of a line on their way back, or a part of its sum: then there are none."""

    line: Line
    count: int
    amount: int


@dataclass(frozen=True, slots=True)
class Wish:
    """The body of a creation, checked."""

    phone: str
    subtotal: int
    discount: int = 0
    percent: int | None = None
    description: str | None = None
    external_order_id: str | None = None
    key: str | None = None
    """`external_order_id_idempotency`, where the server knows it."""
    comment: str | None = None
    lines: tuple[Line, ...] = ()
    """The cart; its sum is the amount, unless the bank has miscounted."""

    @property
    def amount(self) -> int:
        """What the payer pays."""
        return self.subtotal - self.discount


@dataclass(slots=True)
class Refund:
    """Money on its way back: pending, processing, completed or failed."""

    id: int
    amount: int
    reason: str | None
    by: str
    begun_at: datetime
    fate: str = ""
    """The error code it will end with, or `stays`, or nothing."""
    status: str = "pending"
    kaspi_id: str | None = None
    error_code: str | None = None
    items: tuple[Returned, ...] = ()
    itemised: bool = False
    """Whether it was asked for by items; of the others nobody is told what went back."""

    @property
    def is_open(self) -> bool:
        """Whether it still reserves its sum."""
        return self.status in ("pending", "processing")


@dataclass(slots=True)
class Invoice:
    """One invoice."""

    id: int
    org: str
    wish: Wish
    is_sandbox: bool
    created_at: datetime
    plain: bool = False
    """Its sum and its phone choose nothing."""
    status: Status = Status.PROCESSING
    kaspi_id: str | None = None
    client_name: str | None = None
    error_code: str | None = None
    paid_at: datetime | None = None
    changed_at: datetime | None = None
    money_at_kaspi: bool = False
    """Kaspi has the payer's money and ApiPay does not know it yet."""
    refunds: list[Refund] = field(default_factory=list)
    history: list[tuple[datetime, str]] = field(default_factory=list)
    orphans: set[int] = field(default_factory=set)
    """Items of its lines whose rows are gone from the catalog: answers show null for them."""
    refused: bool = False
    """The payer said no, in so many words."""
    subscription: int | None = None
    """Whose bill it is, where nobody asked for it by itself."""
    period: str = ""
    """How often that subscription sends one."""

    @property
    def amount(self) -> int:
        """What the payer pays."""
        return self.wish.amount

    @property
    def expires_at(self) -> datetime:
        """When Kaspi gives up on it."""
        return self.created_at + LIFETIME

    @property
    def refunded(self) -> int:
        """What has gone back."""
        return sum(refund.amount for refund in self.refunds if refund.status == "completed")

    @property
    def refunding(self) -> int:
        """What is on its way back."""
        return sum(refund.amount for refund in self.refunds if refund.is_open)

    @property
    def available(self) -> int:
        """What may still be asked back."""
        return self.amount - self.refunded - self.refunding if self.status in HAS_MONEY else 0

    @property
    def told_amount(self) -> int:
        """The sum that answers show; magic sums lie once they are paid."""
        if self.status not in HAS_MONEY:
            return self.amount
        return self.amount + 100 * (self.is_magic(magic.TOLD_MORE) - self.is_magic(magic.TOLD_LESS))

    def is_magic(self, tenge: int) -> bool:
        """Whether its sum is one that chooses an outcome."""
        return not self.plain and self.amount == tenge * 100

    def become(self, status: Status, now: datetime) -> None:
        """Take a status and remember when."""
        self.status = status
        self.changed_at = now
        self.history.append((now, str(status)))


@dataclass(frozen=True, slots=True)
class News:
    """Something ApiPay has to call out to the shop."""

    event: str
    invoice: Invoice
    at: datetime
    refund: Refund | None = None
