"""What the figures read in the books."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from billing.figures.models import BankList, Taking


class FiguresBooks(Protocol):
    """Inside one transaction of one merchant."""

    def takings(self, since: datetime, until: datetime, seller: int | None) -> Sequence[Taking]: ...
    def takings_by_day(
        self, since: datetime, until: datetime, seller: int | None, currency: str
    ) -> dict[date, int]: ...
    def bank_lists(self, day: date) -> dict[str, BankList]: ...
    def keep_bank_list(self, day: date, provider: str, found: str | None, at: datetime) -> None: ...
    def told_values(self, key: str) -> dict[str, str] | None: ...
