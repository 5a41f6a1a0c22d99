"""What the API takes and gives, as models: the OpenAPI document is made of them, so it says the same."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from billing.developers.models import AttentionFacts, EventKind, Facts, InvoiceFacts, RefundFacts
from billing.invoicing import DESCRIPTION_MOST, MOST_MINOR
from billing.models import Origin, RefundRefusal
from billing.refunding import REASON_LIMIT
from billing.states import AttentionKind, InvoiceState, RefundState
from screens.reader import Site


def _whole(said: object) -> object:
    """JSON knows one sort of numbers: 5000.0 is a whole one, and becomes an integer before it is money."""
    return int(said) if isinstance(said, float) and said.is_integer() else said


Minor = Annotated[int, Field(description="In minor units: 5 000 ₸ is 500000.")]
Asked = Annotated[
    int,
    Field(ge=1, le=MOST_MINOR, description="In minor units: 5 000 ₸ is 500000."),
    BeforeValidator(_whole),
]
Currency = Annotated[str, Field(pattern="^[A-Z]{3}$", description="ISO 4217; the shop's own.")]
Number = Annotated[int, Field(ge=1, description="As people see it: #1042 is 1042.")]


class Taken(BaseModel):
    """What comes in: every field is known, and of its own type."""

    model_config = ConfigDict(extra="forbid", strict=True)


class NewInvoice(Taken):
    """An invoice to be made."""

    amount: Asked
    currency: Currency
    description: str = Field("", max_length=DESCRIPTION_MOST, description="What it is for; payers read it.")
    phone: str | None = Field(
        None,
        pattern=r"^\+[1-9][0-9]{7,14}$",
        description="E.164. A bank that bills by phone bills this number at once.",
    )
    card: bool = Field(False, description="Also show the invoice in the chat of the owner who made the key.")


class NewRefund(Taken):
    """Money to be sent back."""

    amount: Asked
    currency: Currency
    reason: str = Field("", max_length=REASON_LIMIT, description="For the shop's own eyes.")


class Payment(BaseModel):
    """The payment that paid an invoice."""

    bank: str
    amount: Minor = Field(description="What the bank really took, in minor units.")
    currency: Currency
    paid_at: datetime | None


class Invoice(BaseModel):
    """What is owed."""

    number: Number
    state: InvoiceState
    late: bool = Field(description="Paid after it had been cancelled or had expired.")
    amount: Minor
    currency: Currency
    description: str
    created_at: datetime
    deadline: datetime
    ended_at: datetime | None = Field(description="When it was first paid, cancelled or over.")
    payment: Payment | None
    pay_url: str | None = Field(description="The page where anybody pays; none without a public address.")
    chat_url: str | None = Field(description="The same in Telegram.")


class InvoicePage(BaseModel):
    """Newest first."""

    invoices: list[Invoice]
    next: str | None = Field(description="The cursor of the next page; null: this is the last one.")


class Refund(BaseModel):
    """Money that goes back. ``proposed`` waits for another person's yes in the chat."""

    id: int
    invoice: Number
    amount: Minor
    currency: Currency
    state: RefundState
    origin: Origin = Field(description="Who began it: the shop, or somebody at the bank.")
    refusal: RefundRefusal | None = Field(description="Why it failed.")
    created_at: datetime
    settled_at: datetime | None


class RefundList(BaseModel):
    """Oldest first."""

    refunds: list[Refund]


class Attention(BaseModel):
    """Something a person must decide in the chat: money that does not fit, a question, a proposal."""

    id: int
    kind: AttentionKind
    invoice: Number
    opened_at: datetime


class Problem(BaseModel):
    """Why not, by RFC 9457."""

    type: str = Field(description="`urn:tolem:problem:` and a word that does not change.")
    title: str
    status: int
    detail: str | None = None


class Event(BaseModel):
    """The body of a webhook."""

    type: EventKind
    timestamp: datetime = Field(description="When it happened.")
    data: Invoice | Refund | Attention


_STATES = {
    EventKind.INVOICE_PAID: InvoiceState.PAID,
    EventKind.INVOICE_EXPIRED: InvoiceState.EXPIRED,
    EventKind.INVOICE_CANCELLED: InvoiceState.CANCELLED,
    EventKind.REFUND_COMPLETED: RefundState.COMPLETED,
    EventKind.REFUND_FAILED: RefundState.FAILED,
}


def invoice(facts: InvoiceFacts, site: Site) -> Invoice:
    """As programs see it."""
    owed, paid = facts.invoice, facts.payment
    taken = (paid.taken or paid.amount) if paid else None
    return Invoice(
        number=owed.number,
        state=owed.state,
        late=owed.late,
        amount=owed.amount.minor,
        currency=owed.amount.currency,
        description=owed.description,
        created_at=owed.created_at,
        deadline=owed.deadline,
        ended_at=owed.ended_at,
        payment=Payment(
            bank=paid.provider, amount=taken.minor, currency=taken.currency, paid_at=paid.settled_at
        )
        if paid and taken
        else None,
        pay_url=f"{site.public_url}/pay/{owed.token}" if site.public_url else None,
        chat_url=site.start_link(f"inv_{owed.token}") if site.bot_username else None,
    )


def refund(facts: RefundFacts) -> Refund:
    """As programs see it."""
    back = facts.refund
    return Refund(
        id=back.id,
        invoice=facts.number,
        amount=back.amount.minor,
        currency=back.amount.currency,
        state=back.state,
        origin=back.origin,
        refusal=back.refusal,
        created_at=back.created_at,
        settled_at=back.settled_at,
    )


def event(kind: EventKind, facts: Facts, happened_at: datetime, site: Site) -> str:
    """The body of a webhook: what it is about, in the state of which it tells."""
    data: Invoice | Refund | Attention
    match facts:
        case InvoiceFacts():
            data = invoice(facts, site)
        case RefundFacts():
            data = refund(facts)
        case AttentionFacts():
            kind_of = AttentionKind(facts.kind)
            data = Attention(id=facts.id, kind=kind_of, invoice=facts.number, opened_at=facts.opened_at)
    if kind in _STATES:
        data = data.model_copy(update={"state": _STATES[kind]})
    return Event(type=kind, timestamp=happened_at, data=data).model_dump_json()
