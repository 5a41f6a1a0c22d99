"""The controls of what goes wrong between the bank and the shop: callbacks and troubles."""

from sandbox.common.control import Control, trouble, weather
from sandbox.common.fields import Fields, MisuseError
from sandbox.halyk.answers import Json, callback
from sandbox.halyk.bank import HalykBank
from sandbox.halyk.bills import Bill, News, QrStatus
from sandbox.halyk.callbacks import MODES
from sandbox.halyk.troubles import ENDPOINTS, KINDS, Fate


async def forge(bank: HalykBank, fields: Fields) -> dict[str, object]:
    """Anybody's POST to a callback address; says how it was answered."""
    url, body = fields.text("url"), fields.any("body")
    fields.end()
    if not isinstance(body, dict):
        msg = "body must be a JSON object"
        raise MisuseError(msg)
    return {"ok": True, "answer": await bank.callbacks.post(url, body)}


async def copies(bank: HalykBank, fields: Fields) -> dict[str, object]:
    """One callback many times at once; says how each was answered."""
    key = fields.text("invoiceID" if fields.has("invoiceID") else "bill")
    number, at_once = fields.whole("n"), fields.whole("concurrency", 10)
    fields.end()
    bill = bank.books.find(key)
    if bill is None or number < 1 or at_once < 1:
        msg = f"no bill {key}, or less than one copy"
        raise MisuseError(msg)
    url, body = _last_callback(bank, bill)
    answers = await bank.callbacks.copies(url, body, number, at_once)
    return {"ok": True, "answers": answers}


async def refunds(bank: HalykBank, fields: Fields) -> dict[str, object]:
    """What becomes of the next refunds that the bank would have begun."""
    kind = fields.choice("next", ("fail", "refuse", "normal"))
    count, code = fields.whole("count", 1), fields.whole("code", 100)
    acted = fields.flag("acted", default=False)
    fields.end()
    if kind == "normal":
        bank.troubles.fates.clear()
    else:
        bank.troubles.fates.append(Fate(kind, count, code, acted))
    return {"ok": True, "fates": len(bank.troubles.fates)}


def _last_callback(bank: HalykBank, bill: Bill) -> tuple[str, Json]:
    """The newest callback of a bill, or the one that its state would give."""
    calls = bank.callbacks.by_invoice.get(bill.order.invoice_id)
    if calls:
        return calls[-1].url, calls[-1].body
    ok = bill.status is not QrStatus.REJECTED
    news = News(bill, ok=ok, reason="success" if ok else "rejected", reason_code=0 if ok else 9010)
    url = bill.wish.post_link if ok else bill.wish.failure_post_link
    return url, callback(news, bank.terminal_of(bill), bank.clock.now())


CONTROLS: dict[str, Control[HalykBank]] = {
    "callbacks": weather(MODES),
    "forge": forge,
    "copies": copies,
    "trouble": trouble(ENDPOINTS, KINDS),
    "refunds": refunds,
}
