"""The shop's public key, with which HorizonPay's signatures are checked: RSA, PKCS #1 v1.5, SHA-256."""

from __future__ import annotations

import base64
import binascii
import re

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key

_ARMOUR = re.compile(r"-----[A-Z ]+-----|\\n|\s+")


def key_from(text: str) -> RSAPublicKey:
    """PEM, or the bare base64 that the back office shows, in one line or wrapped; raises ``ValueError``."""
    try:
        key = load_der_public_key(base64.b64decode(_ARMOUR.sub("", text), validate=True))
    except (ValueError, UnsupportedAlgorithm):
        raise ValueError("must be the public key as the back office shows it") from None
    if not isinstance(key, RSAPublicKey):
        raise ValueError("must be an RSA public key")
    return key


def is_right(key: RSAPublicKey, signature: str, body: bytes) -> bool:
    """Whether ``Content-Signature`` stands over these very bytes; false for whatever is no signature."""
    try:
        raw = base64.b64decode("".join(signature.split()), validate=True)
        key.verify(raw, body, padding.PKCS1v15(), hashes.SHA256())
    except (binascii.Error, ValueError, InvalidSignature):
        return False
    return True
