"""What can be chosen about subscriptions without typing. Imports no chat framework."""

from __future__ import annotations

from enum import StrEnum


class Step(StrEnum):
    """What is asked for a new subscription, or plan, in this order."""

    TO = "to"
    PLAN = "plan"
    PHONE = "phone"
    NAME = "name"
    AMOUNT = "amount"
    TITLE = "title"
    CYCLE = "cycle"
    DAY = "day"
    FIRST = "first"
    RULES = "rules"
    REMIND = "remind"


class To(StrEnum):
    """For whom it is set up."""

    LINK = "link"  # one person, who agrees by a link
    PHONE = "phone"  # one whom a bank bills by phone
    PLAN = "plan"  # anybody who has a plan's link


class Shown(StrEnum):
    """Which subscriptions a list has."""

    ALL = "all"
    ACTIVE = "active"
    RISK = "risk"
    PAUSED = "paused"
    OFFERED = "offered"
    ENDED = "ended"


class Do(StrEnum):
    """What shall happen to a subscription."""

    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"
    PRICE = "price"
    DAY = "day"
    REMIND = "remind"
    BANK = "bank"  # from now on a bank bills it by phone
    CHAT = "chat"  # from now on it is billed in the chat


class EditOf(StrEnum):
    """What shall change about a plan."""

    TITLE = "title"
    PRICE = "price"
    CLOSE = "close"
    OPEN = "open"


TOLD = (
    *("agreed", "billed", "paid", "failed", "grace", "expired", "refused"),
    *("late", "missed", "away", "restored", "paused", "resumed", "ended", "not-made"),
)
"""What the shop is told of them: ``sub-…-member``."""

TOLD_TOGETHER = ("billed", "paid", "failed", "grace", "expired", "refused")
"""Of that, what many of them may bring about at the same hour."""
