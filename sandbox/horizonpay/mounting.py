"""Puts HorizonPay into an application."""

from aiohttp import web

from sandbox.clock import Clock
from sandbox.common.mounting import mount
from sandbox.horizonpay import api, control, pages
from sandbox.horizonpay.bank import HorizonPay
from sandbox.horizonpay.edge import edge


def attach(app: web.Application, clock: Clock) -> HorizonPay:
    """Serve it under /horizonpay and its controls under /sandbox/horizonpay; it lives as long as `app`."""
    bank = HorizonPay(clock)
    served = [*api.routes(bank), *pages.routes(bank)]
    mount(app, "horizonpay", bank, edge(bank), served, control.routes(bank))
    return bank
