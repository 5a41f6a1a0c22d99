"""The list of transfers from card to card."""

import re
from datetime import datetime

import pytest

from tests.sandbox.halyk.searching import EVER, ago, ask, body, by, listed

FIELDS = (
    "id dateTime invoiceId amount currency terminal accountId description language senderCardMask "
    "receiverCardMask senderCardType receiverCardType senderIssuer receiverIssuer reference secure code "
    "reason reasonCode name email phone ip ipCountry ipCity ipRegion ipDistrict ipLongitude ipLatitude "
    "status senderCardId receiverCardId"
)
ALL = body(by("created_at", "between", *EVER))


async def transfers(bench, *filters: dict, **more) -> list[dict]:
    return await listed(bench, *filters, which="transfers", **more)


async def test_a_transfer_has_every_documented_field(bench) -> None:
    made = await bench.control("transfer", invoiceID="123456789377804", amount=20000)
    [record] = await transfers(bench)
    assert record == made["record"]
    assert " ".join(record) == FIELDS
    assert (record["amount"], record["currency"], record["terminal"]) == (200, "KZT", "98000042")
    assert (record["code"], record["reasonCode"], record["status"]) == ("00", 0, "ok")
    assert re.fullmatch(r"\d{4}\*{8}\d{4}", record["senderCardMask"])


async def test_an_empty_list_is_a_good_answer(bench) -> None:
    assert await ask(bench, ALL, "transfers") == (200, {"totalCount": 0, "records": []})


async def test_operations_and_transfers_are_apart(bench) -> None:
    await bench.control("operation")
    await bench.control("transfer")
    assert len(await listed(bench)) == len(await transfers(bench)) == 1


async def test_a_transfer_can_have_failed(bench) -> None:
    await bench.control(
        "transfer", code="51", reason="insufficient funds", reasonCode=484, status="error", amount=5000
    )
    [record] = await transfers(bench)
    assert (record["code"], record["status"], record["reasonCode"]) == ("51", "error", 484)


async def test_132_transfers_come_in_pages(bench) -> None:
    since, until = ago(days=2), ago(days=1)
    made = await bench.control("transfers_bulk", count=132, since=since, until=until, seed=1)
    _, answer = await ask(bench, body(by("created_at", "between", *EVER), size=20), "transfers")
    assert (answer["totalCount"], len(answer["records"])) == (132, 20)
    first = await transfers(bench, size=500)
    rest = await transfers(bench, page=100, size=500)
    assert [record["id"] for record in first + rest] == made["ids"]
    times = [datetime.fromisoformat(record["dateTime"]) for record in first + rest]
    assert times == sorted(times)
    assert datetime.fromisoformat(since) <= times[0] < times[-1] < datetime.fromisoformat(until)


async def test_a_part_of_many_has_failed(bench) -> None:
    made = await bench.control("transfers_bulk", count=40, failed=0.25)
    records = await transfers(bench)
    failed = [record for record in records if record["code"] != "00"]
    assert {(record["code"], record["status"]) for record in failed} == {("51", "error")}
    assert len(failed) == 10
    good = sum(round(record["amount"] * 100) for record in records if record["code"] == "00")
    assert good == made["amount"]


@pytest.mark.parametrize(
    ("name", "field"), [("terminal_id", "terminal"), ("invoice_id", "invoiceId"), ("account_id", "accountId")]
)
async def test_every_filter_finds_what_its_field_shows(bench, name, field) -> None:
    await bench.control("transfers_bulk", count=30)
    await bench.control("transfer", terminal="98000099", invoiceID="111111", accountId="dana")
    records = await transfers(bench)
    values = sorted({record[field] for record in records})
    for method, right in {
        "=": lambda value: value == values[0],
        "in": lambda value: value in values[:2],
        ">": lambda value: value > values[0],
        "<": lambda value: value < values[0],
        ">=": lambda value: value >= values[1],
        "<=": lambda value: value <= values[0],
        "between": lambda value: values[0] <= value <= values[1],
    }.items():
        taken = values[:2] if method in ("in", "between") else [values[1] if method == ">=" else values[0]]
        found = await transfers(bench, by(name, method, *taken))
        assert found == [record for record in records if right(record[field])], method
    half = values[0][: len(values[0]) // 2] + "%"
    liked = await transfers(bench, by(name, "like", half))
    assert liked == [record for record in records if record[field].startswith(half[:-1])]


async def test_a_period_cuts_transfers(bench) -> None:
    for second in (3, 2, 0, 1):
        await bench.control("transfer", at=f"2024-01-01T00:00:0{second}+00:00")
    asked = body(by("created_at", "between", "2024-01-01T00:00:01Z", "2024-01-01T00:00:02Z"))
    _, answer = await ask(bench, asked, "transfers")
    assert [record["dateTime"] for record in answer["records"]] == [
        "2024-01-01T06:00:01+06:00",
        "2024-01-01T06:00:02+06:00",
    ]


async def test_transfers_are_sorted_by_several_fields(bench) -> None:
    await bench.control("transfers_bulk", count=30)
    records = await transfers(bench)
    found = await transfers(bench, orders=[("account_id", "DESC"), ("created_at", "ASC")])
    assert found == sorted(records, key=lambda record: record["accountId"], reverse=True)
    assert found != records


async def test_a_trouble_meets_transfers_only(bench) -> None:
    await bench.control("trouble", endpoint="transfers", kind="500", count=1)
    assert (await ask(bench, body(by("created_date", "between", *EVER))))[0] == 200
    assert (await ask(bench, ALL, "transfers"))[0] == 500
    assert (await ask(bench, ALL, "transfers"))[0] == 200


@pytest.mark.parametrize("wrong", [{"id": "1"}, {"at": "soon"}, {"amount": "x"}, {"senderMask": "4"}])
async def test_a_senseless_transfer_is_refused(bench, wrong) -> None:
    assert (await bench.post("/sandbox/halyk/transfer", json=wrong))[0] == 400
