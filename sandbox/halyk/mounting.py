"""Puts the bank into an application."""

from aiohttp import web

from sandbox.clock import Clock
from sandbox.common.mounting import mount
from sandbox.halyk import api, app_page, control, oauth, operations, searches
from sandbox.halyk.bank import HalykBank
from sandbox.halyk.edge import edge


def attach(app: web.Application, clock: Clock) -> HalykBank:
    """Serve the bank under /halyk and its controls under /sandbox/halyk; it lives as long as `app`."""
    bank = HalykBank(clock)
    served = [
        *oauth.routes(bank),
        *api.routes(bank),
        *operations.routes(bank),
        *searches.routes(bank),
        *app_page.routes(bank),
    ]
    mount(app, "halyk", bank, edge(bank), served, control.routes(bank))
    return bank
