"""The screen of one subscription as this person may see it."""

from __future__ import annotations

from dataclasses import replace

from billing.subscriptions.viewing import HISTORY, SubscriptionView
from handlers.subscribers.office import Office, Text
from screens.subscribers import card
from screens.subscribers.card import Held


async def drawn(subscription_id: int, office: Office, said: str = "", *, page: int = 0) -> Text:
    """With what has just been done. ``NotFound`` for another cashier's."""
    history = (page + 1) * HISTORY + 1
    view = await office.subscriptions.view(office.person, subscription_id, history=history)
    return card.drawn(replace(held(view, office), page=page, said=said), office.reader)


def held(view: SubscriptionView, office: Office) -> Held:
    """Which bank would bill it by phone is known here."""
    offer = replace(view.subscription.offer, first=None)
    return Held(view, by_phone=office.subscriptions.engine_by_phone(offer))
