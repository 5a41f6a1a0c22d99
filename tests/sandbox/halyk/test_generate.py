"""A QR is generated from a payment token and a JSON body without a single stray field."""

import json

import pytest

URL = "/halyk/api/payment/qr/generate"
OTHER_TERMINAL = "00000000-1111-4222-8333-444444444444"


def authorized(token: str, **more: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}", **more}


async def test_an_answer_has_exactly_the_documented_fields(bench) -> None:
    _, _, made = await bench.bill()
    assert list(made) == ["qrcode", "homebankLink", "onlinebankLink", "status", "billNumber"]
    assert isinstance(made["billNumber"], int)
    assert made["homebankLink"] == f"{bench.base}/halyk/app/homebank?bill={made['billNumber']}"
    assert made["onlinebankLink"] == f"{bench.base}/halyk/app/onlinebank?bill={made['billNumber']}"


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer nonsense", "Basic abc"])
async def test_without_a_known_token_it_is_401(bench, header) -> None:
    headers = {} if header is None else {"Authorization": header}
    status, _ = await bench.post(URL, json=bench.wish(), headers=headers)
    assert status == 401


async def test_the_word_bearer_is_written_exactly(bench) -> None:
    token = await bench.token()
    status, _ = await bench.post(URL, json=bench.wish(), headers={"Authorization": f"bearer {token}"})
    assert status == 401


async def test_after_twenty_minutes_a_token_is_401(bench) -> None:
    token = await bench.token()
    bench.wait(seconds=1200)
    assert (await bench.generate(token))[0] == 401


async def test_a_token_without_a_terminal_answers_217(bench) -> None:
    token = await bench.token(terminal=None)
    assert await bench.generate(token) == (400, {"code": 217, "message": ""})


async def test_a_token_without_an_invoice_answers_218(bench) -> None:
    for token in (await bench.token(invoiceID=None), await bench.service()):
        assert await bench.generate(token) == (400, {"code": 218, "message": ""})


async def test_a_terminal_that_is_unknown_or_anothers_answers_563(bench) -> None:
    token = await bench.token(terminal=OTHER_TERMINAL)
    assert (await bench.generate(token))[1]["code"] == 563
    await bench.control(
        "configure", other={"client_id": "o", "client_secret": "o", "terminal": OTHER_TERMINAL}
    )
    token = await bench.token(terminal=OTHER_TERMINAL)
    assert (await bench.generate(token))[1]["code"] == 563


async def test_a_terminal_without_qr_answers_219(bench) -> None:
    await bench.control("configure", pay_qr_local=False)
    assert (await bench.generate(await bench.token()))[1]["code"] == 219


async def test_a_second_qr_for_one_invoice_answers_220(bench) -> None:
    first, second = await bench.token(invoiceID="777777"), await bench.token(invoiceID="777777")
    assert (await bench.generate(first))[0] == 200
    assert (await bench.generate(first))[1]["code"] == 220
    assert (await bench.generate(second))[1]["code"] == 220
    books = await bench.control("books")
    assert (books["asked"], books["generated"]) == ({"777777": 3}, {"777777": 1})


async def test_a_body_that_is_not_json_answers_1531(bench) -> None:
    token = await bench.token()
    form = {key: str(value) for key, value in bench.wish().items()}
    assert (await bench.post(URL, data=form, headers=authorized(token)))[1]["code"] == 1531
    right = json.dumps(bench.wish())
    text = authorized(token, **{"Content-Type": "text/plain"})
    assert (await bench.post(URL, data=right, headers=text))[1]["code"] == 1531
    typed = authorized(token, **{"Content-Type": "application/json"})
    for raw in ('{"postLink":', "[]", "", right[:-1] + ',"language":"ru"}'):
        assert (await bench.post(URL, data=raw, headers=typed))[1]["code"] == 1531


@pytest.mark.parametrize("stray", ["amount", "currency", "invoiceID", "invoiceId", "terminal", "AccountId"])
async def test_an_unknown_field_answers_1531(bench, stray) -> None:
    token = await bench.token()
    assert (await bench.generate(token, bench.wish(**{stray: "1"})))[1]["code"] == 1531


@pytest.mark.parametrize("name", ["accountId", "data", "description", "payerPhone", "language"])
@pytest.mark.parametrize("value", [42, {"a": 1}, True])
async def test_a_field_that_is_not_text_answers_1531(bench, name, value) -> None:
    token = await bench.token()
    assert (await bench.generate(token, bench.wish(**{name: value})))[1]["code"] == 1531


@pytest.mark.parametrize("name", ["postLink", "failurePostLink"])
@pytest.mark.parametrize(
    "link",
    [
        None,
        "",
        "/callback",
        "shop.example/cb",
        "http://shop.example/cb",
        "ftp://127.0.0.1/",
        "https://",
        "https://[",
        "https://a:b@shop.example/",
        "https://shop.example/ cb",
        "https://shop.example/#cb",
        "https://дүкен.example/",
    ],
)
async def test_both_links_must_be_absolute_https(bench, name, link) -> None:
    token = await bench.token()
    assert (await bench.generate(token, bench.wish(**{name: link})))[1]["code"] == 1531


async def test_https_links_are_fine(bench) -> None:
    link = "https://shop.example:8443/cb/halyk?x=1"
    token = await bench.token()
    assert (await bench.generate(token, bench.wish(postLink=link, failurePostLink=link)))[0] == 200


async def test_a_description_is_measured_in_bytes(bench) -> None:
    token = await bench.token()
    assert await bench.generate(token, bench.wish(description="ң" * 63)) == (
        400,
        {"code": 3298, "message": "description is too long"},
    )
    assert (await bench.generate(token, bench.wish(description="ң" * 62 + "a")))[0] == 200


@pytest.mark.parametrize("language", ["rus", "RU", "kk", "kz", "en", ""])
async def test_only_the_documented_language_is_known(bench, language) -> None:
    token = await bench.token()
    assert (await bench.generate(token, bench.wish(language=language)))[1]["code"] == 1531


async def test_more_languages_can_be_allowed(bench) -> None:
    await bench.control("configure", languages=["ru", "en"])
    assert (await bench.generate(await bench.token(), bench.wish(language="en")))[0] == 200


@pytest.mark.parametrize(
    "phone", ["+77001234567", "77001234567", "7001234567", "8 700 123 45 67", "87001234567x"]
)
async def test_a_phone_is_written_as_in_the_sample(bench, phone) -> None:
    token = await bench.token()
    assert (await bench.generate(token, bench.wish(payerPhone=phone)))[1]["code"] == 1531


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/halyk/api/payment/qr/generate", 405),
        ("PUT", "/halyk/api/payment/qr/generate", 405),
        ("POST", "/halyk/api/payment/qr/generate/", 404),
        ("POST", "/halyk/payment/qr/generate", 404),
        ("POST", "/halyk/api/qr", 405),
        ("HEAD", "/halyk/api/qr", 405),
        ("POST", "/halyk/api/check-status/payment/transaction/100001", 405),
        ("GET", "/halyk/api/check-status/payment/transaction/", 404),
        ("GET", "/halyk/api/operation/100001", 404),
        ("POST", "/halyk/api/operations/5b1f0c52-0d3e-4f6a-9a1c-6f2f3b7a9d10/refund", 404),
        ("GET", "/halyk/api/payment/transactions", 404),
    ],
)
async def test_wrong_methods_and_paths_are_refused(bench, method, path, status) -> None:
    async with bench.http.request(
        method, bench.base + path, headers=authorized(await bench.token())
    ) as answer:
        assert answer.status == status
