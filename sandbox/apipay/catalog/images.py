"""Pictures of goods: which are taken, and that the same one is kept once."""

import hashlib
import uuid
import warnings
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, UnidentifiedImageError

from sandbox.apipay.refusals import RefusedError

MOST_BYTES = 6 * 1024 * 1024
SIDES = range(64, 6001)
MOST_PIXELS = 12_000_000
"""The area is limited too: a picture of 6000 by 6000 is refused (OpenAPI 2.1.0)."""
TYPES = {"JPEG": "image/jpeg", "PNG": "image/png"}


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture and whose it is."""

    id: str
    org: str
    raw: bytes
    content_type: str


class Images:
    """All pictures that were taken."""

    def __init__(self) -> None:
        self.by_id: dict[str, Picture] = {}
        self._by_digest: dict[tuple[str, str], Picture] = {}

    def has(self, org: str, image_id: str) -> bool:
        """Whether this organization may use the picture."""
        found = self.by_id.get(image_id)
        return found is not None and found.org == org

    def take(self, org: str, raw: bytes) -> Picture:
        """Keep a picture; the same bytes of the same organization are the picture that is there already."""
        content_type = checked(raw)
        key = (org, hashlib.md5(raw, usedforsecurity=False).hexdigest())
        if key not in self._by_digest:
            picture = Picture(str(uuid.uuid4()), org, raw, content_type)
            self._by_digest[key] = self.by_id[picture.id] = picture
        return self._by_digest[key]


def checked(raw: bytes) -> str:
    """The type by content, whatever the file's name says; a refusal where it is not taken."""
    if len(raw) > MOST_BYTES:
        raise no(413, "file_too_large", "The file is larger than 6 MB.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(BytesIO(raw), formats=list(TYPES))
    except UnidentifiedImageError:
        raise no(422, "invalid_file_type", "Only JPEG and PNG are taken.") from None
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise _rejected("it cannot be read") from None
    width, height = picture.size
    if width not in SIDES or height not in SIDES or width * height > MOST_PIXELS:
        raise _rejected(f"{width}×{height} pixels")
    try:
        picture.load()
    except (OSError, ValueError, SyntaxError):
        raise _rejected("it is broken") from None
    return TYPES[str(picture.format)]


def no(status: int, code: str, text: str) -> RefusedError:
    """A refusal with a code."""
    return RefusedError(status, {"error": code, "error_code": code, "message": text})


def _rejected(why: str) -> RefusedError:
    return no(422, "image_rejected", f"The picture is not taken: {why}.")
