"""The routers of subscriptions for the staff, in the order in which they are asked."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.subscribers import card, changing, listing, plans, setup
from handlers.subscribers.office import Office
from handlers.workplace import AtWork
from screens.subscribers import buttons as b


def routes() -> Router:
    """Commands, open questions and buttons of each part; what customers are told comes last."""
    router = Router(name="subscribers")
    router.message.middleware(AtWork("office", Office))
    router.callback_query.middleware(AtWork("office", Office))
    router.include_routers(*(part.routes() for part in (setup, plans, changing, card, listing)))
    router.include_router(_not_theirs())
    return router


def _not_theirs() -> Router:
    """A button that was left to somebody who does not work here any more."""
    router = Router(name="subscribers-not-theirs")
    for kind in b.KINDS:
        router.callback_query.register(refuse, kind.filter())
    return router


async def refuse(callback: CallbackQuery, office: Office) -> None:
    """``NotAllowed``."""
    office.staff()
