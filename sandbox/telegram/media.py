"""Files named in a call: an upload, a file that Telegram has already, or an address."""

import mimetypes
from typing import Any

from sandbox.telegram.errors import bad_request
from sandbox.telegram.files import Files, StoredFile
from sandbox.telegram.params import Params, Upload
from sandbox.telegram.photos import keep_photo, known_photo
from sandbox.telegram.state import Json
from sandbox.telegram.texts import read_caption


def caption_of(params: Params) -> Json:
    return read_caption(params.text("caption"), params.text("parse_mode"), params.json("caption_entities"))


async def new_photo(files: Files, params: Params, source: str, field: str) -> list[dict[str, Any]]:
    upload = _upload(params, source, field)
    if upload is not None:
        return await keep_photo(files, upload.data)
    _refuse_addresses(source, "photo")
    return known_photo(files, source)


def new_document(files: Files, params: Params, source: str, field: str) -> Json:
    upload = _upload(params, source, field)
    if upload is None:
        _refuse_addresses(source, "document")
        return document_shape(files.find_as("Document", source))
    if not upload.data:
        raise bad_request("file must be non-empty")
    return document_shape(files.keep("Document", upload.data, upload.name))


def document_shape(stored: StoredFile) -> Json:
    return {
        "file_name": stored.name,
        "mime_type": mimetypes.guess_type(stored.name)[0] or "application/octet-stream",
        "file_id": stored.id,
        "file_unique_id": stored.unique_id,
        "file_size": len(stored.data),
    }


def _upload(params: Params, source: str, field: str) -> Upload | None:
    """The uploaded file: sent under the field's own name, or under the name in `attach://…`."""
    if source.startswith("attach://"):
        name = source.removeprefix("attach://")
        if name not in params.uploads:
            raise bad_request(f"there is no {field} in the request")
        return params.uploads[name]
    return params.uploads.get(field) if not source else None


def _refuse_addresses(source: str, field: str) -> None:
    """Nothing is fetched: what the sandbox can reach, Telegram's servers could not."""
    if not source:
        raise bad_request(f"there is no {field} in the request")
    if source.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
