"""The small pages of ``/settings`` by name. Imports no chat framework."""

from __future__ import annotations

from enum import StrEnum


class Part(StrEnum):
    """One of the small pages."""

    NAME = "name"
    LANGUAGE = "language"
    DEADLINE = "deadline"
    WAY = "way"
    BANKS = "banks"
    QUIET = "quiet"
    NEWS = "news"
