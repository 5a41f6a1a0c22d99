"""One payment from the token to the books."""

from decimal import Decimal

from sandbox.halyk import TERMINAL, emv


async def test_a_payment_goes_from_token_to_charge(bench) -> None:
    invoice, token, made = await bench.bill("2000")
    assert made["status"] == "NEW"
    assert len(str(made["billNumber"])) == 11
    assert (await bench.qr(token))["status"] == "NEW"

    await bench.control("scan", invoiceID=invoice)
    assert (await bench.qr(token))["status"] == "SCANNED"
    await bench.control("block", bill=made["billNumber"])
    assert (await bench.qr(token))["status"] == "BLOCKED"
    await bench.control("pay", invoiceID=invoice)
    assert (await bench.qr(token))["status"] == "PAID"

    status, answer = await bench.check(invoice)
    money = answer["transaction"]
    assert (status, answer["resultCode"]) == (200, "100")
    assert (money["statusName"], money["amount"], money["amountBonus"]) == ("CHARGE", 2000, 0)
    assert (money["invoiceID"], money["terminalID"], money["currency"]) == (invoice, TERMINAL, "KZT")
    assert (money["PaymentType"], money["reasonCode"]) == ("QR", "0")


async def test_a_payment_is_called_out_to_the_post_link(bench) -> None:
    invoice, _, _ = await bench.bill("12.22", secret_hash="a1b2c3")
    await bench.control("pay", invoiceID=invoice)
    await bench.control("drain")
    [(path, body)] = bench.shop.received
    _, answer = await bench.check(invoice)
    assert path == "/ok"
    assert (body["invoiceId"], body["code"], body["reasonCode"]) == (invoice, "ok", 0)
    assert (body["amount"], body["amount_bonus"], body["secret_hash"]) == (12.22, 0, "a1b2c3")
    assert body["id"] == answer["transaction"]["id"]


async def test_the_books_show_what_was_taken(bench) -> None:
    invoice, _, _ = await bench.bill("2000")
    await bench.control("pay", invoiceID=invoice)
    await bench.control("drain")
    books = await bench.control("books")
    [bill] = books["bills"]
    assert (books["taken"], bill["taken"], bill["amount"]) == (200000, 200000, 200000)
    assert (bill["invoiceID"], bill["status"], bill["statusName"]) == (invoice, "PAID", "CHARGE")
    assert [call["answers"] for call in bill["callbacks"]] == [[200]]
    assert books["generated"] == {invoice: 1}
    assert books["requests"]["generate"] == 1


async def test_the_code_is_a_sealed_emv_payload(bench) -> None:
    _, token, made = await bench.bill("2000.5")
    tags = emv.read(made["qrcode"])
    assert (tags["53"], Decimal(tags["54"])) == ("398", Decimal("2000.5"))
    assert emv.split(tags["62"])["01"] == str(made["billNumber"])
    assert (await bench.qr(token))["qrcode"] == made["qrcode"]
