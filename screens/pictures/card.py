"""The picture of an open invoice: with a QR code, or plain for a way to pay that has none."""

from functools import lru_cache

from PIL import Image, ImageDraw

from screens.pictures import page, qr
from screens.pictures.page import Label

_BOX = page.Box(left=0, top=124, width=page.SIDE, height=912)
_TALL_BOX = page.Box(left=0, top=0, width=page.SIDE, height=1036)

_SHEET = page.Box(left=500, top=240, width=280, height=360)
_NUMBER = page.Line(top=650, bottom=900, baseline=820, size=148, smallest=48, weight="bold", width=920)


def qr_picture(payload: str, label: Label) -> bytes:
    """A PNG with the code, and the words around it. Raises PayloadTooLong.

    The code has at least 12 pixels a module up to 412 bytes (version 15); above 287 it takes the
    title's place to have them, and beyond 412 its modules get smaller.
    """
    code = qr.modules(payload)
    titled = _BOX.height // code.height >= qr.MODULE
    box = _BOX if titled else _TALL_BOX
    picture = qr.enlarged(code, box.height // code.height)
    sheet = page.blank()
    sheet.paste(picture, ((box.width - picture.width) // 2, box.top + (box.height - picture.height) // 2))
    if titled:
        page.write_header(sheet, label)
    page.write_amount(sheet, label)
    page.write_footer(sheet, label.number, label.note)
    return page.png(sheet)


def plain_picture(label: Label) -> bytes:
    """A PNG of the same look without a code: a sheet of paper with the number big under it."""
    return page.signed(_paper(), _SHEET, label, _NUMBER)


@lru_cache(maxsize=1)
def _paper() -> Image.Image:
    """An outlined receipt with a torn lower edge and three lines of writing."""

    def paint(draw: ImageDraw.ImageDraw, n: int) -> None:
        width, height, pen, tooth = _SHEET.width * n, _SHEET.height * n, 20 * n, 35 * n
        edge = pen // 2
        teeth = 6
        step = (width - pen) / teeth
        low = height - edge
        torn = [(width - edge - step * i, low - (tooth if i % 2 else 0)) for i in range(teeth + 1)]
        outline = [(edge, edge), (width - edge, edge), *torn, (edge, edge), (width - edge, edge)]
        draw.line(outline, fill=255, width=pen, joint="curve")
        for row, share in enumerate((0.6, 0.6, 0.35)):
            top = (80 + 70 * row) * n
            draw.rounded_rectangle((60 * n, top, 60 * n + width * share, top + pen), pen // 2, fill=255)

    return page.smooth(_SHEET.width, _SHEET.height, paint)
