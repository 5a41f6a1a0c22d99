"""Every status, how it comes about, and the shapes in which it is told."""

from datetime import datetime, timedelta

import pytest

from tests.sandbox.horizonpay.conftest import form_of


async def step(bench, what: str, **body: object) -> int:
    async with bench.http.post(f"{bench.base}/sandbox/horizonpay/{what}", json=body) as answer:
        return answer.status


async def test_a_decline_has_its_reason(bench) -> None:
    made = await bench.made()
    await bench.control("decline", uid=made["uid"], code="F.0114", message="No money on the card")
    told = await bench.look(made)
    assert (told["status"], told["message"]) == ("failed", "Insufficient funds")
    assert told["payment"]["bank_code"] == "F.0114"
    assert told["payment"]["message"] == "No money on the card"
    assert told["paid_at"] is None


async def test_money_has_its_marks(bench) -> None:
    told = await bench.paid()
    assert told["payment"]["bank_code"] is None
    assert len(told["payment"]["rrn"]) == 12
    assert told["payment"]["ref_id"]


async def test_a_payment_expires_by_the_clock_to_the_second(bench) -> None:
    made = await bench.made(expired_at=bench.at(minutes=30))
    bench.wait(minutes=29)
    assert (await bench.look(made))["status"] == "pending"
    bench.wait(minutes=1)
    assert (await bench.look(made))["status"] == "expired"
    assert await bench.heard() == ["pending", "expired"]
    assert await step(bench, "approve", uid=made["uid"]) == 409


async def test_a_payment_without_an_end_lives_on(bench) -> None:
    made = await bench.made()
    bench.wait(days=400)
    assert (await bench.look(made))["status"] == "pending"


async def test_what_is_paid_does_not_expire(bench) -> None:
    made = await bench.paid(expired_at=bench.at(minutes=30))
    bench.wait(hours=1)
    assert (await bench.look(made))["status"] == "successful"


@pytest.mark.parametrize("end", ["decline", "expire"])
async def test_money_may_come_late(bench, end) -> None:
    made = await bench.made()
    await bench.control(end, uid=made["uid"])
    await bench.heard()
    await bench.control("late", uid=made["uid"])
    assert (await bench.look(made))["status"] == "successful"
    assert (await bench.heard())[-1] == "successful"
    assert await step(bench, "late", uid=made["uid"]) == 409


@pytest.mark.parametrize("word", ["error", "deleted", "incomplete", "initial", "expired", "failed"])
async def test_a_creation_may_end_at_once_as(bench, word) -> None:
    await bench.control("creations", next=word)
    assert (await bench.made())["status"] == word
    assert await bench.heard() == ([word] if word in ("expired", "failed") else [])
    assert (await bench.made())["status"] == "pending"


@pytest.mark.parametrize("word", ["deleted", "error", "settling", "permanent"])
async def test_any_word_may_be_the_status_and_is_not_called_out(bench, word) -> None:
    made = await bench.made()
    await bench.heard()
    await bench.control("status", tracking_id=made["tracking_id"], status=word)
    assert (await bench.look(made))["status"] == word
    assert await bench.heard() == ["pending"]


@pytest.mark.parametrize("word", ["initial", "incomplete"])
async def test_the_first_status_may_be_another_and_can_be_paid(bench, word) -> None:
    await bench.control("configure", created=word)
    made = await bench.made()
    assert made["status"] == word
    assert form_of(made)
    assert await bench.heard() == []
    await bench.control("approve", uid=made["uid"])
    assert await bench.heard() == ["successful"]


TOLD = {
    31: ("amount", 500131, 500131),
    33: ("currency", "USD", "USD"),
    34: ("status", "pending", "settling"),
    35: ("tracking_id", "t-x", "t-x"),
    36: ("test", True, True),
    37: ("type", "authorization", "authorization"),
    42: ("amount", 500042, 499942),
    43: ("amount", 500043, 500143),
    44: ("status", "pending", "pending"),
    47: ("currency", "KZT", "USD"),
    84: ("status", "pending", "failed"),
}


@pytest.mark.parametrize(("tail", "story"), TOLD.items(), ids=str)
async def test_a_sum_chooses_what_is_told(bench, tail, story) -> None:
    name, before, after = story
    made = await bench.made(amount=500000 + tail, tracking_id="t")
    assert made[name] == before
    await bench.control("approve", uid=made["uid"])
    assert (await bench.look(made))[name] == after


async def test_a_sum_may_be_an_error_at_once(bench) -> None:
    assert (await bench.made(amount=500045))["status"] == "error"


async def test_money_that_is_told_late_comes_by_itself(bench) -> None:
    made = await bench.paid(amount=500044)
    assert (made["status"], "form" in made) == ("pending", False)
    bench.wait(seconds=61)
    assert (await bench.look(made))["status"] == "successful"


async def test_money_may_come_a_minute_after_the_end(bench) -> None:
    made = await bench.made(amount=500054)
    await bench.control("decline", uid=made["uid"])
    await bench.heard()
    bench.wait(seconds=61)
    assert await bench.heard() == ["pending", "failed", "successful"]


async def test_sums_choose_nothing_when_magic_is_off(bench) -> None:
    await bench.control("configure", magic=False)
    assert (await bench.made(amount=500045))["status"] == "pending"


async def test_a_confirmation_makes_no_money_but_finds_what_is_there(bench) -> None:
    made = await bench.made(method="wallet_app", amount=500044)
    path = f"/{made['uid']}/confirm"
    _, answer = await bench.ask("POST", path)
    assert (answer["response"]["status"], answer["response"]["parent_uid"]) == ("failed", made["uid"])
    await bench.control("approve", uid=made["uid"])
    assert (await bench.ask("POST", path))[1]["response"]["status"] == "failed"
    body = {"request": {"skip_duplicate_check": True, "transaction_reference": "7"}}
    assert (await bench.ask("POST", path, json=body))[1]["response"]["status"] == "successful"
    assert (await bench.look(made))["status"] == "successful"
    assert await bench.ask("POST", "/2-1/confirm") == (404, {"response": {"message": "Record not found"}})
    assert (await bench.ask("POST", path, json={"request": {"x": 1}}))[0] == 422


SHAPES = {
    "offset": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+03:00",
    "zulu": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z",
    "malformed": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d{3}Z",
    "zero": r"0000-00-00T00:00:00Z",
}


@pytest.mark.parametrize(("style", "pattern"), SHAPES.items(), ids=SHAPES)
async def test_times_are_written(bench, style, pattern) -> None:
    import re

    await bench.control("configure", times=style)
    told = await bench.paid()
    for name in ("created_at", "updated_at", "paid_at"):
        assert re.fullmatch(pattern, str(told[name]))
    if style in ("offset", "zulu"):
        past = bench.clock.now() - datetime.fromisoformat(str(told["paid_at"]))
        assert timedelta() <= past < timedelta(minutes=5)


@pytest.mark.parametrize(("style", "phone"), [("text", "+7 700 1"), ("integer", 77001), ("null", None)])
async def test_phones_are_written(bench, style, phone) -> None:
    await bench.control("configure", phones=style)
    made = await bench.made(customer={"phone": "+7 700 1"})
    assert made["billing_address"]["phone"] == phone


async def test_an_answer_may_be_sparse(bench) -> None:
    await bench.control("configure", fields="sparse", type_key="payment_method_type")
    made = await bench.made()
    absent = {"updated_at", "receipt_url", "message", "language", "customer", "method_type", "paid_at"}
    assert absent & made.keys() == set()
    assert made["payment_method_type"] == "card"
    assert made["card"] == {"type": "card"}
    assert made["payment"]["gateway_id"] is None


async def test_uids_are_short_or_uuids_or_both(bench) -> None:
    assert len((await bench.made())["uid"]) == 12
    await bench.control("configure", uids="uuid")
    assert len((await bench.made())["uid"]) == 36
    await bench.control("configure", uids="mixed")
    assert {len((await bench.made())["uid"]) for _ in range(2)} == {12, 36}


async def test_a_form_is_shown_again_or_only_once(bench) -> None:
    made = await bench.made()
    assert form_of(await bench.look(made)) == form_of(made)
    await bench.control("configure", forms="once")
    assert "form" not in await bench.look(made)
    assert form_of(await bench.made())


@pytest.mark.parametrize("word", ["form", "payment_form"])
async def test_the_form_has_one_of_two_names(bench, word) -> None:
    await bench.control("configure", form_key=word)
    assert {"form", "payment_form"} & (await bench.made()).keys() == {word}
