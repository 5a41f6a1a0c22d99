"""Names of people as a search compares them: whole words, however they are written."""

from __future__ import annotations

import unicodedata

NAME_MOST = 500  # characters that are looked at
WORDS_MOST = 12
WORD_MOST = 40

_NEAR = str.maketrans("әғқңөұүһі", "агкноуухи")
"""Kazakh letters as they are typed where the keyboard has none: documents write one name both ways, too."""


def words_of(name: str) -> tuple[str, ...]:
    """``Иван ИВАНОВ-Ёлкин`` as ``иван``, ``иванов``, ``елкин``: each word once, in the order of the name.

    Case, accents (so ``ё`` is ``е`` and ``й`` is ``и``), direction signs, emoji and punctuation make no
    difference, nor do Kazakh letters and the Russian ones beside them.
    """
    folded = _taken_apart(_taken_apart(_letters(name[:NAME_MOST])).casefold())
    words = _letters(folded).translate(_NEAR).split()
    return tuple(dict.fromkeys(word[:WORD_MOST] for word in words))[:WORDS_MOST]


def _taken_apart(text: str) -> str:
    return unicodedata.normalize("NFKD", text)


def _letters(text: str) -> str:
    return "".join(_kept(letter) for letter in text)


def _kept(letter: str) -> str:
    """Letters and digits stay, signs on or between letters vanish, the rest parts words."""
    category = unicodedata.category(letter)
    if category[0] in "LN" or category == "Mc":
        return letter
    return "" if category in {"Mn", "Me", "Cf"} else " "
