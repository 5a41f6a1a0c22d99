"""The controls of what goes wrong between ApiPay and the shop, and of what comes of a wish."""

from sandbox.apipay.bank import ApiPay
from sandbox.apipay.events import EVENTS, envelope
from sandbox.apipay.ledger import call_of
from sandbox.apipay.shapes import Json
from sandbox.apipay.troubles import ENDPOINTS, KINDS, Fate
from sandbox.apipay.webhooks import MODES, Call
from sandbox.common.control import Control, trouble, weather
from sandbox.common.fields import Fields, MisuseError

TOTALS = ("normal", "more", "less")
CANCELS = ("normal", "pending", "paid", "stays")


async def event(bank: ApiPay, fields: Fields) -> dict[str, object]:
    """Any event with a body of the caller's: `body` stands between `event` and `source`."""
    name, body = fields.text("event"), _object(fields.any("body"))
    fields.end()
    call = bank.webhooks.announce(envelope(name, body, bank.clock.now(), bank.config), None)
    return {"ok": True, "call": None if call is None else call_of(call)}


async def test(bank: ApiPay, fields: Fields) -> dict[str, object]:
    """`webhook.test` from the dashboard: with nothing in it, or with an invoice that is none."""
    dummy = fields.flag("dummy", default=False)
    fields.end()
    inner: Json = {"invoice": {"id": None, "status": "test", "amount": "100.00"}} if dummy else {}
    call = bank.webhooks.announce(envelope(EVENTS[-1], inner, bank.clock.now(), bank.config), None)
    await bank.webhooks.courier.drain()
    return {"ok": True, "answers": [] if call is None else call.answers}


async def forge(bank: ApiPay, fields: Fields) -> dict[str, object]:
    """Anybody's POST to any address, signed as a mode says; tells how it was answered."""
    url, text = fields.text("url"), fields.text("text")
    mode = fields.choice("mode", MODES, "forged")
    fields.end()
    return {"ok": True, "answer": await bank.webhooks.send(url, text.encode(), mode)}


async def copies(bank: ApiPay, fields: Fields) -> dict[str, object]:
    """An invoice's newest webhook many times at once; tells how each was answered."""
    number, at_once = fields.whole("n"), fields.whole("concurrency", 10)
    call = _newest(bank, fields.whole("invoice"))
    fields.end()
    if number < 1 or at_once < 1:
        msg = "less than one copy"
        raise MisuseError(msg)
    return {"ok": True, "answers": await bank.webhooks.copies(call, number, at_once)}


async def creations(bank: ApiPay, fields: Fields) -> dict[str, object]:
    """The next creations end with this code; `normal` for none."""
    return _ordered(bank, fields, "creation", fields.text("next"))


async def cancels(bank: ApiPay, fields: Fields) -> dict[str, object]:
    """The next cancellations in production: back to pending, paid instead, or never decided."""
    return _ordered(bank, fields, "cancel", fields.choice("next", CANCELS))


async def refunds(bank: ApiPay, fields: Fields) -> dict[str, object]:
    """The next refunds fail later with this code; `stays` is for ever, `normal` calls it off."""
    return _ordered(bank, fields, "refund", fields.text("next"))


async def jobs(bank: ApiPay, fields: Fields) -> dict[str, object]:
    """The next changes of goods fail with this code; `stays` is for ever, `normal` calls it off."""
    return _ordered(bank, fields, "job", fields.text("next"))


async def totals(bank: ApiPay, fields: Fields) -> dict[str, object]:
    """The next carts come to a tenge more, or less, than their lines do."""
    return _ordered(bank, fields, "total", fields.choice("next", TOTALS))


def _ordered(bank: ApiPay, fields: Fields, what: str, word: str) -> dict[str, object]:
    count = fields.whole("count", 1)
    fields.end()
    fates = bank.troubles.fates
    if word == "normal":
        fates.ordered = [fate for fate in fates.ordered if fate.what != what]
    else:
        fates.ordered.append(Fate(what, word, count))
    return {"ok": True, "fates": len(fates.ordered)}


def _newest(bank: ApiPay, number: int) -> Call:
    calls = bank.webhooks.by_subject.get(number)
    if not calls:
        msg = f"nothing was called out about {number}"
        raise MisuseError(msg)
    return calls[-1]


def _object(value: object) -> Json:
    if not isinstance(value, dict):
        msg = "body must be a JSON object"
        raise MisuseError(msg)
    return value


CONTROLS: dict[str, Control[ApiPay]] = {
    "webhooks": weather(MODES),
    "event": event,
    "test": test,
    "forge": forge,
    "copies": copies,
    "trouble": trouble(ENDPOINTS, KINDS),
    "creations": creations,
    "cancels": cancels,
    "refunds": refunds,
    "jobs": jobs,
    "totals": totals,
}
