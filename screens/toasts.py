"""Short answers to a tap: plain text of at most 200 characters. Imports no chat framework."""

from __future__ import annotations

from billing.desk import Checked
from billing.errors import BillingError
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
    return words(error.text, **error.values)
