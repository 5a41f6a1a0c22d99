"""What owners hear of keys and addresses; who makes them can mend them."""

from __future__ import annotations

from datetime import datetime

from billing.access import Action, may
from billing.books import Books
from billing.developers.models import ApiKey, Endpoint, Outgoing, Pause
from billing.models import Place
from billing.records import NewNotice


def exposed(books: Books, key: ApiKey, at: datetime) -> None:
    """Once for each key."""
    _owners(books, "api-key-exposed", str(key.id), {"key": str(key.id), "start": key.start}, at)


def paused(books: Books, endpoint: Endpoint, why: Pause, at: datetime) -> None:
    """Nothing goes to this address until somebody says so; once for each pause."""
    once = f"{endpoint.id}:{at.isoformat()}"
    _owners(books, "hook-paused", once, {"endpoint": str(endpoint.id), "why": why.value}, at)


def refused(books: Books, endpoint: Endpoint, message: Outgoing, status: int, at: datetime) -> None:
    """A message was refused for good; once a day for each address."""
    values = {"endpoint": str(endpoint.id), "status": str(status), "event": message.kind.value}
    _owners(books, "hook-refused", f"{endpoint.id}:{at:%Y-%m-%d}", values, at)


def _owners(books: Books, kind: str, once: str, values: dict[str, str], at: datetime) -> None:
    for member in books.members():
        if may(member, Action.TEAM) and member.reachable:
            key = f"{kind}:{once}:{member.id}"
            notice = NewNotice(key, kind, Place(member.id), loud=True, person_id=member.id, values=values)
            books.tell(notice, at)
