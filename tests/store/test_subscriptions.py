"""Plans and subscriptions in the books, on both databases."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import fields, replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import Connection, make_url, select
from sqlalchemy.ext.asyncio import create_async_engine

from billing.catalog.models import NewLine, Unit
from billing.models import Person
from billing.money import Money
from billing.subscriptions.ladder import begun
from billing.subscriptions.models import Cycle, Leg, Pause, Period, PeriodState, Price, Rules, State, Terms
from billing.subscriptions.records import End, NewSubscription, Offer, PeriodRow, Subscription, Wish
from store.books import SqlBooks
from store.engine import Database
from store.schema import merchants, subscriptions
from store.secrets import WrongKey
from store.subscriptions import FIXED
from tests.support.books import NOON, open_database
from tests.support.postgres import stands_in_line

DANA, ASEL = 601, 602
DAY = timedelta(days=1)
LINE = NewLine(None, "Кофе «Ёлочка»", Unit.PORTION, 2, 45050, 50000, 10, 90090)
OFFER = Offer(
    title="Coffee every morning, “as usual”",
    amount=Money(90090, "KZT"),
    cycle=Cycle.MONTHLY,
    day=31,
    first=date(2027, 2, 28),
    at=time(9, 30, 15),
    rules=Rules(attempts=2, retry_hours=5, grace_days=7),
    reminders=(7, 1, 0),
    lines=(LINE,),
)
PLAIN = Offer("Yoga", Money(500000, "KZT"), Cycle.WEEKLY)


def new(number: int = 1, **more: object) -> NewSubscription:
    made = NewSubscription(f"s{number}", number, f"token-{number}", PLAIN, State.ACTIVE, 501, NOON)
    return replace(made, **more)  # type: ignore[arg-type]


def add(books: SqlBooks, number: int = 1, **more: object) -> Subscription:
    made = books.add_subscription(new(number, **more))
    assert made is not None
    return made


def decided(books: SqlBooks, of: int, number: int, state: PeriodState, failures: int = 0) -> PeriodRow:
    """A period of a week; its ladder has failed so often."""
    start = NOON + number * 7 * DAY
    found = Period(number, start, start + 7 * DAY, start.date(), start.date() + 6 * DAY)
    row = PeriodRow(of, found, PLAIN.amount, state, ladder=replace(begun(start), failures=failures))
    assert books.add_period(row)
    return row


async def become_another(database: Database) -> None:
    """From now on the books are those of a second merchant."""

    def another(connection: Connection) -> int:
        row = {"name": "Other", "currency": "KZT", "locale": "ru", "timezone": "Asia/Almaty"}
        added = merchants.insert().values({**row, "created_at": NOON}).returning(merchants.c.id)
        return int(connection.execute(added).scalar_one())

    assert database.merchant is not None
    database.merchant = replace(database.merchant, id=await database.transaction(another))


async def test_a_plan_comes_back_exactly_as_it_was_offered(database: Database) -> None:
    made = await database.write(lambda books: books.add_plan("plan", OFFER, NOON))
    assert made.offer == OFFER
    assert (made.token, made.version, made.created_at, made.closed) == ("plan", 1, NOON, False)
    assert await database.read(lambda books: books.plan(made.id)) == made
    assert await database.read(lambda books: books.plan_by_token("plan")) == made
    assert await database.read(lambda books: books.plan_by_token("other")) is None
    assert await database.write(lambda books: books.add_plan("plan", PLAIN, NOON)) is None


async def test_a_plan_is_changed_by_the_first_of_two_and_a_closed_one_is_listed_on_wish(
    database: Database,
) -> None:
    def write(books: SqlBooks) -> list[object]:
        first, second = books.add_plan("a", PLAIN, NOON), books.add_plan("b", PLAIN, NOON)
        assert first is not None
        assert second is not None
        changed = [books.amend_plan(first.id, 1, OFFER, closed=True) for _ in range(2)]
        open_ones, all_of_them = books.plans(), books.plans(closed=True)
        assert all_of_them[0] == replace(first, offer=OFFER, version=2, closed=True)
        return [changed, [plan.token for plan in open_ones], [plan.token for plan in all_of_them]]

    assert await database.write(write) == [[True, False], ["b"], ["a", "b"]]


async def test_a_subscription_comes_back_as_it_was_born(database: Database) -> None:
    def write(books: SqlBooks) -> Subscription:
        plan, before = books.add_plan("plan", PLAIN, NOON), add(books, 2)
        assert plan is not None
        given = {"offer": OFFER, "state": State.OFFERED, "engine": "bank", "plan_id": plan.id}
        person = {"customer_id": DANA, "phone": "+77000000011", "name": "Дана", "after_id": before.id}
        made = add(books, 1, **given, **person)
        assert (made.plan_id, made.after_id) == (plan.id, before.id)
        return made

    made = await database.write(write)
    assert made == Subscription(
        id=made.id,
        merchant_id=database.merchant.id,
        number=1,
        token="token-1",
        offer=OFFER,
        state=State.OFFERED,
        issuer_id=501,
        version=1,
        created_at=NOON,
        engine="bank",
        plan_id=made.plan_id,
        customer_id=DANA,
        phone="+77000000011",
        name="Дана",
        after_id=made.after_id,
    )
    found = await database.read(
        lambda books: [
            books.subscription(made.id),
            books.subscription(made.id, lock=True),
            books.subscription_by_token("token-1"),
            books.subscription_by_source("s1"),
            books.subscription_by_number(1),
        ]
    )
    assert found == [made] * 5
    assert await database.read(lambda books: books.subscription_by_source("s3")) is None


CHANGES: dict[str, object] = {
    "offer": OFFER,
    "engine": "bank",
    "state": State.CANCELLED,
    "customer_id": ASEL,
    "phone": "+77000000022",
    "name": "Әсел",
    "terms": Terms(
        Cycle.BIWEEKLY,
        "Asia/Almaty",
        (Leg(0, date(2026, 11, 22), 7, time(10)), Leg(3, date(2027, 1, 4), 1, time(23, 59, 59))),
    ),
    "prices": (Price(0, Money(500000, "KZT")), Price(4, Money(10**15 + 1, "KZT"))),
    "pauses": (
        Pause(NOON, NOON + timedelta(days=3, microseconds=7)),
        Pause(datetime(2027, 1, 1, tzinfo=UTC)),
    ),
    "remind": False,
    "method_id": 7,
    "after_id": 8,
    "agreed_at": NOON + timedelta(microseconds=1),
    "ended_at": NOON + DAY,
    "ended_by": End.CUSTOMER,
    "next_due": NOON + 2 * DAY,
    "told_reminders_off": True,
    "bank_id": "bank-1",
    "wish": Wish.CANCEL,
    "asked_at": NOON,
    "bank_next_at": NOON + 3 * DAY,
    "bank_next_timed": False,
    "grace_until": NOON + 4 * DAY,
    "failed": 2,
    "looks": 5,
}


async def test_every_field_changes_by_its_name_and_the_version_grows(database: Database) -> None:
    assert {field.name for field in fields(Subscription)} - CHANGES.keys() == FIXED
    made = await database.write(add)
    for at, (name, value) in enumerate(CHANGES.items()):
        assert await database.write(
            lambda books, name=name, value=value: books.amend_subscription(made.id, **{name: value})
        )
        changed = await database.read(lambda books: books.subscription(made.id))
        assert (getattr(changed, name), changed.version) == (value, at + 2)
    assert changed == replace(made, **CHANGES, version=1 + len(CHANGES))  # type: ignore[arg-type]
    empty = dict.fromkeys(("terms", "customer_id", "wish", "ended_by", "next_due", "bank_id"))
    await database.write(lambda books: books.amend_subscription(made.id, phone="", **empty))
    emptied = await database.read(lambda books: books.subscription(made.id))
    assert emptied == replace(changed, phone="", **empty, version=changed.version + 1)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["id", "number", "token", "plan_id", "version", "merchant_id"])
async def test_what_a_subscription_is_born_with_never_changes(database: Database, name: str) -> None:
    made = await database.write(add)
    with pytest.raises(ValueError, match=name):
        await database.write(lambda books: books.amend_subscription(made.id, **{name: 1}))
    assert not await database.write(lambda books: books.amend_subscription(made.id + 1, remind=False))


async def test_phone_and_name_cannot_be_read_in_the_database(database: Database) -> None:
    made = await database.write(lambda books: add(books, phone="+77000000011", name="Dana"))
    await database.write(lambda books: books.amend_subscription(made.id, name="Asel"))

    def stored(connection: Connection) -> tuple[bytes, bytes]:
        phone, name = connection.execute(select(subscriptions.c.phone, subscriptions.c.name)).one()
        return phone, name

    phone, name = await database.transaction(stored)
    assert [database.vault.open_text(sealed) for sealed in (phone, name)] == ["+77000000011", "Asel"]
    assert b"77000000011" not in phone
    assert b"Asel" not in name
    with pytest.raises(WrongKey):
        type(database.vault)("another key").open(phone)


async def test_the_same_source_never_makes_two(database: Database) -> None:
    made = await asyncio.gather(
        *(database.write(lambda books, n=n: books.add_subscription(new(n, source="s"))) for n in range(5))
    )
    assert len([each for each in made if each is not None]) == 1


async def test_of_one_plan_a_person_has_one_that_lives(database: Database) -> None:
    def write(books: SqlBooks) -> None:
        plan = books.add_plan("plan", PLAIN, NOON)
        assert plan is not None
        theirs = {"plan_id": plan.id, "customer_id": DANA}
        assert books.living_subscription(plan.id, DANA) is None
        first = add(books, 1, **theirs)
        assert books.living_subscription(plan.id, DANA) == first
        assert books.add_subscription(new(2, **theirs)) is None
        add(books, 3, plan_id=plan.id, customer_id=ASEL)
        add(books, 4, customer_id=DANA)
        offered = add(books, 5, plan_id=plan.id, state=State.OFFERED)
        assert not books.amend_subscription(offered.id, state=State.ACTIVE, customer_id=DANA)
        assert books.subscription(offered.id) == offered
        assert books.amend_subscription(first.id, state=State.PAUSED)
        assert books.add_subscription(new(6, **theirs)) is None
        assert books.amend_subscription(first.id, state=State.EXPIRED)
        assert books.living_subscription(plan.id, DANA) is None
        assert books.amend_subscription(offered.id, state=State.ACTIVE, customer_id=DANA)

    await database.write(write)


async def test_two_who_agree_at_once_follow_each_other_behind_the_plan(database: Database) -> None:
    plan = await database.write(lambda books: books.add_plan("plan", PLAIN, NOON))
    offered = [
        await database.write(lambda books, n=n: add(books, n, plan_id=plan.id, state=State.OFFERED))
        for n in range(4)
    ]

    def agree(books: SqlBooks, subscription_id: int) -> bool:
        books.plan(plan.id, lock=True)
        if books.living_subscription(plan.id, DANA) is not None:
            return False
        assert books.amend_subscription(subscription_id, state=State.ACTIVE, customer_id=DANA)
        return True

    agreed = await asyncio.gather(*(database.write(lambda b, i=each.id: agree(b, i)) for each in offered))
    assert sorted(agreed) == [False, False, False, True]


@pytest.mark.parametrize("held", ["plan", "subscription"])
async def test_who_holds_a_row_lets_the_next_one_wait(postgres_url: str, held: str) -> None:
    engine = create_async_engine(make_url(postgres_url).set(drivername="postgresql+asyncpg"))
    async with contextlib.aclosing(open_database(postgres_url)) as opened:
        database = await anext(opened)
        plan = await database.write(lambda books: books.add_plan("plan", PLAIN, NOON))
        made = await database.write(lambda books: add(books, plan_id=plan.id))

        def hold(books: SqlBooks) -> int:
            """What the books say once nobody else holds it."""
            found = (
                books.plan(plan.id, lock=True) if held == "plan" else books.subscription(made.id, lock=True)
            )
            assert found is not None
            return found.version

        def change(connection: Connection) -> None:
            books = database.books(connection)
            hold(books)
            books.amend_subscription(made.id, looks=1)
            books.amend_plan(plan.id, 1, PLAIN, closed=False)

        async with engine.begin() as connection:
            await connection.run_sync(change)
            waiting = asyncio.create_task(database.write(hold))
            await stands_in_line(engine)
        assert await waiting == 2
    await engine.dispose()


async def test_a_banks_id_is_one_subscriptions(database: Database) -> None:
    def write(books: SqlBooks) -> None:
        first, second = add(books, 1, engine="bank"), add(books, 2, engine="bank")
        other = add(books, 3, engine="other")
        assert books.amend_subscription(first.id, bank_id="77")
        assert not books.amend_subscription(second.id, bank_id="77", looks=9)
        assert books.amend_subscription(other.id, bank_id="77")
        assert books.subscription(second.id) == second
        assert books.subscription_at_bank("bank", "77") == books.subscription(first.id)
        assert books.subscription_at_bank("bank", "78") is None

    await database.write(write)


async def test_what_is_due_comes_by_engine_the_longest_due_first(database: Database) -> None:
    def write(books: SqlBooks) -> dict[str | None, list[int]]:
        assert books.next_due_subscription() is None
        waits = {1: ("", 2), 2: ("", 1), 3: ("", 0), 4: ("", -1), 5: ("bank", 3), 6: ("other", 4), 7: ("", 3)}
        for number, (engine, days) in waits.items():
            made = add(books, number, engine=engine)
            assert made.id == number
            books.amend_subscription(made.id, next_due=NOON - days * DAY)
        add(books, 8)
        assert books.next_due_subscription() == NOON - 4 * DAY
        return {engine: books.due_subscriptions(engine, NOON, 3) for engine in ("", None, "bank")}

    assert await database.write(write) == {"": [7, 1, 2], None: [6, 5], "bank": [5]}


async def test_who_is_forgotten_leaves_those_that_are_over_and_no_wish(database: Database) -> None:
    def write(books: SqlBooks) -> list[Subscription | None]:
        books.save_person(Person(DANA), NOON)
        known = {"customer_id": DANA, "phone": "+77000000011", "name": "Dana"}
        states = (State.CANCELLED, State.EXPIRED, State.ACTIVE, State.PAUSED, State.OFFERED)
        made = [add(books, n, state=state, **known) for n, state in enumerate(states)]
        others = add(books, 9, state=State.EXPIRED, **{**known, "customer_id": ASEL})
        for person in (DANA, ASEL):
            books.silence(person, "invoice", NOON, silent=True)
        books.forget_person(DANA, NOON)
        nobody = {"customer_id": None, "phone": "", "name": "", "version": 2}
        assert (
            [books.subscription(each.id) for each in made]
            == [
                *(replace(each, **nobody) for each in made[:2]),  # type: ignore[arg-type]
                *made[2:],
            ]
        )
        assert books.subscription(others.id) == others
        return [books.is_silent(person, "invoice") for person in (DANA, ASEL)]

    assert await database.write(write) == [False, True]


async def test_another_merchant_finds_nothing_of_it(database: Database) -> None:
    made = await database.write(lambda books: add(books, customer_id=DANA))
    plan = await database.write(lambda books: books.add_plan("plan", PLAIN, NOON))
    await database.write(lambda books: books.amend_subscription(made.id, next_due=NOON))
    await database.write(lambda books: books.choose("remind", "1,0", NOON))
    await become_another(database)

    def read(books: SqlBooks) -> list[object]:
        return [
            books.plan(plan.id),
            books.plans(closed=True),
            books.subscription(made.id),
            books.subscriptions(None),
            books.subscriptions_of(DANA),
            books.running_subscriptions(0, 9),
            books.due_subscriptions("", NOON, 9),
            books.next_due_subscription(),
            books.choice("remind"),
            sum(books.count_subscriptions().values()),
        ]

    assert not any(await database.read(read))
    assert not await database.write(lambda books: books.amend_subscription(made.id, remind=False))


async def test_who_is_forgotten_by_one_shop_is_known_to_the_other(database: Database) -> None:
    ours = database.merchant

    def write(books: SqlBooks) -> Subscription:
        books.silence(DANA, "invoice", NOON, silent=True)
        return add(books, state=State.EXPIRED, customer_id=DANA)

    made = await database.write(write)
    await become_another(database)
    await database.write(lambda books: books.release_subscriber(DANA))
    database.merchant = ours
    assert await database.read(lambda books: books.subscription(made.id)) == made
    assert await database.read(lambda books: books.is_silent(DANA, "invoice"))


async def test_a_choice_is_the_last_one(database: Database) -> None:
    assert await database.read(lambda books: books.choice("remind")) is None
    for value in ("1,0", "7"):
        await database.write(lambda books, value=value: books.choose("remind", value, NOON))
    await database.write(lambda books: books.choose("hour", "10", NOON))
    assert await database.read(lambda books: books.choice("remind")) == "7"
    assert await database.read(lambda books: dict(books.choices())) == {"remind": "7", "hour": "10"}
