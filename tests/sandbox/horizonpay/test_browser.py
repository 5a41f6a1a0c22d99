"""The method's page in a real browser: a POST form leads there, a thumb pays, the shop has its payer back."""

import json

import pytest
from playwright.async_api import Browser, Page, expect

from tests.sandbox.horizonpay.conftest import form_of, link_of

pytestmark = pytest.mark.browser


@pytest.fixture
async def phone(chrome: Browser) -> Page:
    return await chrome.new_page(viewport={"width": 360, "height": 640}, locale="ru-RU")


async def test_a_payer_comes_by_a_post_form_pays_and_goes_back(bench, phone) -> None:
    complaints: list[str] = []
    phone.on("console", lambda line: complaints.append(line.text))
    made = await bench.made(
        method="card_post",
        amount=99999999900,
        description="Кофе " + "К" * 200,
        language="kk",
        additional_data={"contract": ["recurring"]},
    )
    await phone.goto(str(bench.shop.server.make_url("/back")))
    await phone.evaluate(FORM, json.dumps(form_of(made)))
    await expect(phone.get_by_test_id("hp-amount")).to_have_text("999\u00a0999\u00a0999\u00a0₸")
    await expect(phone.get_by_test_id("hp-approve")).to_have_text("Төлеу")
    assert await phone.evaluate("document.documentElement.scrollWidth") <= 360
    await phone.get_by_test_id("hp-keep").check()
    await phone.get_by_test_id("hp-approve").click()
    await expect(phone.get_by_text("back at the shop")).to_be_visible()
    told = await bench.look(made)
    assert told["status"] == "successful"
    assert told["card_post"]["token"]
    assert complaints == []


async def test_a_payer_comes_by_a_link_and_declines(bench, phone) -> None:
    made = await bench.made(language="ru")
    await phone.goto(link_of(made))
    await phone.get_by_test_id("hp-reason").select_option("F.0114")
    await phone.get_by_test_id("hp-decline").click()
    await expect(phone.get_by_text("back at the shop")).to_be_visible()
    assert (await bench.look(made))["payment"]["bank_code"] == "F.0114"
    await phone.goto(link_of(made))
    await expect(phone.get_by_test_id("hp-state")).to_have_text("Платёж не прошёл")


FORM = """told => {
  const form = Object.assign(document.createElement("form"), JSON.parse(told), {acceptCharset: "UTF-8"});
  const all = [{name: "utf8", value: "\\u2713"}, ...JSON.parse(told).fields];
  for (const {name, value} of all) {
    form.append(Object.assign(document.createElement("input"), {type: "hidden", name, value}));
  }
  document.body.append(form);
  form.submit();
}"""
