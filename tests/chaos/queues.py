"""What is left to do in the books, in plain SQL: after quiet has come, nothing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from urllib.parse import parse_qs, urlsplit

import asyncpg

LEFT = {
    "updates in hand": "SELECT count(*) FROM updates WHERE state = 'due'",
    "updates set aside": "SELECT count(*) FROM updates WHERE state = 'aside'",
    "webhooks not settled": "SELECT count(*) FROM deliveries WHERE due_at IS NOT NULL",
    "notices not told": "SELECT count(*) FROM notices WHERE due_at IS NOT NULL",
    "notices given up": "SELECT count(*) FROM notices WHERE given_up IS NOT NULL",
    "cards not drawn": "SELECT count(*) FROM cards WHERE due_at IS NOT NULL",
    "payments asked for, unanswered": "SELECT count(*) FROM payments WHERE state IN ('reserved', 'unknown')",
}
COUNTED = {
    "invoices": "SELECT count(*) FROM invoices",
    "payments": "SELECT count(*) FROM payments",
    "refunds": "SELECT count(*) FROM refunds",
    "webhooks stored": "SELECT count(*) FROM deliveries",
    "updates stored": "SELECT count(*) FROM updates",
    "things to decide": "SELECT count(*) FROM attentions WHERE state = 'open'",
}


async def count(url: str, questions: dict[str, str]) -> dict[str, int]:
    """The answers."""
    if url.startswith("sqlite"):
        path = url.partition("///")[2]
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=30)) as books:
            return {name: books.execute(sql).fetchone()[0] for name, sql in questions.items()}
    parts = urlsplit(url)
    host = parse_qs(parts.query)["host"][0]
    line = await asyncpg.connect(user="postgres", database=parts.path.lstrip("/"), host=host)
    try:
        return {name: await line.fetchval(sql) for name, sql in questions.items()}
    finally:
        await line.close()
