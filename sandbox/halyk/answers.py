"""What the bank writes: pure functions from a bill to the JSON of each answer and callback."""

from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from sandbox.halyk.bills import Bill, News, QrStatus, Transaction
from sandbox.halyk.config import Terminal
from sandbox.halyk.magic import Magic
from sandbox.halyk.moments import moment
from sandbox.halyk.money import number_of

Json = dict[str, object]


def generated(bill: Bill) -> Json:
    """The answer to generate."""
    return {
        "qrcode": bill.qr,
        "homebankLink": bill.homebank_link,
        "onlinebankLink": bill.onlinebank_link,
        "status": "NEW",
        "billNumber": bill.number,
    }


def qr_state(bill: Bill) -> Json:
    """The answer to GET /qr."""
    money = bill.transaction
    settled = money is not None and bill.status in (QrStatus.PAID, QrStatus.AUTH)
    failed = money is not None and bill.status is QrStatus.REJECTED
    amount = money.amount + money.bonus if money and settled else bill.order.amount
    return {
        "qrcode": bill.qr,
        "status": _word(bill),
        "reference": money.reference if money else "",
        "cardId": _opaque("card", bill) if settled else "",
        "cardType": "VISA" if settled else "",
        "cardMask": bill.card_mask if settled else "",
        "trType": "LOCALQR",
        "secure3D": False,
        "openwayId": str(bill.number) if settled else "",
        "issuer": "HSBKKZKX",
        "issuerBankCountry": "KZ",
        "fee": 0,
        "amount": number_of(amount),
        "currency": bill.order.currency,
        "paymentChannel": "HOMEBANK" if settled else "",
        "errDescription": money.reason if money and failed else "",
        "retCode": str(money.reason_code) if money and failed else "",
    }


def envelope(code: str, message: str, transaction: Json | None = None) -> Json:
    """The outside of a check-status answer; `code` speaks of the request, not of the money."""
    return {"resultCode": code, "resultMessage": message, "transaction": transaction}


def status_of(bill: Bill | None, terminal: Terminal | None, now: datetime, *, shrinks: bool = True) -> Json:
    """The answer to check-status for a bill that may or may not exist.

    `shrinks`: refunds are taken off `amount` and orgAmount has the first sum, as check-status's own sample
    has it; else `amount` stays and there is no orgAmount, as in the sample of the list.
    """
    if bill is None or terminal is None or bill.status is QrStatus.NEW:
        return envelope("102", "invoice not found")
    if not bill.is_over:
        return envelope("107", "operation in progress")
    money = bill.transaction
    if money is None or (money.visible_at is not None and money.visible_at > now):
        return envelope("102", "invoice not found")
    told = _transaction(bill, money, terminal)
    if not shrinks:
        told["amount"] = told.pop("orgAmount")
    return envelope("100", "SUCCESS", told)


def _transaction(bill: Bill, money: Transaction, terminal: Terminal) -> Json:
    order, wish = bill.order, bill.wish
    good = money.reason_code == 0
    return {
        "id": money.id,
        "createdDate": moment(money.created_at, 6 + bill.number % 4),
        "invoiceID": order.invoice_id,
        "amount": number_of(max(money.amount - money.refunded, 0)),
        "amountBonus": number_of(money.bonus),
        "payoutAmount": number_of(money.refunded),
        "orgAmount": number_of(money.amount),
        "approvalCode": money.approval_code,
        "data": wish.data,
        "currency": money.currency,
        "terminal": terminal.number,
        "terminalID": terminal.id,
        "accountID": wish.account_id,
        "description": wish.description,
        "language": wish.language,
        "cardMask": bill.card_mask if good else "",
        "cardType": "VISA" if good else "",
        "issuer": "HSBKKZKX" if good else "",
        "reference": money.reference,
        "intReference": "",
        "secure": False,
        "status": "",
        "statusID": str(uuid5(NAMESPACE_URL, money.status_name)),
        "statusName": money.status_name,
        "reason": money.reason,
        "reasonCode": str(money.reason_code),
        "name": "",
        "email": wish.payer_email,
        "phone": wish.payer_phone,
        "cardID": _opaque("card", bill) if good else "",
        "PaymentType": "QR",
    }


def callback(news: News, terminal: Terminal, now: datetime) -> Json:
    """The body of a postLink or failurePostLink."""
    bill, money = news.bill, news.bill.transaction
    order, wish = bill.order, bill.wish
    body: Json = {
        "id": money.id if money else "",
        "accountId": wish.account_id,
        "amount": number_of(money.amount if money else order.amount),
        "amount_bonus": number_of(money.bonus if money else 0),
        "approvalCode": money.approval_code if money else "",
        "cardId": _opaque("card", bill) if news.ok else "",
        "cardMask": bill.card_mask if news.ok else "",
        "cardType": "VISA" if news.ok else "",
        "code": "ok" if news.ok else "error",
        "currency": order.currency,
        "data": wish.data,
        "dateTime": moment(now, 9),
        "description": wish.description,
        "email": wish.payer_email,
        "intReference": "",
        "invoiceId": order.invoice_id,
        "ip": "",
        "ipCity": "",
        "ipCountry": "",
        "ipDistrict": "",
        "ipLatitude": 0,
        "ipLongitude": 0,
        "ipRegion": "",
        "issuer": "HSBKKZKX" if news.ok else "",
        "language": wish.language,
        "name": "",
        "phone": wish.payer_phone,
        "reason": news.reason,
        "reasonCode": news.reason_code,
        "reference": money.reference if money else "",
        "secure": "",
        "secure3D": "",
        "secureDetails": "",
        "terminal": terminal.id,
    }
    return body if order.secret_hash is None else {**body, "secret_hash": order.secret_hash}


def lie(body: Json) -> Json:
    """The same callback with its meaning turned round: good is bad, and the sum and the id are others."""
    good = body["code"] == "ok"
    amount = body["amount"]
    assert isinstance(amount, int | float)
    return {
        **body,
        "id": str(uuid5(NAMESPACE_URL, str(body["id"]))),
        "amount": amount * 10,
        "code": "error" if good else "ok",
        "reason": "insufficient funds" if good else "success",
        "reasonCode": 484 if good else 0,
    }


def _word(bill: Bill) -> str:
    if bill.magic is Magic.UNKNOWN_QR_STATUS and not bill.is_over:
        return "AWAITING_CONFIRMATION"
    return str(bill.status)


def _opaque(kind: str, bill: Bill) -> str:
    return str(uuid5(NAMESPACE_URL, f"{kind}{bill.number}"))
