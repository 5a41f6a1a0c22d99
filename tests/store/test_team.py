"""The team in the books, on both databases: who is first comes in, who is last stays."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, event, select

from billing.errors import Refused
from billing.models import Person, Role
from billing.team import joining, roles
from store.books import SqlBooks
from store.engine import Database
from store.schema import invites
from tests.support.books import NOON

FIRST, SECOND, STRANGER, OTHER = 501, 502, 601, 602
OWNERS = [Person(one, "Owner", started=True, role=Role.OWNER) for one in (FIRST, SECOND)]
NEW = [Person(one, "New", started=True) for one in (STRANGER, OTHER)]
TOKEN = "secret-of-the-link-0001"


async def meet(database: Database) -> None:
    def write(books: SqlBooks) -> None:
        for person in (*OWNERS, *NEW):
            books.save_person(person, NOON)

    await database.write(write)


async def invite(database: Database) -> None:
    await database.write(lambda books: joining.invite(books, OWNERS[0], Role.CASHIER, TOKEN, NOON))


async def owners(database: Database) -> list[int]:
    members = await database.read(lambda books: books.members())
    return [member.id for member in members if member.role is Role.OWNER]


async def test_two_owners_who_leave_at_once_leave_one(database: Database) -> None:
    await meet(database)

    async def leave(person: Person) -> str:
        try:
            await database.write(lambda books: roles.leave(books, person, NOON))
        except Refused as refused:
            return refused.text
        return "left"

    ended = await asyncio.gather(*(leave(owner) for owner in OWNERS))
    assert sorted(ended) == ["left", "team-last-owner"]
    assert len(await owners(database)) == 1


async def test_of_two_who_open_one_invitation_at_once_one_comes_in(database: Database) -> None:
    await meet(database)
    await invite(database)

    async def come(person: Person) -> Role | None:
        try:
            return (await database.write(lambda books: joining.join(books, TOKEN, person, NOON))).role
        except Refused:
            return None

    came = await asyncio.gather(*(come(person) for person in NEW))
    assert sorted(map(str, came)) == ["None", "cashier"]


async def test_an_invitations_link_cannot_be_read_in_the_database(database: Database) -> None:
    await meet(database)
    await invite(database)

    def read(connection: Connection) -> list[object]:
        return [*connection.execute(select(invites)).one()]

    assert TOKEN not in str(await database.transaction(read))


async def test_a_cashiers_limit_stays_when_they_change_their_name(database: Database) -> None:
    await meet(database)
    cashier = replace(NEW[0], role=Role.CASHIER)
    await database.write(lambda books: books.save_person(cashier, NOON))
    await database.write(lambda books: books.limit_member(cashier.id, 500, NOON))
    await database.write(lambda books: books.save_person(replace(cashier, name="Another"), NOON))
    known = await database.read(lambda books: books.person(cashier.id))
    assert known is not None
    assert (known.name, known.most) == ("Another", 500)


async def test_what_a_person_did_is_found_along_its_index(database: Database) -> None:
    """Among all that banks have moved, which is most of the audit."""

    def plan(connection: Connection) -> str:
        said: list[tuple[str, Any]] = []
        event.listen(connection, "before_cursor_execute", lambda *e: said.append((e[2], e[3])))
        database.books(connection).deeds_of(FIRST, 7, 3)
        sql, values = said.pop()
        if connection.dialect.name == "sqlite":
            return str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values).all())
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        return str(connection.exec_driver_sql(f"EXPLAIN {sql}", values).all())

    found = await database.transaction(plan)
    assert "ix_audit_people" in found
    assert "TEMP B-TREE" not in found
    assert "Sort" not in found
