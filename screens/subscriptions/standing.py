"""How a subscription stands, in a few words: for lists, for its own screen, for what is told of it."""

from __future__ import annotations

from datetime import datetime

from billing.subscriptions.models import State
from billing.subscriptions.records import Listed, Subscription
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
    waits = listed.unpaid is not None
    return _now(listed.subscription, next_of(listed, at), reader, at, waits=waits)


def of_view(view: SubscriptionView, reader: Reader) -> tuple[str, str]:
    """The same for one that is looked at."""
    waits = view.unpaid is not None and not view.subscription.over
    return _now(view.subscription, view.next_at, reader, view.at, waits=waits)


def _now(
    subscription: Subscription, next_at: datetime | None, reader: Reader, at: datetime, *, waits: bool
) -> tuple[str, str]:
    words, state = reader.words, subscription.state
    sign = "⏳" if waits and not subscription.over else _SIGNS[state]
    if subscription.wish is not None:
        return sign, words(f"sub-now-{subscription.wish}")
    if state is not State.ACTIVE:
        return sign, words(f"sub-now-{state}")
    if waits:
        return sign, words("sub-now-waits")
    if next_at is None:
        return sign, words("sub-now-active")
    return sign, words("sub-now-next", when=t.when(next_at, reader, at))
