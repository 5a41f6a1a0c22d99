"""What a program writes once, however often it asks: its own key for a request stands beside what came of it.

In the transaction of the write itself. The same key with the same request gets the same answer; with another
request it is refused. What was refused has used up no key: it may be mended and sent again.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from billing.books import Books
from billing.developers.models import Written
from billing.errors import Closed

NAME = re.compile(r"[A-Za-z0-9_.:-]{1,64}")


@dataclass(frozen=True, slots=True)
class Once:
    """Which key of ours, which name of theirs, and what the request was."""

    key_id: int
    name: str
    fingerprint: bytes

    @property
    def source(self) -> str:
        """What invoices and refunds of this request are known by."""
        return f"api:{self.key_id}:{self.name}"


@dataclass(frozen=True, slots=True)
class Said:
    """An answer; ``again``: it was given before."""

    status: int
    body: str
    again: bool = False


def once(key_id: int, name: str, method: str, path: str, body: bytes) -> Once:
    """A request by what it asks for."""
    digest = hashlib.sha256(b"\0".join((method.encode(), path.encode(), body))).digest()
    return Once(key_id, name, digest)


def said_before(books: Books, asked: Once) -> Said | None:
    """The answer that this request has got; ``None``: none. ``Closed``: the name stands for another one."""
    known = books.written(asked.key_id, asked.name)
    return None if known is None else _same(known, asked)


def write(books: Books, asked: Once, at: datetime, work: Callable[[], tuple[int, str]]) -> Said:
    """Do it and keep the answer, or give the one that is kept. Whoever asks at the same moment waits."""
    if not books.begin_written(asked.key_id, asked.name, asked.fingerprint, at):
        known = books.written(asked.key_id, asked.name)
        if known is None:
            raise Closed("api-again")
        return _same(known, asked)
    status, body = work()
    books.finish_written(asked.key_id, asked.name, status, body)
    return Said(status, body)


def _same(known: Written, asked: Once) -> Said:
    if known.fingerprint != asked.fingerprint:
        raise Closed("api-key-reused")
    return Said(known.status, known.body, again=True)
