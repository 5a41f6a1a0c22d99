"""Whoever plays without a browser goes through the same pages."""

import pytest

from sandbox.horizonpay.books import NotNowError
from sandbox.horizonpay.payer import checkout
from tests.sandbox.horizonpay.conftest import form_of, link_of, pairs_of


async def test_a_payer_goes_through_a_link(bench) -> None:
    made = await bench.made(additional_data={"contract": ["recurring"]})
    assert await checkout(link_of(made), keep=True) == str(bench.shop.server.make_url("/back"))
    told = await bench.look(made)
    assert (told["status"], "token" in told["card"]) == ("successful", True)
    with pytest.raises(NotNowError, match="Paid"):
        await checkout(link_of(made))


async def test_a_payer_goes_through_a_post_form_and_declines(bench) -> None:
    made = await bench.made(method="card_post")
    await checkout(form_of(made)["action"], pairs_of(made), decision="decline", reason="F.0114")
    assert (await bench.look(made))["payment"]["bank_code"] == "F.0114"


async def test_a_wrong_form_leads_nowhere(bench) -> None:
    made = await bench.made(method="card_post")
    with pytest.raises(NotNowError, match="utf8: missing"):
        await checkout(form_of(made)["action"], pairs_of(made)[1:])
    assert (await bench.look(made))["status"] == "pending"
