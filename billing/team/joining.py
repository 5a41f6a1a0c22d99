"""By which way somebody becomes a member: a link that an owner made, once, and not for long."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from billing.books import Books
from billing.errors import Refused
from billing.models import Person, Role
from billing.people import owner_now
from billing.team import telling
from billing.team.models import Invite, NewInvite

LASTS = timedelta(days=2)
OPEN_MOST = 20  # a forgotten link is a door that stands open


def digest_of(token: str) -> bytes:
    """By which the books know an invitation: whoever reads them comes in by none."""
    return hashlib.sha256(token.encode()).digest()


def invite(books: Books, owner: Person, role: Role, token: str, at: datetime) -> Invite:
    """A new invitation. ``NotAllowed`` for others than owners; ``Refused``: too many stand open."""
    owner_now(books, owner)
    if len(books.open_invites(at)) >= OPEN_MOST:
        raise Refused("team-invites-many")
    made = books.add_invite(NewInvite(digest_of(token), role, owner.id, at, at + LASTS))
    books.audit("invite", made.id, "", role, f"person:{owner.id}", at)
    return made


def withdraw(books: Books, owner: Person, invite_id: int, at: datetime) -> None:
    """Nobody comes by it any more; ``Refused``: somebody has, or it is over."""
    owner_now(books, owner)
    if not books.withdraw_invite(invite_id, at):
        raise Refused("team-invite-ended")
    books.audit("invite", invite_id, "open", "withdrawn", f"person:{owner.id}", at)


def join(books: Books, token: str, person: Person, at: datetime) -> Person:
    """The person comes in by the link. ``Refused``: it is over, was used, or they belong to us already."""
    found = books.invite(digest_of(token))
    if found is None:
        raise Refused("team-invite-unknown")
    if person.role is not None:
        raise Refused("team-already", role=person.role)
    maker = books.person(found.made_by)
    still_owner = maker is not None and maker.role is Role.OWNER
    if not found.open(at) or not still_owner or not books.use_invite(found.id, person.id, at):
        raise Refused("team-invite-over")
    joined = books.appoint(person.id, None, found.role, at)
    if joined is None:
        raise Refused("team-invite-over")
    books.audit("member", person.id, "", found.role, f"person:{found.made_by}", at, {"invite": found.id})
    telling.joined(books, joined, found.made_by, at)
    return joined
