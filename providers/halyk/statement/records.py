"""The two lists as they stand on the wire, every field of them but the card's code and its expiry date.

Those two the bank prints in plain sight; they are dropped inside ``wire`` while the text is read, so that no
value made from an answer ever holds them. Neither list is documented beyond one example each: a field that is
missing or cannot be read says nothing, and never makes the rest of its row unreadable.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, TypeVar

from pydantic import BeforeValidator, Field

from billing.money import DIGITS, Money
from billing.statement import Ledger, Operation
from providers.halyk import wire
from providers.halyk.wire import Moment, Text, Wire

_KZT = frozenset({"", "KZT", "398"})
_TEN_OR_MORE = re.compile(r"[0-9]{10,}")


def _sum_from(value: object) -> Decimal | None:
    """An amount in tenge, exact; ``None`` where none is said or none can be read."""
    try:
        return wire.amount_from(value)
    except ValueError:
        return None


def _flag_from(value: object) -> bool | None:
    """``false`` and ``"false"`` alike; where an address stands in its place, there is one."""
    if isinstance(value, bool):
        return value
    return {"": None, "false": False, "0": False}.get(wire.text_from(value).lower(), True)


def _mask_from(value: object) -> str:
    """A card's number as the bank hides it; hidden here where the bank did not."""
    text = wire.text_from(value)
    plain = re.sub(r"[\s-]", "", text)
    return f"{plain[:4]}...{plain[-4:]}" if _TEN_OR_MORE.search(plain) else text


def _object_from(value: object) -> object:
    return value if isinstance(value, dict) else {}


Sum = Annotated[Decimal | None, BeforeValidator(_sum_from)]
Flag = Annotated[bool | None, BeforeValidator(_flag_from)]
Mask = Annotated[str, BeforeValidator(_mask_from), Field(repr=False)]
Personal = Annotated[Text, Field(repr=False)]


class CardType(Wire):
    """``cardType``: an object here, a text in all other answers."""

    id: Text = ""
    name: Text = ""


class Where(Wire):
    """Where the payer's address on the Internet is said to be."""

    ip_country: Personal = ""
    ip_city: Personal = ""
    ip_region: Personal = ""
    ip_district: Personal = ""
    ip_latitude: Annotated[Sum, Field(repr=False)] = None
    ip_longitude: Annotated[Sum, Field(repr=False)] = None


class OperationRecord(Where):
    """One record of ``POST /operations``."""

    id: Text = ""
    amount: Sum = None
    currency_id: Text = ""  # the bank publishes no list of these; what is sold through ePay is sold for tenge
    amount_bonus: Sum = None
    invoice_id: Text = ""
    account_id: Text = ""
    payer_ip: Personal = ""
    payer_name: Personal = ""
    payer_phone: Personal = ""
    payer_email: Personal = ""
    description: Text = ""
    data: Personal = ""
    created_date: Moment = None
    auth_date: Moment = None
    confirm_date: Moment = None
    payout_date: Moment = None
    payout_amount: Sum = None
    card_number: Mask = ""
    card_type: Annotated[CardType, BeforeValidator(_object_from)] = CardType()
    card_type_id: Text = ""
    issuer: Text = ""
    issuer_bank_country: Text = ""
    status_id: Text = ""  # opaque: what the UUIDs mean is not published
    reference: Text = ""
    client: Text = ""
    template: Text = ""
    language: Text = ""
    transaction_type_id: Text = ""
    back_link: Text = ""
    failure_link: Text = ""
    post_link: Flag = None  # written as the text "false"
    post_link_status: Flag = None
    merchant_id: Text = ""
    shop_id: Text = ""
    secure3_d: Flag = None
    card_id: Personal = ""
    card_hash: Personal = ""
    card_mask: Mask = ""
    installment_id: Text = ""
    terminal: Text = ""
    init_reference: Text = ""

    def operation(self) -> Operation:
        """What of it is shown to the merchant."""
        return Operation(
            ledger=Ledger.OPERATIONS,
            id=self.id,
            happened_at=self.created_date,
            amount=_money_from(self.amount),
            bonus=_money_from(self.amount_bonus),
            refunded=_money_from(self.payout_amount),
            authorised_at=self.auth_date,
            confirmed_at=self.confirm_date,
            refunded_at=self.payout_date,
            invoice=self.invoice_id,
            account=self.account_id,
            reference=self.reference,
            description=self.description,
            client=self.client,
            terminal=self.terminal,
            installment=self.installment_id,
            type=self.transaction_type_id,
            status=self.status_id,
            card_mask=self.card_mask or self.card_number,
            card_type=self.card_type.name,
            issuer=self.issuer,
        )


class TransferRecord(Where):
    """One record of ``POST /p2p/operations``."""

    id: Text = ""
    date_time: Moment = None
    invoice_id: Text = ""
    amount: Sum = None
    currency: Text = ""
    terminal: Text = ""
    account_id: Text = ""
    description: Text = ""
    language: Text = ""
    sender_card_mask: Mask = ""
    receiver_card_mask: Mask = ""
    sender_card_type: Text = ""
    receiver_card_type: Text = ""
    sender_issuer: Text = ""
    receiver_issuer: Text = ""
    reference: Text = ""
    secure: Text = ""
    code: Text = ""  # 00: done
    reason: Text = ""
    reason_code: Text = ""
    name: Personal = ""
    email: Personal = ""
    phone: Personal = ""
    ip: Personal = ""
    status: Text = ""
    sender_card_id: Personal = ""
    receiver_card_id: Personal = ""

    def operation(self) -> Operation:
        """What of it is shown to the merchant."""
        return Operation(
            ledger=Ledger.TRANSFERS,
            id=self.id,
            happened_at=self.date_time,
            amount=_money_from(self.amount, self.currency),
            invoice=self.invoice_id,
            account=self.account_id,
            reference=self.reference,
            description=self.description,
            terminal=self.terminal,
            status=self.status,
            code=self.code,
            reason=self.reason or ("" if self.reason_code == "0" else self.reason_code),
            card_mask=self.sender_card_mask,
            card_type=self.sender_card_type,
            issuer=self.sender_issuer,
            to_card_mask=self.receiver_card_mask,
            to_card_type=self.receiver_card_type,
            to_issuer=self.receiver_issuer,
        )


RECORDS: dict[Ledger, type[OperationRecord] | type[TransferRecord]] = {
    Ledger.OPERATIONS: OperationRecord,
    Ledger.TRANSFERS: TransferRecord,
}

R = TypeVar("R", bound=Wire)


def records_from(model: type[R], listed: Sequence[object]) -> list[R]:
    """Each record; raises ``Garbled`` for what is none: a row that is left out would be missed by nobody."""
    if not all(isinstance(each, dict) for each in listed):
        raise wire.Garbled("a record is not an object")
    return [model.model_validate(each) for each in listed]


def _money_from(amount: Decimal | None, currency: str = "") -> Money | None:
    known = "KZT" if currency.upper() in _KZT else currency.upper()
    if amount is None or known not in DIGITS:
        return None
    try:
        return Money.of(amount, known)
    except ValueError:
        return None
