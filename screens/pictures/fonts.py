"""Fonts that have our letters, and words made to fit them.

Pillow's own font shows boxes for Cyrillic, Kazakh and the tenge sign. The DejaVu files that
matplotlib ships have them all; they are found without importing matplotlib.
"""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Literal

from PIL import ImageFont

Weight = Literal["regular", "bold"]

_FILES: dict[Weight, str] = {"regular": "DejaVuSans.ttf", "bold": "DejaVuSans-Bold.ttf"}
_NONCHARACTER = "\U0010ffff"  # no font has it: what is drawn for it is the font's .notdef box
_LONGEST = 200  # characters that are looked at: more never fit in a line
_STEP = 4  # sizes go down in steps, so that few fonts are kept open
_ELLIPSIS = "…"
_VARIATIONS = frozenset(map(chr, range(0xFE00, 0xFE10)))  # "as a picture", after an emoji


def font_file(weight: Weight) -> Path:
    """Where the file lies. Raises FileNotFoundError when matplotlib's data are not installed."""
    spec = find_spec("matplotlib")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("the fonts come with matplotlib: install it")
    path = Path(spec.origin).parent / "mpl-data" / "fonts" / "ttf" / _FILES[weight]
    if not path.is_file():
        raise FileNotFoundError(f"no font at {path}: install matplotlib from its wheel")
    return path


@lru_cache(maxsize=128)
def font(weight: Weight, size: int) -> ImageFont.FreeTypeFont:
    """The font at `size` pixels."""
    return ImageFont.truetype(font_file(weight), size)


@lru_cache(maxsize=4096)
def drawable(char: str, weight: Weight) -> bool:
    """Whether the font has a glyph of its own for the character."""
    return _glyph(char, weight) != _glyph(_NONCHARACTER, weight)


def clean(text: str, weight: Weight) -> str:
    """The text in one line, without what the font cannot show: emoji, control, direction characters."""
    return "".join(islice(_clusters(text, weight), _LONGEST)).strip()


def fit(
    text: str, weight: Weight, size: int, smallest: int, width: float
) -> tuple[str, ImageFont.FreeTypeFont]:
    """Clean text and the largest font, from `size` down to `smallest`, in which it is at most `width` wide.

    What is too long even at `smallest` is cut between characters and ends in an ellipsis.
    """
    words = clean(text, weight)
    face = font(weight, size)
    length = face.getlength(words)
    if length <= width:
        return words, face
    for smaller in range(_guess(size, width / length), smallest, -_STEP):
        face = font(weight, smaller)
        if face.getlength(words) <= width:
            return words, face
    face = font(weight, smallest)
    return _cut(words, weight, face, width), face


def _guess(size: int, ratio: float) -> int:
    return min(size, int(size * ratio) // _STEP * _STEP + _STEP)


def _cut(words: str, weight: Weight, face: ImageFont.FreeTypeFont, width: float) -> str:
    if face.getlength(words) <= width:
        return words
    clusters = list(_clusters(words, weight))
    fits, too_many = 0, len(clusters)
    while too_many - fits > 1:
        middle = (fits + too_many) // 2
        if face.getlength("".join(clusters[:middle]) + _ELLIPSIS) <= width:
            fits = middle
        else:
            too_many = middle
    return "".join(clusters[:fits]).rstrip() + _ELLIPSIS


def _clusters(text: str, weight: Weight) -> Iterator[str]:
    """Characters as people count them: a letter with at most one mark over or under it; single spaces."""
    cluster = ""
    for char in unicodedata.normalize("NFC", text):
        if char.isspace():
            if cluster and cluster != " ":
                yield cluster
                cluster = " "
            continue
        shown = _shown(char, weight)
        if unicodedata.category(char) in {"Mn", "Me", "Mc"}:
            if len(cluster) == 1 and cluster != " ":
                cluster += shown
        elif shown:
            if cluster:
                yield cluster
            cluster = shown
    if cluster:
        yield cluster


def _shown(char: str, weight: Weight) -> str:
    """The character, a plain letter in place of a fancy one (𝓓), or nothing."""
    if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn"} or char in _VARIATIONS:
        return ""
    if drawable(char, weight):
        return char
    plain = unicodedata.normalize("NFKC", char)
    return plain if plain.isalnum() and all(drawable(part, weight) for part in plain) else ""


def _glyph(char: str, weight: Weight) -> tuple[tuple[int, int], bytes]:
    mask = font(weight, 32).getmask(char)
    return mask.size, bytes(mask)
