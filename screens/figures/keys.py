"""Periods that need no typing. Imports no chat framework."""

from __future__ import annotations

from enum import StrEnum


class Span(StrEnum):
    """As a button names it."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    WEEK = "week"
    MONTH = "month"
    LAST_MONTH = "last-month"
