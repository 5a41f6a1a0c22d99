"""Our page that sends a payer on to the bank's by a form: what it carries, where it may go, and to whom."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from urllib.parse import urlsplit

import aiohttp
import pytest

from billing.models import Form, Instruction, InstructionKind, Invoice
from screens.texts import words
from store.engine import Database
from tests.flow.web.receiver import OWNER, Receiver
from tests.flow.web.there import Seen, act, begun, there

LOCALES = ("en", "ru", "kk")
NASTY = "\"><script>document.title='taken'</script><img src=x onerror=alert(1)>'&quot;"


@pytest.fixture
async def shop(database: Database) -> AsyncIterator[Receiver]:
    async with there(database) as made:
        yield made


async def form_page(
    browser: aiohttp.ClientSession, invoice: Invoice, lang: str = "en", **headers: str
) -> tuple[str, str]:
    """The page and its policy."""
    async with browser.get(f"/pay/{invoice.token}/form?lang={lang}", headers=headers) as answer:
        assert answer.status == 200
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in answer.headers["X-Robots-Tag"]
        return await answer.text(), answer.headers["Content-Security-Policy"]


async def instruct(shop: Receiver, invoice: Invoice, form: Form) -> None:
    """The bank has told of this form."""
    payment = await shop.payment(invoice)
    told = Instruction(InstructionKind.OPEN, form=form)
    await shop.books_do(lambda books: books.amend_payment(payment.id, instruction=told))


def stage(page: str) -> str:
    found = re.search(r'data-stage="([a-z-]+)"', page)
    assert found
    return found[1]


# --- What it carries


async def test_the_form_carries_what_the_bank_gave_and_the_tick_in_utf_8(
    shop: Receiver, browser: aiohttp.ClientSession
) -> None:
    invoice = await begun(shop, words="Кофе «Ыстық» ☕")
    told = (await shop.payment(invoice)).instruction
    assert told
    assert told.form
    page, _ = await form_page(browser, invoice)
    (form,) = Seen(page).all("form")
    assert form["method"] == "post"
    assert form["action"] == told.form.action
    assert form["accept-charset"] == "UTF-8"
    assert Seen(page).fields == [("utf8", "✓"), *told.form.fields]


@pytest.mark.parametrize("lang", LOCALES)
async def test_without_scripts_there_is_a_button_in_the_payer_s_language(
    shop: Receiver, browser: aiohttp.ClientSession, lang: str
) -> None:
    invoice = await begun(shop)
    page, _ = await form_page(browser, invoice, lang)
    assert f'<html lang="{lang}">' in page
    assert f'type="submit">{words(lang)("link-page")}</button>' in page
    assert f"/pay/{invoice.token}?lang={lang}" in page


async def test_a_tick_of_the_bank_s_own_is_not_doubled(
    shop: Receiver, browser: aiohttp.ClientSession
) -> None:
    invoice = await begun(shop)
    await instruct(shop, invoice, Form("https://gate.example/pay", (("utf8", "✓"), ("a", "1"))))
    page, _ = await form_page(browser, invoice)
    assert Seen(page).fields == [("utf8", "✓"), ("a", "1")]


async def test_line_ends_doubled_names_and_empty_values_go_through_as_they_are(
    shop: Receiver, browser: aiohttp.ClientSession
) -> None:
    invoice = await begun(shop)
    fields = (("a", "1\r\n2"), ("a", "3"), ("", "x"), ("b", ""))
    await instruct(shop, invoice, Form("https://gate.example/pay", fields))
    page, _ = await form_page(browser, invoice)
    assert Seen(page).fields[1:] == list(fields)


# --- Where it may go


async def test_the_policy_names_the_bank_s_host_and_no_other(
    shop: Receiver, browser: aiohttp.ClientSession
) -> None:
    invoice = await begun(shop)
    bank = urlsplit(shop.bench.base)
    page, policy = await form_page(browser, invoice)
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["form-action"] == f"http://{bank.netloc}"
    assert rules["default-src"] == "'none'"
    assert rules["base-uri"] == rules["frame-ancestors"] == "'none'"
    assert re.fullmatch(r"'sha256-[A-Za-z0-9+/=]{44}'", rules["script-src"])
    assert "connect-src" not in rules
    assert not [attrs for tag, attrs in Seen(page).tags if any(name.startswith("on") for name in attrs)]


@pytest.mark.slice(6)
@pytest.mark.parametrize(
    "action",
    [
        "javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "//gate.example/pay",
        "/pay",
        "",
        "https://shop@gate.example/",
        "https://gate.example;script-src *",
        "https://gate.example\\@other.example/",
        "https://gate.example /",
        "java\nscript:alert(1)",
        "https://",
        "https://gate.example:port/",
        "https://[::1",
    ],
)
async def test_an_action_that_leads_to_no_page_of_a_bank_is_not_offered(
    shop: Receiver, browser: aiohttp.ClientSession, action: str
) -> None:
    invoice = await begun(shop)
    await instruct(shop, invoice, Form(action, (("a", "1"),)))
    page, policy = await form_page(browser, invoice)
    assert stage(page) == "waiting"
    assert words("en")("hint-no-instruction") in page
    assert all(form["action"].startswith(f"/pay/{invoice.token}/") for form in Seen(page).all("form"))
    assert "form-action 'self'" in policy
    async with browser.get(f"/pay/{invoice.token}") as answer:
        assert f"/pay/{invoice.token}/form" not in await answer.text()


async def test_what_the_bank_says_is_never_markup(shop: Receiver, browser: aiohttp.ClientSession) -> None:
    invoice = await begun(shop, words=NASTY)
    action = f"https://gate.example/pay?{NASTY.replace(' ', '').replace('<', '%3C').replace('>', '%3E')}"
    await instruct(shop, invoice, Form(action.replace('"', ""), ((NASTY, NASTY), ("submit", "1"))))
    page, _ = await form_page(browser, invoice)
    seen = Seen(page)
    assert len(seen.all("script")) == 1
    assert not seen.all("img")
    assert (NASTY, NASTY) in seen.fields
    assert seen.all("form")[0]["action"] == action.replace('"', "")


async def test_a_foreign_host_in_the_request_gets_into_nothing(
    shop: Receiver, browser: aiohttp.ClientSession
) -> None:
    invoice = await begun(shop)
    page, policy = await form_page(
        browser, invoice, Host="evil.example", **{"X-Forwarded-Host": "evil.example"}
    )
    assert "evil.example" not in page + policy


# --- For whom and when


async def test_looking_changes_nothing_however_often_and_a_second_opening_has_the_form_again(
    shop: Receiver, browser: aiohttp.ClientSession
) -> None:
    invoice = await begun(shop)
    before, payment = await shop.rows(), await shop.payment(invoice)
    asked = len(await shop.bench.requests())
    pages = [await form_page(browser, invoice) for _ in range(3)]
    assert len(set(pages)) == 1
    assert Seen(pages[0][0]).fields
    async with browser.head(f"/pay/{invoice.token}/form") as answer:
        assert answer.status == 200
        assert await answer.read() == b""
    assert await shop.rows() == before
    assert await shop.payment(invoice) == payment
    assert len(await shop.bench.requests()) == asked
    (row,) = (await shop.bench.control("books"))["transactions"]
    assert row["arrivals"] == []


async def test_a_form_cannot_be_opened_by_another_verb(
    shop: Receiver, browser: aiohttp.ClientSession
) -> None:
    invoice = await begun(shop)
    async with browser.post(f"/pay/{invoice.token}/form") as answer:
        assert answer.status == 405


async def test_a_wrong_token_is_404(shop: Receiver, browser: aiohttp.ClientSession) -> None:
    await begun(shop)
    async with browser.get(f"/pay/{'A' * 22}/form", headers={"Accept-Language": "kk"}) as answer:
        assert answer.status == 404
        assert "Мұнда ештеңе жоқ" in await answer.text()


async def test_nothing_is_sent_before_somebody_has_chosen_the_bank(
    shop: Receiver, browser: aiohttp.ClientSession
) -> None:
    invoice = await shop.issue()
    page, _ = await form_page(browser, invoice)
    assert stage(page) == "choose"
    assert (await shop.desk.view(invoice.id)).payments == ()
    assert await shop.bench.requests() == []


@pytest.mark.parametrize("ends", ["paid", "declined", "ran out", "cancelled"])
async def test_when_it_is_over_the_page_shows_how_the_invoice_stands(
    shop: Receiver, browser: aiohttp.ClientSession, ends: str
) -> None:
    invoice = await begun(shop)
    payment = await shop.payment(invoice)
    if ends == "paid":
        await act(shop, "approve", payment)
    elif ends == "declined":
        await act(shop, "decline", payment)
    elif ends == "ran out":
        shop.bench.wait(timedelta(hours=1, seconds=1))
    else:
        await shop.desk.cancel(invoice.id, OWNER)
    if ends in {"paid", "declined"}:
        await shop.looks(invoice)
    page, policy = await form_page(browser, invoice)
    expected = {"paid": "paid", "declined": "declined", "ran out": "qr-over", "cancelled": "cancelled"}
    assert stage(page) == expected[ends]
    assert payment.instruction
    assert payment.instruction.form
    assert payment.instruction.form.action not in page
    assert "form-action 'self'" in policy
    assert (words("en")("page-state-link-over") in page) is (ends == "ran out")


@pytest.mark.parametrize(
    ("header", "value"),
    [("Sec-Purpose", "prefetch;prerender"), ("Purpose", "prefetch"), ("X-Purpose", "preview")],
)
async def test_who_fetches_it_ahead_gets_no_script(
    shop: Receiver, browser: aiohttp.ClientSession, header: str, value: str
) -> None:
    invoice = await begun(shop)
    page, policy = await form_page(browser, invoice, **{header: value})
    assert not Seen(page).all("script")
    assert "script-src 'none'" in policy
    assert Seen(page).fields
