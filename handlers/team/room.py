"""What the team's handlers work with: everybody's page, a member as they are now, menus after a change."""

from __future__ import annotations

from dataclasses import dataclass

from aiogram.types import CallbackQuery, Message

from billing.access import Action, require
from billing.errors import Refused
from billing.exporting import Exporting
from billing.models import Person
from handlers import RefreshMenu
from handlers.answers import redraw, say
from handlers.workplace import Workplace
from screens.buttons import Text
from screens.team import pages


@dataclass(frozen=True, slots=True, kw_only=True)
class Room(Workplace):
    """Where owners decide who belongs to the team."""

    menus: RefreshMenu
    exporting: Exporting

    async def page(self, reader: Person | None = None) -> Text:
        """Everybody who belongs to it, as it is now. ``reader``: who it is for, where their role changed."""
        team, shop = await self.desk.team.team(reader or self.person), self.desk.merchant
        return pages.everybody(team, shop.name, shop.currency, self.desk.clock.now(), self.reader)

    async def member(self, member_id: int) -> Person:
        """As they are now. ``NotAllowed`` for others than owners, ``Refused`` where they are gone."""
        require(self.person, Action.TEAM)
        member = await self.known(member_id)
        if member.role is None:
            raise Refused("team-gone")
        return member

    async def known(self, person_id: int) -> Person:
        """Somebody as they are now."""
        return await self.desk.person(person_id) or Person(person_id)

    async def changed(self, person_id: int) -> Person:
        """Who they are now; their menu follows."""
        person = await self.known(person_id)
        await self.menus(self.bot, person)
        return person

    async def show(self, event: CallbackQuery | Message, member: Person) -> None:
        """One member, with what may be done."""
        shown = pages.member(member, self.currency, self.reader)
        if isinstance(event, CallbackQuery):
            await redraw(event, *shown)
        else:
            await say(event, *shown)
