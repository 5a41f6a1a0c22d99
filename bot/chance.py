"""The real clock and real chance; tests hand in others."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

READABLE = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that is mistaken for another when read out loud


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
            number, digit = divmod(number, len(READABLE))
            code += READABLE[digit]
        return f"{code[:4]}-{code[4:]}"
