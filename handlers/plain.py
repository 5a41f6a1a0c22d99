"""Typed text made plain: one line, nothing invisible, cut between characters. Pure."""

from __future__ import annotations

import unicodedata

_JOINERS = "\u200c\u200d"  # they hold emoji and some scripts together
_INVISIBLE = frozenset({"Cc", "Cf", "Cs"})  # controls, directions, halves of characters


def clean(text: str) -> str:
    """The text on one line, without control and direction characters."""
    seen = "".join(" " if c.isspace() else c for c in text if c.isspace() or not _invisible(c))
    return " ".join(seen.split())


def cut(text: str, most: int) -> str:
    """At most ``most`` code points, never in the middle of what people see as one character."""
    if len(text) <= most:
        return text
    end = most
    while end > 0 and (_continues(text[end]) or text[end - 1] in _JOINERS):
        end -= 1
    return text[: end or most].rstrip()


def _invisible(character: str) -> bool:
    return unicodedata.category(character) in _INVISIBLE and character not in _JOINERS


def _continues(character: str) -> bool:
    return character in _JOINERS or unicodedata.category(character) in {"Mn", "Me", "Mc"}
