"""What a request for a payment may say, and what is refused."""

import pytest

from sandbox.horizonpay.currencies import written


async def refused(bench, **changes: object) -> object:
    """What is wrong with a request, as the documentation nests it."""
    status, answer = await bench.create(**changes)
    assert (status, answer["message"]) == (422, "Unprocessable entity"), answer
    assert bench.bank.books.by_uid == {}
    return answer["errors"]["request"]


WRONG = {
    "no amount": ({"amount": None}, {"amount": ["is missing"]}),
    "a sum with a point": ({"amount": 5000.5}, {"amount": ["is not a number"]}),
    "a sum in words": ({"amount": "500000"}, {"amount": ["is not a number"]}),
    "a true sum": ({"amount": True}, {"amount": ["is not a number"]}),
    "nothing to pay": ({"amount": 0}, {"amount": ["must be greater than 0"]}),
    "less than nothing": ({"amount": -1}, {"amount": ["must be greater than 0"]}),
    "no currency": ({"currency": None}, {"currency": ["is missing"]}),
    "small letters": ({"currency": "kzt"}, {"currency": ["is invalid"]}),
    "a currency that the shop lacks": ({"currency": "JPY"}, {"currency": ["is invalid"]}),
    "no description": ({"description": None}, {"description": ["is missing"]}),
    "a blank description": ({"description": " "}, {"description": ["can't be blank"]}),
    "too long a description": (
        {"description": "x" * 256},
        {"description": ["is too long (maximum is 255 characters)"]},
    ),
    "no way back": ({"return_url": None}, {"return_url": ["is missing"]}),
    "a plain way back": ({"return_url": "http://example.com"}, {"return_url": ["is not a valid URL"]}),
    "a way back into an app": ({"return_url": "tg://resolve"}, {"return_url": ["is not a valid URL"]}),
    "no such address": ({"notification_url": "shop"}, {"notification_url": ["is not a valid URL"]}),
    "an address with a user": (
        {"verification_url": "https://a:b@example.com"},
        {"verification_url": ["is not a valid URL"]},
    ),
    "a test in words": ({"test": "true"}, {"test": ["must be a boolean"]}),
    "a frame in words": ({"iframe": 1}, {"iframe": ["must be a boolean"]}),
    "a zone called Z": (
        {"expired_at": "2099-01-01T15:00:00Z"},
        {"expired_at": ["must be YYYY-MM-DDThh:mm:ss±hh:mm"]},
    ),
    "fractions": (
        {"expired_at": "2099-01-01T15:00:00.000+05:00"},
        {"expired_at": ["must be YYYY-MM-DDThh:mm:ss±hh:mm"]},
    ),
    "no such day": (
        {"expired_at": "2099-02-30T15:00:00+05:00"},
        {"expired_at": ["must be YYYY-MM-DDThh:mm:ss±hh:mm"]},
    ),
    "the past": ({"expired_at": "2020-01-01T15:00:00+05:00"}, {"expired_at": ["must be in the future"]}),
    "too long an id": (
        {"tracking_id": "x" * 256},
        {"tracking_id": ["is too long (maximum is 255 characters)"]},
    ),
    "an empty id among several": ({"tracking_id": "a;;b"}, {"tracking_id": ["holds an empty value"]}),
    "a number as an id": ({"tracking_id": 7}, {"tracking_id": ["must be a string"]}),
    "no address of the net": ({"ip": "300.1.1.1"}, {"ip": ["is not an IP address"]}),
    "an unknown language": ({"language": "ru-RU"}, {"language": ["is not included in the list"]}),
    "an unknown name": ({"order": "7"}, {"order": ["is unknown"]}),
    "no method": ({"method": None}, {"method": {"type": ["is missing"]}}),
    "a method that is a word": ({"method": 7}, {"method": ["must be an object"]}),
    "an unknown name of a method": (
        {"method": {"type": "card", "pan": "4"}},
        {"method": {"pan": ["is unknown"]}},
    ),
    "another contract": (
        {"additional_data": {"contract": ["oneclick"]}},
        {"additional_data": {"contract": ["is not included in the list"]}},
    ),
    "a receipt in one piece": (
        {"additional_data": {"receipt_text": "thanks"}},
        {"additional_data": {"receipt_text": ["must be an array of strings"]}},
    ),
    "unknown data": ({"additional_data": {"x": 1}}, {"additional_data": {"x": ["is unknown"]}}),
    "a bogus payment that is real": ({"method": "bogus"}, {"test": ["must be true for bogus"]}),
    "a voucher that is kept": (
        {"method": "voucher", "additional_data": {"contract": ["recurring"]}},
        {"additional_data": {"contract": ["is not supported by the method"]}},
    ),
}
CUSTOMER = {
    "first_name": ("x" * 61, "is too long (maximum is 60 characters)"),
    "last_name": ("x" * 61, "is too long (maximum is 60 characters)"),
    "middle_name": ("x" * 61, "is too long (maximum is 60 characters)"),
    "email": ("nobody", "is invalid"),
    "country": ("kz", "must be an ISO 3166-1 alpha-2 code"),
    "city": ("x" * 121, "is too long (maximum is 120 characters)"),
    "zip": ("x" * 41, "is too long (maximum is 40 characters)"),
    "address": ("x" * 511, "is too long (maximum is 510 characters)"),
    "phone": (17777777777, "must be a string"),
    "birth_date": ("2000-13-01", "must be YYYY-MM-DD"),
    "device_id": (7, "must be a string"),
    "id_number": (7, "must be a string"),
    "nickname": ("Jo", "is unknown"),
}


@pytest.mark.parametrize(("changes", "wrong"), WRONG.values(), ids=WRONG)
async def test_refused_is(bench, changes, wrong) -> None:
    assert await refused(bench, **changes) == wrong


@pytest.mark.parametrize(("name", "value", "text"), [(k, *v) for k, v in CUSTOMER.items()], ids=CUSTOMER)
async def test_a_customer_is_read_to_the_letter(bench, name, value, text) -> None:
    assert await refused(bench, customer={name: value}) == {"customer": {name: [text]}}


async def test_a_zip_is_american_only_in_america(bench) -> None:
    assert await refused(bench, customer={"country": "US", "zip": "A65"}) == {
        "customer": {"zip": ["must be NNNNN or NNNNN-NNNN"]}
    }
    await bench.made(customer={"country": "KZ", "zip": "A65"})
    await bench.made(customer={"country": "US", "zip": "96002-1234"})


async def test_all_that_is_wrong_is_told_at_once(bench) -> None:
    assert set(await refused(bench, amount=None, currency=None, customer={"phone": 7})) == {
        "amount",
        "currency",
        "customer",
    }


async def test_everything_documented_may_be_said(bench) -> None:
    customer = {
        "first_name": "John",
        "last_name": "Doe",
        "middle_name": "Mid",
        "email": "john@example.com",
        "country": "US",
        "city": "Denver",
        "zip": "96002",
        "address": "1st Street",
        "phone": "17777777777",
        "birth_date": "1990-05-31",
        "device_id": "12312312321fff67",
        "id_number": "000000000000",
    }
    more = {
        "contract": ["recurring"],
        "receipt_text": ["First line", "Second line"],
        "customer": {"id": "7"},
        "browser": {"user_agent": "Mozilla"},
    }
    made = await bench.made(
        test=True,
        expired_at=bench.at(hours=1),
        ip="127.0.0.1",
        language="kk",
        verification_url="https://example.com/verify",
        iframe=True,
        customer=customer,
        additional_data=more,
    )
    assert made["test"] is True
    assert made["customer"] == {"ip": "127.0.0.1", "email": "john@example.com"}
    assert made["billing_address"]["phone"] == "17777777777"
    (row,) = (await bench.control("books"))["transactions"]
    assert (row["customer"], row["recurring"], row["iframe"]) == (customer, True, True)


async def test_an_unknown_method_is_refused_in_the_documentations_words(bench) -> None:
    status, answer = await bench.create(method="method_name_new", amount=None)
    assert status == 422
    assert answer == {
        "message": "Unknown 'method_name_new' payment method",
        "errors": {"system": ["System error."]},
    }


async def test_a_method_names_the_fields_that_it_needs(bench) -> None:
    needed = {"first_name": ["is missing"], "phone": ["is missing"], "email": ["is missing"]}
    assert await refused(bench, method="checked_card") == {"customer": needed}
    customer = {"first_name": "A", "phone": "77001234567", "email": "a@example.com"}
    assert (await bench.made(method="checked_card", customer=customer))["status"] == "pending"


async def test_a_method_may_need_the_browser_and_take_names_of_its_own(bench) -> None:
    needs = {"requires": ["additional_data.browser.user_agent"], "takes": ["account"]}
    await bench.control("configure", methods={"m_pesa": needs})
    method = {"type": "m_pesa", "account": "7"}
    assert await refused(bench, method=method) == {
        "additional_data": {"browser": {"user_agent": ["is missing"]}}
    }
    await bench.made(method=method, additional_data={"browser": {"user_agent": "Mozilla"}})


@pytest.mark.parametrize(
    ("amount", "status"),
    [(1, "successful"), (9999, "successful"), (10000, "failed"), (20000, "failed"), (20001, "pending")],
)
async def test_a_bogus_payment_is_decided_by_its_amount(bench, amount, status) -> None:
    made = await bench.made(method="bogus", test=True, amount=amount)
    assert (made["status"], made["test"]) == (status, True)
    assert "form" not in made


@pytest.mark.parametrize(("mode", "test"), [("test", False), ("live", True)])
async def test_a_shop_may_be_for_tests_only_or_for_real_payments_only(bench, mode, test) -> None:
    await bench.control("configure", mode=mode)
    assert await refused(bench, test=test) == {"test": ["is not allowed for this shop"]}
    assert (await bench.made(test=not test))["test"] is not test


async def test_some_methods_answer_at_once(bench) -> None:
    assert (await bench.made(method="at_once"))["status"] == "successful"
    assert (await bench.made(method="never"))["status"] == "failed"
    assert await bench.heard() == ["successful", "failed"]


async def test_a_transaction_without_an_id_has_its_order_id(bench) -> None:
    made = await bench.made(tracking_id=None)
    assert made["tracking_id"] == made["order_id"]
    assert len(await bench.tracked(made["order_id"])) == 1


async def test_a_transaction_is_found_by_each_of_its_ids(bench) -> None:
    made = await bench.made(tracking_id="cbe59142;f7883cb9")
    for id_ in ("cbe59142", "f7883cb9", "cbe59142;f7883cb9"):
        assert [row["uid"] for row in await bench.tracked(id_)] == [made["uid"]]
    assert await bench.tracked("cbe5") == []


async def test_the_newest_comes_first_and_not_all_are_told(bench) -> None:
    made = [(await bench.made(tracking_id="same"))["uid"] for _ in range(3)]
    assert [row["uid"] for row in await bench.tracked("same")] == made[::-1]
    await bench.control("configure", tracking_most=2)
    assert [row["uid"] for row in await bench.tracked("same")] == made[:0:-1]
    await bench.control("configure", by_tracking="object")
    _, answer = await bench.ask("GET", "/tracking_id/same")
    assert answer["transaction"]["uid"] == made[-1]
    assert await bench.tracked("none") == []


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [
        (500000, "KZT", "5\u00a0000\u00a0₸"),
        (500050, "KZT", "5\u00a0000,50\u00a0₸"),
        (5000, "JPY", "5\u00a0000\u00a0JPY"),
        (5005, "KWD", "5,005\u00a0KWD"),
    ],
)
def test_a_payer_sees_whole_units_by_the_currencys_exponent(minor, currency, text) -> None:
    assert written(minor, currency) == text
