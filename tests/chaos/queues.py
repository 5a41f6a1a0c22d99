"""What is left to do in the books, in plain SQL: after quiet has come, nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from typing import Any
from urllib.parse import parse_qs, urlsplit

import asyncpg

DUE = "FROM deliveries d LEFT JOIN payments p ON p.id = d.payment_id WHERE d.due_at IS NOT NULL"
DENIED = "d.claim = 'paid' AND coalesce(p.state, '') <> 'paid' AND d.tries > 4"
"""Says that money came of which the bank, asked five times, knows nothing: forged. It is asked for a day."""
LEFT = {
    "updates in hand": "SELECT count(*) FROM updates WHERE state = 'due'",
    "updates set aside": "SELECT count(*) FROM updates WHERE state = 'aside'",
    "webhooks not settled": f"SELECT count(*) {DUE} AND NOT ({DENIED})",
    "notices not told": "SELECT count(*) FROM notices WHERE due_at IS NOT NULL",
    "notices given up": "SELECT count(*) FROM notices WHERE given_up IS NOT NULL",
    "cards not drawn": "SELECT count(*) FROM cards WHERE due_at IS NOT NULL",
    "payments asked for, unanswered": "SELECT count(*) FROM payments WHERE state IN ('reserved', 'unknown')",
}
SHOWN = {
    "webhooks not settled": f"SELECT d.provider, d.claim, d.tries, d.due_at, p.state, p.invoice_id {DUE}",
    "notices not told": "SELECT kind, chat_id, tries, due_at FROM notices WHERE due_at IS NOT NULL",
    "notices given up": "SELECT kind, chat_id, tries, given_up FROM notices WHERE given_up IS NOT NULL",
    "cards not drawn": "SELECT invoice_id, chat_id, tries, due_at FROM cards WHERE due_at IS NOT NULL",
    "payments asked for, unanswered": """
        SELECT invoice_id, provider, state, asked_at, next_look FROM payments
        WHERE state IN ('reserved', 'unknown')""",
}
"""What there is to see of those that are left."""
COUNTED = {
    "invoices": "SELECT count(*) FROM invoices",
    "payments": "SELECT count(*) FROM payments",
    "refunds": "SELECT count(*) FROM refunds",
    "webhooks stored": "SELECT count(*) FROM deliveries",
    "of which the bank denies": f"SELECT count(*) {DUE} AND {DENIED}",
    "updates stored": "SELECT count(*) FROM updates",
    "things to decide": "SELECT count(*) FROM attentions WHERE state = 'open'",
}


async def count(url: str, questions: dict[str, str]) -> dict[str, int]:
    """The answers."""
    return {name: rows[0][0] for name, rows in (await _asked(url, questions)).items()}


async def show(url: str, names: Iterable[str]) -> list[str]:
    """Each row of those that are left, as it stands in the books."""
    found = await _asked(url, {name: SHOWN[name] for name in names if name in SHOWN})
    return [f"{name}: {', '.join(map(str, row))}" for name, rows in found.items() for row in rows]


async def _asked(url: str, questions: dict[str, str]) -> dict[str, list[Sequence[Any]]]:
    if url.startswith("sqlite"):
        path = url.partition("///")[2]
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=30)) as books:
            return {name: books.execute(sql).fetchall() for name, sql in questions.items()}
    parts = urlsplit(url)
    host = parse_qs(parts.query)["host"][0]
    line = await asyncpg.connect(user="postgres", database=parts.path.lstrip("/"), host=host)
    try:
        return {name: [tuple(row) for row in await line.fetch(sql)] for name, sql in questions.items()}
    finally:
        await line.close()
