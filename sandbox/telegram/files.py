"""Files that Telegram keeps: named for this bot by `file_id`, for everybody by `file_unique_id`."""

import base64
import random
from collections import defaultdict
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

from sandbox.telegram.errors import bad_request

MAX_DOWNLOAD = 20 * 1024 * 1024
FileKind = Literal["Photo", "Document", "Sticker", "Voice"]
FOLDERS = {"Photo": "photos", "Document": "documents", "Sticker": "stickers", "Voice": "voice"}


@dataclass(frozen=True)
class StoredFile:
    id: str
    unique_id: str
    kind: FileKind
    data: bytes
    path: str
    name: str
    group: str  # the sizes of one picture share it


class Files:
    def __init__(self, chance: random.Random) -> None:
        self.recompress = True
        self._chance = chance
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}
        self._groups: defaultdict[str, list[StoredFile]] = defaultdict(list)

    def keep(self, kind: FileKind, data: bytes, name: str, group: str = "") -> StoredFile:
        file_id = self._word("AgAC" if kind == "Photo" else "BQAC", 48)
        path = f"{FOLDERS[kind]}/file_{len(self._by_id)}{PurePath(name).suffix}"
        stored = StoredFile(file_id, self._word("AQAD", 9), kind, data, path, name, group or file_id)
        self._by_id[file_id] = self._by_path[path] = stored
        self._groups[stored.group].append(stored)
        return stored

    def find(self, file_id: str) -> StoredFile:
        """The file behind an id that a bot sent us."""
        if file_id not in self._by_id:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return self._by_id[file_id]

    def find_as(self, kind: FileKind, file_id: str) -> StoredFile:
        stored = self.find(file_id)
        if stored.kind != kind:
            raise bad_request(f"can't use file of type {stored.kind} as {kind}")
        return stored

    def group(self, name: str) -> list[StoredFile]:
        """All sizes of one picture, smallest first."""
        return self._groups[name]

    def at_path(self, path: str) -> StoredFile | None:
        return self._by_path.get(path)

    def _word(self, begin: str, size: int) -> str:
        return begin + base64.urlsafe_b64encode(self._chance.randbytes(size)).decode().rstrip("=")
