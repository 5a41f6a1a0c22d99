"""One row of the list of transfers, from card to card through the shop's terminal."""

from dataclasses import dataclass
from datetime import datetime

from sandbox.halyk.config import POS_NUMBER, TERMINAL
from sandbox.halyk.listing import Json
from sandbox.halyk.moments import digits_of, moment
from sandbox.halyk.money import number_of
from sandbox.halyk.search import Column, Kind


@dataclass(frozen=True, slots=True)
class Transfer:
    """A transfer. The sum is in tiyn; a `code` other than 00 moved nothing."""

    id: str
    created_at: datetime
    amount: int
    terminal_id: str = TERMINAL
    terminal: str = POS_NUMBER
    invoice_id: str = ""
    account_id: str = ""
    description: str = ""
    sender_mask: str = "4003********0001"
    receiver_mask: str = "5578********0002"
    sender_type: str = "VISA"
    receiver_type: str = "MasterCard"
    sender_issuer: str = ""
    receiver_issuer: str = ""
    reference: str = ""
    code: str = "00"
    reason: str = ""
    reason_code: int = 0
    status: str = "ok"
    name: str = ""
    email: str = ""


def columns(period: str) -> dict[str, Column[Transfer]]:
    """What may be searched; `period` is the name under which the time is known."""
    return {
        period: Column(Kind.MOMENT, lambda row: row.created_at),
        "terminal_id": Column(Kind.TEXT, lambda row: row.terminal),
        "invoice_id": Column(Kind.TEXT, lambda row: row.invoice_id),
        "account_id": Column(Kind.TEXT, lambda row: row.account_id),
    }


def orders(period: str) -> dict[str, Column[Transfer]]:
    """What may be sorted by."""
    return {**columns(period), "id": Column(Kind.TEXT, lambda row: row.id)}


def record_of(row: Transfer) -> Json:
    """The row as the bank writes it."""
    return {
        "id": row.id,
        "dateTime": moment(row.created_at, digits_of(row.id)),
        "invoiceId": row.invoice_id,
        "amount": number_of(row.amount),
        "currency": "KZT",
        "terminal": row.terminal,
        "accountId": row.account_id,
        "description": row.description,
        "language": "",
        "senderCardMask": row.sender_mask,
        "receiverCardMask": row.receiver_mask,
        "senderCardType": row.sender_type,
        "receiverCardType": row.receiver_type,
        "senderIssuer": row.sender_issuer,
        "receiverIssuer": row.receiver_issuer,
        "reference": row.reference,
        "secure": "",
        "code": row.code,
        "reason": row.reason,
        "reasonCode": row.reason_code,
        "name": row.name,
        "email": row.email,
        "phone": "",
        "ip": "",
        "ipCountry": "",
        "ipCity": "",
        "ipRegion": "",
        "ipDistrict": "",
        "ipLongitude": 0,
        "ipLatitude": 0,
        "status": row.status,
        "senderCardId": "",
        "receiverCardId": "",
    }
