"""What the app shows of a bill: words and numbers, ready for the page. Pure."""

from datetime import datetime

from sandbox.common.pages import sum_of
from sandbox.halyk.app_texts import TEXTS
from sandbox.halyk.bills import Bill, QrStatus
from sandbox.halyk.books import split_of
from sandbox.halyk.config import Terminal

View = dict[str, object]


def view_of(bill: Bill, terminal: Terminal, now: datetime, lang: str) -> View:
    """Everything on the page of one bill."""
    card, bonus = split_of(bill)
    return {
        "number": bill.number,
        "shop": terminal.shop,
        "purpose": bill.wish.description,
        "amount": sum_of(bill.order.amount),
        "card": sum_of(card) if bonus else "",
        "bonus": sum_of(bonus) if bonus else "",
        **state_of(bill, now, lang),
    }


def state_of(bill: Bill, now: datetime, lang: str) -> View:
    """What changes while the page is open."""
    texts, state = TEXTS[lang], _state(bill)
    code = bill.transaction.reason_code if bill.transaction else 0
    detail = texts["no_money"] if code == 484 else texts.get(f"{state}_detail", "")
    return {
        "state": state,
        "title": texts[state],
        "detail": detail,
        "open": state in ("new", "scanned"),
        "seconds_left": max(0, int((bill.expires_at - now).total_seconds())),
    }


def _state(bill: Bill) -> str:
    if bill.status is not QrStatus.REJECTED:
        return bill.status.lower()
    if bill.transaction is None or bill.transaction.reason_code == 9020:
        return "expired"
    return "rejected"
