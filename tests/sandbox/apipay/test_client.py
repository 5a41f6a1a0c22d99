"""The whole sandbox has ApiPay in it, and tests reach its controls by the sandbox's client."""

import aiohttp
import pytest
from aiohttp.test_utils import TestServer

from sandbox.apipay import API_KEY
from sandbox.app import build_app
from sandbox.client import Sandbox, SandboxError


async def test_the_client_plays_the_payer_and_a_reset_forgets() -> None:
    async with TestServer(build_app()) as server, Sandbox(str(server.make_url(""))) as sandbox:
        body = {"amount": 5000, "phone_number": "87001234567"}
        address = f"{sandbox.base_url}/apipay/api/v1/invoices"
        key = {"X-API-Key": API_KEY}
        async with aiohttp.ClientSession(headers=key) as http, http.post(address, json=body) as answer:
            number = (await answer.json())["id"]
        await sandbox.move_clock(2)
        assert (await sandbox.apipay("pay", invoice=number))["status"] == "paid"
        with pytest.raises(SandboxError, match="paid"):
            await sandbox.apipay("pay", invoice=number)
        await sandbox.apipay("item_make", name="Coffee", price=180000)
        await sandbox.reset()
        books = await sandbox.apipay("books")
        assert (books["invoices"], books["items"]) == ([], [])
