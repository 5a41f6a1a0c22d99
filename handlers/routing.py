"""The routers, in the order in which they are asked, and what stands around them."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from aiogram import Dispatcher
from aiogram.fsm.storage.base import BaseStorage

from billing.desk import Desk
from billing.exporting import Exporting
from billing.reporting import Reporting
from handlers import (
    Aside,
    Gallery,
    RefreshMenu,
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
from handlers.middleware import Prepare
from handlers.newest import Newest
from handlers.questions import LeaveByCommand
from handlers.settings import router as settings
from handlers.shop import cart, leafing, typed
from handlers.subscribers import router as subscribers
from handlers.subscriptions import mine, offers
from handlers.subscriptions import phone as subscription_phone
from handlers.team import router as team
from screens.reader import Site

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


def assemble(
    storage: BaseStorage,
    desk: Desk,
    reporting: Reporting,
    exporting: Exporting,
    site: Site,
    *,
    zone: ZoneInfo,
    menus: RefreshMenu,
    gallery: Gallery,
    aside: Aside,
) -> Dispatcher:
    """The dispatcher with everything in it."""
    newest = Newest(desk.spawn)
    dispatcher = Dispatcher(
        storage=storage,
        desk=desk,
        reporting=reporting,
        exporting=exporting,
        menus=menus,
        gallery=gallery,
        newest=newest,
        aside=aside,
    )
    dispatcher.update.outer_middleware(Prepare(desk, site, zone))
    dispatcher.update.outer_middleware(Edge(desk))
    dispatcher.message.outer_middleware(LeaveByCommand())
    dispatcher.include_routers(*(routes() for routes in ROUTERS))
    return dispatcher
