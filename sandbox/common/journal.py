"""What was asked of a bank: every request. A bank leaves its secrets out and adds whose request it was."""

import json
from collections import Counter, deque
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from aiohttp import web

KEPT = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One request and how it was answered; `answer` is 0 where nothing was answered."""

    at: str
    endpoint: str
    method: str
    path: str
    query: str
    content_type: str
    accept: str
    body: object
    answer: int


@dataclass(slots=True)
class Journal:
    """The log and its counts."""

    entries: deque[Entry] = field(default_factory=lambda: deque(maxlen=KEPT))
    requests: Counter[str] = field(default_factory=Counter)

    def add(self, entry: Entry) -> None:
        """Keep one request."""
        self.entries.append(entry)
        self.requests[entry.endpoint] += 1


def heard(request: web.Request, endpoint: str, at: datetime, answer: int) -> dict[str, Any]:
    """Of an entry all but the body."""
    return {
        "at": at.isoformat(),
        "endpoint": endpoint,
        "method": request.method,
        "path": request.path,
        "query": request.query_string,
        "content_type": request.headers.get("Content-Type", ""),
        "accept": request.headers.get("Accept", ""),
        "answer": answer,
    }


async def body_of(request: web.Request) -> object:
    """The body as data where it is JSON, else as text."""
    try:
        text = (await request.read()).decode("utf-8", "replace")
    except (OSError, web.HTTPException, web.RequestPayloadError):
        return "unreadable"
    try:
        return json.loads(text) if text else ""
    except ValueError:
        return text
