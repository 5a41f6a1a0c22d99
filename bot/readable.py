"""Updates without what no database holds: half a surrogate pair, and the character with the number 0."""

from __future__ import annotations

import re
from typing import Any

UNFIT = re.compile("[\ud800-\udfff\0]")
STAND_IN = "\N{REPLACEMENT CHARACTER}"


def readable(value: Any) -> Any:
    """The same JSON value; where a character is none, a sign that one was there."""
    if isinstance(value, str):
        return UNFIT.sub(STAND_IN, value)
    if isinstance(value, dict):
        return {name: readable(part) for name, part in value.items()}
    if isinstance(value, list):
        return [readable(part) for part in value]
    return value
