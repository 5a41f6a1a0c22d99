"""The controls of what goes wrong between HorizonPay and the shop, and of what comes of a wish."""

from sandbox.common.control import Control, trouble, weather
from sandbox.common.fields import Fields, MisuseError
from sandbox.horizonpay.bank import HorizonPay
from sandbox.horizonpay.finding import row_of
from sandbox.horizonpay.ledger import call_of
from sandbox.horizonpay.notifications import MODES
from sandbox.horizonpay.troubles import CREATIONS, ENDPOINTS, KINDS, REFUNDS


async def notify(bank: HorizonPay, fields: Fields) -> dict[str, object]:
    """Say once more how a transaction stands now, whatever its status."""
    row = row_of(bank, fields)
    fields.end()
    call = bank.notifications.announce(row)
    await bank.notifications.courier.drain()
    return {"ok": True, "call": None if call is None else call_of(call)}


async def forge(bank: HorizonPay, fields: Fields) -> dict[str, object]:
    """Anybody's POST to any address, proven as a mode says; tells how it was answered."""
    url, text = fields.text("url"), fields.text("text")
    mode = fields.choice("mode", MODES, "forged")
    fields.end()
    shop = bank.config.main_shop
    return {"ok": True, "answer": await bank.notifications.send(url, text.encode(), shop, mode)}


async def copies(bank: HorizonPay, fields: Fields) -> dict[str, object]:
    """A transaction's newest notification many times at once; tells how each was answered."""
    number, at_once = fields.whole("n"), fields.whole("concurrency", 10)
    row = row_of(bank, fields)
    fields.end()
    calls = bank.notifications.by_uid.get(row.uid)
    if number < 1 or at_once < 1 or not calls:
        msg = "less than one copy"
        raise MisuseError(msg)
    return {"ok": True, "answers": await bank.notifications.copies(calls[-1], number, at_once)}


async def creations(bank: HorizonPay, fields: Fields) -> dict[str, object]:
    """The next creations end at once with this status; `normal` calls it off."""
    return _ordered(bank, fields, "creation", CREATIONS)


async def refunds(bank: HorizonPay, fields: Fields) -> dict[str, object]:
    """The next refunds end like this: at once, later in failure, never, or refused."""
    return _ordered(bank, fields, "refund", REFUNDS)


def _ordered(bank: HorizonPay, fields: Fields, what: str, words: tuple[str, ...]) -> dict[str, object]:
    word, count = fields.choice("next", (*words, "normal")), fields.whole("count", 1)
    fields.end()
    if word == "normal":
        bank.troubles.fates[what].clear()
    else:
        bank.troubles.fates[what] += [word] * count
    return {"ok": True, "fates": len(bank.troubles.fates[what])}


CONTROLS: dict[str, Control[HorizonPay]] = {
    "notifications": weather(MODES),
    "notify": notify,
    "forge": forge,
    "copies": copies,
    "trouble": trouble(ENDPOINTS, KINDS, slow=("slow",)),
    "creations": creations,
    "refunds": refunds,
}
