"""The page of the team, drawn from the books as they are now."""

from __future__ import annotations

from billing.desk import Desk
from billing.models import Person
from screens.buttons import Text
from screens.reader import Reader
from screens.team import pages


async def page(desk: Desk, person: Person, reader: Reader) -> Text:
    """Everybody who belongs to it."""
    team, shop = await desk.team.team(person), desk.merchant
    return pages.everybody(team, shop.name, shop.currency, desk.clock.now(), reader)
