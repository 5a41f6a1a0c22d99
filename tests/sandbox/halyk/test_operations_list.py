"""The list of operations: which rows it has, and how they are written."""

import re
from datetime import datetime
from decimal import Decimal

import pytest

from sandbox.halyk import CARD_CVC, CARD_EXPIRY
from tests.sandbox.halyk.searching import EVER, ago, ask, body, by, ids, listed

FIELDS = (
    "id amount currencyID amountBonus invoiceId accountId payerIp payerName payerPhone payerEmail "
    "description data createdDate authDate confirmDate payoutDate payoutAmount ipCountry ipCity ipRegion "
    "ipDistrict ipLatitude ipLongitude cardNumber cardExpDate cardCVC cardType cardTypeID issuer "
    "issuerBankCountry statusID reference client template language transactionTypeID backLink failureLink "
    "postLink postLinkStatus merchantID shopID secure3D cardID cardHash cardMask installmentID terminal "
    "initReference"
)
UUID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
OTHER_TERMINAL = "00000000-1111-4222-8333-444444444444"


async def paid(bench, amount: str = "2000") -> tuple[str, dict]:
    invoice, _, _ = await bench.bill(amount)
    return invoice, await bench.control("pay", invoiceID=invoice)


# Which rows


async def test_a_paid_bill_is_listed_with_every_documented_field(bench) -> None:
    invoice, done = await paid(bench, "2000.15")
    [record] = await listed(bench)
    assert " ".join(record) == FIELDS
    assert (record["id"], record["invoiceId"]) == (done["transaction"], invoice)
    assert (record["amount"], record["amountBonus"], record["payoutAmount"]) == (600.05, 1400.1, 0)
    told = (await bench.check(invoice))[1]["transaction"]
    assert (record["reference"], record["createdDate"][:19]) == (told["reference"], told["createdDate"][:19])


async def test_an_empty_list_is_a_good_answer(bench) -> None:
    nothing = {"totalCount": 0, "records": []}
    assert await ask(bench, body(by("created_date", "between", *EVER))) == (200, nothing)


async def test_only_what_was_paid_is_listed_unless_all_is_wished(bench) -> None:
    await bench.bill()
    refused, _, _ = await bench.bill()
    await bench.control("reject", invoiceID=refused)
    held, _ = await paid(bench, "500.41")
    _, done = await paid(bench)
    assert await ids(bench) == [done["transaction"]]
    await bench.control("configure", lists="all", empty_invoice=0)
    records = await listed(bench)
    assert {record["invoiceId"] for record in records} == {refused, held, done["invoiceID"]}
    assert len({record["statusID"] for record in records}) == 3


async def test_a_rows_state_is_opaque(bench) -> None:
    await paid(bench)
    [record] = await listed(bench)
    assert not any("status" in name.lower() and name not in ("statusID", "postLinkStatus") for name in record)
    for name in ("statusID", "currencyID", "transactionTypeID", "installmentID", "shopID", "cardTypeID"):
        assert re.fullmatch(UUID, record[name]), name
    assert (record["postLink"], record["postLinkStatus"]) == ("true", False)
    await bench.control("drain")
    assert (await listed(bench))[0]["postLinkStatus"] is True


async def test_the_cards_code_is_there_to_be_dropped(bench) -> None:
    await paid(bench)
    await bench.control("operations_bulk", count=5)
    for record in await listed(bench):
        assert (record["cardCVC"], record["cardExpDate"]) == (CARD_CVC, CARD_EXPIRY)


async def test_a_refund_leaves_the_amount_and_grows_the_payout(bench) -> None:
    invoice, _ = await paid(bench)
    [before] = await listed(bench)
    assert before["payoutDate"] in (None, "", "0001-01-01T00:00:00Z")
    await bench.control("refund", invoiceID=invoice, amount=50000)
    [after] = await listed(bench)
    assert (after["amount"], after["payoutAmount"]) == (2000, 500)
    assert datetime.fromisoformat(after["payoutDate"]) > datetime.fromisoformat(after["createdDate"])
    assert (await bench.check(invoice))[1]["transaction"]["amount"] == 1500


async def test_half_of_the_rows_name_no_invoice(bench) -> None:
    invoices = [(await paid(bench))[0] for _ in range(4)]
    shown = [record["invoiceId"] for record in await listed(bench)]
    assert shown == [invoices[0], "", invoices[2], ""]
    assert await ids(bench, by("invoice_id", "=", invoices[1])) == []
    await bench.control("configure", empty_invoice=1)
    assert {record["invoiceId"] for record in await listed(bench)} == {""}
    await bench.control("configure", empty_invoice=0)
    assert [record["invoiceId"] for record in await listed(bench)] == invoices


async def test_the_list_can_lack_a_payment_of_ours(bench) -> None:
    first, done = await paid(bench)
    _, other = await paid(bench)
    await bench.control("forget_operation", invoiceID=first)
    assert await ids(bench) == [other["transaction"]]
    assert (await bench.check(first))[1]["transaction"]["id"] == done["transaction"]
    for wrong in ({"invoiceID": "999999"}, {"id": OTHER_TERMINAL}):
        assert (await bench.post("/sandbox/halyk/forget_operation", json=wrong))[0] == 400


async def test_a_lagging_payment_is_listed_when_check_status_knows_it(bench) -> None:
    await paid(bench, "500.44")
    assert await ids(bench) == []
    bench.wait(seconds=180)
    assert len(await ids(bench)) == 1


async def test_another_shop_sees_nothing_of_ours(bench) -> None:
    await paid(bench)
    await bench.control("operation")
    other = {"client_id": "o", "client_secret": "o", "terminal": OTHER_TERMINAL}
    await bench.control("configure", other=other)
    token = await bench.user(client_id="o", client_secret="o")
    assert (await ask(bench, body(by("created_date", "between", *EVER)), token=token))[1]["totalCount"] == 0
    assert len(await ids(bench)) == 2


async def test_a_status_client_sees_everybodys_rows(bench) -> None:
    _, done = await paid(bench)
    made = await bench.control("operation", at=3600)
    reader = {"client_id": "s", "client_secret": "s", "terminal": OTHER_TERMINAL}
    await bench.control("configure", status=reader)
    token = await bench.user(client_id="s", client_secret="s")
    _, answer = await ask(bench, body(by("created_date", "between", *EVER)), token=token)
    assert [record["id"] for record in answer["records"]] == [done["transaction"], made["id"]]


# Rows from elsewhere


async def test_check_status_answers_about_a_row_from_elsewhere(bench) -> None:
    made = await bench.control("operation", invoiceID="765432", amount=123456, bonus=100, at=-3600)
    status, answer = await bench.check("765432")
    told = answer["transaction"]
    assert (status, told["statusName"], told["id"]) == (200, "CHARGE", made["id"])
    assert (told["amount"], told["amountBonus"], told["orgAmount"]) == (1234.56, 1, 1234.56)
    await bench.control("operation", invoiceID="765433", statusName="REJECT")
    assert (await bench.check("765433"))[1]["transaction"]["statusName"] == "REJECT"


async def test_a_row_from_elsewhere_is_not_refunded_here(bench) -> None:
    made = await bench.control("operation", invoiceID="765432")
    headers = {"Authorization": f"Bearer {await bench.service()}"}
    status, answer = await bench.post(f"/halyk/api/operation/{made['id']}/refund", headers=headers)
    assert (status, answer) == (400, {"code": 100, "message": ""})


async def test_a_row_from_elsewhere_is_as_it_was_ordered(bench) -> None:
    made = await bench.control(
        "operation", at=ago(days=2), amount=5050, refunded=1000, client="Practice Payer", postLink=True
    )
    [record] = await listed(bench)
    assert record == made["record"]
    assert (record["amount"], record["payoutAmount"], record["postLink"]) == (50.5, 10, "true")
    assert (record["client"], record["invoiceId"]) == ("Practice Payer", "")
    assert (await bench.control("books"))["taken"] == 0


@pytest.mark.parametrize(
    "wrong", [{"id": "1"}, {"at": "today"}, {"at": "2026-11-01T00:00:00"}, {"amount": "5"}, {"nonsense": 1}]
)
async def test_a_senseless_row_is_refused(bench, wrong) -> None:
    assert (await bench.post("/sandbox/halyk/operation", json=wrong))[0] == 400


async def test_many_rows_are_spread_over_their_period(bench) -> None:
    since, until = ago(days=3), ago(days=1)
    made = await bench.control("operations_bulk", count=132, since=since, until=until, seed=5)
    await bench.control("configure", page_cap=200)
    records = await listed(bench, size=200)
    assert [record["id"] for record in records] == made["ids"]
    times = [datetime.fromisoformat(record["createdDate"]) for record in records]
    assert datetime.fromisoformat(since) <= times[0] < times[-1] < datetime.fromisoformat(until)
    assert sum(round(Decimal(str(record["amount"])) * 100) for record in records) == made["amount"]
    assert sum(round(Decimal(str(record["payoutAmount"])) * 100) for record in records) == made["refunded"]
    assert sum(record["invoiceId"] == "" for record in records) == 66


async def test_the_same_seed_makes_the_same_rows(bench) -> None:
    order = {"count": 20, "since": "2026-11-01T00:00:00+05:00", "until": "2026-11-02T00:00:00+05:00"}
    await bench.control("operations_bulk", **order, seed=7)
    first = await listed(bench)
    assert (await bench.post("/sandbox/halyk/operations_bulk", json={**order, "seed": 7}))[0] == 400
    await bench.control("reset")
    await bench.control("operations_bulk", **order, seed=7)
    assert await listed(bench) == first
    await bench.control("operations_bulk", **order, seed=8)
    assert (await ask(bench, body(by("created_date", "between", *EVER))))[1]["totalCount"] == 40


@pytest.mark.parametrize("wrong", [{"count": 0}, {}, {"count": 1, "since": 0, "until": -1}])
async def test_a_senseless_bulk_is_refused(bench, wrong) -> None:
    assert (await bench.post("/sandbox/halyk/operations_bulk", json=wrong))[0] == 400


async def test_our_bills_stand_among_the_rows_from_elsewhere_by_time(bench) -> None:
    later = await bench.control("operation", at=3600)
    _, ours = await paid(bench)
    earlier = await bench.control("operation", at=-3600)
    assert await ids(bench) == [earlier["id"], ours["transaction"], later["id"]]


# Times


async def test_times_have_the_offset_of_their_day(bench) -> None:
    await bench.control("operation", at="2024-02-29T17:59:59.5+00:00")
    await bench.control("operation", at="2024-02-29T18:00:00+00:00")
    old, new = [record["createdDate"] for record in await listed(bench)]
    assert re.fullmatch(r"2024-02-29T23:59:59\.5000\d{2,5}\+06:00", old)
    assert new == "2024-02-29T23:00:00+05:00"


async def test_seconds_have_six_to_nine_digits_or_none(bench) -> None:
    await bench.control("operations_bulk", count=100, seed=3)
    lengths = set()
    for record in await listed(bench):
        match = re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.(\d+))?\+05:00", record["createdDate"])
        assert match
        lengths.add(len(match[1] or ""))
    assert lengths == {0, 6, 7, 8, 9}


async def test_no_refund_is_written_in_three_ways(bench) -> None:
    await bench.control("operations_bulk", count=60, seed=3)
    dates = {record["payoutDate"] for record in await listed(bench) if not record["payoutAmount"]}
    assert dates == {None, "", "0001-01-01T00:00:00Z"}


async def test_rows_may_be_made_in_any_order(bench) -> None:
    for second in (3, 2, 0, 1):
        await bench.control("operation", at=f"2026-01-01T00:00:0{second}+00:00")
    asked = body(by("created_date", "between", "2026-01-01T00:00:01Z", "2026-01-01T00:00:02Z"))
    assert (await ask(bench, asked))[1]["totalCount"] == 2


async def test_a_between_has_both_ends_in_it(bench) -> None:
    for second in (0, 1, 2, 3):
        await bench.control("operation", at=f"2026-01-01T00:00:0{second}+00:00")
    asked = body(by("created_date", "between", "2026-01-01T00:00:01Z", "2026-01-01T00:00:02Z"))
    assert (await ask(bench, asked))[1]["totalCount"] == 2
    bounds = by("created_date", ">", "2026-01-01T00:00:01Z"), by("created_date", "<=", "2026-01-01T00:00:03Z")
    assert (await ask(bench, body(*bounds)))[1]["totalCount"] == 2
    backwards = body(by("created_date", "between", EVER[1], EVER[0]))
    assert (await ask(bench, backwards))[1]["totalCount"] == 0
