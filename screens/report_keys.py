"""What can be chosen for a statement without typing. Imports no chat framework."""

from __future__ import annotations

from enum import StrEnum


class Span(StrEnum):
    """A period that needs no typing."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    MONTH = "month"
    LAST_MONTH = "last-month"


class Look(StrEnum):
    """What can be looked for by answering a question."""

    AMOUNT = "amount"
    PHONE = "phone"
    CARD = "card"
