"""Who was sent away stays away, however long ago that was."""

from __future__ import annotations

from datetime import timedelta

from billing import people
from billing.models import Person, Role
from billing.team import roles
from store.books import SqlBooks
from store.engine import Database
from store.sweeping import KEEP_AUDIT
from tests.support.books import NOON, sweep

FIRST, SECOND = 501, 502


async def test_an_owner_who_was_removed_before_the_audit_ends_does_not_come_back_at_a_start(
    database: Database,
) -> None:
    """Their id stands in ``OWNER_IDS`` still; what the team decided counts for more than that list."""

    def begin(books: SqlBooks) -> None:
        people.appoint_owners(books, (FIRST, SECOND), NOON)

    await database.write(begin)
    owner = Person(FIRST, "Owner", started=True, role=Role.OWNER)
    await database.write(lambda books: roles.remove(books, owner, SECOND, NOON))
    later = NOON + KEEP_AUDIT + timedelta(days=1)
    await database.write(lambda books: sweep(books, later))
    await database.write(lambda books: people.appoint_owners(books, (FIRST, SECOND), later))
    members = await database.read(lambda books: books.members())
    assert [member.id for member in members] == [FIRST]
