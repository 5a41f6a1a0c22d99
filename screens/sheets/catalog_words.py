"""The words of a catalog's sheet: the first of a list is written, all of them are read, in every language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TypeVar

from billing.catalog.folding import fold
from billing.catalog.importing import FIELDS
from billing.catalog.models import Unit
from screens.texts import LOCALES, Words, words

T = TypeVar("T")

_BRACKETS = re.compile(r"\([^()]*\)")
_BESIDE = re.compile(r"[\W_]+")  # dots, spaces, signs of currencies


def folded(text: str) -> str:
    """``Цена, ₸ (розница)`` as ``цена``."""
    return _BESIDE.sub("", _BRACKETS.sub("", fold(text)))


def first(listed: str) -> str:
    """The word that is written."""
    return listed.partition(",")[0].strip()


def column(field: str, words: Words) -> str:
    """A column's title."""
    return first(words(f"sheet-item-{field}"))


def about(field: str, words: Words) -> str:
    """What a column is for."""
    return words(f"sheet-item-about-{field}")


def unit(of: Unit, words: Words) -> str:
    """A unit's word."""
    return first(words(f"sheet-unit-{of}"))


def truth(value: bool, words: Words) -> str:
    """Yes or no."""
    return first(words("sheet-yes" if value else "sheet-no"))


@cache
def columns() -> Mapping[str, str]:
    """The field of each title that is known. The column that we write ourselves is of no field."""
    return {**_meanings((f"sheet-item-{f}", f) for f in FIELDS), **_meanings([("sheet-wrong", "")])}


@cache
def units() -> Mapping[str, Unit]:
    """The unit of each word that is known."""
    return _meanings((f"sheet-unit-{unit}", unit) for unit in Unit)


@cache
def truths() -> Mapping[str, bool]:
    """What each word for yes and no means."""
    return _meanings((("sheet-yes", True), ("sheet-no", False)))


def _meanings(lists: Iterable[tuple[str, T]]) -> dict[str, T]:
    return {
        folded(word): meaning
        for key, meaning in lists
        for locale in LOCALES
        for word in words(locale)(key).split(",")
    }
