"""A picture that somebody sent, made anew: what is kept and shown is ours, and nothing but pixels is in it.

What it claims to be is looked at before anything of it is unpacked: its kind by its first bytes, its size by
its header. So a small file that unpacks to a wall of pixels is refused for what it says of itself.
"""

from __future__ import annotations

import struct
import threading
from io import BytesIO

from PIL import Image, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP")
BYTES_MOST = 20_000_000  # of what comes in; bots get no bigger file from Telegram
SIDE_LEAST, SIDE_MOST = 64, 6000  # pixels; banks take none beyond, and it is 36 million at most
LONGEST = 1280  # pixels of the longer side of ours, as Telegram shows it
QUALITY = 85

_BROKEN = (OSError, ValueError, SyntaxError, LookupError, EOFError, ArithmeticError, TypeError, struct.error)
"""What Pillow raises for files that are none; a broken header shows itself in many ways."""
_ORIENTATION = 0x0112  # of EXIF
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_TOO_MANY = (Image.DecompressionBombError, Image.DecompressionBombWarning)

_ONE = threading.Lock()  # the largest takes a third of a gigabyte for a second: never two of them


class PictureRefused(Exception):
    """It cannot be kept; ``text`` is the id of the sentence that says why, ``values`` are its values."""

    def __init__(self, text: str, values: dict[str, int] | None = None) -> None:
        super().__init__(text, values)
        self.text = text
        self.values = values or {}


def our_jpeg(body: bytes) -> bytes:
    """Our JPEG of it: upright, on white, at most 1280 pixels long. Raises ``PictureRefused``."""
    flat = opened(body, LONGEST)
    side = max(SIDE_LEAST, flat.width), max(SIDE_LEAST, flat.height)
    sheet = Image.new("RGB", side, "white")  # a new one: nothing that came with the file goes over
    sheet.paste(flat, ((side[0] - flat.width) // 2, (side[1] - flat.height) // 2))
    out = BytesIO()
    sheet.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def opened(body: bytes, longest: int) -> Image.Image:
    """Its first frame, upright, on white, its longer side at most so many pixels. ``PictureRefused``."""
    if len(body) > BYTES_MOST:
        raise PictureRefused("picture-too-heavy", {"most": BYTES_MOST // 1_000_000})
    try:
        with Image.open(BytesIO(body), formats=FORMATS) as image:
            _check(image.size)
            with _ONE:
                return _flat(image, longest)
    except _TOO_MANY as error:
        raise PictureRefused("picture-too-large", {"most": SIDE_MOST}) from error
    except UnidentifiedImageError as error:
        raise PictureRefused("picture-not-one") from error
    except _BROKEN as error:
        raise PictureRefused("picture-broken") from error


def _check(size: tuple[int, int]) -> None:
    """By the header alone: no pixel is unpacked yet."""
    if min(size) < SIDE_LEAST:
        raise PictureRefused("picture-too-small", {"least": SIDE_LEAST})
    if max(size) > SIDE_MOST:
        raise PictureRefused("picture-too-large", {"most": SIDE_MOST})


def _flat(image: Image.Image, longest: int) -> Image.Image:
    image.draft("RGB", (longest, longest))  # a JPEG is unpacked at a fraction of its size
    image.load()
    turn = _turn(image)
    flat = _on_white(_smaller(_eight_bits(image), longest))
    return flat if turn is None else flat.transpose(turn)


def _turn(image: Image.Image) -> Image.Transpose | None:
    """What sets it upright; a camera's notes that cannot be read are as good as none."""
    try:
        return _TURNS.get(image.getexif().get(_ORIENTATION, 1))
    except _BROKEN:
        return None


def _eight_bits(image: Image.Image) -> Image.Image:
    """In a mode that can be made smaller without breaking its colours."""
    if image.mode.startswith("I"):  # 16 bits of grey; conversion alone would cut off what is above 255
        return image.point(lambda value: value * (1 / 256)).convert("L")
    wanted = "RGBA" if image.has_transparency_data else "L" if image.mode == "L" else "RGB"
    return image if image.mode == wanted else image.convert(wanted)


def _smaller(image: Image.Image, longest: int) -> Image.Image:
    share = longest / max(image.size)
    if share >= 1:
        return image
    size = (max(1, round(image.width * share)), max(1, round(image.height * share)))
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image.convert("RGB")
    sheet = Image.new("RGB", image.size, "white")
    sheet.paste(image, mask=image.getchannel("A"))
    return sheet
