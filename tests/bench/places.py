"""Where a database's address leads, for drivers that don't read it as we do."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit


def file_of(url: str) -> str:
    """The file of an SQLite address."""
    return url.split("///", 1)[1]


def link_to(url: str) -> dict[str, str]:
    """What asyncpg wants to know of a PostgreSQL address."""
    parts = urlsplit(url)
    return {"user": "postgres", "database": parts.path.lstrip("/"), "host": parse_qs(parts.query)["host"][0]}
