"""When a shop may have its invoices reminded of, as its buttons offer it. Imports no chat framework."""

from __future__ import annotations

from enum import StrEnum


class Chosen(StrEnum):
    """One of the answers."""

    NONE = "none"
    DAY = "day"
    BEFORE = "before"
    AFTER = "after"


CHOICES: dict[Chosen, tuple[int, ...]] = {
    Chosen.NONE: (),
    Chosen.DAY: (0,),
    Chosen.BEFORE: (1, 0),
    Chosen.AFTER: (1, 0, -1),
}
"""How many days before the deadline each of them means; a negative one is after it."""
