"""Which pictures ApiPay takes: the stricter of its two contracts, checked before anything is sent.

One names four types and 10 MB; the later one JPEG and PNG, 6 MB, sides of 64 to 6000 pixels and 12 megapixels
in all. Ours are JPEG.
"""

from __future__ import annotations

from collections.abc import Iterator

from billing.answers import UNSENT
from billing.catalog.banking import CatalogRefused

MOST_BYTES = 6 * 1024 * 1024
SIDES = range(64, 6001)
MOST_PIXELS = 12_000_000
_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # segments that say how large the picture is
_BARE = frozenset({0x01, *range(0xD0, 0xD9)})  # segments without a length


def check(picture: bytes) -> None:
    """Raises ``CatalogRefused`` for what would be refused."""
    if len(picture) > MOST_BYTES:
        raise CatalogRefused(UNSENT + "file_too_large", "more than 6 MB")
    size = jpeg_size(picture)
    if size is None:
        raise CatalogRefused(UNSENT + "invalid_file_type", "not a JPEG")
    width, height = size
    if width not in SIDES or height not in SIDES or width * height > MOST_PIXELS:
        raise CatalogRefused(UNSENT + "image_rejected", f"{width} × {height} pixels")


def jpeg_size(picture: bytes) -> tuple[int, int] | None:
    """Width and height as its header says; ``None`` for what is no JPEG."""
    if not picture.startswith(b"\xff\xd8\xff"):
        return None
    for marker, start in _segments(picture):
        if marker in _SIZES:
            said = picture[start + 3 : start + 7]
            return (int.from_bytes(said[2:]), int.from_bytes(said[:2])) if len(said) == 4 else None
    return None


def _segments(picture: bytes) -> Iterator[tuple[int, int]]:
    """Each segment's marker and where its length stands."""
    at = 2
    while at + 4 <= len(picture) and picture[at] == 0xFF:
        marker = picture[at + 1]
        if marker == 0xFF:  # filler
            at += 1
            continue
        if marker == 0xDA:  # the picture itself begins
            return
        yield marker, at + 2
        length = 0 if marker in _BARE else int.from_bytes(picture[at + 2 : at + 4])
        at += 2 + length
