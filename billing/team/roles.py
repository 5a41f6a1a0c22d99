"""Who may do what from now on: owners change it, everybody may go. One owner always stays."""

from __future__ import annotations

from datetime import datetime

from billing.access import Action, may
from billing.books import Books
from billing.errors import Refused
from billing.models import Person, Role
from billing.money import Money
from billing.people import owner_now
from billing.settings.models import NEWS
from billing.team import telling


def change(books: Books, owner: Person, member_id: int, role: Role, at: datetime) -> Person:
    """Another role. ``Refused``: they are gone, or nobody would own the shop."""
    owner_now(books, owner)
    member = _held(books, member_id)
    if member.role is role:
        return member
    changed = _move(books, member, role, owner, at)
    telling.changed(books, changed, role, owner, at)
    return changed


def remove(books: Books, owner: Person, member_id: int, at: datetime) -> None:
    """No member any more; what they issued stays, and owners answer for it."""
    owner_now(books, owner)
    member = _held(books, member_id)
    telling.changed(books, _move(books, member, None, owner, at), None, owner, at)


def leave(books: Books, person: Person, at: datetime) -> None:
    """By their own wish."""
    member = _held(books, person.id)
    telling.left(books, _move(books, member, None, member, at), at)


def hand_over(books: Books, owner: Person, member_id: int, at: datetime) -> Person:
    """The member owns the shop from now on, and whoever did manages it. ``Refused``: they are gone."""
    owner_now(books, owner)
    member = _held(books, member_id)
    if member.id == owner.id:
        raise Refused("team-yourself")
    if not member.reachable:
        raise Refused("team-unreachable")
    if member.role is not Role.OWNER:
        member = _move(books, member, Role.OWNER, owner, at)
    telling.changed(books, member, Role.OWNER, owner, at)
    _move(books, _held(books, owner.id), Role.MANAGER, owner, at)
    return member


def limit(books: Books, owner: Person, member_id: int, most: Money | None, at: datetime) -> Person:
    """How much one invoice of this cashier may be; ``None``: as much as anybody's."""
    owner_now(books, owner)
    member = _held(books, member_id)
    if member.role is not Role.CASHIER:
        raise Refused("team-limit-cashiers")
    was, now = member.most, None if most is None else most.minor
    if was != now:
        books.limit_member(member.id, now, at)
        evidence = {"was": was, "now": now}
        books.audit("member", member.id, "limit", "limit", f"person:{owner.id}", at, evidence)
    return books.person(member.id) or member


def _held(books: Books, member_id: int) -> Person:
    """The member, with all owners held to the end of the transaction: who counts them comes singly."""
    books.hold_team()
    member = books.person(member_id)
    if member is None or member.role is None:
        raise Refused("team-gone")
    return member


def _move(books: Books, member: Person, role: Role | None, by: Person, at: datetime) -> Person:
    if member.role is Role.OWNER and _owners(books) < 2:
        raise Refused("team-last-owner")
    moved = books.appoint(member.id, member.role, role, at)
    if moved is None:
        raise Refused("team-gone")
    books.audit("member", member.id, str(member.role or ""), str(role or ""), f"person:{by.id}", at)
    if not may(moved, Action.SETTINGS) and books.choice(f"{NEWS}{member.id}"):
        books.choose(f"{NEWS}{member.id}", "", at)  # who can turn nothing on any more hears what is usual
    if member.role is Role.OWNER and role is not Role.OWNER:
        _end_doors(books, member, by, at)
    return moved


def _end_doors(books: Books, owner: Person, by: Person, at: datetime) -> None:
    """Keys and invitations of who owns the shop no more open nothing, also if they own it again one day."""
    actor = f"person:{by.id}"
    for key in books.api_keys():
        if key.made_by == owner.id and books.revoke_key(key.id, at):
            books.audit("api-key", key.id, "made", "revoked", actor, at)
    for invite in books.open_invites(at):
        if invite.made_by == owner.id and books.withdraw_invite(invite.id, at):
            books.audit("invite", invite.id, "open", "withdrawn", actor, at)


def _owners(books: Books) -> int:
    return sum(member.role is Role.OWNER for member in books.members())
