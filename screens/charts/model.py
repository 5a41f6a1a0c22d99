"""A chart, ready to be drawn: words as they are read, numbers in whole units of the currency."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Columns:
    """Side by side along the time, those of the time before beside each."""

    title: str
    names: tuple[str, ...]
    now: tuple[int, ...]
    before: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """One below the other, with a number to each."""

    title: str
    names: tuple[str, ...]
    now: tuple[int, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """One picture; ``now`` and ``before`` say what the two kinds of columns are."""

    title: str
    now: str
    before: str
    parts: tuple[Columns | Bars, ...]
    locale: str
