"""Encryption at rest: bank tokens, phones, names, stored updates and deliveries, dialogue state."""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Sequence
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SHORT_MOST = 1024
MARK_SIZE = 16  # bytes of a keyed digest that are kept: no two words of a shop's books meet by chance


class WrongKey(Exception):
    """What is stored was sealed with a key that we do not have: ``SECRET_KEY`` or ``OLD_SECRET_KEYS``."""


class Vault:
    """Seals with the first key, opens with any: so keys can be replaced one by one."""

    def __init__(self, secret_key: str, old_keys: Sequence[str] = ()) -> None:
        keys = (secret_key, *old_keys)
        self._fernet = MultiFernet([_fernet(key) for key in keys])
        self._showing = [_derived(key, b"tolem presence") for key in keys]
        self._marking = [_derived(key, b"tolem marks") for key in keys]
        self._signing = [_derived(key, b"tolem receipts") for key in keys]
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

    def marks(self, text: str) -> list[bytes]:
        """Keyed digests of a text, by the first key first: what is sealed is found again by them.

        Equal texts have equal digests; without a key nobody can tell of which text, or try names.
        """
        return [hmac.digest(key, text.encode(), "sha256")[:MARK_SIZE] for key in self._marking]

    def signatures(self, text: str) -> list[bytes]:
        """What a receipt is signed with, by the first key first; a part of it is shown to people."""
        return [hmac.digest(key, text.encode(), "sha256") for key in self._signing]

    def proofs(self, text: str) -> list[str]:
        """What only who has one of our keys can say of this text, by the first key first.

        They say nothing of the keys, and these keys are for nothing else: anybody may ask for one.
        """
        return [hmac.digest(key, text.encode(), "sha256").hex() for key in self._showing]


def _fernet(key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_derived(key, b"tolem at rest")))


def _derived(key: str, purpose: bytes) -> bytes:
    return HKDF(SHA256(), length=32, salt=None, info=purpose).derive(key.encode())
