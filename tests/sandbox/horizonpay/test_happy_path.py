"""A payment from its creation to the money, through the method's page, as the shop hears of it."""

import base64
import re

from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.serialization import load_der_public_key, load_pem_public_key

from sandbox.app import build_app
from sandbox.client import Sandbox
from tests.sandbox.horizonpay.conftest import basic, link_of


async def press(bench, page: str, where: str, decision: str, **more: str) -> tuple[int, str, str]:
    key = re.search(r'name="key" value="([0-9a-f]+)"', page)
    assert key is not None, page
    data = {"key": key[1], "decision": decision, **more}
    return await bench.page(where, method="POST", data=data)


async def test_a_payer_goes_to_the_methods_page_pays_and_comes_back_to_the_shop(bench) -> None:
    made = await bench.made(amount=500000, description="Coffee & cake")
    assert (made["status"], made["type"], made["amount"]) == ("pending", "payment", 500000)
    status, page, where = await bench.page(link_of(made))
    assert status == 200
    assert "5\u00a0000\u00a0₸" in page
    assert "Coffee &amp; cake" in page
    assert "/horizonpay/pay/" in where
    _, back, _ = await press(bench, page, where, "approve")
    assert "back at the shop" in back
    assert bench.shop.visits == ["/back"]
    looked = await bench.look(made)
    assert (looked["status"], looked["payment"]["status"]) == ("successful", "successful")
    assert looked["paid_at"]
    assert "form" not in looked
    assert await bench.heard() == ["pending", "successful"]
    assert [row["uid"] for row in await bench.tracked(made["tracking_id"])] == [made["uid"]]


async def test_a_notification_is_proven_by_basic_and_by_a_signature_over_its_raw_bytes(bench) -> None:
    made = await bench.made(description="Кофе")
    await bench.heard()
    headers, raw, told = bench.shop.received[0]
    assert headers["Authorization"] == basic()
    keys = await bench.control("key")
    signature = base64.b64decode(headers["Content-Signature"])
    for key in (
        load_pem_public_key(keys["pem"].encode()),
        load_der_public_key(base64.b64decode(keys["der"])),
    ):
        key.verify(signature, raw, PKCS1v15(), hashes.SHA256())
    assert "Кофе".encode() in raw
    assert told["uid"] == made["uid"]


async def test_it_stands_in_the_sandbox_beside_the_others() -> None:
    async with TestServer(build_app()) as server, Sandbox(str(server.make_url(""))) as sandbox:
        assert (await sandbox.horizonpay("books"))["transactions"] == []
        await sandbox.horizonpay("paid_bulk", count=2)
        assert (await sandbox.horizonpay("books"))["taken"] == 200000
        await sandbox.reset()
        assert (await sandbox.horizonpay("books"))["taken"] == 0
