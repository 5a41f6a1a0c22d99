"""The routers of the catalog, in the order in which they are asked."""

from __future__ import annotations

from aiogram import Router

from handlers.catalog import adding, banks, changing, item, listing, sheets
from handlers.catalog.stock import Stock
from handlers.workplace import AtWork


def routes() -> Router:
    """Open questions first, then what is sent without one, then commands and buttons."""
    router = Router(name="catalog")
    router.message.middleware(AtWork("stock", Stock))
    router.callback_query.middleware(AtWork("stock", Stock))
    parts = (sheets, adding, changing, listing, item, banks)
    router.include_routers(*(part.routes() for part in parts))
    return router
