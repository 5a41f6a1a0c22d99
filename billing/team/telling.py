"""Who hears of changes in the team: whom they concern, and the owners."""

from __future__ import annotations

from datetime import datetime

from billing.books import Books
from billing.models import Person, Place, Role
from billing.records import NewNotice


def joined(books: Books, person: Person, invited_by: int, at: datetime) -> None:
    """Owners hear who came, by whose invitation; who came sees it on the spot."""
    values = {"who": str(person.id), "role": str(person.role), "by": str(invited_by)}
    _owners(books, "team-joined", person.id, values, at)


def changed(books: Books, person: Person, role: Role | None, by: Person, at: datetime) -> None:
    """Whose role is another one now, and the other owners."""
    values = {"who": str(person.id), "role": str(role or ""), "by": str(by.id)}
    kind = "team-removed" if role is None else "team-changed"
    if person.id != by.id:
        _to(books, person, f"{kind}-you", values, at)
    _owners(books, kind, person.id, values, at, but=by.id)


def left(books: Books, person: Person, at: datetime) -> None:
    """Who goes by themselves is told on the spot."""
    _owners(books, "team-left", person.id, {"who": str(person.id)}, at)


def _owners(
    books: Books, kind: str, who: int, values: dict[str, str], at: datetime, but: int | None = None
) -> None:
    for member in books.members():
        if member.role is Role.OWNER and member.id not in {who, but}:
            _to(books, member, kind, values, at)


def _to(books: Books, person: Person, kind: str, values: dict[str, str], at: datetime) -> None:
    if not person.reachable:
        return
    key = f"{kind}:{values['who']}:{at.isoformat()}:{person.id}"
    notice = NewNotice(key, kind, Place(person.id), loud=True, person_id=person.id, values=values)
    books.tell(notice, at)
