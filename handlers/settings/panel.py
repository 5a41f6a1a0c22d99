"""What the handlers of the settings work with: the first page and the small ones, as they are now."""

from __future__ import annotations

from dataclasses import dataclass

from aiogram.types import CallbackQuery

from billing.ports import Provider
from handlers.answers import redraw
from handlers.workplace import Workplace
from screens import settings as screen
from screens import settings_pages as pages
from screens.buttons import Text
from screens.settings_keys import Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel(Workplace):
    """Where owners and managers decide how the shop works."""

    @property
    def banks(self) -> list[Provider]:
        """Those whose credentials are set."""
        return sorted(self.desk.banking.providers.values(), key=lambda bank: bank.slug)

    async def first(self) -> Text:
        """All at one glance. ``NotAllowed`` for who may not."""
        shown = await self.desk.checking.overview(self.person)
        morning = await self.desk.figures.wants_morning(self.person)
        return screen.settings(shown, self.reader, morning=morning), screen.under(shown, self.reader)

    async def page(self, part: Part) -> Text:
        """One of the small pages, as it is now. ``NotAllowed`` for who may not."""
        shop = self.desk.settings.see(self.person)
        match part:
            case Part.NAME:
                return pages.name(shop, self.reader)
            case Part.LANGUAGE:
                return pages.language(shop, self.reader)
            case Part.DEADLINE:
                return pages.deadline(shop, self.reader)
            case Part.WAY:
                return pages.way(shop, self.banks, self.desk.settings.preferable(), self.reader)
            case Part.BANKS:
                return pages.banks(shop, self.banks, self.reader)
            case Part.QUIET:
                return pages.quiet(shop, self.reader)
            case Part.NEWS:
                morning = await self.desk.figures.wants_morning(self.person)
                return pages.news(shop, self.person.id, self.reader, morning=morning)

    async def redraw(self, callback: CallbackQuery, part: Part) -> None:
        """The page in the place of the tapped message."""
        await redraw(callback, *await self.page(part))
