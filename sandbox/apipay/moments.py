"""Times as the API writes them: by turns with three offsets, or in UTC everywhere."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

ALMATY = timezone(timedelta(hours=5))
STALE = timezone(timedelta(hours=6))
"""The offset that Almaty had until 2024; an endpoint's sample still has it."""


def zulu(at: datetime) -> str:
    """`2025-01-31T12:00:00Z`."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def utc(at: datetime) -> str:
    """`2026-02-12T14:35:00+00:00`."""
    return at.astimezone(UTC).isoformat(timespec="seconds")


def local(at: datetime) -> str:
    """`2026-02-12T14:35:00+05:00`."""
    return at.astimezone(ALMATY).isoformat(timespec="seconds")


def stale(at: datetime) -> str:
    """`2026-02-12T14:35:00+06:00`."""
    return at.astimezone(STALE).isoformat(timespec="seconds")


def maybe(write: Callable[[datetime], str], at: datetime | None) -> str | None:
    """A time that may be missing."""
    return None if at is None else write(at)
