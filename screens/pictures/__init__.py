"""Pictures that stand on the cards: values in, PNG bytes out. And those of items: what was sent in, ours out.

Every function is pure and safe to call from several threads; none belongs on the event loop.
"""

from screens.pictures.card import plain_picture, qr_picture
from screens.pictures.chart import CHART_SMALLEST, ChartRow, chart_picture
from screens.pictures.goods import goods_picture
from screens.pictures.page import SIDE, Label
from screens.pictures.photo import PictureRefused, our_jpeg
from screens.pictures.qr import PayloadTooLong, qr_png
from screens.pictures.stamp import Kind, stamped_picture

__all__ = [
    "CHART_SMALLEST",
    "SIDE",
    "ChartRow",
    "Kind",
    "Label",
    "PayloadTooLong",
    "PictureRefused",
    "chart_picture",
    "goods_picture",
    "our_jpeg",
    "plain_picture",
    "qr_picture",
    "qr_png",
    "stamped_picture",
]
