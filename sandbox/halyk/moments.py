"""Times as the bank writes them: Kazakhstan's offset of that day, and Go's way with fractions of a second."""

from datetime import UTC, datetime, timedelta, timezone

ALMATY = timezone(timedelta(hours=5))
ALMATY_BEFORE = timezone(timedelta(hours=6))
CHANGED = datetime(2024, 2, 29, 18, tzinfo=UTC)
"""Midnight of 1 March 2024, when Almaty went from +06:00 to +05:00."""
NEVER = "0001-01-01T00:00:00Z"
"""Go's zero time."""


def moment(at: datetime, digits: int) -> str:
    """A time with six to nine digits of a second, or none for a whole one."""
    local = at.astimezone(ALMATY if at >= CHANGED else ALMATY_BEFORE)
    fraction = f".{f'{local.microsecond:06d}591'[:digits]}" if local.microsecond else ""
    return f"{local:%Y-%m-%dT%H:%M:%S}{fraction}{local:%z}"[:-2] + ":00"


def digits_of(key: str) -> int:
    """How many digits the times of a row have, by its UUID."""
    return 6 + int(key[:8], 16) % 4
