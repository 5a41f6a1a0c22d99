"""The parameters of one call, however they came: query, form, multipart or JSON."""

import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, web

from sandbox.telegram.errors import ApiError, bad_request

MAX_UPLOAD = 50 * 1024 * 1024
TRUE_WORDS = {"true", "yes", "1"}


@dataclass(frozen=True)
class Upload:
    """A file sent along with a call."""

    name: str
    data: bytes


@dataclass
class Params:
    """Named values; texts stay texts, since three of the four encodings know nothing else."""

    values: dict[str, Any] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        return self.values.get(name) not in (None, "")

    def text(self, name: str) -> str:
        value = self.values.get(name, "")
        return value if isinstance(value, str) else "" if value is None else json.dumps(value)

    def integer(self, name: str, default: int = 0) -> int:
        if not self.has(name):
            return default
        try:
            return int(self.text(name))
        except ValueError:
            raise bad_request(f"invalid {name} specified") from None

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in TRUE_WORDS

    def json(self, name: str) -> Any:
        """The value as JSON, or None if it was not sent."""
        if not self.has(name):
            return None
        value = self.values[name]
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name} JSON object") from None

    def logged(self) -> dict[str, Any]:
        """What the call log keeps: no bytes."""
        files = {
            name: {"file": upload.name, "size": len(upload.data)} for name, upload in self.uploads.items()
        }
        return self.values | files


async def read_params(request: web.Request) -> Params:
    params = Params(dict(request.query))
    kind = request.content_type
    if kind == "application/json":
        params.values |= await _read_json(request)
    elif kind == "application/x-www-form-urlencoded":
        params.values |= {name: str(value) for name, value in (await request.post()).items()}
    elif kind == "multipart/form-data":
        await _read_multipart(request, params)
    return params


async def _read_json(request: web.Request) -> dict[str, Any]:
    raw = await request.read()
    if not raw:
        return {}
    try:
        values = json.loads(raw)
    except ValueError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(values, dict):
        raise bad_request("expected an Object as request parameters")
    return values


async def _read_multipart(request: web.Request, params: Params) -> None:
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or part.name is None:
            continue
        data = bytes(await part.read(decode=True))
        if part.filename is None:
            params.values[part.name] = data.decode()
        elif len(data) > MAX_UPLOAD:
            raise ApiError(413, "Request Entity Too Large")
        else:
            params.uploads[part.name] = Upload(part.filename, data)
