"""The token service takes a form, and nothing but the documented form."""

import json

import aiohttp
import pytest

URL = "/halyk/oauth2/token"
OTHER_TERMINAL = "00000000-1111-4222-8333-444444444444"


async def refused(bench, **changes) -> tuple[int, str]:
    status, answer = await bench.post(URL, data=bench.token_form(**changes))
    assert "access_token" not in answer
    return status, answer["error"]


async def test_a_payment_token_lives_1200_seconds_written_as_text(bench) -> None:
    _, answer = await bench.post(URL, data=bench.token_form())
    assert answer.pop("access_token")
    assert answer == {"expires_in": "1200", "refresh_token": "", "scope": "payment", "token_type": "Bearer"}


async def test_a_service_token_lives_7200_seconds_written_as_a_number(bench) -> None:
    _, answer = await bench.post(URL, data=bench.service_form())
    assert answer["expires_in"] == 7200
    assert answer["scope"].startswith("webapi ")


async def test_a_multipart_form_is_taken_too(bench) -> None:
    form = aiohttp.FormData(bench.token_form(), default_to_multipart=True)
    status, answer = await bench.post(URL, data=form)
    assert (status, answer["expires_in"]) == (200, "1200")


async def test_json_is_refused(bench) -> None:
    status, answer = await bench.post(URL, json=bench.token_form())
    assert (status, answer["error"]) == (400, "invalid_request")


async def test_a_form_that_calls_itself_json_is_refused(bench) -> None:
    headers = {"Content-Type": "application/json"}
    status, _ = await bench.post(URL, data=json.dumps(bench.token_form()), headers=headers)
    assert status == 400


async def test_parameters_in_the_query_are_refused(bench) -> None:
    status, _ = await bench.post(f"{URL}?scope=payment", data=bench.token_form())
    assert status == 400


async def test_a_get_is_refused(bench) -> None:
    async with bench.http.get(bench.base + URL) as answer:
        assert answer.status == 405


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("scope", None),
        ("scope", "payment"),
        ("scope", " webapi usermanagement email_send verification statement statistics payment"),
        ("scope", "web api user management email_send verification statement statistics payment"),
    ],
)
async def test_any_other_scope_is_refused(bench, name, value) -> None:
    assert await refused(bench, **{name: value}) == (400, "invalid_scope")


@pytest.mark.parametrize("grant", [None, "refresh_token", "CLIENT_CREDENTIALS"])
async def test_any_other_grant_is_refused(bench, grant) -> None:
    assert await refused(bench, grant_type=grant) == (400, "unsupported_grant_type")


@pytest.mark.parametrize("changes", [{"client_secret": "x"}, {"client_id": "x"}, {"client_secret": None}])
async def test_wrong_credentials_are_refused(bench, changes) -> None:
    assert await refused(bench, **changes) == (401, "invalid_client")


@pytest.mark.parametrize(
    "invoice", ["12345", "1234567890123456", "ord-001", "INV123456", "10000٣", "100 001", "", "-100001"]
)
async def test_an_invoice_number_must_be_six_to_fifteen_digits(bench, invoice) -> None:
    assert (await refused(bench, invoiceID=invoice))[0] == 400


@pytest.mark.parametrize(
    "amount",
    [None, "", "0", "0.00", "-5", "1e3", "10,50", "10.505", "0100", " 100", "100 ", "١٠", "NaN", "1."],
)
async def test_an_amount_must_be_a_decimal_above_zero(bench, amount) -> None:
    assert (await refused(bench, amount=amount))[0] == 400


@pytest.mark.parametrize("currency", [None, "kzt", "398", "USD"])
async def test_a_currency_must_be_kzt(bench, currency) -> None:
    assert (await refused(bench, currency=currency))[0] == 400


@pytest.mark.parametrize(
    "changes",
    [{"terminal": "98000042"}, {"terminal": ""}, {"invoiceId": "100009"}, {"postLink": "https://a.kz"}],
)
async def test_odd_terminals_and_unknown_fields_are_refused(bench, changes) -> None:
    assert (await refused(bench, **changes))[0] == 400


async def test_a_field_given_twice_is_refused(bench) -> None:
    form = [*bench.token_form().items(), ("amount", "1")]
    status, _ = await bench.post(URL, data=form)
    assert status == 400


async def test_an_invoice_number_with_a_qr_is_never_taken_again(bench) -> None:
    invoice, _, _ = await bench.bill()
    assert (await refused(bench, invoiceID=invoice))[0] == 400


async def test_an_invoice_number_without_a_qr_may_be_asked_for_again(bench) -> None:
    assert await bench.token(invoiceID="777777") != await bench.token(invoiceID="777777")


async def test_the_last_six_digits_must_be_new_on_a_terminal(bench) -> None:
    await bench.token(invoiceID="5777777")
    assert (await refused(bench, invoiceID="777777"))[0] == 400
    assert (await refused(bench, invoiceID="6777777"))[0] == 400
    assert await bench.token(invoiceID="777777", terminal=OTHER_TERMINAL)


async def test_leading_zeros_are_part_of_an_invoice_number(bench) -> None:
    token = await bench.token(invoiceID="000000001")
    assert (await bench.generate(token))[0] == 200
    assert (await bench.control("scan", invoiceID="000000001"))["invoiceID"] == "000000001"
    assert (await bench.check("1"))[1]["resultCode"] == "102"
    assert (await bench.check("000000001"))[1]["resultCode"] == "107"
    assert (await refused(bench, invoiceID="000000001"))[0] == 400


async def test_the_second_client_has_its_own_secret(bench) -> None:
    await bench.control("configure", client_id="dana", client_secret="s3cret", terminal=OTHER_TERMINAL)
    assert (await refused(bench))[0] == 401
    assert await bench.token(client_id="dana", client_secret="s3cret", terminal=OTHER_TERMINAL)
