"""The moment at which the tests' clocks begin."""

from __future__ import annotations

from datetime import UTC, datetime

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
