"""Names of items as they are compared and sorted: without case, in Russian, Kazakh and English alike.

They are searched as names of people are (``billing.names``): by «сут» one finds «Сүт».
"""

from __future__ import annotations

import unicodedata

KEY_MOST = 160
AFTER_ALL = "џ"  # a letter of neither language, beyond all letters of both

_KAZAKH_AFTER = {"ә": "а", "ғ": "г", "қ": "к", "ң": "н", "ө": "о", "ұ": "у", "һ": "х", "і": "ы"}
_PLACES = {
    **{letter: before + AFTER_ALL for letter, before in _KAZAKH_AFTER.items()},
    "ү": "у" + AFTER_ALL * 2,
    "ё": "е",
}


def fold(text: str) -> str:
    """Without case and width, ``ё`` as ``е``: what is typed in a hurry finds what is written with care."""
    return unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")


def sort_key(name: str) -> str:
    """By this, compared character by character, names stand as in a dictionary: ``ә`` behind all of ``а``."""
    return "".join(_PLACES.get(letter, letter) for letter in fold(name))[:KEY_MOST]
