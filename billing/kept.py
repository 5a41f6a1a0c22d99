"""Ways to pay that people let the shop keep, as values. Whoever has the token can charge it, so that it is in
none of them: ``Books.method_token`` gives it out, to charge once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from billing.answers import Kept


@dataclass(frozen=True, slots=True)
class KeptMethod:
    """One of them."""

    id: int
    provider: str
    person_id: int
    label: str = field(repr=False)  # by which its owner knows it again, such as ``•• 4242``
    created_at: datetime
    used_at: datetime | None = None
    dead: bool = False  # the bank takes it no more


@dataclass(frozen=True, slots=True)
class NewKeptMethod:
    """What it is born with."""

    provider: str
    person_id: int
    kept: Kept
    created_at: datetime
