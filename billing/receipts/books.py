"""The books of receipts, as the use cases need them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from billing.models import Payment
from billing.receipts.models import Try


class ReceiptBooks(Protocol):
    """Inside one transaction of one merchant."""

    def payments_by_receipt(self, seed: str) -> Sequence[Payment]: ...
    def signatures(self, text: str) -> Sequence[bytes]: ...
    def add_try(self, person_id: int, kind: Try, source: str, at: datetime) -> None: ...
    def count_tries(self, person_id: int, kind: Try, since: datetime, besides: str) -> int: ...
