"""What a link asks of this person now, and their yes to it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from billing.desk import Desk
from billing.errors import BillingError, Closed, NotFound
from billing.models import Person
from billing.subscriptions.models import State
from billing.subscriptions.offering import Way
from billing.subscriptions.records import Plan, Subscription
from billing.subscriptions.viewing import HISTORY, SubscriptionView
from screens.reader import Reader
from screens.subscribers import card
from screens.subscriptions import agreed, offered, one
from screens.subscriptions.offered import Proposal
from screens.subscriptions.one import Mine, Text
from screens.toasts import refused_html


@dataclass(frozen=True, slots=True)
class Yes:
    """Somebody's yes to what they were shown; ``source``: told twice, it is the same."""

    token: str
    shown: int
    on: str
    source: str


async def proposed(token: str, desk: Desk, person: Person) -> Proposal | SubscriptionView:
    """What is offered to them, or the subscription that it has become. Raises ``Refused``."""
    found = await desk.subscriptions.opened(token, person)
    at, merchant = desk.clock.now(), desk.merchant
    if isinstance(found, Plan):
        if found.closed:
            raise Closed("plan-closed")
        proposal = offered.of_plan(found, merchant, at)
    elif found.subscription.state is State.OFFERED:
        proposal = replace(offered.of_one(found.subscription, merchant, at), preview=found.staff)
    elif found.subscription.over and found.subscription.customer_id is None:
        raise Closed("sub-withdrawn")
    else:
        return found
    return replace(
        proposal,
        methods=tuple(await desk.subscriptions.chargeable(person, proposal.offer.amount)),
        by_phone=desk.subscriptions.engine_by_phone(proposal.offer) or "",
        staff=person.role is not None,
    )


async def screen(token: str, desk: Desk, person: Person, reader: Reader) -> Text:
    """What the link shows. Raises ``Refused``."""
    found = await proposed(token, desk, person)
    if isinstance(found, Proposal):
        return offered.asked(found, reader)
    if found.subscription.customer_id != person.id:
        return card.drawn(card.Held(found), reader)
    return one.drawn(await mine_of(found.subscription.id, desk, person), reader)


async def screen_or_why(token: str, desk: Desk, person: Person, reader: Reader) -> Text:
    """The same, or the sentence that says why there is nothing."""
    try:
        return await screen(token, desk, person, reader)
    except BillingError as refusal:
        return refused_html(refusal, reader.words), None


async def accept(yes: Yes, way: Way, desk: Desk, person: Person, reader: Reader) -> Text:
    """It begins. Raises ``BillingError``: it is another by now, or theirs already."""
    found = await proposed(yes.token, desk, person)
    if not isinstance(found, Proposal) or found.preview:
        raise Closed("sub-has-it")
    if found.shown != yes.shown:
        raise Closed("plan-changed")
    if found.on != yes.on:
        raise Closed("sub-moved")
    begun = await _begin(found, yes, way, desk, person)
    mine = await mine_of(begun.id, desk, person)
    return one.drawn(mine, reader) if begun.over else agreed.drawn(mine, reader)


async def _begin(found: Proposal, yes: Yes, way: Way, desk: Desk, person: Person) -> Subscription:
    if not found.shown:
        return await desk.subscriptions.agree(person, found.id, way)
    return await desk.subscriptions.agree_to_plan(person, found.id, found.shown, way, source=yes.source)


async def mine_of(subscription_id: int, desk: Desk, person: Person, page: int = 0) -> Mine:
    """Their own, with a page of its payments. Raises ``NotFound`` for others, staff too."""
    many = (page + 1) * HISTORY + 1
    view = await desk.subscriptions.view(person, subscription_id, history=many)
    if view.subscription.customer_id != person.id:
        raise NotFound("subscription-not-found")
    return Mine(view, await desk.subscriptions.chargeable(person, one.cost_next(view)), page)
