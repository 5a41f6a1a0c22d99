"""What was offered to a member who typed after the bot's name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from billing.money import Money


@dataclass(frozen=True, slots=True)
class Draft:
    """An invoice that is not made yet: offered with one keystroke of its member, and sent or not."""

    token: str  # of the link to the invoice that it may become
    member_id: int
    amount: Money
    words: str
    created_at: datetime
    used_at: datetime | None = None  # when it became an invoice
    chosen_at: datetime | None = None  # when Telegram told that it was sent, where it tells that
