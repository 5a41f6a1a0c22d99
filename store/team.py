"""Members as they come, rise and go, and the invitations by which they come."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update

from billing.models import Person, Role
from billing.team.models import Invite, NewInvite
from store.people import People
from store.schema import invites, people


class Team(People):
    """Each move compares what it finds with what was seen."""

    def add_invite(self, invite: NewInvite) -> Invite:
        """A new one; the digest of its token is nobody else's."""
        values = {
            "digest": invite.digest,
            "role": invite.role.value,
            "made_by": invite.made_by,
            "created_at": invite.created_at,
            "until": invite.until,
        }
        self.insert_once(invites, values)
        made = self.invite(invite.digest)
        assert made is not None
        return made

    def invite(self, digest: bytes) -> Invite | None:
        """By its token's digest."""
        row = self.row(invites, digest=digest)
        return None if row is None else _invite(row)

    def open_invites(self, at: datetime) -> list[Invite]:
        """Those by which somebody may still come, oldest first."""
        query = select(invites).where(self.mine(invites), invites.c.ended_at.is_(None), invites.c.until > at)
        return [_invite(row) for row in self.run(query.order_by(invites.c.id))]

    def use_invite(self, invite_id: int, person_id: int, at: datetime) -> bool:
        """Compare and set: one person comes by it."""
        return self._end(invite_id, at, person_id)

    def withdraw_invite(self, invite_id: int, at: datetime) -> bool:
        """Compare and set: nobody comes by it any more."""
        return self._end(invite_id, at, None)

    def _end(self, invite_id: int, at: datetime, person_id: int | None) -> bool:
        here = self.mine(invites) & (invites.c.id == invite_id)
        standing = invites.c.ended_at.is_(None) & (invites.c.until > at)
        return self.changed(update(invites).where(here, standing).values(used_by=person_id, ended_at=at))

    def hold_team(self) -> None:
        """Whoever changes the team does so alone until the transaction ends."""
        owners = select(people.c.person_id).where(self.mine(people), people.c.role == Role.OWNER.value)
        self.run(owners.order_by(people.c.person_id).with_for_update()).all()

    def appoint(self, person_id: int, was: Role | None, role: Role | None, at: datetime) -> Person | None:
        """Compare and set the role; ``None``: it is another one by now. A cashier's limit ends with it."""
        seen = people.c.role.is_(None) if was is None else people.c.role == was.value
        moved = self.changed(
            update(people)
            .where(self.mine(people), people.c.person_id == person_id, seen)
            .values(role=role.value if role else None, invoice_most=None, changed_at=at)
        )
        return self.person(person_id) if moved else None

    def limit_member(self, person_id: int, most: int | None, at: datetime) -> None:
        """How much one of their invoices may be, in minor units."""
        here = self.mine(people) & (people.c.person_id == person_id)
        self.run(update(people).where(here).values(invoice_most=most, changed_at=at))


def _invite(row: Row[Any]) -> Invite:
    return Invite(
        id=row.id,
        role=Role(row.role),
        made_by=row.made_by,
        created_at=row.created_at,
        until=row.until,
        used_by=row.used_by,
        ended_at=row.ended_at,
    )
