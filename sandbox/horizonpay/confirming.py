"""`POST …/{uid}/confirm`: the shop says that the payer has paid in the other app, and the method looks."""

from datetime import timedelta

from aiohttp import web

from sandbox.horizonpay import reading
from sandbox.horizonpay.bank import HorizonPay
from sandbox.horizonpay.checking import Checked
from sandbox.horizonpay.moments import written
from sandbox.horizonpay.refusals import InvalidError
from sandbox.horizonpay.transactions import Transaction

DUPLICATE = timedelta(seconds=30)
"""So soon after another one a confirmation is declined, unless it asks not to be compared."""


async def confirm(bank: HorizonPay, request: web.Request, shop: str) -> web.Response:
    """Says whether the money is there; it makes none."""
    raw = await request.read()
    body = Checked(reading.request_of(request.content_type, raw) if raw else {}, {})
    skip, _ = body.flag("skip_duplicate_check"), body.text("transaction_reference")
    body.end()
    if body.wrong:
        raise InvalidError(body.wrong)
    row = bank.books.find(request.match_info["uid"], shop)
    if row is None or row.parent is not None:
        return web.json_response({"response": {"message": "Record not found"}}, status=404)
    good = _looked(bank, row, skip=skip)
    told = {
        "parent_uid": row.uid,
        "type": "confirm",
        "status": "successful" if good else "failed",
        "message": "Confirm was successfully processed" if good else "Confirm was failed",
        "created_at": written(bank.clock.now(), bank.config.times),
        "amount": row.amount,
        "currency": row.wish.currency,
    }
    return web.json_response({"response": told})


def _looked(bank: HorizonPay, row: Transaction, *, skip: bool) -> bool:
    now, before = bank.clock.now(), row.confirmed_at
    row.confirmed_at = now
    if before is not None and now - before < DUPLICATE and not skip:
        return False
    if row.money_coming:
        bank.books.arrive(row, now)
    return row.status == "successful"
