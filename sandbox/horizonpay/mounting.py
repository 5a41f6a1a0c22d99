"""Puts HorizonPay into an application."""

from aiohttp import web

from sandbox.clock import Clock
from sandbox.horizonpay import api, control, pages
from sandbox.horizonpay.bank import HorizonPay
from sandbox.horizonpay.edge import edge


def attach(app: web.Application, clock: Clock) -> HorizonPay:
    """Serve it under /horizonpay and its controls under /sandbox/horizonpay; it lives as long as `app`."""
    bank = HorizonPay(clock)
    inside = web.Application(middlewares=[edge(bank)])
    inside.add_routes([*api.routes(bank), *pages.routes(bank)])
    app.add_subapp("/horizonpay", inside)
    app.add_routes(control.routes(bank))

    async def start(_: web.Application) -> None:
        bank.notifications.courier.start()

    async def close(_: web.Application) -> None:
        bank.closing.set()

    async def stop(_: web.Application) -> None:
        await bank.notifications.courier.stop()

    app.on_startup.append(start)
    app.on_shutdown.append(close)
    app.on_cleanup.append(stop)
    return bank
