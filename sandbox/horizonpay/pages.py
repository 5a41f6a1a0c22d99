"""The methods' pages: the gate that forms lead to, the payment, its QR, an app. A GET decides nothing."""

import hashlib
import hmac
import io
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

from aiohttp import web

from sandbox.common.pages import LANGUAGES, SAFETY, STYLE, asset, language, renderer
from sandbox.horizonpay import forms
from sandbox.horizonpay.bank import HorizonPay
from sandbox.horizonpay.books import NotNowError
from sandbox.horizonpay.page_texts import TEXTS
from sandbox.horizonpay.page_view import REASONS, view_of
from sandbox.horizonpay.transactions import Transaction

HERE = Path(__file__).parent
ROOT = "/horizonpay/pay"
ASSETS = {
    "app.css": (STYLE, "text/css"),
    "pay.css": (HERE / "pay.css", "text/css"),
    "app.js": (HERE / "pay.js", "text/javascript"),
}
SECRET = b"the pages' own secret"
DECISIONS = ("approve", "decline", "abandon")

_page = renderer(HERE, ROOT, TEXTS)


def routes(bank: HorizonPay) -> list[web.RouteDef]:
    """The pages, and the one POST that decides."""

    async def gate(request: web.Request) -> web.Response:
        return await _gate(bank, request)

    async def pay(request: web.Request) -> web.Response:
        return _show(bank, request, _row(bank, request))

    async def decide(request: web.Request) -> web.Response:
        return await _decide(bank, request, _row(bank, request))

    async def code(request: web.Request) -> web.Response:
        return _page("pay_qr.html", request, view=_view(bank, request, _row(bank, request)))

    async def picture(request: web.Request) -> web.Response:
        row = _row(bank, request)
        body = _picture(f"{row.origin}{ROOT}/{row.sid}")
        return web.Response(body=body, content_type="image/png", headers=SAFETY)

    async def app(request: web.Request) -> web.Response:
        rows = [row for row in bank.books.all() if row.method.flow == "app" and row.is_waiting]
        views = [_view(bank, request, row) for row in reversed(rows)]
        return _page("pay_app.html", request, views=views)

    async def receipt(request: web.Request) -> web.Response:
        row = _row(bank, request)
        if row.uid != request.match_info["uid"]:
            raise web.HTTPNotFound
        return _page("pay_receipt.html", request, view=_view(bank, request, row))

    sid = "{sid:[0-9a-f]{32}}"
    return [
        web.get("/gate/{method}", gate, allow_head=False),
        web.post("/gate/{method}", gate),
        web.get(f"/gate/{{method}}/{sid}", gate, allow_head=False),
        web.post(f"/gate/{{method}}/{sid}", gate),
        web.get("/pay/{asset:app\\.css|pay\\.css|app\\.js}", _asset, allow_head=False),
        web.get(f"/pay/{sid}", pay, allow_head=False),
        web.post(f"/pay/{sid}", decide),
        web.get(f"/qr/{sid}", code, allow_head=False),
        web.get(f"/qr/{sid}.png", picture, allow_head=False),
        web.get("/app", app, allow_head=False),
        web.get(f"/customer/transactions/{{uid}}/{sid}", receipt, allow_head=False),
    ]


async def _asset(request: web.Request) -> web.Response:
    return asset(*ASSETS[request.match_info["asset"]])


def _row(bank: HorizonPay, request: web.Request) -> Transaction:
    row = bank.books.by_sid.get(request.match_info["sid"])
    if row is None or row.parent is not None:
        page = _page("pay_wrong.html", request, wrong=[], sent=[])
        raise web.HTTPNotFound(text=page.text, content_type="text/html", headers=SAFETY)
    return row


def _view(bank: HorizonPay, request: web.Request, row: Transaction) -> dict[str, object]:
    return view_of(row, bank.config.shop, language(request))


# --- the gate -------------------------------------------------------------------------------------------


async def _gate(bank: HorizonPay, request: web.Request) -> web.Response:
    """Take a form as it was described, and nothing else; a good one leads to the page of its payment."""
    arrived = _query_of(request) + (await _form_of(request) if request.method == "POST" else [])
    sid = request.match_info.get("sid") or dict(arrived).get("sid", "")
    row = bank.books.by_sid.get(sid) or _by_order(bank, arrived)
    if row is None or row.wish.method != request.match_info["method"] or row.parent is not None:
        return _page("pay_wrong.html", request, status=404, wrong=[], sent=arrived)
    row.arrivals.append({"method": request.method, "fields": [list(pair) for pair in arrived]})
    wrong = forms.problems(row, request.method, arrived)
    if wrong:
        return _page("pay_wrong.html", request, status=400, wrong=wrong, sent=arrived)
    raise web.HTTPSeeOther(f"{ROOT}/{row.sid}{_lang_of(row)}")


def _query_of(request: web.Request) -> forms.Pairs:
    return parse_qsl(request.rel_url.raw_query_string, keep_blank_values=True)


async def _form_of(request: web.Request) -> forms.Pairs:
    """The fields of a POST as a browser sends them: urlencoded UTF-8."""
    if request.content_type != "application/x-www-form-urlencoded":
        raise web.HTTPUnsupportedMediaType
    try:
        text = (await request.read()).decode("ascii")
        return parse_qsl(text, keep_blank_values=True, strict_parsing=bool(text), errors="strict")
    except ValueError:
        raise web.HTTPBadRequest from None


def _by_order(bank: HorizonPay, arrived: forms.Pairs) -> Transaction | None:
    """A form that lost its sid may still be named in what is told."""
    order = dict(arrived).get("order")
    return next((row for row in bank.books.all() if order and row.order_id == order), None)


def _lang_of(row: Transaction) -> str:
    return f"?lang={row.wish.language}" if row.wish.language in LANGUAGES else ""


# --- the page of a payment ------------------------------------------------------------------------------


def _show(
    bank: HorizonPay, request: web.Request, row: Transaction, status: int = 200, problem: str = ""
) -> web.Response:
    lang = language(request)
    view = _view(bank, request, row) | {"problem": TEXTS[lang][problem] if problem else ""}
    return _page("pay_order.html", request, status=status, view=view, key=_key(row))


async def _decide(bank: HorizonPay, request: web.Request, row: Transaction) -> web.Response:
    """What the payer pressed; only a page of ours knows the key."""
    said = dict(await _form_of(request))
    if not hmac.compare_digest(said.get("key", "").encode(), _key(row).encode()):
        raise web.HTTPForbidden
    decision, code = said.get("decision"), said.get("reason", REASONS[0])
    if decision not in DECISIONS or code not in REASONS:
        raise web.HTTPBadRequest
    try:
        if decision == "approve":
            bank.books.approve(row, bank.clock.now(), keep="keep" in said)
        elif decision == "decline":
            bank.books.decline(row, bank.clock.now(), code)
    except NotNowError:
        return _show(bank, request, row, status=409, problem="late")
    bank.advance()
    raise web.HTTPSeeOther(_where_next(bank, request, row))


def _where_next(bank: HorizonPay, request: web.Request, row: Transaction) -> str:
    """Back to the shop from a form's page; who came by a QR or an app stays, and sees what became of it."""
    if not row.method.has_form:
        return f"{ROOT}/{row.sid}?lang={language(request)}"
    if not bank.config.return_adds:
        return row.wish.return_url
    address, hash_, fragment = row.wish.return_url.partition("#")
    added = urlencode({"uid": row.uid, "status": row.status})
    return f"{address}{'&' if '?' in address else '?'}{added}{hash_}{fragment}"


def _key(row: Transaction) -> str:
    return hmac.new(SECRET, row.sid.encode(), hashlib.sha256).hexdigest()


def _picture(text: str) -> bytes:
    import qrcode  # type: ignore[import-untyped] # heavy, and seldom needed

    kept = io.BytesIO()
    qrcode.make(text).save(kept)
    return kept.getvalue()
