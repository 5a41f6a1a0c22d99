"""The books as data: what tests and the tour compare a shop's own records with. Sums are in tiyn."""

from sandbox.halyk.bank import HalykBank
from sandbox.halyk.bills import Bill
from sandbox.halyk.callbacks import Call


def books_of(bank: HalykBank) -> dict[str, object]:
    """Everything the bank knows."""
    bills = [summary_of(bank, bill) for bill in bank.books.by_invoice.values()]
    return {
        "bills": bills,
        "taken": sum(_taken(bill) for bill in bank.books.by_invoice.values()),
        "asked": dict(bank.journal.asked),
        "generated": dict(bank.journal.generated),
        "requests": dict(bank.journal.requests),
        "callbacks": [_call(call) for call in bank.callbacks.calls],
    }


def summary_of(bank: HalykBank, bill: Bill) -> dict[str, object]:
    """One bill with its money and its callbacks."""
    money = bill.transaction
    return {
        "invoiceID": bill.order.invoice_id,
        "bill": bill.number,
        "terminal": bill.order.terminal,
        "amount": bill.order.amount,
        "status": str(bill.status),
        "statusName": money.status_name if money else None,
        "transaction": money.id if money else None,
        "taken": _taken(bill),
        "held": money.amount + money.bonus if money and money.status_name == "AUTH" else 0,
        "bonus": money.bonus if money else 0,
        "refunded": money.refunded if money else 0,
        "refunds": [
            {
                "amount": refund.amount,
                "externalID": refund.external_id,
                "purpose": refund.purpose,
                "amountIn": list(refund.amount_in),
                "state": refund.state,
                "begun_at": refund.begun_at.isoformat(),
                "due": refund.due.isoformat(),
            }
            for refund in bill.refunds
        ],
        "reasonCode": money.reason_code if money else None,
        "created_at": bill.created_at.isoformat(),
        "expires_at": bill.expires_at.isoformat(),
        "history": [{"at": at.isoformat(), "status": status} for at, status in bill.history],
        "callbacks": [_call(call) for call in _calls(bank, bill)],
        "qrcode": bill.qr,
        "homebankLink": bill.homebank_link,
        "onlinebankLink": bill.onlinebank_link,
        "postLink": bill.wish.post_link,
        "failurePostLink": bill.wish.failure_post_link,
    }


def _calls(bank: HalykBank, bill: Bill) -> list[Call]:
    return bank.callbacks.by_invoice.get(bill.order.invoice_id, [])


def _taken(bill: Bill) -> int:
    return bill.transaction.taken if bill.transaction else 0


def _call(call: Call) -> dict[str, object]:
    return {
        "url": call.url,
        "mode": call.mode,
        "code": call.body["code"],
        "reasonCode": call.body["reasonCode"],
        "at": call.announced_at.isoformat(),
        "answers": list(call.answers),
    }
