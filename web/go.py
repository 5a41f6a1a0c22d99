"""The way into a bank's app: a page with one big button, because an app's own scheme takes no redirect."""

from __future__ import annotations

from aiohttp import web

from billing.cards import CardView
from billing.models import AppLink
from screens.pages import go_page, links_alive
from web.pay import html, reader_of, view_of


async def page(request: web.Request) -> web.Response:
    """Leads only to the link that the bank gave for this payment; 404 when that is over."""
    view = await view_of(request)
    link = _link(view, request.match_info["app"])
    return html(go_page(view, reader_of(request, view), link), status=200 if link else 404)


def _link(view: CardView, app: str) -> AppLink | None:
    return next((link for link in links_alive(view) if link.app == app), None)
