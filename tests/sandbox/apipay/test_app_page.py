"""The payer's app shows the pushes of one phone in three languages, and only its POSTs change anything."""

import pytest

from sandbox.apipay.app_texts import TEXTS
from sandbox.apipay.app_view import phone_from
from tests.sandbox.apipay.goods import cart, line, sold

PHONE = "87001234567"


async def page(bench, query: str) -> str:
    async with bench.http.get(f"{bench.base}/apipay/app{query}") as answer:
        assert answer.status == 200
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
        return await answer.text()


async def pushes(bench, phone: str = PHONE, lang: str = "en") -> list[dict]:
    async with bench.http.get(f"{bench.base}/apipay/app/pushes?phone={phone}&lang={lang}") as answer:
        assert answer.status == 200
        return (await answer.json())["pushes"]


async def press(bench, number: int, step: str, phone: str = PHONE) -> tuple[int, dict]:
    address = f"{bench.base}/apipay/app/invoices/{number}/{step}?lang=en"
    async with bench.http.post(address, json={"phone": phone}) as answer:
        return answer.status, await answer.json() if answer.content_type == "application/json" else {}


def test_the_three_languages_say_the_same_things() -> None:
    assert TEXTS["ru"].keys() == TEXTS["kk"].keys() == TEXTS["en"].keys()
    assert [key for key in TEXTS["kk"] if TEXTS["kk"][key] == TEXTS["ru"][key]] == []


@pytest.mark.parametrize(
    "text", ["87001234567", "77001234567", "+7 700 123-45-67", "7001234567", "8 (700) 123 45 67"]
)
def test_a_phone_may_be_written_as_people_write_it(text) -> None:
    assert phone_from(text) == PHONE


@pytest.mark.parametrize(
    "text", ["", "12", "97001234567", "870012345678", "８７００１２３４５６７", "8700123456x"]
)
def test_what_is_no_phone_is_none(text) -> None:
    assert phone_from(text) is None


async def test_the_page_asks_for_a_phone_or_shows_its_pushes(bench) -> None:
    assert 'data-testid="kaspi-phone"' in await page(bench, "?lang=en")
    assert TEXTS["en"]["wrong_phone"] not in await page(bench, "?lang=en")
    assert TEXTS["en"]["wrong_phone"] in await page(bench, "?phone=12&lang=en")
    shown = await page(bench, f"?phone={PHONE}&lang=kk")
    assert f'data-phone="{PHONE}"' in shown
    assert TEXTS["kk"]["title"] in shown


async def test_what_is_typed_is_text_not_markup(bench) -> None:
    assert "<script>alert" not in await page(bench, "?phone=<script>alert(1)</script>")


async def test_a_push_shows_shop_amount_and_sixty_characters(bench) -> None:
    await bench.control("configure", shop="Dana & Co")
    await bench.pending(12500.5, description="x" * 61)
    (push,) = await pushes(bench)
    assert (push["shop"], push["amount"]) == ("Dana & Co", "12\u00a0500,50\u00a0₸")
    assert push["purpose"] == "x" * 60
    assert push["open"] is True


async def test_a_push_shows_its_lines_and_the_discount(bench) -> None:
    first, second = await sold(bench, 1200, 250)
    await cart(bench, line(first), line(second, 3), discount_percentage=10)
    await cart(bench, line(second))
    bench.wait(seconds=2)
    plain, push = await pushes(bench, lang="kk")
    assert push["lines"] == [
        {"name": "Item 0", "count": "1 × 1\u00a0200\u00a0₸", "cost": "1\u00a0200\u00a0₸"},
        {"name": "Item 1", "count": "3 × 250\u00a0₸", "cost": "750\u00a0₸"},
    ]
    assert (push["discount"], push["amount"]) == ("Жеңілдік 10 %: −195\u00a0₸", "1\u00a0755\u00a0₸")
    assert (plain["discount"], len(plain["lines"])) == ("", 1)


async def test_a_push_comes_to_its_phone_when_kaspi_has_it(bench) -> None:
    number = await bench.made()
    assert await pushes(bench) == []
    bench.wait(seconds=2)
    assert [push["id"] for push in await pushes(bench)] == [number]
    assert await pushes(bench, "87077654321") == []
    await bench.made(phone="87770000002")
    bench.wait(seconds=2)
    assert await pushes(bench, "87770000002") == []


async def test_what_can_be_paid_stands_first(bench) -> None:
    first, second, third = [await bench.pending() for _ in range(3)]
    await press(bench, second, "pay")
    await press(bench, third, "refuse")
    shown = [(push["id"], push["state"]) for push in await pushes(bench)]
    assert shown == [(first, "open"), (third, "cancelled"), (second, "paid")]


@pytest.mark.parametrize(("step", "word"), [("pay", "paid"), ("refuse", "cancelled")])
async def test_a_press_decides_once(bench, step, word) -> None:
    number = await bench.pending()
    status, view = await press(bench, number, step)
    assert (status, view["state"], view["open"]) == (200, word, False)
    assert await bench.status(number) == word
    status, view = await press(bench, number, "pay")
    assert (status, view["problem"]) == (409, TEXTS["en"]["late"])


async def test_nobody_pays_on_somebody_elses_phone(bench) -> None:
    number = await bench.pending()
    assert (await press(bench, number, "pay", "87077654321"))[0] == 404
    assert (await press(bench, 9999, "pay"))[0] == 404
    assert await bench.status(number) == "pending"


async def test_a_foreign_pages_form_presses_nothing(bench) -> None:
    number = await bench.pending()
    address = f"{bench.base}/apipay/app/invoices/{number}/pay"
    async with bench.http.post(address, data={"phone": PHONE}) as answer:
        assert answer.status == 415
    assert await bench.status(number) == "pending"


async def test_too_little_money_leaves_the_push_where_it_is(bench) -> None:
    number = await bench.pending(770001)
    status, view = await press(bench, number, "pay")
    assert (status, view["problem"], view["open"]) == (409, TEXTS["en"]["no_money"], True)


async def test_a_payer_does_not_see_that_the_shop_would_like_to_cancel(bench) -> None:
    number = await bench.pending()
    await bench.post(f"/invoices/{number}/cancel")
    assert (await pushes(bench))[0]["open"] is True
    await press(bench, number, "pay")
    assert (await pushes(bench))[0]["state"] == "paid"
    assert await bench.status(number) == "cancelling"


async def test_what_went_back_is_shown(bench) -> None:
    number = await bench.paid()
    await bench.post(f"/invoices/{number}/refund", amount=1200)
    bench.wait(seconds=10)
    assert (await pushes(bench))[0]["detail"] == "Returned: 1\u00a0200\u00a0₸"


async def test_looking_at_the_app_is_not_counted_as_a_request(bench) -> None:
    await page(bench, f"?phone={PHONE}")
    await pushes(bench)
    assert (await bench.control("books"))["requests"] == {}
