"""The way into a bank's app: a page with one big button, because an app's own scheme takes no redirect."""

from __future__ import annotations

from aiohttp import web

from billing.cards import CardView
from billing.models import AppLink
from screens.pages import Stage, go_page, safe_link, stage_of
from web.pay import html, reader_of, view_of

_LEADS_TO_MONEY = frozenset({Stage.WAITING, Stage.SCANNED})


async def page(request: web.Request) -> web.Response:
    """Leads only to the link that the bank gave for this payment; 404 when that is over."""
    view = await view_of(request)
    link = _link(view, request.match_info["app"])
    return html(go_page(view, reader_of(request, view), link), status=200 if link else 404)


def _link(view: CardView, app: str) -> AppLink | None:
    payment = view.payment
    if stage_of(view) not in _LEADS_TO_MONEY or payment is None or payment.instruction is None:
        return None
    for link in payment.instruction.links:
        if link.app == app and safe_link(link):
            return link
    return None
