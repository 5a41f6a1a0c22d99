"""The payment page: what an invoice's link shows in a browser. Reading only; buttons are ``renewing``'s."""

from __future__ import annotations

import asyncio
import dataclasses
from functools import lru_cache

from aiohttp import web

from billing import keeping
from billing.cards import CardView
from screens.format import moment, money, shop
from screens.pages import (
    Ask,
    Rendered,
    form_alive,
    form_page,
    payment_page,
    payment_state,
    qr_alive,
)
from screens.pictures import Label, qr_picture, qr_png
from screens.reader import Reader
from screens.texts import words
from web.deps import DEPS, WebDeps
from web.patience import patiently
from web.reading import fetched_ahead, locale_of


async def page(request: web.Request) -> web.Response:
    """The page."""
    return await _page(request, back=False)


async def page_after_bank(request: web.Request) -> web.Response:
    """Where a bank sends the payer back to: it is asked, and the same page has the way back to Telegram.

    What the address brings along proves nothing and is not read.
    """
    if request.method == "GET" and not fetched_ahead(request):
        desk, view = request.app[DEPS].desk, await view_of(request)
        await patiently(desk, desk.came_back(view.invoice.id))
    return await _page(request, back=True)


async def form(request: web.Request) -> web.Response:
    """The way to the bank's page where it takes a form; without one that is open, the invoice's own page."""
    view = await view_of(request)
    leads = form_alive(view)
    if leads is None:
        return await page(request)
    return html(form_page(view, reader_of(request, view), leads, by_itself=not fetched_ahead(request)))


async def state(request: web.Request) -> web.Response:
    """The moving part of the page, for its script; 304 while nothing to be seen has changed."""
    deps = request.app[DEPS]
    view = await view_of(request)
    shown = payment_state(view, reader_of(request, view), _ask(deps, view, back="back" in request.query))
    tag = f'"{shown.version}"'
    if request.headers.get("If-None-Match", "").removeprefix("W/") == tag:
        return web.Response(status=304, headers={"ETag": tag})
    return web.json_response(dataclasses.asdict(shown), headers={"ETag": tag})


async def qr(request: web.Request) -> web.Response:
    """The picture of the code that may be scanned now, to save or bare; 404 where there is none."""
    view = await view_of(request)
    payload = qr_alive(view)
    if payload is None:
        raise web.HTTPNotFound
    label = None if "bare" in request.query else _label(view, reader_of(request, view))
    picture = await asyncio.to_thread(_drawn, payload, label)
    return web.Response(body=picture, content_type="image/png")


async def view_of(request: web.Request) -> CardView:
    """The invoice behind the token in the address; ``NotFound`` where there is none.

    Who opens a page is not known. What is for the customer alone is shown by an address of which their own
    card alone has the end.
    """
    view = await request.app[DEPS].desk.view_by_token(request.match_info["token"])
    return view if keeping.opens(view.payment, request.match_info.get("key", "")) else view.for_others()


def reader_of(request: web.Request, view: CardView) -> Reader:
    """Who looks: language of the address, of the browser, or of the shop."""
    deps = request.app[DEPS]
    return Reader(words(locale_of(request, view.merchant.locale)), deps.zone, deps.site)


def html(page: Rendered, status: int = 200) -> web.Response:
    """A page with its policy."""
    headers = {"Content-Security-Policy": page.policy}
    return web.Response(text=page.html, content_type="text/html", headers=headers, status=status)


async def _page(request: web.Request, *, back: bool) -> web.Response:
    view = (await view_of(request)).for_others()  # whose script asks on by an address without that end
    ask = _ask(request.app[DEPS], view, back=back)
    return html(payment_page(view, reader_of(request, view), ask))


def _ask(deps: WebDeps, view: CardView, *, back: bool) -> Ask:
    return Ask(ways=tuple(way.slug for way in deps.desk.ways(view.invoice.amount)), back=back)


def _label(view: CardView, reader: Reader) -> Label:
    words, expires_at = reader.words, view.payment.expires_at if view.payment else None
    until = moment(expires_at, reader.zone, words.locale, view.at) if expires_at else ""
    return Label(
        title=shop(view.merchant.name),
        amount=money(view.invoice.amount, words.locale),
        number=f"#{view.invoice.number}",
        note=words("qr-until", until=until) if until else "",
    )


@lru_cache(maxsize=64)
def _drawn(payload: str, label: Label | None) -> bytes:
    """Drawing takes tens of milliseconds, and one picture is asked for again and again."""
    return qr_picture(payload, label) if label else qr_png(payload)
