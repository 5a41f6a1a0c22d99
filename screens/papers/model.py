"""What stands on a paper, in the reader's language already: values that a worker can be handed."""

from __future__ import annotations

import hashlib
from dataclasses import astuple, dataclass
from datetime import datetime

LOOK = 1  # how papers are drawn: another number for another look, so that no older file is taken for it

Row = tuple[str, str]
"""What it is, and how much or which."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A receipt of one page or more."""

    locale: str
    title: str
    shop: str
    amount: str
    state: str
    rows: tuple[Row, ...]
    lines: tuple[str, ...]  # what was bought
    back: tuple[Row, ...]  # what went back
    notes: tuple[str, ...]  # such as that no real money moved
    code: Row
    link: str  # what its QR holds
    check: str  # how to check it
    last: str  # what stands at the end
    name: str  # of the file
    at: datetime  # of the payment, which is when it counts as made

    @property
    def mark(self) -> str:
        """The same paper has the same, also years later."""
        return f"paper:{hashlib.sha256(repr((LOOK, astuple(self))).encode()).hexdigest()}"
