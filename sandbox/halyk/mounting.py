"""Puts the bank into an application."""

from aiohttp import web

from sandbox.clock import Clock
from sandbox.halyk import api, app_page, control, oauth, operations, searches
from sandbox.halyk.bank import HalykBank
from sandbox.halyk.edge import edge


def attach(app: web.Application, clock: Clock) -> HalykBank:
    """Serve the bank under /halyk and its controls under /sandbox/halyk; it lives as long as `app`."""
    bank = HalykBank(clock)
    inside = web.Application(middlewares=[edge(bank)])
    inside.add_routes(
        [
            *oauth.routes(bank),
            *api.routes(bank),
            *operations.routes(bank),
            *searches.routes(bank),
            *app_page.routes(bank),
        ]
    )
    app.add_subapp("/halyk", inside)
    app.add_routes(control.routes(bank))

    async def start(_: web.Application) -> None:
        bank.callbacks.courier.start()

    async def close(_: web.Application) -> None:
        bank.closing.set()

    async def stop(_: web.Application) -> None:
        await bank.callbacks.courier.stop()

    app.on_startup.append(start)
    app.on_shutdown.append(close)
    app.on_cleanup.append(stop)
    return bank
