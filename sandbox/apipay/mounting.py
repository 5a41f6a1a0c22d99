"""Puts ApiPay into an application."""

from aiohttp import web

from sandbox.apipay import api, app_page, control, extras
from sandbox.apipay.bank import ApiPay
from sandbox.apipay.edge import edge
from sandbox.clock import Clock


def attach(app: web.Application, clock: Clock) -> ApiPay:
    """Serve it under /apipay and its controls under /sandbox/apipay; it lives as long as `app`."""
    bank = ApiPay(clock)
    inside = web.Application(middlewares=[edge(bank)])
    inside.add_routes([*api.routes(bank), *extras.routes(bank), *app_page.routes(bank)])
    app.add_subapp("/apipay", inside)
    app.add_routes(control.routes(bank))

    async def start(_: web.Application) -> None:
        bank.webhooks.courier.start()

    async def close(_: web.Application) -> None:
        bank.closing.set()

    async def stop(_: web.Application) -> None:
        await bank.webhooks.courier.stop()

    app.on_startup.append(start)
    app.on_shutdown.append(close)
    app.on_cleanup.append(stop)
    return bank
