"""Pictures that stand on the cards: values in, PNG bytes out.

Every function is pure and safe to call from several threads; none belongs on the event loop.
"""

from screens.pictures.card import plain_picture, qr_picture
from screens.pictures.page import SIDE, Label
from screens.pictures.qr import PayloadTooLong, qr_png
from screens.pictures.stamp import Kind, stamped_picture

__all__ = [
    "SIDE",
    "Kind",
    "Label",
    "PayloadTooLong",
    "plain_picture",
    "qr_picture",
    "qr_png",
    "stamped_picture",
]
