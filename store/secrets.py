"""Encryption at rest: bank tokens, phones, names, stored updates and deliveries, dialogue state."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SHORT_MOST = 1024


class WrongKey(Exception):
    """What is stored was sealed with a key that we do not have: ``SECRET_KEY`` or ``OLD_SECRET_KEYS``."""


class Vault:
    """Seals with the first key, opens with any: so keys can be replaced one by one."""

    def __init__(self, secret_key: str, old_keys: Sequence[str] = ()) -> None:
        self._fernet = MultiFernet([_fernet(key) for key in (secret_key, *old_keys)])
        self._short = lru_cache(maxsize=SHORT_MOST)(self.open)  # names come again and again

    def seal(self, data: bytes | str) -> bytes:
        """Authenticated encryption; the same text never looks the same twice."""
        return self._fernet.encrypt(data.encode() if isinstance(data, str) else data)

    def open(self, sealed: bytes) -> bytes:
        """The plain bytes, or ``WrongKey``."""
        try:
            return self._fernet.decrypt(bytes(sealed))
        except InvalidToken:
            raise WrongKey(
                "SECRET_KEY does not open what is stored; add the old one to OLD_SECRET_KEYS"
            ) from None

    def open_text(self, sealed: bytes | None) -> str:
        """The plain text, "" for nothing."""
        return self._short(bytes(sealed)).decode() if sealed else ""

    def seal_json(self, value: object) -> bytes:
        """A JSON value, sealed."""
        return self.seal(json.dumps(value, ensure_ascii=False))

    def open_json(self, sealed: bytes | None) -> object:
        """The JSON value, ``None`` for nothing."""
        return json.loads(self.open(sealed)) if sealed else None


def _fernet(key: str) -> Fernet:
    derived = HKDF(SHA256(), length=32, salt=None, info=b"tolem at rest").derive(key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
