"""One row of the list of operations: what it holds, what it may be searched by, and how the bank writes it.

The list has no word for a payment's state, only a UUID that nobody explains, and it shows a card's code and
expiry, which nobody may keep: here they are texts that can be looked for.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import NAMESPACE_URL, uuid5

from sandbox.halyk.bills import Bill, Transaction
from sandbox.halyk.config import TERMINAL, Terminal
from sandbox.halyk.moments import NEVER, digits_of, moment
from sandbox.halyk.money import number_of
from sandbox.halyk.search import Column, Kind

CARD_CVC = "CVC-987"
CARD_EXPIRY = "EXP-12.99"

Json = dict[str, object]


@lru_cache(maxsize=4096)
def opaque(word: str) -> str:
    """A UUID that stands for a word."""
    return str(uuid5(NAMESPACE_URL, word))


def shop_of(terminal: str) -> str:
    """The id of the shop to which a terminal belongs."""
    return opaque(f"shop {terminal}")


TYPES = (opaque("type payment"), opaque("type qr"))
INSTALLMENTS = (opaque("installment none"), opaque("installment 3"))


@dataclass(frozen=True, slots=True)
class Operation:
    """Money as the list shows it. Sums are in tiyn; `amount` is the card's part and does not shrink."""

    id: str
    created_at: datetime
    amount: int
    terminal_id: str = TERMINAL
    bonus: int = 0
    refunded: int = 0
    refunded_at: datetime | None = None
    status_name: str = "CHARGE"
    currency: str = "KZT"
    invoice_id: str = ""
    account_id: str = ""
    payer_name: str = ""
    payer_phone: str = ""
    payer_email: str = ""
    description: str = ""
    data: str = ""
    card_mask: str = ""
    card_type: str = ""
    issuer: str = ""
    reference: str = ""
    client: str = "test"
    type_id: str = TYPES[0]
    installment_id: str = INSTALLMENTS[0]
    post_link: bool = False
    post_link_answered: bool = False
    terminal: str = ""


def operation_of(
    bill: Bill, money: Transaction, terminal: Terminal, *, shows_invoice: bool, answered: bool
) -> Operation:
    """The row of a bill of ours. The reference is in every row, the invoice is not."""
    paid = money.reason_code == 0
    return Operation(
        id=money.id,
        created_at=money.created_at,
        amount=money.amount,
        terminal_id=bill.order.terminal,
        bonus=money.bonus,
        refunded=money.refunded,
        refunded_at=money.refunded_at,
        status_name=money.status_name,
        currency=money.currency,
        invoice_id=bill.order.invoice_id if shows_invoice else "",
        account_id=bill.wish.account_id,
        payer_phone=bill.wish.payer_phone,
        payer_email=bill.wish.payer_email,
        description=bill.wish.description,
        data=bill.wish.data,
        card_mask=bill.card_mask if paid else "",
        card_type="VISA" if paid else "",
        issuer="HSBKKZKX" if paid else "",
        reference=money.reference,
        type_id=TYPES[1],
        post_link=True,
        post_link_answered=answered,
        terminal=terminal.number,
    )


COLUMNS: dict[str, Column[Operation]] = {
    "created_date": Column(Kind.MOMENT, lambda row: row.created_at),
    "shop_id": Column(Kind.TEXT, lambda row: shop_of(row.terminal_id)),
    "invoice_id": Column(Kind.TEXT, lambda row: row.invoice_id),
    "account_id": Column(Kind.TEXT, lambda row: row.account_id),
    "payer_phone": Column(Kind.TEXT, lambda row: row.payer_phone),
    "payer_email": Column(Kind.TEXT, lambda row: row.payer_email),
    "reference": Column(Kind.TEXT, lambda row: row.reference),
    "post_link": Column(Kind.FLAG, lambda row: row.post_link),
    "amount": Column(Kind.SUM, lambda row: row.amount),
    "card_mask": Column(Kind.TEXT, lambda row: row.card_mask),
    "client": Column(Kind.TEXT, lambda row: row.client),
    "installment_id": Column(Kind.TEXT, lambda row: row.installment_id),
    "transaction_type_id": Column(Kind.TEXT, lambda row: row.type_id),
    "payout_date": Column(Kind.MOMENT, lambda row: row.refunded_at),
    "payout_amount": Column(Kind.SUM, lambda row: row.refunded),
    "description": Column(Kind.TEXT, lambda row: row.description),
}
"""The fifteen fields of the bank's table, and `description`, which only its example uses."""
ORDERS: dict[str, Column[Operation]] = {**COLUMNS, "id": Column(Kind.TEXT, lambda row: row.id)}


def record_of(row: Operation) -> Json:
    """The row as the bank writes it."""
    created = moment(row.created_at, digits_of(row.id))
    shop = shop_of(row.terminal_id)
    return {
        "id": row.id,
        "amount": number_of(row.amount),
        "currencyID": opaque(f"currency {row.currency}"),
        "amountBonus": number_of(row.bonus),
        "invoiceId": row.invoice_id,
        "accountId": row.account_id,
        "payerIp": "",
        "payerName": row.payer_name,
        "payerPhone": row.payer_phone,
        "payerEmail": row.payer_email,
        "description": row.description,
        "data": row.data,
        "createdDate": created,
        "authDate": created,
        "confirmDate": created if row.status_name != "AUTH" else NEVER,
        "payoutDate": _payout_date(row),
        "payoutAmount": number_of(row.refunded),
        "ipCountry": "",
        "ipCity": "",
        "ipRegion": "",
        "ipDistrict": "",
        "ipLatitude": 0,
        "ipLongitude": 0,
        "cardNumber": row.card_mask,
        "cardExpDate": CARD_EXPIRY,
        "cardCVC": CARD_CVC,
        "cardType": {"ID": opaque(row.card_type) if row.card_type else "", "Name": row.card_type},
        "cardTypeID": opaque(row.card_type),
        "issuer": row.issuer,
        "issuerBankCountry": "KZ" if row.issuer else "",
        "statusID": opaque(row.status_name),
        "reference": row.reference,
        "client": row.client,
        "template": "",
        "language": "RUS",
        "transactionTypeID": row.type_id,
        "backLink": "",
        "failureLink": "",
        "postLink": str(row.post_link).lower(),
        "postLinkStatus": row.post_link_answered,
        "merchantID": shop,
        "shopID": shop,
        "secure3D": False,
        "cardID": "000000",
        "cardHash": "",
        "cardMask": row.card_mask,
        "installmentID": row.installment_id,
        "terminal": row.terminal,
        "initReference": "",
    }


def _payout_date(row: Operation) -> str | None:
    """Where nothing was refunded: null, nothing, or Go's zero time, as rows of different years have it."""
    if row.refunded_at is not None:
        return moment(row.refunded_at, digits_of(row.id[9:13] * 2))
    return (NEVER, None, "")[int(row.id[:8], 16) % 3]
