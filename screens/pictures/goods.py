"""The picture of what is sold and has none of its own: the same look as the cards, with a shopping bag."""

from functools import lru_cache

from PIL import Image, ImageDraw

from screens.pictures import page
from screens.pictures.page import Label

_BAG = page.Box(left=470, top=250, width=340, height=380)
_PEN = 22
_NAME = page.Line(top=670, bottom=920, baseline=830, size=120, smallest=44, weight="bold", width=940)


def goods_picture(label: Label) -> bytes:
    """A PNG: the title above, ``number`` big under the bag (a name), the amount (a price) at the foot."""
    return page.signed(_bag(), _BAG, label, _NAME)


@lru_cache(maxsize=1)
def _bag() -> Image.Image:
    def paint(draw: ImageDraw.ImageDraw, n: int) -> None:
        width, height, pen = _BAG.width * n, _BAG.height * n, _PEN * n
        top, edge = 120 * n, pen // 2
        draw.rounded_rectangle((edge, top, width - edge, height - edge), 36 * n, outline=255, width=pen)
        draw.arc((width // 2 - 80 * n, edge, width // 2 + 80 * n, 2 * top), 180, 360, fill=255, width=pen)
        for side in (-80, 80):
            at = width // 2 + side * n + (-pen if side > 0 else 0)
            draw.rounded_rectangle((at, top, at + pen, top + 90 * n), pen // 2, fill=255)

    return page.smooth(_BAG.width, _BAG.height, paint)
