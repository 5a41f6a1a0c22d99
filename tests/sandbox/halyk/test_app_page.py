"""The payer's app shows the bill in three languages, and only its POSTs change anything."""

import html
import re

import pytest

from sandbox.common.pages import language_of, sum_of
from sandbox.halyk import emv
from sandbox.halyk.app_texts import TEXTS


async def page(bench, path: str, **headers: str) -> tuple[int, str]:
    async with bench.http.get(f"{bench.base}/halyk/app/{path}", headers=headers) as answer:
        return answer.status, html.unescape(await answer.text())


async def press(bench, number: object, step: str) -> tuple[int, dict]:
    return await bench.post(f"/halyk/app/bills/{number}/{step}?lang=en", json={})


async def test_a_page_shows_shop_purpose_and_amount(bench) -> None:
    await bench.control("configure", shop="<b>Dana</b> & Co")
    _, _, made = await bench.bill("12500.50")
    status, text = await page(bench, f"homebank?bill={made['billNumber']}&lang=en")
    assert status == 200
    assert re.search(r'bank-amount">12\u00a0500,50\u00a0₸<', text)
    assert "<b>Dana</b> & Co" in text
    for name in ("bank-pay", "bank-reject", "bank-state"):
        assert f'data-testid="{name}"' in text


async def test_shop_names_are_text_not_markup(bench) -> None:
    await bench.control("configure", shop="<script>alert(1)</script>")
    _, _, made = await bench.bill()
    async with bench.http.get(made["homebankLink"]) as answer:
        assert "<script>alert" not in await answer.text()


async def test_looking_at_a_page_changes_nothing(bench) -> None:
    _, token, made = await bench.bill()
    await page(bench, f"homebank?bill={made['billNumber']}")
    await page(bench, f"onlinebank?bill={made['billNumber']}")
    await page(bench, f"bills/{made['billNumber']}")
    assert (await bench.qr(token))["status"] == "NEW"


async def test_pressing_goes_through_all_states(bench) -> None:
    _, token, made = await bench.bill()
    for step, shown, told in [
        ("scan", "scanned", "SCANNED"),
        ("block", "blocked", "BLOCKED"),
        ("pay", "paid", "PAID"),
    ]:
        status, view = await press(bench, made["billNumber"], step)
        assert (status, view["state"], (await bench.qr(token))["status"]) == (200, shown, told)
    assert view["title"] == "Paid"
    assert (await press(bench, made["billNumber"], "pay"))[0] == 409


async def test_a_payer_can_refuse(bench) -> None:
    invoice, _, made = await bench.bill()
    _, view = await press(bench, made["billNumber"], "reject")
    assert (view["state"], view["open"]) == ("rejected", False)
    assert (await bench.check(invoice))[1]["transaction"]["reasonCode"] == "9010"


async def test_a_bill_that_ran_out_cannot_be_paid(bench) -> None:
    _, _, made = await bench.bill()
    bench.wait(minutes=20)
    status, view = await press(bench, made["billNumber"], "pay")
    assert (status, view["state"], view["seconds_left"]) == (409, "expired", 0)


async def test_a_held_sum_and_an_empty_account_are_named(bench) -> None:
    _, _, made = await bench.bill("500.41")
    assert (await press(bench, made["billNumber"], "pay"))[1]["title"] == "The sum is held"
    _, _, made = await bench.bill("500.84")
    assert (await press(bench, made["billNumber"], "pay"))[1]["detail"].startswith("Not enough money")


async def test_bonuses_are_shown_before_paying(bench) -> None:
    _, _, made = await bench.bill("500.15")
    _, text = await page(bench, f"homebank?bill={made['billNumber']}")
    assert 'bank-bonuses">350,10\u00a0₸<' in text


async def test_a_foreign_form_presses_nothing(bench) -> None:
    _, token, made = await bench.bill()
    async with bench.http.post(
        f"{bench.base}/halyk/app/bills/{made['billNumber']}/pay", data={"a": "b"}
    ) as answer:
        assert answer.status == 415
    assert (await bench.qr(token))["status"] == "NEW"


async def test_a_pasted_code_leads_to_its_bill(bench) -> None:
    _, _, made = await bench.bill()
    status, answer = await bench.post("/halyk/app/read?lang=en", json={"payload": made["qrcode"] + "\n"})
    assert (status, answer["link"]) == (200, f"homebank?bill={made['billNumber']}&lang=en")


async def test_a_broken_or_foreign_code_leads_nowhere(bench) -> None:
    _, _, made = await bench.bill("500.32")
    status, answer = await bench.post("/halyk/app/read?lang=en", json={"payload": made["qrcode"]})
    assert (status, answer["error"]) == (400, "The code cannot be read")
    _, _, made = await bench.bill("2000")
    cheaper = emv.seal(made["qrcode"][:-8].replace("54042000", "54041000"))
    assert (await bench.post("/halyk/app/read", json={"payload": cheaper}))[0] == 404
    await bench.control("reset")
    status, answer = await bench.post("/halyk/app/read?lang=en", json={"payload": made["qrcode"]})
    assert (status, answer["error"]) == (404, "This code is not ours")


@pytest.mark.parametrize("number", ["", "1", "abc", "99999999999", "-1", "١"])
async def test_an_unknown_bill_is_said_to_be_unknown(bench, number) -> None:
    status, text = await page(bench, f"homebank?bill={number}&lang=kk")
    assert status == 404
    assert "Мұндай шот жоқ" in text


async def test_the_scanner_has_a_page(bench) -> None:
    status, text = await page(bench, "scan", **{"Accept-Language": "kk-KZ,ru;q=0.5"})
    assert status == 200
    assert "QR-код мәтінін қойыңыз" in text


async def test_pages_fetch_nothing_from_elsewhere(bench) -> None:
    _, _, made = await bench.bill()
    for path in (f"homebank?bill={made['billNumber']}", "scan", "app.css", "app.js"):
        _, text = await page(bench, path)
        assert re.findall(r"(?:https?:)?//[a-z0-9.]+[./]", text) == []


@pytest.mark.parametrize(
    ("chosen", "accepted", "wanted"),
    [
        (None, "", "ru"),
        ("kk", "en", "kk"),
        ("de", "en-GB,en;q=0.9", "en"),
        (None, "ru;q=0.2, kk;q=0.8", "kk"),
        (None, "de, *;q=x", "ru"),
    ],
)
def test_the_language_is_chosen_or_accepted(chosen, accepted, wanted) -> None:
    assert language_of(chosen, accepted) == wanted


def test_every_language_has_every_word() -> None:
    assert len({frozenset(words) for words in TEXTS.values()}) == 1


@pytest.mark.parametrize(
    ("tiyn", "written"), [(500000, "5 000 ₸"), (100, "1 ₸"), (1234567890, "12 345 678,90 ₸"), (5, "0,05 ₸")]
)
def test_sums_are_written_with_gaps(tiyn, written) -> None:
    assert sum_of(tiyn).replace("\u00a0", " ") == written
