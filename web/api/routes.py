"""The routes of the API: what came in becomes one call of its desk, what came of it JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from functools import lru_cache

from aiohttp import web
from pydantic import BaseModel

from billing.developers.api import GoBack, NewBill
from billing.developers.models import RefundFacts
from billing.developers.writing import Said
from billing.models import Merchant
from billing.money import Money
from billing.states import InvoiceState
from screens import format as fmt
from web.api import wire
from web.api.document import document
from web.api.door import Visitor, entered
from web.api.problems import Unwanted
from web.deps import DEPS

PAGE_DEFAULT, PAGE_MOST = 20, 100
CURSOR = re.compile(r"[0-9]{1,18}")
_NUMBER = "{number:[0-9]{1,15}}"
_ID = "{id:[0-9]{1,15}}"


def routes() -> list[web.RouteDef]:
    """All of them."""
    return [
        web.get("/api/v1/openapi.json", openapi, allow_head=False),
        web.get("/api/v1/invoices", entered(invoices), allow_head=False),
        web.post("/api/v1/invoices", entered(new_invoice)),
        web.get(f"/api/v1/invoices/{_NUMBER}", entered(invoice), allow_head=False),
        web.get(f"/api/v1/invoices/{_NUMBER}/refunds", entered(refunds), allow_head=False),
        web.post(f"/api/v1/invoices/{_NUMBER}/refunds", entered(new_refund)),
        web.get(f"/api/v1/refunds/{_ID}", entered(refund), allow_head=False),
    ]


async def openapi(request: web.Request) -> web.Response:
    """What all of this is, for machines."""
    deps = request.app[DEPS]
    _query(request, ())
    text = _written(deps.desk.merchant, deps.site.public_url)
    return web.Response(text=text, content_type="application/json")


@lru_cache(maxsize=8)
def _written(merchant: Merchant, public_url: str) -> str:
    """Made once: anybody may ask for it, and to make it takes longer than an invoice."""
    return json.dumps(document(merchant, public_url), ensure_ascii=False)


async def new_invoice(visitor: Visitor) -> web.Response:
    """Make an invoice."""
    _query(visitor.request, ())
    asked, wanted = visitor.once(), visitor.read(wire.NewInvoice)
    amount = _money(visitor, wanted.amount, wanted.currency)
    words = fmt.clean(wanted.description, 2 * len(wanted.description))
    bill = NewBill(amount, words, wanted.phone or "", card=wanted.card)
    site = visitor.deps.site
    said = await visitor.desk.issue(
        visitor.key, asked, bill, lambda facts: wire.invoice(facts, site).model_dump_json()
    )
    return _said(said)


async def invoice(visitor: Visitor) -> web.Response:
    """One invoice."""
    _query(visitor.request, ())
    facts = await visitor.desk.invoice(visitor.key, _number(visitor))
    return _json(wire.invoice(facts, visitor.deps.site))


async def invoices(visitor: Visitor) -> web.Response:
    """A page of them, newest first."""
    asked = _query(visitor.request, ("state", "limit", "cursor"))
    rows, after = await visitor.desk.invoices(visitor.key, _state(asked), _cursor(asked), _limit(asked))
    shown = [wire.invoice(facts, visitor.deps.site) for facts in rows]
    return _json(wire.InvoicePage(invoices=shown, next=str(after) if after is not None else None))


async def new_refund(visitor: Visitor) -> web.Response:
    """Send money back, or propose it."""
    _query(visitor.request, ())
    asked, wanted = visitor.once(), visitor.read(wire.NewRefund)
    amount = _money(visitor, wanted.amount, wanted.currency)
    wish = GoBack(_number(visitor), amount, fmt.clean(wanted.reason, 2 * len(wanted.reason)))
    return _said(await visitor.desk.send_back(visitor.key, asked, wish, _refund_json))


async def refunds(visitor: Visitor) -> web.Response:
    """All of an invoice."""
    _query(visitor.request, ())
    found = await visitor.desk.refunds(visitor.key, _number(visitor))
    return _json(wire.RefundList(refunds=[wire.refund(facts) for facts in found]))


async def refund(visitor: Visitor) -> web.Response:
    """One refund."""
    _query(visitor.request, ())
    facts = await visitor.desk.refund(visitor.key, int(visitor.request.match_info["id"]))
    return _json(wire.refund(facts))


def _refund_json(facts: RefundFacts) -> str:
    return wire.refund(facts).model_dump_json()


def _json(model: BaseModel) -> web.Response:
    return web.Response(text=model.model_dump_json(), content_type="application/json")


def _said(said: Said) -> web.Response:
    headers = {"Idempotency-Replayed": "true"} if said.again else {}
    return web.Response(status=said.status, text=said.body, content_type="application/json", headers=headers)


def _number(visitor: Visitor) -> int:
    return int(visitor.request.match_info["number"])


def _money(visitor: Visitor, minor: int, currency: str) -> Money:
    ours = visitor.deps.desk.merchant.currency
    if currency != ours:
        raise Unwanted(400, "currency-not-ours", f"currency: this shop's is {ours}.")
    return Money(minor, currency)


def _query(request: web.Request, known: Collection[str]) -> Mapping[str, str]:
    """What the address asks for; ``Unwanted`` for what is not known, or said twice."""
    for name in request.query:
        if name not in known or len(request.query.getall(name)) > 1:
            said = fmt.clean(name, 40)
            allowed = ", ".join(known) or "none"
            raise Unwanted(
                400, "request-unread", f"{said}: not a parameter here, or said twice. Known: {allowed}."
            )
    return request.query


def _state(asked: Mapping[str, str]) -> InvoiceState | None:
    said = asked.get("state")
    if said is None:
        return None
    if said not in set(InvoiceState):
        raise Unwanted(400, "request-unread", f"state: one of {', '.join(InvoiceState)}.")
    return InvoiceState(said)


def _cursor(asked: Mapping[str, str]) -> int | None:
    said = asked.get("cursor")
    if said is None:
        return None
    if not said.isascii() or CURSOR.fullmatch(said) is None:
        raise Unwanted(400, "request-unread", "cursor: as the page before gave it in next.")
    return int(said)


def _limit(asked: Mapping[str, str]) -> int:
    said = asked.get("limit", str(PAGE_DEFAULT))
    if not re.fullmatch(r"[1-9][0-9]{0,2}", said) or int(said) > PAGE_MOST:
        raise Unwanted(400, "request-unread", f"limit: a whole number from 1 to {PAGE_MOST}.")
    return int(said)
