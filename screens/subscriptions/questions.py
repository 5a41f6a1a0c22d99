"""What a subscriber is asked before something that matters: ending it, letting a card be charged."""

from __future__ import annotations

from aiogram.enums import ButtonStyle

from billing.kept import KeptMethod
from billing.subscriptions.viewing import SubscriptionView
from screens import phrases
from screens.buttons import keyboard, press
from screens.kept import names_of
from screens.reader import Reader
from screens.subscriptions import buttons as b
from screens.subscriptions import terms as t
from screens.subscriptions.one import Mine, Text, cost_next, title


def cancelling(view: SubscriptionView, reader: Reader) -> Text:
    """Really? What it means."""
    words, subscription = reader.words, view.subscription
    bank = phrases.safe(phrases.bank(subscription.engine, reader))
    text = phrases.lines(
        [
            f"<b>{words.html('sub-cancel-ask', title=t.titled(subscription.offer.title))}</b>",
            *_means(view, reader),
            "" if subscription.ours else words.html("sub-cancel-bank", bank=bank),
        ]
    )
    yes = b.Change(subscription=subscription.id, what=b.Do.SURELY_CANCEL)
    rows = [
        [press(words("btn-sub-cancel-yes"), yes, ButtonStyle.DANGER)],
        [press(words("btn-sub-keep"), b.See(subscription=subscription.id))],
    ]
    return text, keyboard(rows)


def _means(view: SubscriptionView, reader: Reader) -> list[str]:
    """What becomes of the bill that is open; a bank takes none back."""
    words, unpaid = reader.words, view.unpaid
    if unpaid is not None and not view.subscription.ours:
        amount = phrases.sum_of(unpaid.amount, reader)
        bank = phrases.safe(phrases.bank(view.subscription.engine, reader))
        return [words.html("sub-cancel-open-bank", amount=amount, bank=bank)]
    if unpaid is None or view.bill is None:
        return [words("sub-cancel-means")]
    amount = phrases.sum_of(unpaid.amount, reader)
    return [words("sub-cancel-open", amount=amount), words("sub-cancel-means")]


def charging(mine: Mine, method: KeptMethod, reader: Reader) -> Text:
    """What it means to let a method be charged each time; the sum stands here."""
    words, view = reader.words, mine.view
    subscription, name = view.subscription, names_of(mine.methods, reader)[method.id]
    assert subscription.terms is not None
    amount = phrases.sum_of(cost_next(view), reader)
    every = t.every(subscription.terms, reader)
    told = [
        title(subscription, reader),
        words.html("sub-consent", amount=amount, method=name, every=every),
        words("sub-consent-first", when=t.when(view.next_at, reader, view.at)) if view.next_at else "",
        words("sub-consent-stop"),
    ]
    yes = b.Charge(subscription=subscription.id, method=method.id, sure=True)
    rows = [
        [press(words("btn-sub-charge-yes", method=name), yes, ButtonStyle.SUCCESS)],
        [press(words("btn-back"), b.See(subscription=subscription.id))],
    ]
    return phrases.lines(told), keyboard(rows)
