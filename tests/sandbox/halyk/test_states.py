"""What the bank says of a payment at each moment of its life."""

import re
from decimal import Decimal

import pytest

OTHER_TERMINAL = "00000000-1111-4222-8333-444444444444"
QR_FIELDS = (
    "qrcode status reference cardId cardType cardMask trType secure3D openwayId issuer issuerBankCountry fee "
    "amount currency paymentChannel errDescription retCode"
)


async def result(bench, invoice: str) -> str:
    status, answer = await bench.check(invoice)
    assert status == (200 if answer["resultCode"] == "100" else 400)
    return answer["resultCode"]


async def money(bench, invoice: str) -> dict:
    _, answer = await bench.check(invoice)
    assert answer["resultCode"] == "100", answer
    return answer["transaction"]


async def test_a_new_qr_has_empty_fields(bench) -> None:
    _, token, _ = await bench.bill("2000")
    state = await bench.qr(token)
    assert " ".join(state) == QR_FIELDS
    assert (state["amount"], state["currency"], state["trType"]) == (2000, "KZT", "LOCALQR")
    assert {state[name] for name in ("reference", "cardMask", "openwayId", "retCode")} == {""}


async def test_check_status_knows_nothing_until_the_payer_starts(bench) -> None:
    invoice, _, _ = await bench.bill()
    assert await result(bench, invoice) == "102"
    assert await result(bench, "999999") == "102"
    await bench.control("scan", invoiceID=invoice)
    assert await result(bench, invoice) == "107"
    await bench.control("block", invoiceID=invoice)
    assert await result(bench, invoice) == "107"


async def test_a_refusal_is_told_with_its_code(bench) -> None:
    invoice, token, _ = await bench.bill()
    await bench.control("reject", invoiceID=invoice, reasonCode=484)
    state, told = await bench.qr(token), await money(bench, invoice)
    assert (state["status"], state["retCode"]) == ("REJECTED", "484")
    assert (told["statusName"], told["reasonCode"]) == ("REJECT", "484")


async def test_after_twenty_minutes_a_qr_is_over(bench) -> None:
    invoice, token, _ = await bench.bill()
    bench.wait(minutes=19, seconds=58)
    assert (await bench.qr(token))["status"] == "NEW"
    bench.wait(seconds=2)
    assert (await bench.get("/halyk/api/qr", token))[0] == 401
    assert (await money(bench, invoice))["statusName"] == "REJECT"
    status, _ = await bench.post("/sandbox/halyk/pay", json={"invoiceID": invoice})
    assert status == 409


async def test_a_qr_that_nobody_scanned_may_stay_unknown_for_ever(bench) -> None:
    await bench.control("configure", unseen_expiry="102")
    invoice, _, _ = await bench.bill()
    bench.wait(hours=1)
    assert await result(bench, invoice) == "102"


async def test_the_end_is_called_out_though_nobody_asks(bench) -> None:
    await bench.bill()
    bench.wait(minutes=20)
    await bench.bank.callbacks.courier.drain()
    assert bench.shop.codes == [("/failed", "error")]


async def test_a_late_payment_turns_a_rejection_round(bench) -> None:
    invoice, _, _ = await bench.bill()
    bench.wait(minutes=21)
    await bench.control("late", invoiceID=invoice)
    told = await money(bench, invoice)
    assert (told["statusName"], told["amount"]) == ("CHARGE", 2000)
    await bench.control("drain")
    assert sorted(bench.shop.codes) == [("/failed", "error"), ("/ok", "ok")]


async def test_a_late_payment_needs_a_qr_that_is_over(bench) -> None:
    invoice, _, _ = await bench.bill()
    status, _ = await bench.post("/sandbox/halyk/late", json={"invoiceID": invoice})
    assert status == 409


async def test_nobody_pays_twice(bench) -> None:
    invoice, _, _ = await bench.bill()
    await bench.control("pay", invoiceID=invoice)
    status, _ = await bench.post("/sandbox/halyk/pay", json={"invoiceID": invoice})
    assert status == 409
    assert (await bench.control("books"))["taken"] == 200000


async def test_only_the_generating_token_sees_the_qr(bench) -> None:
    await bench.bill()
    assert (await bench.get("/halyk/api/qr", await bench.token()))[0] == 400
    assert (await bench.get("/halyk/api/qr", await bench.service()))[0] == 400


async def test_a_qr_question_has_no_parameters(bench) -> None:
    _, token, made = await bench.bill()
    assert (await bench.get(f"/halyk/api/qr?billNumber={made['billNumber']}", token))[0] == 400


async def test_a_status_question_has_no_parameters(bench) -> None:
    invoice, _, _ = await bench.bill()
    assert (await bench.check(f"{invoice}?terminal=1"))[1]["resultCode"] == "103"


async def test_check_status_needs_a_service_token_with_the_terminal(bench) -> None:
    invoice, token, _ = await bench.bill()
    await bench.control(
        "configure", other={"client_id": "o", "client_secret": "o", "terminal": OTHER_TERMINAL}
    )
    bare = await bench.service(terminal=None)
    foreign = await bench.service(terminal=OTHER_TERMINAL)
    assert (await bench.check(invoice, bare))[1]["resultCode"] == "104"
    assert (await bench.check(invoice, foreign))[1]["resultCode"] == "109"
    assert (await bench.check(invoice, token))[1]["resultCode"] == "103"
    assert (await bench.check(invoice, "nonsense"))[0] == 401


async def test_another_shop_does_not_see_the_payment(bench) -> None:
    invoice, _, _ = await bench.bill()
    await bench.control("pay", invoiceID=invoice)
    await bench.control(
        "configure", other={"client_id": "o", "client_secret": "o", "terminal": OTHER_TERMINAL}
    )
    foreign = await bench.service(client_id="o", client_secret="o", terminal=OTHER_TERMINAL)
    assert (await bench.check(invoice, foreign))[1]["resultCode"] == "102"


async def test_a_status_client_reads_alone(bench) -> None:
    invoice, _, _ = await bench.bill()
    await bench.control("pay", invoiceID=invoice)
    await bench.control(
        "configure", status={"client_id": "s", "client_secret": "s", "terminal": OTHER_TERMINAL}
    )
    reader = await bench.service(client_id="s", client_secret="s", terminal=OTHER_TERMINAL)
    assert (await bench.check(invoice, reader))[1]["resultCode"] == "100"
    assert (await bench.check(invoice))[1]["resultCode"] == "109"


async def test_a_service_token_lives_two_hours(bench) -> None:
    service = await bench.service()
    bench.wait(seconds=7200)
    assert (await bench.check("100001", service))[0] == 401


async def test_times_have_the_new_zone_and_six_to_nine_digits(bench) -> None:
    for _ in range(5):
        invoice, _, _ = await bench.bill()
        await bench.control("pay", invoiceID=invoice)
        written = (await money(bench, invoice))["createdDate"]
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6,9}\+05:00", written)


@pytest.mark.parametrize(("tiyn", "code"), [("19", 219), ("29", 220), ("63", 563)])
async def test_an_amount_can_ask_for_a_refusal(bench, tiyn, code) -> None:
    token = await bench.token(amount=f"500.{tiyn}")
    assert (await bench.generate(token))[1]["code"] == code


async def test_magic_can_be_switched_off(bench) -> None:
    await bench.control("configure", magic=False)
    assert (await bench.generate(await bench.token(amount="500.19")))[0] == 200


async def test_a_payer_can_lack_money(bench) -> None:
    invoice, token, _ = await bench.bill("500.84")
    await bench.control("pay", invoiceID=invoice)
    assert (await bench.qr(token))["status"] == "REJECTED"
    assert (await money(bench, invoice))["reasonCode"] == "484"
    await bench.control("drain")
    assert bench.shop.received[0][1]["reasonCode"] == 484


async def test_a_failure_with_454_is_not_the_end(bench) -> None:
    invoice, token, _ = await bench.bill("500.54")
    await bench.control("pay", invoiceID=invoice)
    await bench.control("drain")
    assert bench.shop.received[0][1]["reasonCode"] == 454
    assert (await bench.qr(token))["status"] == "BLOCKED"
    assert await result(bench, invoice) == "107"
    bench.wait(seconds=60)
    await bench.control("drain")
    assert bench.shop.codes == [("/failed", "error"), ("/ok", "ok")]
    assert (await money(bench, invoice))["statusName"] == "CHARGE"


async def test_an_undecided_payment_is_not_made_again(bench) -> None:
    invoice, _, _ = await bench.bill("500.54")
    await bench.control("pay", invoiceID=invoice)
    status, _ = await bench.post("/sandbox/halyk/pay", json={"invoiceID": invoice})
    assert status == 409
    bench.wait(seconds=60)
    assert (await bench.control("books"))["taken"] == 50054


async def test_an_undecided_payment_outlives_its_qr(bench) -> None:
    invoice, _, _ = await bench.bill("500.54")
    bench.wait(minutes=19, seconds=40)
    await bench.control("pay", invoiceID=invoice)
    bench.wait(seconds=30)
    assert await result(bench, invoice) == "107"
    bench.wait(seconds=30)
    assert (await money(bench, invoice))["statusName"] == "CHARGE"


async def test_money_can_be_held_only(bench) -> None:
    invoice, token, _ = await bench.bill("500.41")
    await bench.control("pay", invoiceID=invoice)
    assert (await bench.qr(token))["status"] == "AUTH"
    assert (await money(bench, invoice))["statusName"] == "AUTH"
    [bill] = (await bench.control("books"))["bills"]
    assert (bill["held"], bill["taken"]) == (50041, 0)


async def test_a_two_step_terminal_always_holds(bench) -> None:
    await bench.control("configure", two_step=True)
    invoice, _, _ = await bench.bill("500")
    await bench.control("pay", invoiceID=invoice)
    assert (await money(bench, invoice))["statusName"] == "AUTH"


async def test_bonuses_stand_beside_the_amount(bench) -> None:
    invoice, _, _ = await bench.bill("50.15")
    await bench.control("pay", invoiceID=invoice)
    told = await money(bench, invoice)
    assert (told["amount"], told["amountBonus"]) == (15.05, 35.1)
    await bench.control("drain")
    body = bench.shop.received[0][1]
    assert (body["amount"], body["amount_bonus"]) == (15.05, 35.1)


@pytest.mark.parametrize(("amount", "taken"), [("500.42", "499.42"), ("500.43", "501.43")])
async def test_another_sum_can_be_taken(bench, amount, taken) -> None:
    invoice, token, _ = await bench.bill(amount)
    await bench.control("pay", invoiceID=invoice)
    assert Decimal(str((await money(bench, invoice))["amount"])) == Decimal(taken)
    assert Decimal(str((await bench.qr(token))["amount"])) == Decimal(taken)
    assert (await bench.control("books"))["taken"] == Decimal(taken) * 100


async def test_check_status_can_lag_behind_the_qr(bench) -> None:
    await bench.control("configure", status_lag=120)
    invoice, token, _ = await bench.bill("500.44")
    await bench.control("pay", invoiceID=invoice)
    assert (await bench.qr(token))["status"] == "PAID"
    assert await result(bench, invoice) == "102"
    bench.wait(seconds=120)
    assert await result(bench, invoice) == "100"


async def test_unknown_words_can_be_heard(bench) -> None:
    _, token, _ = await bench.bill("500.34")
    assert (await bench.qr(token))["status"] == "AWAITING_CONFIRMATION"
    invoice, _, _ = await bench.bill("500.46")
    await bench.control("pay", invoiceID=invoice)
    assert (await money(bench, invoice))["statusName"] == "PARTIALLY_CHARGED"


async def test_another_currency_can_be_told(bench) -> None:
    invoice, _, _ = await bench.bill("500.47")
    await bench.control("pay", invoiceID=invoice)
    assert (await money(bench, invoice))["currency"] == "USD"


async def test_links_can_be_empty_or_of_an_app(bench) -> None:
    _, _, made = await bench.bill("500.35")
    assert (made["homebankLink"], made["onlinebankLink"]) == ("", "")
    _, _, made = await bench.bill("500.36")
    assert made["homebankLink"].startswith("homebank://")
