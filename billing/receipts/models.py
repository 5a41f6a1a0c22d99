"""What is told of a receipt, and what is counted of those who ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from billing.money import Money


class Try(StrEnum):
    """What may not be done as often as one likes."""

    CODE = "code"  # a code that is none of ours
    PICTURE = "picture"  # a picture to be read


@dataclass(frozen=True, slots=True)
class Proof:
    """That a receipt is genuine, and what whoever has its code may know: no person's name or number."""

    shop: str
    provider: str
    taken: Money
    paid_at: datetime
    returned: Money
    under_way: Money  # on its way back
    returned_at: datetime | None = None  # when the last of it went back
    practice: bool | None = False  # no real money moved; ``None``: the books do not say
    invoice_id: int | None = None  # for its customer and for who manages it; ``None`` for strangers

    @property
    def all_back(self) -> bool:
        """Nothing of it is with the shop any more."""
        return 0 < self.taken.minor <= self.returned.minor
