"""The Kaspi app as its payer sees it. A GET changes nothing; the page's script POSTs what happened."""

from pathlib import Path

from aiohttp import web

from sandbox.apipay import magic
from sandbox.apipay.app_texts import TEXTS
from sandbox.apipay.app_view import phone_from, push_of, pushes_of
from sandbox.apipay.bank import ApiPay
from sandbox.apipay.bills import Invoice
from sandbox.apipay.books import NotNowError
from sandbox.common.pages import SAFETY, STYLE, asset, json_of, language, renderer

HERE = Path(__file__).parent
ASSETS = {
    "app.css": (STYLE, "text/css"),
    "pushes.css": (HERE / "pushes.css", "text/css"),
    "app.js": (HERE / "app.js", "text/javascript"),
}

_page = renderer(HERE, "/apipay/app", TEXTS)


def routes(bank: ApiPay) -> list[web.RouteDef]:
    """The page and what its script calls."""

    async def page(request: web.Request) -> web.Response:
        given = request.query.get("phone", "")
        phone = phone_from(given)
        if phone is None:
            return _page("app_phone.html", request, given=given)
        return _page("app_pushes.html", request, phone=phone)

    async def pushes(request: web.Request) -> web.Response:
        bank.advance()
        phone = phone_from(request.query.get("phone", ""))
        if phone is None:
            raise web.HTTPNotFound
        now, lang = bank.clock.now(), language(request)
        rows = pushes_of(bank.books.all(), phone, now, lang, bank.config.shop)
        return web.json_response({"pushes": rows}, headers=SAFETY)

    async def act(request: web.Request) -> web.Response:
        body = await json_of(request)
        bank.advance()
        invoice = _invoice(bank, request, str(body.get("phone", "")))
        problem = _step(bank, invoice, request.match_info["step"])
        bank.advance()
        lang = language(request)
        view = push_of(invoice, bank.clock.now(), lang, bank.config.shop)
        if problem:
            view["problem"] = TEXTS[lang][problem]
        return web.json_response(view, status=409 if problem else 200, headers=SAFETY)

    return [
        web.get("/app", page, allow_head=False),
        web.get("/app/{asset:app\\.css|pushes\\.css|app\\.js}", _asset, allow_head=False),
        web.get("/app/pushes", pushes, allow_head=False),
        web.post("/app/invoices/{id:[0-9]+}/{step:pay|refuse}", act),
    ]


async def _asset(request: web.Request) -> web.Response:
    return asset(*ASSETS[request.match_info["asset"]])


def _invoice(bank: ApiPay, request: web.Request, phone: str) -> Invoice:
    """An invoice of this phone; nobody else's."""
    invoice = bank.books.find(int(request.match_info["id"]))
    if invoice is None or invoice.kaspi_id is None or invoice.wish.phone != phone:
        raise web.HTTPNotFound
    return invoice


def _step(bank: ApiPay, invoice: Invoice, step: str) -> str:
    """What the payer pressed; gives the name of what stood in the way."""
    now = bank.clock.now()
    if step == "pay" and invoice.is_magic(magic.NO_MONEY):
        return "no_money"
    try:
        if step == "pay":
            bank.books.pay(invoice, now)
        else:
            bank.books.refuse(invoice, now)
    except NotNowError:
        return "late"
    return ""
