"""The routers of subscriptions for the staff, in the order in which they are asked."""

from __future__ import annotations

from aiogram import Router

from handlers.subscribers import card, changing, listing, plans, setup
from handlers.subscribers.office import AtOffice


def routes() -> Router:
    """Commands, open questions and buttons of each part; what customers are told comes last."""
    router = Router(name="subscribers")
    router.message.middleware(AtOffice())
    router.callback_query.middleware(AtOffice())
    router.include_routers(*(part.routes() for part in (setup, plans, changing, card, listing)))
    return router
