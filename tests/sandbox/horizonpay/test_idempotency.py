"""The header RequestID: the same id gets the first answer, for a day."""

import pytest

ID = "7b6b1c5e-0c1a-4c55-9b69-0d2f5a3d9c11"
OTHER = "7b6b1c5e-0c1a-4c55-9b69-0d2f5a3d9c12"


async def test_the_same_id_makes_nothing_new_and_tells_the_present_status(bench) -> None:
    wish = bench.wish()
    _, first = await bench.create(wish, ID)
    _, again = await bench.create(wish, ID.upper())
    assert again == first
    await bench.control("approve", uid=first["transaction"]["uid"])
    _, later = await bench.create(wish, ID)
    assert later["transaction"]["uid"] == first["transaction"]["uid"]
    assert later["transaction"]["status"] == "successful"
    assert len(bench.bank.books.by_uid) == 1


async def test_another_id_and_none_make_another_payment(bench) -> None:
    wish = bench.wish()
    made = [await bench.create(wish, id_) for id_ in (ID, OTHER, None, None)]
    assert len({answer["transaction"]["uid"] for _, answer in made}) == 4


async def test_an_id_is_forgotten_after_a_day(bench) -> None:
    wish = bench.wish()
    _, first = await bench.create(wish, ID)
    bench.wait(hours=23, minutes=59)
    assert (await bench.create(wish, ID))[1]["transaction"]["uid"] == first["transaction"]["uid"]
    bench.wait(minutes=2)
    assert (await bench.create(wish, ID))[1]["transaction"]["uid"] != first["transaction"]["uid"]


async def test_another_body_is_not_looked_at(bench) -> None:
    _, first = await bench.create(bench.wish(amount=500000), ID)
    _, other = await bench.create(bench.wish(amount=700000), ID)
    assert other == first


async def test_another_body_may_be_refused(bench) -> None:
    await bench.control("configure", other_body="refuse")
    wish = bench.wish()
    await bench.create(wish, ID)
    assert (await bench.create(wish, ID))[0] == 200
    assert (await bench.create(bench.wish(amount=700000), ID))[0] == 422
    assert len(bench.bank.books.by_uid) == 1


async def test_a_refusal_is_repeated_though_the_request_was_corrected(bench) -> None:
    status, first = await bench.create(bench.wish(amount=None), ID)
    assert status == 422
    assert await bench.create(bench.wish(), ID) == (422, first)
    assert (await bench.create(bench.wish(), OTHER))[0] == 200


async def test_a_bad_day_is_not_remembered_but_what_it_did_is(bench) -> None:
    wish = bench.wish(tracking_id="lost")
    await bench.control("trouble", endpoint="create", kind="500", count=1)
    assert (await bench.create(wish, ID))[0] == 500
    assert (await bench.create(wish, ID))[0] == 200
    await bench.control("trouble", endpoint="create", kind="500", count=1, acted=True)
    assert (await bench.create(wish, OTHER))[0] == 500
    assert (await bench.create(wish, OTHER))[0] == 200
    assert len(await bench.tracked("lost")) == 2


async def test_an_installation_may_not_know_the_header(bench) -> None:
    await bench.control("configure", idempotency="ignored")
    wish = bench.wish()
    for id_ in (ID, ID, "no uuid"):
        assert (await bench.create(wish, id_))[0] == 200
    assert len(bench.bank.books.by_uid) == 3


@pytest.mark.parametrize("id_", ["1", "7b6b1c5e0c1a4c559b690d2f5a3d9c11", f"{ID}x"])
async def test_an_id_is_a_uuid(bench, id_) -> None:
    assert (await bench.create(bench.wish(), id_))[0] == 422


async def test_a_refund_has_its_own_ids(bench) -> None:
    made = await bench.made(method="at_once", amount=500000)
    body = {"request": {"parent_uid": made["uid"], "reason": "cold", "amount": 100000}}
    uids = set()
    for id_ in (ID, ID, OTHER):
        status, answer = await bench.ask("POST", "/refunds", json=body, headers={"RequestID": id_})
        assert status == 200
        uids.add(answer["transaction"]["uid"])
    assert len(uids) == 2
    assert (await bench.create(bench.wish(), ID))[1]["transaction"]["type"] == "payment"
