"""Callbacks come once, never, late, twice, in the wrong order, or lie."""

import json

import pytest

FIELDS = (
    "id accountId amount amount_bonus approvalCode cardId cardMask cardType code currency data dateTime "
    "description email intReference invoiceId ip ipCity ipCountry ipDistrict ipLatitude ipLongitude ipRegion "
    "issuer language name phone reason reasonCode reference secure secure3D secureDetails terminal"
)


async def paid(bench, amount: str = "2000", **changes) -> str:
    invoice, _, _ = await bench.bill(amount, **changes)
    await bench.control("pay", invoiceID=invoice)
    return invoice


async def test_a_callback_has_all_documented_fields(bench) -> None:
    await paid(bench)
    await bench.control("drain")
    [(_, body)] = bench.shop.received
    assert " ".join(body) == FIELDS


async def test_the_hash_is_echoed_only_where_it_was_sent(bench) -> None:
    await paid(bench, secret_hash="0f" * 16)
    await paid(bench)
    await bench.control("drain")
    hashes = sorted(str(body.get("secret_hash")) for _, body in bench.shop.received)
    assert hashes == ["0f" * 16, "None"]


async def test_what_the_shop_sent_is_echoed(bench) -> None:
    token = await bench.token()
    _, made = await bench.generate(
        token,
        bench.wish(accountId="42", data="a=1", payerEmail="payer@example.com", payerPhone="87000000000"),
    )
    await bench.control("reject", bill=made["billNumber"], reasonCode=484)
    await bench.control("drain")
    [(path, body)] = bench.shop.received
    assert (path, body["code"], body["reasonCode"]) == ("/failed", "error", 484)
    assert (body["accountId"], body["data"], body["description"]) == ("42", "a=1", "order")
    assert (body["email"], body["phone"]) == ("payer@example.com", "87000000000")


async def test_an_answer_other_than_200_is_asked_again_with_pauses(bench) -> None:
    bench.shop.answers = [500, 204]
    invoice = await paid(bench)
    await bench.control("drain")
    assert len(bench.shop.received) == 1
    bench.wait(seconds=5)
    await bench.control("drain")
    assert len(bench.shop.received) == 2
    bench.wait(seconds=30)
    await bench.control("drain")
    assert len({json.dumps(body) for _, body in bench.shop.received}) == 1
    [bill] = (await bench.control("books"))["bills"]
    assert bill["invoiceID"] == invoice
    assert bill["callbacks"][0]["answers"] == [500, 204, 200]


async def test_after_four_tries_the_bank_gives_up(bench) -> None:
    bench.shop.answers = [503] * 9
    await paid(bench)
    for _ in range(6):
        await bench.control("drain")
        bench.wait(minutes=5)
    assert len(bench.shop.received) == 4


async def test_a_redirect_is_not_followed(bench) -> None:
    bench.shop.answers = [307]
    await paid(bench)
    await bench.control("drain")
    assert bench.shop.codes == [("/ok", "ok")]
    assert (await bench.control("books"))["callbacks"][0]["answers"] == [307]


async def test_a_shop_that_cannot_be_reached_is_noted(bench) -> None:
    await bench.generate(await bench.token(invoiceID="777777"), bench.wish(postLink="http://127.0.0.1:9/cb"))
    await bench.control("pay", invoiceID="777777")
    await bench.control("drain")
    [bill] = (await bench.control("books"))["bills"]
    assert bill["callbacks"][0]["answers"] == ["ClientConnectorError"]


async def test_a_lost_callback_never_comes(bench) -> None:
    await bench.control("callbacks", mode="lost", count=1)
    await paid(bench)
    await paid(bench)
    bench.wait(hours=1)
    await bench.control("drain")
    assert len(bench.shop.received) == 1
    modes = [call["mode"] for call in (await bench.control("books"))["callbacks"]]
    assert modes == ["lost", "normal"]


async def test_a_late_callback_comes_after_its_seconds(bench) -> None:
    await bench.control("callbacks", mode="late", seconds=90)
    await paid(bench)
    bench.wait(seconds=80)
    await bench.control("drain")
    assert bench.shop.received == []
    bench.wait(seconds=10)
    await bench.control("drain")
    assert len(bench.shop.received) == 1


async def test_a_doubled_callback_comes_twice(bench) -> None:
    await bench.control("callbacks", mode="doubled")
    await paid(bench)
    await bench.control("drain")
    first, second = bench.shop.received
    assert first == second


async def test_reordered_callbacks_come_the_last_first(bench) -> None:
    await bench.control("callbacks", mode="reordered", count=2)
    await paid(bench, "500.54")
    await bench.control("drain")
    assert bench.shop.received == []
    bench.wait(seconds=60)
    await bench.control("drain")
    assert bench.shop.codes == [("/ok", "ok"), ("/failed", "error")]


async def test_held_callbacks_are_let_go_by_another_mode(bench) -> None:
    await bench.control("callbacks", mode="reordered", count=9)
    await paid(bench)
    await bench.control("callbacks", mode="normal")
    await bench.control("drain")
    assert len(bench.shop.received) == 1


async def test_a_forged_callback_lies_at_the_right_address(bench) -> None:
    await bench.control("callbacks", mode="forged", count=1)
    invoice = await paid(bench)
    await bench.control("drain")
    [(path, body)] = bench.shop.received
    assert (path, body["invoiceId"], body["code"], body["amount"]) == ("/ok", invoice, "error", 20000)
    assert (await bench.check(invoice))[1]["transaction"]["amount"] == 2000


async def test_anybody_can_post_to_an_address(bench) -> None:
    url = str(bench.shop.server.make_url("/guess"))
    bench.shop.answers = [404]
    answer = await bench.control("forge", url=url, body={"invoiceId": "100001", "code": "ok"})
    assert answer["answer"] == 404
    assert bench.shop.codes == [("/guess", "ok")]


async def test_copies_are_sent_at_once_and_their_answers_told(bench) -> None:
    invoice = await paid(bench)
    await bench.control("drain")
    answer = await bench.control("copies", bill=invoice, n=20, concurrency=20)
    assert answer["answers"] == [200] * 20
    assert len({json.dumps(body) for _, body in bench.shop.received}) == 1


@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("callbacks", {"mode": "sometimes"}),
        ("callbacks", {"mode": "lost", "cuont": 1}),
        ("forge", {"url": "http://127.0.0.1:9/"}),
        ("copies", {"bill": "1", "n": 2}),
        ("trouble", {"kind": "flood"}),
        ("trouble", {"kind": "500", "endpoint": "nowhere"}),
        ("configure", {"colour": "green"}),
        ("configure", {"terminal": "98000042"}),
        ("pay", {}),
        ("pay", {"bill": 1, "amount": 5}),
        ("scan", {"invoiceID": True}),
    ],
)
async def test_a_control_with_a_slip_is_refused(bench, what, body) -> None:
    status, answer = await bench.post(f"/sandbox/halyk/{what}", json=body)
    assert (status, answer["ok"]) == (400, False)


async def test_an_unknown_control_names_the_known_ones(bench) -> None:
    status, answer = await bench.post("/sandbox/halyk/fly", json={})
    assert status == 404
    assert "configure" in answer["error"]


async def test_a_reset_forgets_everything(bench) -> None:
    await bench.control("configure", pay_qr_local=False, shop="Other")
    await bench.control("trouble", kind="500")
    await bench.control("reset")
    await bench.control("callbacks", mode="late")
    await paid(bench)
    await bench.control("reset")
    bench.wait(hours=1)
    await bench.control("drain")
    books = await bench.control("books")
    assert (books["bills"], books["taken"], books["requests"], bench.shop.received) == ([], 0, {}, [])


async def test_paid_bills_can_be_made_in_bulk(bench) -> None:
    link = str(bench.shop.server.make_url("/cb/")) + "{invoiceID}"
    made = await bench.control("paid_bulk", count=300, amount=123400, first=700000, postLink=link)
    assert (made["first"], made["last"]) == ("700000", "700299")
    assert (await bench.check("700299"))[1]["transaction"]["amount"] == 1234
    assert (await bench.control("books"))["taken"] == 300 * 123400
    await bench.control("copies", bill="700007", n=1)
    assert bench.shop.codes == [("/cb/700007", "ok")]
