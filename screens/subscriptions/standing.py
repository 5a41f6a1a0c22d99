"""How a subscription stands, in a few words: for lists, for its own screen, for what is told of it."""

from __future__ import annotations

from datetime import datetime

from billing.subscriptions.models import State
from billing.subscriptions.records import Listed, Subscription, Wish
from billing.subscriptions.viewing import SubscriptionView, next_of
from screens.reader import Reader
from screens.subscriptions import terms as t

_SIGNS = {
    State.OFFERED: "✉️",
    State.ACTIVE: "✅",
    State.PAUSED: "⏸",
    State.CANCELLED: "🚫",
    State.EXPIRED: "⌛",
}


def of_listed(listed: Listed, reader: Reader, at: datetime) -> tuple[str, str]:
    """The state's sign, and what it means now."""
    if listed.waits_for_another and _is_to_begin(listed.subscription):
        return _after(reader)
    waits = listed.unpaid is not None
    return _now(listed.subscription, next_of(listed, at), reader, at, waits=waits)


def of_view(view: SubscriptionView, reader: Reader) -> tuple[str, str]:
    """The same for one that is looked at."""
    if view.waits_for_another and _is_to_begin(view.subscription):
        return _after(reader)
    waits = view.unpaid is not None and not view.subscription.over
    return _now(view.subscription, view.next_at, reader, view.at, waits=waits)


def _is_to_begin(subscription: Subscription) -> bool:
    return subscription.state is State.ACTIVE and subscription.wish in {None, Wish.MAKE}


def _after(reader: Reader) -> tuple[str, str]:
    """One that replaces another: nobody is billed for both."""
    return "⏳", reader.words("sub-now-after")


def _now(
    subscription: Subscription, next_at: datetime | None, reader: Reader, at: datetime, *, waits: bool
) -> tuple[str, str]:
    words, state = reader.words, subscription.state
    sign = "⏳" if waits and state is State.ACTIVE else _SIGNS[state]
    if subscription.wish is not None:
        return "⏳", words(f"sub-now-{subscription.wish}")
    if state is not State.ACTIVE:
        return sign, words(f"sub-now-{state}")
    if waits:
        return sign, words("sub-now-waits")
    if next_at is None:
        return sign, words("sub-now-active")
    return sign, words("sub-now-next", when=t.next_when(subscription, next_at, reader, at))
