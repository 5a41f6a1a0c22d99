"""The real clock and real chance; tests hand in others."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

from billing.receipts.codes import ALPHABET


class SystemClock:
    """The machine's time."""

    def now(self) -> datetime:
        """Now, in UTC."""
        return datetime.now(UTC)


class RandomIds:
    """From the operating system's generator."""

    def token(self) -> str:
        """128 random bits in base64url: 22 characters."""
        return secrets.token_urlsafe(16)

    def receipt(self) -> str:
        """Eight characters, like ``7K2M-94QD``."""
        number, code = int.from_bytes(secrets.token_bytes(16)), ""
        for _ in range(8):
            number, digit = divmod(number, len(ALPHABET))
            code += ALPHABET[digit]
        return f"{code[:4]}-{code[4:]}"
