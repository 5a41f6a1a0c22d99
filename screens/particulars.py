"""What somebody told for a bank, read back to them. Imports no chat framework."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from billing.particulars import ASKED
from screens import format as fmt
from screens import phrases
from screens.texts import Words

SHOWN_MOST = 60


def told_for_bank(told: Mapping[str, str], words: Words) -> list[str]:
    """HTML lines: a heading, and one for each; nothing where nothing was told."""
    known = [(name, told[name]) for name in ASKED if told.get(name)]
    rows = [_line(words(f"particular-name-{name}"), fmt.clean(value, SHOWN_MOST)) for name, value in known]
    return [words("particulars-kept"), *rows] if rows else []


def _line(name: str, value: str) -> str:
    return f"{phrases.capital(name)}: {escape(value, quote=False)}"
