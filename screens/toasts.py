"""Short answers to a tap: plain text of at most 200 characters. Imports no chat framework."""

from __future__ import annotations

from billing.errors import BillingError
from billing.money import Money
from billing.pay_desk import Checked
from screens.format import money
from screens.texts import Words

LONGEST = 200

_CHECKED = {
    Checked.PAID: "check-paid",
    Checked.NOTHING: "bank-sees-nothing",
    Checked.PROGRESS: "check-progress",
    Checked.DECLINED: "check-declined",
    Checked.ENDED: "check-ended",
    Checked.UNKNOWN: "outcome-unknown",
    Checked.CLOSED: "check-closed",
}


def after_check(found: Checked, words: Words) -> str:
    """What a check by hand found."""
    return words(_CHECKED[found])


def refused(error: BillingError, words: Words) -> str:
    """Why the core said no."""
    return words(error.text, **_shown(error, words))


def refused_html(error: BillingError, words: Words) -> str:
    """The same for a message."""
    return words.html(error.text, **_shown(error, words))


def _shown(error: BillingError, words: Words) -> dict[str, object]:
    """Sums as a person reads them."""
    return {
        name: money(value, words.locale) if isinstance(value, Money) else value
        for name, value in error.values.items()
    }
