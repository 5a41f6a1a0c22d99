"""Front door 1: what people do in the chat, translated into one call of the desk each.

This module and ``handlers.parse`` import no chat framework, because that costs seconds.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from billing.desk import Desk
from billing.models import Person
from billing.reporting import Reporting
from handlers.addressing import ALLOWED_UPDATES, addressed_to_us
from screens.reader import Site

if TYPE_CHECKING:
    from aiogram import Bot, Dispatcher
    from aiogram.fsm.storage.base import BaseStorage

__all__ = ["ALLOWED_UPDATES", "RefreshMenu", "addressed_to_us", "build_dispatcher"]

RefreshMenu = Callable[["Bot", Person], Awaitable[None]]
"""Sends a person the menu of their role and language, where it changed."""


def build_dispatcher(
    storage: BaseStorage,
    *,
    desk: Desk,
    reporting: Reporting,
    site: Site,
    default_locale: str,
    zone: ZoneInfo,
    menus: RefreshMenu,
) -> Dispatcher:
    """A dispatcher that understands the chat; feed it updates that are ``addressed_to_us``.

    It needs of the feeder nothing but the bot: ``await dispatcher.feed_update(bot, update)``.
    An exception that comes out of it means: handle this update again.
    """
    from handlers.routing import assemble  # here, because it imports aiogram

    return assemble(storage, desk, reporting, site, default_locale=default_locale, zone=zone, menus=menus)
