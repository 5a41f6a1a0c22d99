"""Who is told what of yesterday: once each, until noon, and of a silent bank later."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from billing import people
from billing.answers import Seen
from billing.errors import NotAllowed
from billing.figures import mornings
from billing.models import Role
from billing.money import Money
from billing.reconciling import Summary
from billing.reporting import Statement
from billing.statement import Ledger, Operation, Row, Standing
from billing.team.deeds import What
from tests.flow.billing.test_deeds import done_since, newest
from tests.support.shop import CASHIER, CUSTOMER, OWNER, Shop

ZONE = ZoneInfo("Asia/Almaty")
AGREES = json.dumps({"listed": 1, "unproved": 0, "differences": [], "more": 0})
BANK = "testbank"


def to(shop: Shop, clock: time, days: int = 1) -> datetime:
    """That time of a later day on the shop's wall."""
    day = shop.clock.now().astimezone(ZONE).date() + timedelta(days=days)
    shop.clock.at = datetime.combine(day, clock, ZONE)
    return shop.clock.at


async def wants(shop: Shop, *people: int) -> None:
    for who in people:
        await shop.desk.figures.choose_morning(await shop.person(who), on=True)


async def sold(shop: Shop) -> None:
    invoice = await shop.invoice()
    payment = await shop.payment(invoice)
    shop.sees(payment, Seen.PAID)
    await shop.look(payment)


async def tell(shop: Shop, banks: tuple[str, ...] = (BANK,), unset: tuple[str, ...] = ()) -> None:
    await shop.database.write(lambda books: mornings.tell(books, banks, unset, shop.clock.now()))


async def keep(shop: Shop, found: str | None) -> None:
    now = shop.clock.now()
    day = now.astimezone(ZONE).date() - timedelta(days=1)
    await shop.database.write(lambda books: books.keep_bank_list(day, BANK, found, now))


async def told(shop: Shop, who: int) -> list[tuple[str, dict[str, str]]]:
    """What of mornings was told to this person."""
    far = shop.clock.now() + timedelta(days=9)
    notices = await shop.database.read(lambda books: books.due_notices(far, 1000))
    return [(n.kind, n.values) for n in notices if n.kind.startswith("morning") and n.place.chat_id == who]


async def kinds(shop: Shop, who: int = OWNER) -> list[str]:
    return [kind for kind, _ in await told(shop, who)]


async def asked(shop: Shop, *banks: str) -> list[str] | None:
    now = shop.clock.now()
    today = await shop.database.read(lambda books: mornings.morning(books, now))
    return None if today is None else today.to_ask(banks or (BANK,), now)


async def test_who_wants_it_is_told_once_of_yesterday_with_sums_and_the_list(shop: Shop) -> None:
    await sold(shop)
    await wants(shop, OWNER)
    to(shop, time(9))
    await keep(shop, AGREES)
    for _ in range(3):
        await tell(shop)
    ((kind, values),) = await told(shop, OWNER)
    assert kind == "morning"
    assert values["now"] == "KZT,500000,1,0,0"
    assert json.loads(values["banks"]) == {BANK: "KZT,500000,1,0,0"}
    assert json.loads(values["lists"]) == {BANK: AGREES}
    assert values["silent"] == ""
    assert await told(shop, CASHIER) == []


async def test_the_next_morning_tells_of_the_next_day(shop: Shop) -> None:
    await sold(shop)
    await wants(shop, OWNER)
    for _ in range(2):
        to(shop, time(9))
        await keep(shop, AGREES)
        await tell(shop)
    first, second = [values for _, values in await told(shop, OWNER)]
    assert date.fromisoformat(second["day"]) - date.fromisoformat(first["day"]) == timedelta(days=1)
    assert second["now"] == "KZT,0,0,0,0"
    assert second["before"] == first["now"]


async def test_a_cashier_is_told_of_their_own_and_of_no_list(shop: Shop) -> None:
    await sold(shop)
    await wants(shop, CASHIER)
    to(shop, time(9))
    assert await asked(shop) == [], "no bank is asked where nobody may read what it says"
    await tell(shop)
    ((_, values),) = await told(shop, CASHIER)
    assert values["own"] == "yes"
    assert values["now"] == "KZT,0,0,0,0"
    assert "lists" not in values
    assert "silent" not in values


async def test_nobody_else_can_choose_it(shop: Shop) -> None:
    with pytest.raises(NotAllowed):
        await shop.desk.figures.choose_morning(await shop.person(CUSTOMER), on=True)


async def test_who_asks_for_it_and_who_stops_it_is_among_what_was_done(shop: Shop) -> None:
    before = await newest(shop)
    cashier = await shop.person(CASHIER)
    for on in (True, True, False, False):
        await shop.desk.figures.choose_morning(cashier, on=on)
    assert await done_since(shop, before, CASHIER) == [What.MORNING_ON, What.MORNING_OFF]


async def test_who_wants_it_no_more_or_belongs_to_the_shop_no_more_is_not_told(shop: Shop) -> None:
    await wants(shop, OWNER, CASHIER)
    await shop.desk.figures.choose_morning(await shop.person(OWNER), on=False)
    await shop.desk.team.leave(await shop.person(CASHIER))
    to(shop, time(9))
    assert await asked(shop) is None
    await tell(shop)
    assert await kinds(shop) == await kinds(shop, CASHIER) == []


@pytest.mark.parametrize(
    ("clock", "is_told"), [("08:59", 0), ("09:00", 1), ("11:59", 1), ("12:00", 0), ("23:30", 0)]
)
async def test_late_is_fine_until_noon(shop: Shop, clock: str, is_told: int) -> None:
    await wants(shop, OWNER)
    to(shop, time.fromisoformat(clock))
    await tell(shop)
    assert len(await kinds(shop)) == is_told


async def test_a_silent_bank_is_named_asked_again_and_its_list_told_when_it_answers(shop: Shop) -> None:
    await wants(shop, OWNER)
    to(shop, time(9))
    assert await asked(shop) == [BANK]
    await keep(shop, None)
    await tell(shop)
    ((_, values),) = await told(shop, OWNER)
    assert (values["silent"], values["lists"]) == (BANK, "{}")
    assert await asked(shop) == []
    shop.clock.move(599)
    assert await asked(shop) == []
    shop.clock.move(1)
    assert await asked(shop) == [BANK]
    await keep(shop, AGREES)
    for _ in range(2):
        await tell(shop)
    assert await kinds(shop) == ["morning", "morning-list"]
    assert (await told(shop, OWNER))[1][1]["found"] == AGREES
    assert await asked(shop) == []


async def test_who_is_a_cashier_by_then_is_not_told_what_the_banks_list_has_shown(shop: Shop) -> None:
    owner = await shop.person(OWNER)
    await shop.desk.team.change(owner, CASHIER, Role.MANAGER)
    await wants(shop, OWNER, CASHIER)
    to(shop, time(9))
    await keep(shop, None)
    await tell(shop)
    await shop.desk.team.change(owner, CASHIER, Role.CASHIER)
    shop.clock.move(600)
    await keep(shop, AGREES)
    await tell(shop)
    assert await kinds(shop, CASHIER) == ["morning"]
    assert await kinds(shop, OWNER) == ["morning", "morning-list"]


async def test_a_bank_that_answers_after_noon_is_told_all_the_same(shop: Shop) -> None:
    await wants(shop, OWNER)
    to(shop, time(11, 55))
    await keep(shop, None)
    await tell(shop)
    to(shop, time(15), days=0)
    assert await asked(shop) == [BANK]
    await keep(shop, AGREES)
    await tell(shop)
    assert await kinds(shop) == ["morning", "morning-list"]


async def test_a_bank_that_is_silent_all_day_is_given_up_with_a_word(shop: Shop) -> None:
    await wants(shop, OWNER)
    to(shop, time(9))
    await keep(shop, None)
    await tell(shop)
    to(shop, time(20), days=0)
    assert await asked(shop) == []
    for _ in range(2):
        await tell(shop)
    assert await kinds(shop) == ["morning", "morning-no-list"]


async def test_what_a_list_has_shown_is_not_lost_where_the_bank_is_silent_afterwards(shop: Shop) -> None:
    await wants(shop, OWNER)
    to(shop, time(9))
    await keep(shop, AGREES)
    await keep(shop, None)
    await tell(shop)
    assert json.loads((await told(shop, OWNER))[0][1]["lists"]) == {BANK: AGREES}


async def test_banks_without_a_list_or_its_setting_are_named_where_they_brought_money(shop: Shop) -> None:
    await sold(shop)
    await wants(shop, OWNER)
    to(shop, time(9))
    await tell(shop, (), (BANK, "other"))
    assert [(v["unset"], v["listless"], v["silent"]) for _, v in await told(shop, OWNER)] == [(BANK, "", "")]


async def test_an_answer_of_yesterday_is_not_asked_for_twice_when_a_clock_was_wrong(shop: Shop) -> None:
    """A try that was written down by a clock that ran ahead keeps nobody from asking."""
    await wants(shop, OWNER)
    now = to(shop, time(9))
    day = now.astimezone(ZONE).date() - timedelta(days=1)
    ahead = now + timedelta(days=30)
    await shop.database.write(lambda books: books.keep_bank_list(day, BANK, None, ahead))
    assert await asked(shop) == [BANK]


# --- what of a list is told


DAY = date(2026, 11, 22)


def row(standing: Standing, hour: int | None, *, day: int = 22, minor: int = 500, **more: Any) -> Row:
    at = None if hour is None else datetime(2026, 11, day, hour, 30, tzinfo=ZONE)
    money = Money(700, "KZT") if standing is Standing.DIFFERS else Money(minor, "KZT")
    made = Operation(Ledger.OPERATIONS, more.pop("id", "op"), at, Money(minor, "KZT"), **more)
    return Row(made, more.get("number"), standing, money)


def told_of(*rows: Row, puzzling: frozenset[str] = frozenset()) -> Any:
    statement = Statement(rows, Summary(), 0, puzzling)
    now = datetime(2026, 11, 23, 9, tzinfo=ZONE)
    return json.loads(mornings.found("bank", statement, DAY, ZONE, now))


def test_what_the_bank_has_and_we_have_not_what_it_lacks_and_what_differs_are_told_apart() -> None:
    found = told_of(
        row(Standing.OURS, 10),
        row(Standing.CONFIRMED, 11, id="a", reference="32"),
        row(Standing.MISSING, 23, id="b"),
        row(Standing.DIFFERS, 13, id="c"),
        row(Standing.UNCONFIRMED, 14, id="d"),
        row(Standing.UNCONFIRMED, 15, id="e"),
        row(Standing.NOT_MONEY, 16, id="f"),
        puzzling=frozenset({"e"}),
    )
    assert [each["kind"] for each in found["differences"]] == [
        "alert-strange-money",
        "alert-not-listed",
        "alert-other-sum",
        "alert-strange-operation",
    ]
    assert (found["listed"], found["unproved"], found["more"]) == (6, 1, 0)
    assert found["differences"][2]["ours"] == "700"


def test_rows_of_the_days_beside_it_are_theirs() -> None:
    strange = [row(Standing.CONFIRMED, hour, day=day, id=f"{day}") for day, hour in ((21, 23), (23, 0))]
    assert told_of(*strange) == {"listed": 0, "unproved": 0, "differences": [], "more": 0}
    ours = row(Standing.OURS, 0)
    midnights = [
        replace(ours, operation=replace(ours.operation, happened_at=datetime(2026, 11, day, tzinfo=ZONE)))
        for day in (22, 23)
    ]
    assert [told_of(each)["listed"] for each in midnights] == [1, 0]
    query = mornings.question(DAY, ZONE)
    assert query.since == datetime(2026, 11, 21, 23, tzinfo=ZONE)
    assert query.until == datetime(2026, 11, 23, 1, tzinfo=ZONE)


def test_many_differences_are_counted() -> None:
    found = told_of(*(row(Standing.MISSING, 9, id=f"op{n}") for n in range(10)))
    assert (len(found["differences"]), found["more"]) == (mornings.SHOWN, 4)


async def test_at_night_nobody_is_told_and_no_bank_is_asked(shop: Shop) -> None:
    await sold(shop)
    await wants(shop, OWNER)
    to(shop, time(11))
    await tell(shop)
    to(shop, time(21), days=0)
    await keep(shop, AGREES)
    assert await asked(shop) is None
    await tell(shop)
    assert await kinds(shop) == ["morning"], "the list comes with daylight, or not at all"


async def test_for_whom_nobody_can_be_reached_no_bank_is_asked(shop: Shop) -> None:
    await wants(shop, OWNER)
    to(shop, time(9))
    assert await asked(shop) == [BANK]
    now = shop.clock.now()
    await shop.database.write(lambda books: people.mark_blocked(books, OWNER, now, blocked=True))
    assert await asked(shop) is None
    await tell(shop)
    assert await kinds(shop) == []
