"""`POST /sandbox/horizonpay/<what>`: play payer and method, spoil the network, read the books."""

from aiohttp import web

from sandbox.common import control
from sandbox.common.control import Control, Refusals
from sandbox.common.fields import Fields, MisuseError
from sandbox.horizonpay import control_weather, refunding, signing
from sandbox.horizonpay.bank import HorizonPay
from sandbox.horizonpay.books import NotNowError
from sandbox.horizonpay.configure import configure
from sandbox.horizonpay.finding import row_of
from sandbox.horizonpay.ledger import books_of, summary_of
from sandbox.horizonpay.refusals import RefusedError
from sandbox.horizonpay.transactions import Transaction, Wish

REFUSALS: Refusals = {NotNowError: "the transaction is {}".format, RefusedError: str}


def routes(bank: HorizonPay) -> list[web.RouteDef]:
    """One address for all controls."""
    return control.routes("horizonpay", bank, CONTROLS, REFUSALS)


def _done(bank: HorizonPay, row: Transaction) -> dict[str, object]:
    bank.advance()
    return {"ok": True, **summary_of(bank, row.parent or row)}


async def _configure(bank: HorizonPay, fields: Fields) -> dict[str, object]:
    return {"ok": True, **configure(bank.config, fields)}


async def _key(bank: HorizonPay, fields: Fields) -> dict[str, object]:
    """The shop's public key, as PEM and as one line of base64."""
    fields.end()
    return {"ok": True, **signing.public()}


async def _approve(bank: HorizonPay, fields: Fields) -> dict[str, object]:
    row, keep = row_of(bank, fields), fields.flag("keep", default=True)
    fields.end()
    bank.books.approve(row, bank.clock.now(), keep=keep)
    return _done(bank, row)


async def _decline(bank: HorizonPay, fields: Fields) -> dict[str, object]:
    row, code = row_of(bank, fields), fields.text("code", "F.0132")
    said = fields.maybe_text("message")
    fields.end()
    bank.books.decline(row, bank.clock.now(), code, said)
    return _done(bank, row)


async def _expire(bank: HorizonPay, fields: Fields) -> dict[str, object]:
    row = row_of(bank, fields)
    fields.end()
    bank.books.expire(row, bank.clock.now())
    return _done(bank, row)


async def _late(bank: HorizonPay, fields: Fields) -> dict[str, object]:
    row = row_of(bank, fields)
    fields.end()
    bank.books.take_late(row, bank.clock.now())
    return _done(bank, row)


async def _status(bank: HorizonPay, fields: Fields) -> dict[str, object]:
    """Any word for a status, documented or not; no money moves with it."""
    row, word = row_of(bank, fields), fields.text("status")
    fields.end()
    bank.books.set_word(row, word, bank.clock.now())
    return _done(bank, row)


async def _refund(bank: HorizonPay, fields: Fields) -> dict[str, object]:
    """A refund made in the back office; it takes as long as any other."""
    row, amount = row_of(bank, fields), fields.maybe_whole("amount")
    reason = fields.text("reason", "back office")
    fields.end()
    refunding.begin(bank.books, row, amount, reason, None, bank.clock.now())
    return _done(bank, row)


async def _end_refund(bank: HorizonPay, fields: Fields) -> dict[str, object]:
    """A pending refund, named by its own uid, ends."""
    row, word = row_of(bank, fields), fields.choice("as", ("successful", "failed"), "successful")
    fields.end()
    if row.parent is None or row.status != "pending":
        raise NotNowError(row.status)
    refunding.end(bank.books, row, word, bank.clock.now())
    return _done(bank, row)


async def _chargeback(bank: HorizonPay, fields: Fields) -> dict[str, object]:
    row, amount = row_of(bank, fields), fields.maybe_whole("amount")
    fields.end()
    refunding.charge_back(bank.books, row, amount, bank.clock.now())
    return _done(bank, row)


async def _revoke(bank: HorizonPay, fields: Fields) -> dict[str, object]:
    """A kept method is dead from now on; all of them where none is named."""
    given = fields.maybe_text("token")
    fields.end()
    tokens = [one for one in bank.books.tokens.values() if given in (None, one.value)]
    if given is not None and not tokens:
        msg = f"no token {given}"
        raise MisuseError(msg)
    for one in tokens:
        one.alive = False
    return {"ok": True, "revoked": len(tokens)}


async def _paid_bulk(bank: HorizonPay, fields: Fields) -> dict[str, object]:
    """Paid transactions of which nothing was called out."""
    count, amount = fields.whole("count"), fields.whole("amount", 100000)
    prefix, currency = fields.text("prefix", "bulk-"), fields.text("currency", "KZT")
    fields.end()
    uids = []
    for number in range(count):
        wish = Wish(amount, currency, "bulk", "https://example.com", "card", tracking_id=f"{prefix}{number}")
        uids.append(bank.books.make(bank.config.main_shop, wish, "", bank.clock.now()).uid)
        bank.books.approve(bank.books.by_uid[uids[-1]], bank.clock.now(), keep=False)
    return {"ok": True, "uids": uids}


CONTROLS: dict[str, Control[HorizonPay]] = {
    "configure": _configure,
    "key": _key,
    "approve": _approve,
    "decline": _decline,
    "expire": _expire,
    "late": _late,
    "status": _status,
    "refund": _refund,
    "end_refund": _end_refund,
    "chargeback": _chargeback,
    "revoke": _revoke,
    "paid_bulk": _paid_bulk,
    **control.everybodys(books_of),
    **control_weather.CONTROLS,
}
