"""The routers, in the order in which they are asked, and what stands around them."""

from __future__ import annotations

import functools
from typing import Any

from aiogram import Bot, Dispatcher

from billing.desk import Desk
from handlers import (
    Understand,
    attention,
    card,
    fallback,
    finding,
    groups,
    help,  # noqa: A004 - the command's name
    inline,
    invoice,
    invoices,
    kept,
    keypad,
    language,
    membership,
    particulars,
    pay,
    payments,
    phone,
    privacy,
    receipts,
    refund,
    refund_checks,
    refund_proposals,
    refund_rights,
    reminders,
    shifts,
    split,
    start,
    statement,
    stats,
    support,
    unnamed,
)
from handlers.catalog import router as catalog
from handlers.developers import leaked
from handlers.developers import router as developers
from handlers.errors import Edge
from handlers.middleware import Prepare, Remember
from handlers.newest import Newest
from handlers.questions import LeaveByCommand
from handlers.settings import router as settings
from handlers.shop import cart, leafing, typed
from handlers.subscribers import router as subscribers
from handlers.subscriptions import mine, offers
from handlers.subscriptions import phone as subscription_phone
from handlers.team import router as team

ROUTERS = (
    leaked.routes,  # before anything else reads what was typed
    unnamed.routes,
    membership.routes,
    groups.routes,
    start.routes,
    inline.routes,
    help.routes,
    language.routes,
    privacy.routes,
    kept.routes,
    invoices.routes,
    finding.routes,
    payments.routes,
    attention.routes,
    team.routes,
    shifts.routes,
    developers.routes,
    reminders.routes,
    keypad.routes,  # its buttons below the field leave a question, as commands do
    settings.routes,
    catalog.routes,
    leafing.routes,
    cart.routes,
    typed.routes,
    mine.routes,
    offers.routes,
    subscription_phone.routes,
    subscribers.routes,
    refund_rights.routes,
    refund.routes,
    refund_checks.routes,
    refund_proposals.routes,
    statement.routes,
    split.routes,
    stats.routes,
    pay.routes,
    particulars.routes,
    phone.routes,
    card.routes,
    support.routes,
    receipts.routes,
    invoice.routes,
    fallback.routes,  # catches all: always the last
)


def equipped(*, desk: Desk, **tools: object) -> Understand:
    """What understands the chat, with these at hand under their names for each handler that asks."""
    at_hand = {**tools, "desk": desk, "newest": Newest(desk.spawn)}
    ours = dispatcher()

    async def understand(bot: Bot, update: dict[str, Any]) -> object:
        return await ours.feed_raw_update(bot, update, **at_hand)

    return understand


@functools.cache
def dispatcher() -> Dispatcher:
    """The dispatcher with everything in it but what its handlers work with: that comes with each update."""
    whole = Dispatcher(disable_fsm=True)  # it would be tied to one storage: ``Remember`` takes the update's
    for around in (Remember(), Prepare(), Edge()):
        whole.update.outer_middleware(around)
    whole.message.outer_middleware(LeaveByCommand())
    whole.include_routers(*(routes() for routes in ROUTERS))
    return whole
