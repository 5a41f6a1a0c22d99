"""Photos as Telegram treats them: really decoded and recompressed in several sizes."""

import asyncio
import io
from typing import Any

from PIL import Image, UnidentifiedImageError

from sandbox.telegram.errors import bad_request
from sandbox.telegram.files import Files, StoredFile

MAX_BYTES = 10 * 1024 * 1024
MAX_SIDES = 10_000
MAX_RATIO = 20
SIDES = (90, 320, 800, 1280)
QUALITY = 87
Sizes = list[tuple[int, int, bytes]]


async def keep_photo(files: Files, data: bytes) -> list[dict[str, Any]]:
    """Store an uploaded picture and give its `PhotoSize` array, smallest first."""
    if not data:
        raise bad_request("file must be non-empty")
    if len(data) > MAX_BYTES:
        raise bad_request(
            f"file of size {len(data)} bytes is too big for a photo; the maximum size is {MAX_BYTES} bytes"
        )
    group = ""
    shapes = []
    made = await asyncio.to_thread(_compressed if files.recompress else _as_it_came, data)
    for width, height, jpeg in made:
        stored = files.keep("Photo", jpeg, "photo.jpg", group)
        group = stored.group
        shapes.append(_size(stored, width, height))
    return shapes


def known_photo(files: Files, file_id: str) -> list[dict[str, Any]]:
    """The `PhotoSize` array of a picture that Telegram has already."""
    stored = files.find_as("Photo", file_id)
    return [_size(size, *Image.open(io.BytesIO(size.data)).size) for size in files.group(stored.group)]


def _size(stored: StoredFile, width: int, height: int) -> dict[str, Any]:
    return {
        "file_id": stored.id,
        "file_unique_id": stored.unique_id,
        "file_size": len(stored.data),
        "width": width,
        "height": height,
    }


def _as_it_came(data: bytes) -> Sizes:
    """One size, for who looks at something else; what is no photo is refused all the same."""
    return [(*_opened(data).size, data)]


def _compressed(data: bytes) -> Sizes:
    picture = _flat(_opened(data))
    longest = max(picture.size)
    sides = {side for side in SIDES if side < longest} | {min(longest, SIDES[-1])}
    sizes = []
    for side in sorted(sides, reverse=True):
        picture.thumbnail((side, side))  # each of the one before, which is less work
        sizes.append((*picture.size, _jpeg(picture)))
    return sizes[::-1]


def _opened(data: bytes) -> Image.Image:
    try:
        picture = Image.open(io.BytesIO(data))
        width, height = picture.size
        if width + height > MAX_SIDES or max(width, height) > MAX_RATIO * min(width, height):
            raise bad_request("PHOTO_INVALID_DIMENSIONS")
        picture.load()
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError):
        raise bad_request("IMAGE_PROCESS_FAILED") from None
    return picture


def _flat(picture: Image.Image) -> Image.Image:
    if picture.has_transparency_data:  # what was transparent becomes black at Telegram, as in any JPEG
        rgba = picture.convert("RGBA")
        black = Image.new("RGBA", rgba.size, (0, 0, 0, 255))
        return Image.alpha_composite(black, rgba).convert("RGB")
    return picture.convert("L" if picture.mode in {"1", "L"} else "RGB")


def _jpeg(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=QUALITY)
    return buffer.getvalue()
