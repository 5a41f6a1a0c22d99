"""The payment page's buttons: a new QR, and asking the bank. Both answer with the page again."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlencode

from aiohttp import web

from billing.people import locale_from
from screens.pages import CHECKABLE, RENEWABLE
from screens.situations import situation
from web.deps import DEPS
from web.patience import patiently
from web.pay import view_of
from web.reading import body_within, from_elsewhere
from web.visiting import visit_of

FORM_LIMIT = 4096
CHECK_PAUSE = timedelta(seconds=3)  # between two checks by hand


async def renew(request: web.Request) -> web.Response:
    """A new QR, or the first one through the chosen bank; nothing happens while another is alive."""
    form = await _form(request)
    deps = request.app[DEPS]
    view = await view_of(request)
    way = form.get("provider") or None
    ways = {way.slug for way in deps.desk.ways(view.invoice.amount)}
    may_begin = view.withheld or situation(view, sorted(ways)) in RENEWABLE
    if may_begin and (way is None or way in ways):
        visit = visit_of(request, deps.proxies)
        await patiently(deps.desk, deps.desk.renew(view.invoice.id, way, visit=visit))
    return _back_to_page(request, form)


async def check(request: web.Request) -> web.Response:
    """The payer says that they have paid: the bank is asked."""
    form = await _form(request)
    deps = request.app[DEPS]
    view = await view_of(request)
    asked = view.payment.checked_at if view.payment else None
    if situation(view, ()) in CHECKABLE and (asked is None or view.at - asked >= CHECK_PAUSE):
        await patiently(deps.desk, deps.desk.check(view.invoice.id))
    return _back_to_page(request, form)


async def _form(request: web.Request) -> dict[str, str]:
    """The form's fields, if one of our pages sent it."""
    if from_elsewhere(request, request.app[DEPS].site.public_url):
        raise web.HTTPForbidden
    body = await body_within(request, FORM_LIMIT)
    return {name: values[-1] for name, values in parse_qs(body.decode("utf-8", "replace")).items()}


def _back_to_page(request: web.Request, form: dict[str, str]) -> web.Response:
    """303, so that loading the page again presses nothing."""
    locale = locale_from(form.get("lang"))
    address = f"/pay/{request.match_info['token']}"
    return web.Response(
        status=303, headers={"Location": f"{address}?{urlencode({'lang': locale})}" if locale else address}
    )
