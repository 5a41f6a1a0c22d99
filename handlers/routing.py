"""The list of routers, in the order in which they are asked."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from aiogram import Dispatcher
from aiogram.fsm.storage.base import BaseStorage

from billing.desk import Desk
from handlers import RefreshMenu
from handlers.middleware import Prepare
from screens.reader import Site


def assemble(
    storage: BaseStorage,
    desk: Desk,
    site: Site,
    *,
    default_locale: str,
    zone: ZoneInfo,
    menus: RefreshMenu,
) -> Dispatcher:
    """The dispatcher with everything in it."""
    dispatcher = Dispatcher(storage=storage, desk=desk, site=site, menus=menus)
    dispatcher.update.outer_middleware(Prepare(desk, site, default_locale, zone))
    return dispatcher
