"""The keys with which notifications are signed. cryptography is imported when a key is first needed."""

import base64
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

OWN, FOREIGN = "own", "foreign"


@cache
def key(name: str) -> "RSAPrivateKey":
    """A key of this process: HorizonPay's for the shop, or somebody else's."""
    from cryptography.hazmat.primitives.asymmetric import rsa

    assert name in (OWN, FOREIGN)
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def signature(raw: bytes, name: str = OWN) -> str:
    """`Content-Signature`: RSA, PKCS #1 v1.5, SHA-256 over these very bytes, in base64."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import padding

    return base64.b64encode(key(name).sign(raw, padding.PKCS1v15(), hashes.SHA256())).decode()


def public(name: str = OWN) -> dict[str, str]:
    """The public key as PEM, and as the back office shows it: base64 of SubjectPublicKeyInfo in one line."""
    from cryptography.hazmat.primitives import serialization

    form, kind = serialization.PublicFormat.SubjectPublicKeyInfo, serialization.Encoding
    made = key(name).public_key()
    return {
        "pem": made.public_bytes(kind.PEM, form).decode(),
        "der": base64.b64encode(made.public_bytes(kind.DER, form)).decode(),
    }
