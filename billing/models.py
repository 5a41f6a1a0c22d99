"""The rows of the books as values: what the use cases read and hand on."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from billing.money import Money
from billing.settings.models import Rules
from billing.states import AttentionKind, AttentionState, Hold, InvoiceState, PaymentState, RefundState, Step

OF_INLINE = "inline:"
"""The beginning of an invoice's source where it was sent as an inline card."""

LANES = 2**60
"""Further below zero than the number of any chat: the places of messages whose chat we are not told."""


class Role(StrEnum):
    """What a member may do: a cashier issues, a manager also refunds and sees statements, an owner all."""

    OWNER = "owner"
    MANAGER = "manager"
    CASHIER = "cashier"


class Audience(StrEnum):
    """For whom a card is drawn: it decides language, buttons and who is told loudly."""

    ISSUER = "issuer"  # the member's own card in the private chat
    PAYER = "payer"  # a customer's private chat
    GROUP = "group"  # everybody in a group sees it
    INLINE = "inline"  # a message of a person's in a chat that we don't know

    @property
    def public(self) -> bool:
        """Whoever is in that chat reads it."""
        return self in {Audience.GROUP, Audience.INLINE}


@dataclass(frozen=True, slots=True)
class Merchant:
    """The organisation that is paid."""

    id: int
    name: str
    currency: str
    locale: str
    timezone: str
    rules: Rules = field(default_factory=Rules)


@dataclass(frozen=True, slots=True)
class Person:
    """A Telegram user as we know them; in a private chat the chat's id is the person's id."""

    id: int
    name: str = ""
    phone: str = field(default="", repr=False)  # E.164, by which this person pays; their own or not
    chosen_locale: str | None = None
    telegram_locale: str | None = None
    started: bool = False  # pressed Start, so we may write
    blocked: bool = False  # blocked us since
    role: Role | None = None
    most: int | None = None  # how much one invoice of this cashier may be, in minor units
    newcomer: bool = field(default=False, compare=False)  # started us with the update in hand; not kept

    @property
    def reachable(self) -> bool:
        """Whether a private message can arrive."""
        return self.started and not self.blocked


@dataclass(frozen=True, slots=True)
class Place:
    """Where in Telegram: chat, and the topic inside it where there is one.

    A message that a person sent in inline mode has an address of its own and no chat: its number, far below
    those of chats, only keeps the order of what is done about it. Nothing new can be said there.
    """

    chat_id: int
    thread_id: int | None = None
    inline_id: str = ""

    @classmethod
    def of_inline(cls, inline_id: str) -> Place:
        """By Telegram's address of an inline message."""
        number = int.from_bytes(hashlib.sha256(inline_id.encode()).digest()[:7], "big")
        return cls(-LANES - number, inline_id=inline_id)

    @property
    def private(self) -> bool:
        """Private chats have the person's positive id."""
        return self.chat_id > 0


@dataclass(frozen=True, slots=True)
class Invoice:
    """What is owed."""

    id: int
    merchant_id: int
    number: int
    token: str
    amount: Money
    description: str
    state: InvoiceState
    issuer_id: int
    issuer_name: str
    created_at: datetime
    deadline: datetime
    customer_id: int | None = None
    paid_payment_id: int | None = None
    ended_at: datetime | None = None  # when it first became paid, cancelled or expired; late money keeps it
    late: bool = False  # paid after it had been cancelled or had expired
    before_late: InvoiceState | None = None  # what it was before the late money
    discount: int = 0  # per cent off the sum of its lines
    self_service: bool = False  # the customer's own order out of a cart; the issuer only answers for it
    by_cart: bool = False  # it came out of a cart, or is made of items otherwise, so it has lines
    by_subscription: bool = False  # one of the bills of a subscription
    inline: bool = False  # sent as an inline card
    public: bool = False  # sent to where others read it, a group or as an inline card
    parts: int | None = None  # how many shares it is paid in, where it is split
    whole_id: int | None = None  # the invoice of which this is a share


class InstructionKind(StrEnum):
    """What the payer has to do."""

    SCAN = "scan"
    OPEN = "open"
    CONFIRM = "confirm"


@dataclass(frozen=True, slots=True)
class AppLink:
    """A link into a bank's app; ``app`` names its text and its ``/go/`` path."""

    app: str
    url: str


@dataclass(frozen=True, slots=True)
class Form:
    """A form that the payer's browser must send by POST to the bank's page, its fields as they are."""

    action: str  # http or https
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Instruction:
    """What the payer must do: scan a QR, open a link, send a form, confirm a push."""

    kind: InstructionKind
    qr: str = ""
    links: tuple[AppLink, ...] = ()  # of ``OPEN``: where to; none where a form leads there
    form: Form | None = field(default=None, repr=False)

    @property
    def leads(self) -> bool:
        """Whether anybody who has it can pay by it: a code, a link, a form, and no push to one's own app."""
        return bool(self.qr or self.links or self.form)


@dataclass(frozen=True, slots=True)
class Details:
    """What the bank says beside the money; kept for receipts and disputes. Empty means not said."""

    reference: str = ""  # the bank's own number of the operation (RRN)
    card_mask: str = ""
    card_type: str = ""
    issuer: str = ""
    fee: str = ""
    channel: str = ""
    approval: str = ""
    bill_number: str = ""
    code: str = ""  # the bank's code of an outcome
    text: str = ""  # the bank's words to it
    receipt_url: str = ""  # http or https: the bank's own receipt


class Refusal(StrEnum):
    """Why a payment was rejected, in our words."""

    FUNDS = "funds"
    CARD = "card"  # blocked, expired, lost, not allowed for this
    METHOD_GONE = "method-gone"  # what the payer let us keep works no more
    LIMIT = "limit"
    AUTHENTICATION = "authentication"
    ISSUER = "issuer"  # the payer's bank said no
    PAYER = "payer"  # the payer said no
    PHONE = "phone"  # the bank bills by phone, and has no customer with this number
    BANK_TROUBLE = "bank-trouble"
    CROWDED = "crowded"  # so many bills at once that this one's turn did not come in time
    QR_WRONG = "qr-wrong"  # the bank's QR does not say what we asked for
    QR_FAILED = "qr-failed"  # the bank could not make one; a fresh payment may
    SETUP = "setup"  # keys, terminal or rights: the merchant must act
    SHOP_LIMIT = "shop-limit"  # the bank bills no more for this shop for now
    PARTICULARS = "particulars"  # the bank does not take something that the payer told for it
    OUR_REQUEST = "our-request"  # the bank could not read what we sent
    UNSAID = "unsaid"


class RefundRefusal(StrEnum):
    """Why money did not go back, in our words."""

    LIMIT = "limit"  # the contract's limit at the bank is used up
    NOT_CHARGED = "not-charged"  # the bank holds no money of this payment that could go back
    LEFT = "left"  # less is left at the bank than was asked for
    BANK_TROUBLE = "bank-trouble"  # the bank could not be reached: nothing was sent
    SETUP = "setup"
    OUR_REQUEST = "our-request"
    MEANWHILE = "meanwhile"  # money went back of which nobody knew who wished for this: nothing was sent
    NOT_MOVED = "not-moved"  # a person found out at the bank that it never happened
    UNSAID = "unsaid"


@dataclass(frozen=True, slots=True)
class Payment:
    """One attempt to pay an invoice at one bank."""

    id: int
    merchant_id: int
    invoice_id: int
    provider: str
    reference: str  # ours, for the bank
    amount: Money
    state: PaymentState
    hook_token: str  # the unguessable part of this payment's callback address
    created_at: datetime
    step: Step | None = None
    asked_at: datetime | None = None  # from here on the bank may know of it
    access: str | None = field(default=None, repr=False)  # a bank's token for this payment
    access_until: datetime | None = None
    expires_at: datetime | None = None  # until when the instruction works
    instruction: Instruction | None = field(default=None, repr=False)
    bank_id: str | None = None  # the bank's id of the operation, never shared by two payments
    taken: Money | None = None  # what the bank really took
    details: Details = field(default_factory=Details, repr=False)
    refusal: Refusal | None = None
    refusal_final: bool = False
    cancel_wished: bool = False
    cancel_asked_at: datetime | None = None  # when the bank was asked to take the bill back
    phone: str = field(default="", repr=False)  # E.164, whom the bank bills
    payer: str = field(default="", repr=False)  # whose name the bank gives; for the shop's eyes only
    observed_at: datetime | None = None  # when the newest applied observation was asked for
    checked_at: datetime | None = None  # when a person last asked by hand
    settled_at: datetime | None = None
    looks: int = 0
    next_look: datetime | None = None
    receipt: str = ""  # by what the code of its receipt begins; alone it proves nothing
    trouble: str = ""  # the alert that was raised for it, once per cause
    claimed_paid_at: datetime | None = None  # when the weaker source first said paid
    hold_wish: Hold | None = None  # what a person decided about held money
    hold_asked_at: datetime | None = None  # when the bank was told so
    keep_for: int | None = None  # the person who lets us keep the method, until it is kept
    method_id: int | None = None  # the kept method that is charged
    by_lines: bool = False  # the bank was told the lines, not only the amount
    source: str = ""  # the tap or message that asked for it, where one did
    practice: bool | None = None  # asked for in the bank's test world; ``None``: before that was written down

    @property
    def private(self) -> bool:
        """Its way to pay is for its customer's eyes only: who pays by it has their card kept for them."""
        leads = self.instruction is not None and self.instruction.leads
        return leads and self.keep_for is not None and self.state is PaymentState.PENDING


class Origin(StrEnum):
    """Who began a refund."""

    SHOP = "shop"  # a member, here
    BANK = "bank"  # somebody at the bank: its cabinet, a reversal, a chargeback


@dataclass(frozen=True, slots=True)
class Refund:
    """Money going back for one payment."""

    id: int
    merchant_id: int
    invoice_id: int
    payment_id: int
    amount: Money
    state: RefundState
    origin: Origin
    key: str  # ours, for the bank: equal for every try of this refund
    created_at: datetime
    person_id: int | None = None  # the member who asked for it
    reason: str = field(default="", repr=False)
    asked_at: datetime | None = None  # from here on the bank may know of it
    before: Money | None = None  # what the bank said was returned already, just before it was asked
    unmoved_at: datetime | None = None  # when the bank last showed that figure unchanged
    bank_id: str | None = None  # the bank's own id of the refund, where it has one
    refusal: RefundRefusal | None = None
    code: str = ""  # the bank's code of an outcome
    text: str = field(default="", repr=False)  # the bank's words to it
    settled_at: datetime | None = None
    looks: int = 0
    next_look: datetime | None = None
    decided_by: int | None = None  # who said yes or no to it, where it was proposed


@dataclass(frozen=True, slots=True)
class Card:
    """A message that shows an invoice and is edited as it changes."""

    id: int
    invoice_id: int
    audience: Audience
    place: Place
    person_id: int | None
    message_id: int | None
    wanted: int
    drawn: int
    picture: str  # key of the picture that stands there, "" before the first
    created_at: datetime
    due_at: datetime | None  # when to draw it next; None: it stands as wanted
    tries: int = 0
    alive: bool = True


@dataclass(frozen=True, slots=True)
class Attention:
    """Something a person must decide."""

    id: int
    invoice_id: int
    payment_id: int | None
    kind: AttentionKind
    state: AttentionState
    created_at: datetime
    decided_by: int | None = None
    decided_at: datetime | None = None
    note: str = field(default="", repr=False)  # a customer's own words


@dataclass(frozen=True, slots=True)
class Notice:
    """One fact to be told in one chat."""

    id: int
    key: str
    kind: str
    place: Place
    person_id: int | None
    loud: bool
    invoice_id: int | None
    payment_id: int | None
    attention_id: int | None
    values: dict[str, str]
    created_at: datetime
    due_at: datetime
    tries: int = 0
    until: datetime | None = None  # from then on it is told no more
