"""The barcode in a photo of an item."""

from __future__ import annotations

import re

import zxingcpp

from screens.pictures.photo import opened

LONGEST = 2000  # pixels: enough for the bars of an item that was held before the camera
FORMATS = zxingcpp.BarcodeFormats(
    (
        zxingcpp.BarcodeFormat.EAN13,
        zxingcpp.BarcodeFormat.EAN8,
        zxingcpp.BarcodeFormat.UPCA,
        zxingcpp.BarcodeFormat.UPCE,
        zxingcpp.BarcodeFormat.Code128,
        zxingcpp.BarcodeFormat.QRCode,
    )
)
_BARS = re.compile(r"[0-9A-Za-z-]{4,32}")
_DIGITS = re.compile(r"[0-9]{4,32}")  # a QR code with words or an address names no item


def read_barcode(body: bytes) -> str | None:
    """The largest code that may be an item's; ``None``: there is none. Raises ``PictureRefused``.

    A UPC comes as the EAN-13 that it is: with zeros before it.
    """
    found = zxingcpp.read_barcodes(
        opened(body, LONGEST).convert("L"), formats=FORMATS, text_mode=zxingcpp.TextMode.Plain
    )
    fit = [code for code in found if _fits(code)]
    return max(fit, key=_size).text.strip() if fit else None


def _fits(code: zxingcpp.Barcode) -> bool:
    wanted = _DIGITS if code.format == zxingcpp.BarcodeFormat.QRCode else _BARS
    return wanted.fullmatch(code.text.strip()) is not None


def _size(code: zxingcpp.Barcode) -> int:
    """The longest side, squared: bars may be read along a single line, which has no height."""
    corners = code.position
    sides = ((corners.top_left, corners.top_right), (corners.top_left, corners.bottom_left))
    return max((a.x - b.x) ** 2 + (a.y - b.y) ** 2 for a, b in sides)
