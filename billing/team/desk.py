"""The team as the chat calls it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from billing import refund_rights
from billing.access import Action, require
from billing.books import Books, Store
from billing.models import Person, Role
from billing.money import Money
from billing.ports import Clock, Ids
from billing.team import deeds, joining, roles
from billing.team.models import Invite


@dataclass(frozen=True, slots=True)
class Team:
    """Everybody with a role, owners first, and the invitations that stand open."""

    members: Sequence[Person]
    invites: Sequence[Invite]
    alone_most: Money | None = None  # above it a refund takes another person's yes


class TeamDesk:
    """One call for one wish. Raises ``BillingError`` for what is refused."""

    def __init__(self, store: Store, clock: Clock, ids: Ids) -> None:
        self.store = store
        self.clock = clock
        self.ids = ids

    async def team(self, person: Person) -> Team:
        """As its members see it; invitations are the owners' business."""
        require(person, Action.ISSUE)
        at = self.clock.now()
        ranks = [*Role]

        def read(books: Books) -> Team:
            members = sorted(books.members(), key=lambda m: (ranks.index(m.role or Role.CASHIER), m.id))
            invites = books.open_invites(at) if person.role is Role.OWNER else ()
            return Team(members, invites, refund_rights.alone_most(books))

        return await self.store.read(read)

    async def deeds(
        self, owner: Person, member_id: int | None = None, before: int | None = None, size: int = 10
    ) -> deeds.DonePage:
        """What members have done, newest first; of one of them, or of all."""
        return await self.store.read(lambda books: deeds.page(books, owner, member_id, before, size))

    async def invite(self, owner: Person, role: Role) -> tuple[Invite, str]:
        """A new invitation, and the token of its link, which nobody can read again."""
        at, token = self.clock.now(), self.ids.token()
        return await self.store.write(lambda books: joining.invite(books, owner, role, token, at)), token

    async def withdraw(self, owner: Person, invite_id: int) -> None:
        """Nobody comes by it any more."""
        at = self.clock.now()
        await self.store.write(lambda books: joining.withdraw(books, owner, invite_id, at))

    async def join(self, token: str, person: Person) -> Person:
        """The person opened an invitation's link."""
        at = self.clock.now()
        return await self.store.write(lambda books: joining.join(books, token, person, at))

    async def change(self, owner: Person, member_id: int, role: Role) -> Person:
        """Another role."""
        at = self.clock.now()
        return await self.store.write(lambda books: roles.change(books, owner, member_id, role, at))

    async def limit(self, owner: Person, member_id: int, most: Money | None) -> Person:
        """How much one invoice of this cashier may be."""
        at = self.clock.now()
        return await self.store.write(lambda books: roles.limit(books, owner, member_id, most, at))

    async def remove(self, owner: Person, member_id: int) -> None:
        """No member any more."""
        at = self.clock.now()
        await self.store.write(lambda books: roles.remove(books, owner, member_id, at))

    async def hand_over(self, owner: Person, member_id: int) -> Person:
        """The member owns the shop from now on."""
        at = self.clock.now()
        return await self.store.write(lambda books: roles.hand_over(books, owner, member_id, at))

    async def leave(self, person: Person) -> None:
        """The person goes."""
        at = self.clock.now()
        await self.store.write(lambda books: roles.leave(books, person, at))
