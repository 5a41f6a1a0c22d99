"""QR codes: level M, a fixed mask, four modules of white around.

Choosing the best of eight masks is most of the work of `qrcode`, and readers do not need it.
"""

from io import BytesIO

import qrcode  # type: ignore[import-untyped]
from PIL import Image
from qrcode.exceptions import DataOverflowError  # type: ignore[import-untyped]

QUIET = 4
"""White modules on each side, as the standard asks."""

MODULE = 12
"""Pixels a module is given at least, unless a very long payload leaves no room for it."""

_MASK = 0


class PayloadTooLong(ValueError):
    """The payload does not fit into the largest QR code of level M (2,331 bytes)."""


def modules(payload: str) -> Image.Image:
    """The code with its quiet zone, one grey pixel a module. Raises PayloadTooLong."""
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, mask_pattern=_MASK)
    code.add_data(payload)
    try:
        code.make()
    except (DataOverflowError, ValueError) as error:
        raise PayloadTooLong(f"{len(payload)} characters do not fit into a QR code") from error
    count = len(code.modules)
    pixels = bytes(0 if dark else 255 for row in code.modules for dark in row)
    picture = Image.new("L", (count + 2 * QUIET, count + 2 * QUIET), 255)
    picture.paste(Image.frombytes("L", (count, count), pixels), (QUIET, QUIET))
    return picture


def enlarged(code: Image.Image, pixels: int) -> Image.Image:
    """Each module as a square of that many pixels."""
    return code.resize((code.width * pixels, code.height * pixels), Image.Resampling.NEAREST)


def qr_png(payload: str) -> bytes:
    """The bare code as a PNG, 12 pixels a module. Raises PayloadTooLong."""
    out = BytesIO()
    enlarged(modules(payload).convert("1"), MODULE).save(out, "PNG", compress_level=1)
    return out.getvalue()
