"""The QR codes in a photo that somebody sent."""

from __future__ import annotations

import zxingcpp

from screens.pictures.photo import opened

QR = zxingcpp.BarcodeFormats((zxingcpp.BarcodeFormat.QRCode,))
LONGEST = 2000  # pixels: enough for the code on a page that was held before the camera


def read_qrs(body: bytes) -> list[str]:
    """What stands in each of them. Raises ``PictureRefused``."""
    found = zxingcpp.read_barcodes(
        opened(body, LONGEST).convert("L"),
        formats=QR,
        text_mode=zxingcpp.TextMode.Plain,
    )
    return [code.text for code in found]
