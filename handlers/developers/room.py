"""What the handlers of ``/developers`` work with."""

from __future__ import annotations

from dataclasses import dataclass

from billing.developers.models import ApiKey
from billing.models import Person, Place
from handlers.workplace import Workplace
from screens.buttons import Text
from screens.developers import pages
from screens.team.pages import name_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Room(Workplace):
    """Where owners deal with other people's programs. Each call of the desk looks at who asks."""

    async def page(self) -> Text:
        """Everything, as it is now."""
        programs = await self.desk.developers.programs(self.person)
        return pages.everything(programs, self.desk.clock.now(), self.reader)

    async def key_page(self, key_id: int) -> Text:
        """One key as it is now."""
        key = await self.desk.developers.key(self.person, key_id)
        return pages.key(key, await self._maker(key), self.desk.clock.now(), self.reader)

    async def hook_page(self, hook_id: int) -> Text:
        """One address as it is now."""
        standing = await self.desk.developers.endpoint(self.person, hook_id)
        return pages.hook(standing, self.desk.clock.now(), self.reader)

    async def sent_page(self, hook_id: int, before: int | None) -> Text:
        """What went there."""
        desk = self.desk.developers
        messages, after = await desk.sent_to(self.person, hook_id, before)
        endpoint = (await desk.endpoint(self.person, hook_id)).endpoint
        return pages.sent(messages, after, endpoint, self.desk.clock.now(), self.reader)

    async def say_secret(self, told: Text) -> None:
        """In the owner's private chat, not to be passed on, and not for long."""
        text, keyboard = told
        said = await self.bot.send_message(self.person.id, text, reply_markup=keyboard, protect_content=True)
        await self.desk.developers.let_vanish(Place(self.person.id), said.message_id)

    async def _maker(self, key: ApiKey) -> str:
        return name_of(await self.desk.person(key.made_by) or Person(key.made_by), self.reader)
