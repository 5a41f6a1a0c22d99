"""`POST /sandbox/halyk/<what>`: play the payer, spoil the network, read the books. JSON in, JSON out."""

from aiohttp import web

from sandbox.common import control
from sandbox.common.control import Control, Refusals
from sandbox.common.fields import Fields, MisuseError
from sandbox.halyk import control_lists, control_weather
from sandbox.halyk.afterwards import Ask, NotAllowedError, begin_refund, capture, finish_refund, release
from sandbox.halyk.bank import HalykBank
from sandbox.halyk.bills import Bill, Order, Wish
from sandbox.halyk.books import NotNowError
from sandbox.halyk.configure import configure
from sandbox.halyk.ledger import books_of, summary_of

REFUSALS: Refusals = {NotAllowedError: str, NotNowError: "the bill is {}".format}


def routes(bank: HalykBank) -> list[web.RouteDef]:
    """One address for all controls."""
    return control.routes("halyk", bank, CONTROLS, REFUSALS)


def _bill(bank: HalykBank, fields: Fields) -> Bill:
    key = fields.text("invoiceID" if fields.has("invoiceID") else "bill")
    bill = bank.books.find(key)
    if bill is None:
        msg = f"no bill {key}"
        raise MisuseError(msg)
    return bill


def _done(bank: HalykBank, bill: Bill) -> dict[str, object]:
    return {"ok": True, **summary_of(bank, bill)}


async def _configure(bank: HalykBank, fields: Fields) -> dict[str, object]:
    return {"ok": True, **configure(bank.config, fields)}


async def _scan(bank: HalykBank, fields: Fields) -> dict[str, object]:
    bill = _bill(bank, fields)
    fields.end()
    bank.books.scan(bill, bank.clock.now())
    return _done(bank, bill)


async def _block(bank: HalykBank, fields: Fields) -> dict[str, object]:
    bill = _bill(bank, fields)
    fields.end()
    bank.books.block(bill, bank.clock.now())
    return _done(bank, bill)


async def _pay(bank: HalykBank, fields: Fields) -> dict[str, object]:
    bill = _bill(bank, fields)
    fields.end()
    bank.pay(bill)
    return _done(bank, bill)


async def _reject(bank: HalykBank, fields: Fields) -> dict[str, object]:
    bill = _bill(bank, fields)
    code = fields.whole("reasonCode", 9010)
    fields.end()
    bank.reject(bill, code)
    return _done(bank, bill)


async def _late(bank: HalykBank, fields: Fields) -> dict[str, object]:
    bill = _bill(bank, fields)
    tells = fields.flag("callback", default=True)
    fields.end()
    news = bank.books.take_late(bill, bank.clock.now())
    bank.tell(news if tells else [])
    return _done(bank, bill)


async def _refund(bank: HalykBank, fields: Fields) -> dict[str, object]:
    """A refund made in the bank's own cabinet: done at once."""
    bill = _bill(bank, fields)
    amount = fields.maybe_whole("amount")
    fields.end()
    finish_refund(bill, begin_refund(bill, Ask(amount), bank.config, bank.clock.now()))
    return _done(bank, bill)


async def _charge(bank: HalykBank, fields: Fields) -> dict[str, object]:
    bill = _bill(bank, fields)
    amount = fields.maybe_whole("amount")
    fields.end()
    capture(bill, amount, bank.clock.now())
    return _done(bank, bill)


async def _cancel(bank: HalykBank, fields: Fields) -> dict[str, object]:
    bill = _bill(bank, fields)
    fields.end()
    release(bill, bank.clock.now())
    return _done(bank, bill)


async def _paid_bulk(bank: HalykBank, fields: Fields) -> dict[str, object]:
    count, amount = fields.whole("count"), fields.whole("amount", 100000)
    first = fields.whole("first", 500000)
    link = fields.text("postLink", "http://127.0.0.1:9/{invoiceID}")
    fields.end()
    terminal = bank.config.main_terminal()
    for number in range(first, first + count):
        order = Order(str(number), amount, "KZT", terminal.id)
        if why := bank.books.claim(order):
            raise MisuseError(why)
        address = link.replace("{invoiceID}", order.invoice_id)
        bill = bank.make(order, Wish(address, address), terminal, "http://127.0.0.1")
        bank.books.pay(bill, bank.clock.now())
    return {"ok": True, "first": str(first), "last": str(first + count - 1)}


CONTROLS: dict[str, Control[HalykBank]] = {
    "configure": _configure,
    "scan": _scan,
    "block": _block,
    "pay": _pay,
    "reject": _reject,
    "late": _late,
    "refund": _refund,
    "charge": _charge,
    "cancel": _cancel,
    "paid_bulk": _paid_bulk,
    **control.everybodys(books_of),
    **control_weather.CONTROLS,
    **control_lists.CONTROLS,
}
