"""For whom a screen is drawn: language, zone, and the addresses that its links need."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from screens.texts import Words


@dataclass(slots=True)
class Site:
    """Where we are reached: the bot's name in Telegram, and our public address ("" where there is none).

    The name is "" until Telegram has told it.
    """

    bot_username: str
    public_url: str = ""

    def start_link(self, payload: str) -> str:
        """``https://t.me/<bot>?start=<payload>``."""
        return f"https://t.me/{self.bot_username}?start={payload}"


@dataclass(frozen=True, slots=True)
class Reader:
    """One reader. ``staff``: may manage this shop's invoices; ``details``: may see bank codes."""

    words: Words
    zone: ZoneInfo
    site: Site
    staff: bool = False
    details: bool = False
    person_id: int | None = None
