"""The bank's app as its payer sees it. A GET changes nothing; the page's script POSTs what happened."""

from pathlib import Path

from aiohttp import web

from sandbox.common.pages import SAFETY, STYLE, asset, json_of, language, renderer
from sandbox.halyk import emv
from sandbox.halyk.app_texts import TEXTS
from sandbox.halyk.app_view import state_of, view_of
from sandbox.halyk.bank import HalykBank
from sandbox.halyk.bills import Bill
from sandbox.halyk.books import NotNowError

HERE = Path(__file__).parent
ASSETS = {"app.css": (STYLE, "text/css"), "app.js": (HERE / "app.js", "text/javascript")}

_page = renderer(HERE, "/halyk/app", TEXTS)


def routes(bank: HalykBank) -> list[web.RouteDef]:
    """Pages and what their scripts call."""

    async def bill_page(request: web.Request) -> web.Response:
        bill = _bill(bank, request.query.get("bill", ""))
        lang = language(request)
        if bill is None:
            return _page("app_missing.html", request, status=404)
        return _page("app_bill.html", request, view=_view(bank, bill, lang))

    async def scan_page(request: web.Request) -> web.Response:
        return _page("app_scan.html", request)

    async def state(request: web.Request) -> web.Response:
        return _state(bank, _known_bill(bank, request), request)

    async def act(request: web.Request) -> web.Response:
        await json_of(request)
        bill = _known_bill(bank, request)
        try:
            _step(bank, bill, request.match_info["step"])
        except NotNowError:
            return _state(bank, bill, request, status=409)
        return _state(bank, bill, request)

    async def read(request: web.Request) -> web.Response:
        body = await json_of(request)
        return _read(bank, str(body.get("payload", "")).strip(), language(request))

    return [
        web.get("/app/{link:homebank|onlinebank}", bill_page, allow_head=False),
        web.get("/app/scan", scan_page, allow_head=False),
        web.get("/app/{asset:app\\.css|app\\.js}", _asset, allow_head=False),
        web.get("/app/bills/{bill}", state, allow_head=False),
        web.post("/app/bills/{bill}/{step:scan|block|pay|reject}", act),
        web.post("/app/read", read),
    ]


def _step(bank: HalykBank, bill: Bill, step: str) -> None:
    now = bank.clock.now()
    if step == "scan":
        bank.books.scan(bill, now)
    elif step == "block":
        bank.books.block(bill, now)
    elif step == "pay":
        bank.pay(bill)
    else:
        bank.reject(bill, 9010)


def _read(bank: HalykBank, payload: str, lang: str) -> web.Response:
    """Find the bill of a pasted code; the scanner is as strict as a phone's."""
    try:
        number = emv.split(emv.read(payload)["62"])["01"]
    except (ValueError, KeyError):
        return web.json_response({"error": TEXTS[lang]["unreadable"]}, status=400)
    bill = _bill(bank, number)
    if bill is None or bill.qr != payload:
        return web.json_response({"error": TEXTS[lang]["foreign"]}, status=404)
    return web.json_response({"link": f"homebank?bill={bill.number}&lang={lang}"})


async def _asset(request: web.Request) -> web.Response:
    return asset(*ASSETS[request.match_info["asset"]])


def _state(bank: HalykBank, bill: Bill, request: web.Request, status: int = 200) -> web.Response:
    view = state_of(bill, bank.clock.now(), language(request))
    return web.json_response(view, status=status, headers=SAFETY)


def _view(bank: HalykBank, bill: Bill, lang: str) -> dict[str, object]:
    return view_of(bill, bank.terminal_of(bill), bank.clock.now(), lang)


def _bill(bank: HalykBank, number: str) -> Bill | None:
    return bank.books.by_number.get(int(number)) if number.isascii() and number.isdigit() else None


def _known_bill(bank: HalykBank, request: web.Request) -> Bill:
    bank.advance()
    bill = _bill(bank, request.match_info["bill"])
    if bill is None:
        raise web.HTTPNotFound
    return bill
