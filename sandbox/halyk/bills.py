"""What the bank remembers of one QR, and the money behind it. Sums are integers of tiyn."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from sandbox.halyk.magic import Magic

LIFETIME = timedelta(minutes=20)
MASKS = ("440043...2222", "516949...0015", "462818...7731")


class QrStatus(StrEnum):
    """What GET /qr says; AUTH is known from the bank's own SDK only."""

    NEW = "NEW"
    SCANNED = "SCANNED"
    BLOCKED = "BLOCKED"
    PAID = "PAID"
    AUTH = "AUTH"
    REJECTED = "REJECTED"


OVER = frozenset({QrStatus.PAID, QrStatus.AUTH, QrStatus.REJECTED})


@dataclass(frozen=True, slots=True)
class Order:
    """What a payment token fixes before there is a QR."""

    invoice_id: str
    amount: int
    currency: str
    terminal: str
    secret_hash: str | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """The body of a generate request."""

    post_link: str
    failure_post_link: str
    account_id: str = ""
    payer_email: str = ""
    payer_phone: str = ""
    description: str = ""
    data: str = ""
    language: str = "ru"


@dataclass(slots=True)
class Transaction:
    """Money that moved, was held, or was refused."""

    id: str
    created_at: datetime
    status_name: str
    amount: int
    bonus: int = 0
    refunded: int = 0
    refunded_at: datetime | None = None
    currency: str = "KZT"
    approval_code: str = ""
    reference: str = ""
    reason: str = "success"
    reason_code: int = 0
    visible_at: datetime | None = None

    @property
    def taken(self) -> int:
        """What the payer lost for good, bonuses included, refunds taken off."""
        return self.amount + self.bonus - self.refunded if self.status_name in TAKEN else 0


TAKEN = frozenset({"CHARGE", "REFUND", "PARTIALLY_CHARGED"})


@dataclass(slots=True)
class Refund:
    """Money on its way back. `state` is open, done or failed."""

    amount: int
    begun_at: datetime
    due: datetime
    external_id: str = ""
    purpose: str = ""
    amount_in: tuple[str, ...] = ()
    """Where the request wrote the amount: query, body, both, or nowhere."""
    fails: bool = False
    """It is begun, and then nothing moves."""
    renames: bool = False
    """Its end makes statusName REFUND even where only a part went back."""
    state: str = "open"


@dataclass(slots=True)
class Bill:
    """One generated QR."""

    number: int
    order: Order
    wish: Wish
    magic: Magic
    qr: str
    homebank_link: str
    onlinebank_link: str
    created_at: datetime
    status: QrStatus = QrStatus.NEW
    transaction: Transaction | None = None
    settles_at: datetime | None = None
    refunds: list[Refund] = field(default_factory=list)
    history: list[tuple[datetime, str]] = field(default_factory=list)
    mask: str = ""

    @property
    def card_mask(self) -> str:
        """The payer's card."""
        return self.mask or MASKS[self.number % len(MASKS)]

    @property
    def expires_at(self) -> datetime:
        """When the bank gives up on it."""
        return self.created_at + LIFETIME

    @property
    def is_over(self) -> bool:
        """Whether the payer can do nothing more with it."""
        return self.status in OVER

    def become(self, status: QrStatus, now: datetime) -> None:
        """Take a state and remember when."""
        self.status = status
        self.history.append((now, str(status)))


@dataclass(frozen=True, slots=True)
class News:
    """Something the bank has to call out to the shop."""

    bill: Bill
    ok: bool
    reason: str
    reason_code: int
