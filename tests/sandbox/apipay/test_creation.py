"""POST /invoices: what is taken, what is refused, and what becomes of it."""

import pytest

from sandbox.apipay.magic import PHONES


@pytest.mark.parametrize(
    "phone", ["77001234567", "+77001234567", "8700123456", "870012345678", 87001234567, None, ""]
)
async def test_a_phone_is_eight_and_ten_digits(bench, phone) -> None:
    status, answer = await bench.create(5000, phone)
    assert (status, list(answer["errors"])) == (422, ["phone_number"])


@pytest.mark.parametrize("amount", [0, -1, 0.001, 100_000_000, "5000", True, None, [5000], 1e300])
async def test_an_amount_is_a_number_between_a_tiyn_and_a_hundred_million(bench, amount) -> None:
    status, answer = await bench.create(amount)
    assert (status, list(answer["errors"])) == (422, ["amount"])


async def test_tiyn_are_taken_until_only_whole_tenge_are(bench) -> None:
    assert (await bench.create(99_999_999.99))[1]["amount"] == "99999999.99"
    await bench.control("configure", generation="september")
    status, answer = await bench.create(5000.5)
    assert (status, answer["errors"]) == (422, {"amount": ["amount_must_be_whole_tenge"]})
    assert (await bench.create(5000.0))[0] == 201


@pytest.mark.parametrize(("generation", "limit"), [("april", 500), ("august", 500), ("september", 60)])
async def test_a_description_has_a_limit(bench, generation, limit) -> None:
    await bench.control("configure", generation=generation)
    assert (await bench.create(description="д" * limit))[0] == 201
    status, answer = await bench.create(description="д" * (limit + 1))
    assert (status, list(answer["errors"])) == (422, ["description"])


async def test_all_that_is_wrong_is_named_at_once(bench) -> None:
    _, answer = await bench.create(
        "x", "1", description=5, external_order_id="o" * 256, discount_percentage=100
    )
    assert set(answer["errors"]) == {
        "phone_number",
        "amount",
        "description",
        "external_order_id",
        "discount_percentage",
    }


async def test_a_body_that_is_no_json_is_an_empty_one(bench) -> None:
    status, answer, _ = await bench.ask("POST", "/invoices", data=b'{"amount": 5000')
    assert (status, set(answer["errors"])) == (422, {"phone_number", "amount"})
    form = {"amount": "5000", "phone_number": "87001234567"}
    assert (await bench.ask("POST", "/invoices", data=form))[0] == 422


async def test_a_cart_needs_a_catalog(bench) -> None:
    await bench.control("configure", has_catalog=False)
    cart = [{"catalog_item_id": 612, "count": 1}]
    status, answer = await bench.create(cart_items=cart)
    assert (status, answer["errors"]) == (422, {"cart_items": ["catalog_not_supported"]})
    await bench.control("configure", generation="august")
    status, answer = await bench.create(cart_items=cart)
    assert (status, answer["error_code"], "errors" in answer) == (422, "catalog_not_supported", False)


@pytest.mark.parametrize(
    ("generation", "word", "phone", "percent"),
    [("april", "pending", "phone_number", "10"), ("september", "processing", "phone", 10)],
)
async def test_the_answer_has_its_generations_shape(bench, generation, word, phone, percent) -> None:
    await bench.control("configure", generation=generation)
    status, answer = await bench.create(
        10000, description="Кофе", external_order_id="o-1", discount_percentage=10
    )
    assert status == 201
    assert answer.pop("created_at")
    number = answer.pop("id")
    assert answer == {
        "amount": "9000.00",
        "status": word,
        "description": "Кофе",
        "external_order_id": "o-1",
        phone: "87001234567",
        "subtotal": "10000.00",
        "discount_sum": "1000.00",
        "discount_percentage": percent,
        "error_message": None,
        "paid_at": None,
    }
    assert (await bench.get(f"/invoices/{number}"))["subtotal"] == "10000.00"


async def test_without_a_discount_nothing_is_said_of_one(bench) -> None:
    number = await bench.made()
    assert "subtotal" not in await bench.get(f"/invoices/{number}")


async def test_pending_may_be_said_before_the_payer_has_it(bench) -> None:
    number = await bench.made()
    assert await bench.status(number) == "pending"
    assert (await bench.get(f"/invoices/{number}"))["kaspi_invoice_id"] is None
    bench.wait(seconds=2)
    assert (await bench.get(f"/invoices/{number}"))["kaspi_invoice_id"]


async def test_an_order_may_repeat_and_the_key_of_april_is_not_seen(bench) -> None:
    first = await bench.made(external_order_id="o", external_order_id_idempotency="k" * 300)
    assert await bench.made(external_order_id="o", external_order_id_idempotency="k" * 300) != first


async def test_a_known_key_gives_the_first_invoice_until_that_one_has_ended(bench) -> None:
    await bench.control("configure", generation="august")
    first = await bench.made(external_order_id_idempotency="k")
    status, answer = await bench.create(7000, external_order_id_idempotency="k")
    assert (status, answer["error"]) == (409, "duplicate_idempotency_key")
    assert (answer["invoice_id"], answer["status"]) == (first, "processing")
    assert (await bench.create(external_order_id_idempotency="k" * 192))[0] == 422
    bench.wait(seconds=2)
    await bench.control("refuse", invoice=first)
    second = await bench.made(external_order_id_idempotency="k")
    assert (await bench.create(external_order_id_idempotency="k"))[1]["invoice_id"] == second


async def test_a_key_belongs_to_its_organization(bench) -> None:
    await bench.control("configure", generation="august", other="other-key")
    await bench.made(external_order_id_idempotency="k")
    body = {"amount": 5000, "phone_number": "87001234567", "external_order_id_idempotency": "k"}
    assert (await bench.ask("POST", "/invoices", key="other-key", json=body))[0] == 201


@pytest.mark.parametrize("phone", [phone for phone, person in PHONES.items() if person.error])
async def test_magic_phones_end_in_an_error(bench, phone) -> None:
    await bench.listen(generation="august")
    number = await bench.made(phone=phone)
    bench.wait(seconds=2)
    looked = await bench.get(f"/invoices/{number}")
    assert (looked["status"], looked["error_code"]) == ("error", PHONES[phone].error)
    assert looked["error_message"]
    assert await bench.heard() == ["error"]
    told = bench.shop.received[0][2]["invoice"]
    assert (told["error_code"], "errored_at" in told, "paid_at" in told) == (PHONES[phone].error, True, False)


async def test_an_error_may_come_back_to_life_but_is_never_paid(bench) -> None:
    number = await bench.made(phone="87770000010")
    bench.wait(seconds=2)
    assert await bench.status(number) == "error"
    async with bench.http.post(f"{bench.base}/sandbox/apipay/late", json={"invoice": number}) as no:
        assert no.status == 409
    bench.wait(seconds=60)
    looked = await bench.get(f"/invoices/{number}")
    assert (looked["status"], looked["error_message"]) == ("pending", None)


async def test_a_foreign_number_passes_the_pattern_and_fails_later(bench) -> None:
    number = await bench.made(phone="89161234567")
    bench.wait(seconds=2)
    assert await bench.status(number) == "error"


async def test_a_long_queue_keeps_an_invoice_processing(bench) -> None:
    await bench.control("configure", generation="august")
    number = await bench.made(phone="87770000009")
    bench.wait(hours=30)
    assert await bench.status(number) == "processing"
    await bench.control("reach", invoice=number)
    assert await bench.status(number) == "expired"


async def test_a_control_lets_the_next_creations_fail(bench) -> None:
    await bench.control("creations", next="network_unavailable", count=1)
    numbers = [await bench.made(), await bench.made()]
    bench.wait(seconds=2)
    assert [await bench.status(number) for number in numbers] == ["error", "pending"]


async def test_magic_sums_break_the_creation(bench) -> None:
    assert (await bench.create(770007))[0] == 502
    assert (await bench.create(770008))[0] == 500
    assert [row["amount"] for row in (await bench.get("/invoices"))["data"]] == ["770008.00"]


async def test_magic_can_be_switched_off(bench) -> None:
    await bench.control("configure", magic=False)
    assert (await bench.create(770007))[0] == 201
    await bench.pending(770001, phone="87770000002")


async def test_a_practice_organization_has_a_limit(bench) -> None:
    await bench.control("configure", environment="sandbox", invoice_limit=1)
    await bench.made()
    status, answer = await bench.create()
    assert (status, answer["error"]) == (400, "sandbox_invoice_limit")


async def test_a_link_into_the_app_comes_with_kaspi_and_never_in_practice(bench) -> None:
    await bench.control("configure", generation="august")
    number = await bench.made()
    assert (await bench.get(f"/invoices/{number}"))["kaspi_qr_link"] is None
    bench.wait(seconds=2)
    looked = await bench.get(f"/invoices/{number}")
    assert looked["kaspi_qr_link"] == f"https://kaspi.kz/qr/pay?tranId={looked['kaspi_invoice_id']}"
    await bench.control("configure", environment="sandbox")
    assert (await bench.get(f"/invoices/{await bench.pending()}"))["kaspi_qr_link"] is None
