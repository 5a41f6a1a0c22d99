"""The gate takes a form only as it was described; the page decides once, and only by its own button."""

import re

import pytest
import yarl

from sandbox.horizonpay.page_texts import TEXTS
from tests.sandbox.horizonpay.conftest import form_of, link_of, pairs_of


def state_of(page: str) -> str:
    found = re.search(r'data-testid="hp-state" data-state="([a-z_]+)"', page)
    assert found is not None, page
    return found[1]


def key_of(page: str) -> str:
    found = re.search(r'name="key" value="([0-9a-f]+)"', page)
    assert found is not None, page
    return found[1]


def wrong_of(page: str) -> list[str]:
    return re.findall(r"<li>(.*?)</li>", page)


async def post(bench, address: str, pairs: list[tuple[str, str]]) -> tuple[int, str, str]:
    return await bench.page(address, method="POST", data=pairs)


async def opened(bench, **changes: object) -> tuple[dict, str, str]:
    """A payment, its page and where that is."""
    made = await bench.made(**changes)
    status, page, where = await bench.page(yarl.URL(link_of(made), encoded=True))
    assert status == 200
    return made, page, where


async def press(bench, page: str, where: str, decision: str, **more: str) -> tuple[int, str, str]:
    return await bench.page(where, method="POST", data={"key": key_of(page), "decision": decision, **more})


def test_the_three_languages_say_the_same_things() -> None:
    assert TEXTS["ru"].keys() == TEXTS["kk"].keys() == TEXTS["en"].keys()
    assert [key for key in TEXTS["kk"] if TEXTS["kk"][key] == TEXTS["ru"][key]] == []


@pytest.mark.parametrize("method", ["card", "card_query", "card_bare"])
async def test_a_get_form_is_a_link(bench, method) -> None:
    _, page, _ = await opened(bench, method=method, description="Кофе & «чай» + 5%")
    assert state_of(page) == "open"


async def test_a_post_form_comes_as_the_documentation_builds_it(bench) -> None:
    made = await bench.made(method="card_post", description="Кофе")
    form = form_of(made)
    assert form["method"] == "POST"
    status, page, where = await post(bench, form["action"], pairs_of(made))
    assert (status, state_of(page)) == (200, "open")
    assert "/horizonpay/pay/" in where
    await press(bench, page, where, "approve")
    assert (await bench.look(made))["status"] == "successful"
    (row,) = (await bench.control("books"))["transactions"]
    assert row["arrivals"] == [{"method": "POST", "fields": [list(pair) for pair in pairs_of(made)]}]


SPOILED = {
    "utf8: missing": lambda pairs: pairs[1:],
    "utf8: altered": lambda pairs: [("utf8", "v"), *pairs[1:]],
    "amount: missing": lambda pairs: [pair for pair in pairs if pair[0] != "amount"],
    "amount: altered": lambda pairs: [(n, "100" if n == "amount" else v) for n, v in pairs],
    "description: altered": lambda pairs: [(n, v.strip() if n == "description" else v) for n, v in pairs],
    "sign: altered": lambda pairs: [(n, v[::-1] if n == "sign" else v) for n, v in pairs],
    "sid: 2 times": lambda pairs: [*pairs, pairs[1]],
    "submit: 2 times": lambda pairs: [*pairs, pairs[-1]],
    "more: unknown": lambda pairs: [*pairs, ("more", "1")],
}


@pytest.mark.parametrize(("what", "spoil"), SPOILED.items(), ids=SPOILED)
async def test_a_spoiled_form_is_refused(bench, what, spoil) -> None:
    made = await bench.made(method="card_post", description="Coffee ")
    status, page, _ = await post(bench, form_of(made)["action"], spoil(pairs_of(made)))
    assert (status, state_of(page)) == (400, "wrong")
    assert wrong_of(page) == [what]


async def test_the_button_is_not_needed(bench) -> None:
    made = await bench.made(method="card_post")
    assert (await post(bench, form_of(made)["action"], pairs_of(made)[:-1]))[0] == 200


async def test_a_form_comes_by_its_own_method(bench) -> None:
    made = await bench.made(method="card_post")
    status, page, _ = await bench.page(form_of(made)["action"], params=pairs_of(made)[1:-1])
    assert (status, wrong_of(page)) == (400, ["GET instead of POST"])
    made = await bench.made(method="card")
    assert (await post(bench, form_of(made)["action"], pairs_of(made)))[0] == 400


async def test_the_query_of_the_action_must_not_get_lost(bench) -> None:
    made = await bench.made(method="card_query")
    bare = yarl.URL(form_of(made)["action"]).with_query(None)
    pairs = [(field["name"], field["value"]) for field in form_of(made)["fields"]]
    status, page, _ = await bench.page(bare, params=pairs)
    assert (status, wrong_of(page)) == (400, ["terminal: missing", "order: missing"])


async def test_another_encoding_is_refused(bench) -> None:
    made = await bench.made(method="card_post", description="Кофе")
    action = form_of(made)["action"]
    assert (await bench.page(action, method="POST", data="description=%CA%EE%F4%E5", headers=URLENCODED))[
        0
    ] == 400
    assert (await bench.page(action, method="POST", json={}))[0] == 415


URLENCODED = {"Content-Type": "application/x-www-form-urlencoded"}


async def test_nobodys_form_leads_nowhere(bench) -> None:
    made = await bench.made(method="card_post")
    pairs = [(n, "0" * 32 if n == "sid" else v) for n, v in pairs_of(made)]
    status, page, _ = await post(bench, form_of(made)["action"], pairs)
    assert (status, state_of(page)) == (404, "wrong")
    assert (await bench.page(f"{bench.base}/horizonpay/pay/{'0' * 32}"))[0] == 404


NASTY = '"><script>alert(1)</script>'


async def test_what_is_submitted_is_text_not_markup(bench) -> None:
    made = await bench.made(method="card_post", description=NASTY)
    _, page, _ = await post(bench, form_of(made)["action"], pairs_of(made))
    _, refused, _ = await post(bench, form_of(made)["action"], [*pairs_of(made), (NASTY, NASTY)])
    for shown in (page, refused):
        assert "<script>alert" not in shown
        assert "&lt;script&gt;" in shown


async def test_a_form_may_have_any_fields_and_any_action(bench) -> None:
    extra = [{"type": NASTY, "name": f"n{NASTY}", "id": NASTY, "value": NASTY}]
    await bench.control("configure", methods={"odd": {"flow": "post", "extra": extra}})
    made = await bench.made(method="odd")
    assert form_of(made)["fields"][-1] == extra[0]
    assert (await post(bench, form_of(made)["action"], pairs_of(made)))[0] == 200
    assert (await post(bench, form_of(made)["action"], pairs_of(made)[:-2]))[0] == 400
    await bench.control("configure", methods={"odd": {"flow": "post", "action": "javascript:alert(1)"}})
    assert form_of(await bench.made(method="odd"))["action"] == "javascript:alert(1)"


async def test_looking_decides_nothing(bench) -> None:
    made, _, where = await opened(bench)
    await bench.page(where)
    assert (await bench.look(made))["status"] == "pending"


async def test_a_payer_declines_with_a_reason(bench) -> None:
    made, page, where = await opened(bench)
    _, back, _ = await press(bench, page, where, "decline", reason="F.0114")
    assert "back at the shop" in back
    assert (await bench.look(made))["payment"]["bank_code"] == "F.0114"


async def test_a_payer_leaves_and_may_come_back(bench) -> None:
    made, page, where = await opened(bench)
    _, back, _ = await press(bench, page, where, "abandon")
    assert "back at the shop" in back
    assert (await bench.look(made))["status"] == "pending"
    assert state_of((await bench.page(link_of(made)))[1]) == "open"


async def test_a_payer_keeps_the_method_only_by_ticking(bench) -> None:
    for ticked in ({}, {"keep": "1"}):
        made, page, where = await opened(bench, additional_data={"contract": ["recurring"]})
        assert 'name="keep"' in page
        assert "checked" not in page
        await press(bench, page, where, "approve", **ticked)
        assert ("token" in (await bench.look(made))["card"]) is bool(ticked)
    assert 'name="keep"' not in (await opened(bench))[1]


async def test_a_decision_is_made_once(bench) -> None:
    made, page, where = await opened(bench)
    await press(bench, page, where, "approve")
    status, again, _ = await press(bench, page, where, "decline")
    assert status == 409
    assert TEXTS["en"]["late"] in again
    assert state_of(again) == "successful"
    assert (await bench.look(made))["status"] == "successful"


async def test_only_the_page_itself_decides(bench) -> None:
    made, page, where = await opened(bench)
    _, other, _ = await opened(bench)
    for key in ("", "x" * 64, key_of(other)):
        data = {"key": key, "decision": "approve"}
        assert (await bench.page(where, method="POST", data=data))[0] == 403
    assert (await press(bench, page, where, "give"))[0] == 400
    assert (await press(bench, page, where, "decline", reason="F.7777"))[0] == 400
    assert (await bench.look(made))["status"] == "pending"


async def test_the_address_may_be_added_to(bench) -> None:
    await bench.control("configure", return_adds=True)
    back = str(bench.shop.server.make_url("/back?order=7"))
    made, page, where = await opened(bench, return_url=back)
    await press(bench, page, where, "approve")
    assert bench.shop.visits == [f"/back?order=7&uid={made['uid']}&status=successful"]


async def test_a_page_speaks_the_language_of_the_payment(bench) -> None:
    for lang in ("ru", "kk"):
        _, page, where = await opened(bench, language=lang)
        assert TEXTS[lang]["open"] in page
        assert TEXTS["en"]["open"] in (await bench.page(where.replace(f"lang={lang}", "lang=en")))[1]


async def test_a_test_payment_says_that_it_is_one(bench) -> None:
    assert TEXTS["en"]["test"] in (await opened(bench, test=True))[1]
    assert TEXTS["en"]["test"] not in (await opened(bench))[1]


async def test_an_expired_order_cannot_be_paid(bench) -> None:
    _, page, where = await opened(bench, expired_at=bench.at(minutes=5))
    bench.wait(minutes=6)
    status, late, _ = await press(bench, page, where, "approve")
    assert (status, state_of(late)) == (409, "expired")


async def test_a_qr_is_a_page_or_a_picture(bench) -> None:
    import zxingcpp
    from PIL import Image

    shown = (await bench.made(method="wallet_qr"))["wallet_qr"]["qr_code"]
    assert "/horizonpay/pay/" in (await bench.page(shown))[1]
    made = await bench.made(method="wallet_picture")
    async with bench.http.get(made["wallet_picture"]["qr_code"]) as answer:
        assert answer.content_type == "image/png"
        import io

        (code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(await answer.read())))
    _, page, where = await bench.page(code.text)
    status, after, _ = await press(bench, page, where, "approve")
    assert (status, state_of(after)) == (200, "successful")
    assert "qr_code" not in (await bench.look(made))["wallet_picture"]


async def test_what_is_confirmed_in_an_app_stands_in_the_app(bench) -> None:
    made = await bench.made(method="wallet_app", description="Cake")
    assert {"form", "payment_form"} & made.keys() == set()
    assert made["wallet_app"] == {"type": "wallet_app"}
    _, app, _ = await bench.page(f"{bench.base}/horizonpay/app?lang=en")
    link = re.search(r'href="(/horizonpay/pay/[0-9a-f]{32}[^"]*)"', app)
    assert "Cake" in app
    _, page, where = await bench.page(bench.base + link[1])
    await press(bench, page, where, "approve")
    assert (await bench.look(made))["status"] == "successful"
    assert TEXTS["en"]["nothing"] in (await bench.page(f"{bench.base}/horizonpay/app?lang=en"))[1]


async def test_a_receipt_can_be_read(bench) -> None:
    paid = await bench.paid()
    status, page, _ = await bench.page(paid["receipt_url"])
    assert (status, state_of(page)) == (200, "successful")
