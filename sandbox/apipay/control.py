"""`POST /sandbox/apipay/<what>`: play payer and Kaspi, spoil the network, read the books."""

from aiohttp import web

from sandbox.apipay import control_weather, refunding
from sandbox.apipay.bank import ApiPay
from sandbox.apipay.bills import Invoice, Wish
from sandbox.apipay.books import NotNowError
from sandbox.apipay.catalog import control as cabinet
from sandbox.apipay.configure import configure
from sandbox.apipay.ledger import books_of, summary_of
from sandbox.apipay.refusals import RefusedError
from sandbox.apipay.subscriptions import control as standing
from sandbox.apipay.subscriptions.records import UnfitError
from sandbox.common import control
from sandbox.common.control import Control, Refusals
from sandbox.common.fields import Fields, MisuseError

REFUSALS: Refusals = {
    NotNowError: "the invoice is {}".format,
    UnfitError: "the subscription is {}".format,
    RefusedError: lambda no: str(no.body.get("error") or no.body.get("errors")),
}


def routes(bank: ApiPay) -> list[web.RouteDef]:
    """One address for all controls."""
    return control.routes("apipay", bank, CONTROLS, REFUSALS)


def _invoice(bank: ApiPay, fields: Fields) -> Invoice:
    """By its id, or the newest with an external_order_id."""
    if fields.has("external_order_id"):
        order = fields.text("external_order_id")
        found = [row for row in bank.books.all() if row.wish.external_order_id == order]
        if not found:
            msg = f"no invoice for {order}"
            raise MisuseError(msg)
        return found[-1]
    number = fields.whole("invoice")
    invoice = bank.books.find(number)
    if invoice is None:
        msg = f"no invoice {number}"
        raise MisuseError(msg)
    return invoice


def _done(bank: ApiPay, invoice: Invoice) -> dict[str, object]:
    bank.advance()
    return {"ok": True, **summary_of(bank, invoice)}


async def _configure(bank: ApiPay, fields: Fields) -> dict[str, object]:
    mends = fields.has("webhook_url")
    answer = configure(bank.config, fields)
    if mends:
        bank.webhooks.mend()
    return {"ok": True, **answer}


async def _rotate(bank: ApiPay, fields: Fields) -> dict[str, object]:
    """Another webhook secret, at once; also for what is still queued."""
    secret = fields.text("secret")
    fields.end()
    bank.config.old_secret, bank.config.webhook_secret = bank.config.webhook_secret, secret
    return {"ok": True}


async def _step(bank: ApiPay, fields: Fields, name: str) -> dict[str, object]:
    invoice, now = _invoice(bank, fields), bank.clock.now()
    if name == "fail":
        code = fields.text("code", "unknown_error")
        fields.end()
        bank.books.fail(invoice, now, code)
        return _done(bank, invoice)
    fields.end()
    getattr(bank.books, name)(invoice, now)
    return _done(bank, invoice)


def _stepper(name: str) -> Control[ApiPay]:
    async def step(bank: ApiPay, fields: Fields) -> dict[str, object]:
        return await _step(bank, fields, name)

    return step


async def _refund(bank: ApiPay, fields: Fields) -> dict[str, object]:
    """A refund made in the dashboard; it takes as long as any other."""
    invoice = _invoice(bank, fields)
    amount = fields.maybe_whole("amount")
    reason = fields.maybe_text("reason")
    fields.end()
    refunding.begin(bank.books, invoice, amount, reason, bank.clock.now(), by="dashboard")
    return _done(bank, invoice)


async def _payer(bank: ApiPay, fields: Fields) -> dict[str, object]:
    """Another name of the payer, or none any more."""
    invoice = _invoice(bank, fields)
    invoice.client_name = fields.maybe_text("name")
    fields.end()
    return _done(bank, invoice)


async def _paid_bulk(bank: ApiPay, fields: Fields) -> dict[str, object]:
    """Paid invoices of which nothing was called out."""
    count, amount = fields.whole("count"), fields.whole("amount", 100000)
    phone, prefix = fields.text("phone", "87001234567"), fields.text("prefix", "bulk-")
    fields.end()
    now, ids = bank.clock.now(), []
    for number in range(count):
        wish = Wish(phone, amount, external_order_id=f"{prefix}{number}")
        ids.append(bank.books.paid_at_once("main", wish, now).id)
    return {"ok": True, "ids": ids}


CONTROLS: dict[str, Control[ApiPay]] = {
    "configure": _configure,
    "rotate": _rotate,
    "reach": _stepper("reach"),
    "pay": _stepper("pay"),
    "refuse": _stepper("refuse"),
    "expire": _stepper("expire"),
    "fail": _stepper("fail"),
    "late": _stepper("take"),
    "cancel": _stepper("cancel"),
    "refund": _refund,
    "payer": _payer,
    "paid_bulk": _paid_bulk,
    **control.everybodys(books_of),
    **control_weather.CONTROLS,
    **cabinet.CONTROLS,
    **standing.CONTROLS,
}
