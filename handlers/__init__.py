"""Front door 1: what people do in the chat, translated into one call of the desk each.

This module and ``handlers.parse`` import no chat framework, because that costs seconds.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, ParamSpec, Protocol, TypeVar
from zoneinfo import ZoneInfo

from billing.desk import Desk
from billing.exporting import Exporting
from billing.models import Person, Place
from billing.reporting import Reporting
from handlers.addressing import ALLOWED_UPDATES, addressed_to_us
from screens.reader import Site

if TYPE_CHECKING:
    from aiogram import Bot
    from aiogram.fsm.storage.base import BaseStorage

    from screens.cards import Drawn

__all__ = [
    "ALLOWED_UPDATES",
    "Aside",
    "Gallery",
    "RefreshMenu",
    "Understand",
    "addressed_to_us",
    "build_chat",
]

P = ParamSpec("P")
T = TypeVar("T")

RefreshMenu = Callable[["Bot", Person], Awaitable[None]]
"""Sends a person the menu of their role and language, where it changed."""

Understand = Callable[["Bot", dict[str, Any]], Awaitable[object]]
"""Does what an update, as Telegram sent it, asks for. An exception means: handle this update again."""


class Aside(Protocol):
    """Runs heavy work in a process of its own, so that the chat goes on."""

    async def __call__(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What ``work``, a function of a module's top level, gives or raises; ``Refused``: no answer came."""


class Gallery(Protocol):
    """Screens with a picture that a person leafs through; what Telegram refuses comes out as it is."""

    async def post(self, place: Place, drawn: Drawn) -> int:
        """A new message; gives its id."""

    async def turn(self, place: Place, message_id: int, drawn: Drawn) -> int:
        """The message shows this from now on; where it is gone, a new one does, whose id this gives."""


def build_chat(
    *,
    storage: BaseStorage,
    desk: Desk,
    reporting: Reporting,
    exporting: Exporting,
    site: Site,
    zone: ZoneInfo,
    menus: RefreshMenu,
    gallery: Gallery,
    aside: Aside,
) -> Understand:
    """What understands the chat; give it updates that are ``addressed_to_us``."""
    from handlers.routing import equipped  # here, because it imports aiogram

    return equipped(
        storage=storage,
        desk=desk,
        reporting=reporting,
        exporting=exporting,
        site=site,
        zone=zone,
        menus=menus,
        gallery=gallery,
        aside=aside,
    )
