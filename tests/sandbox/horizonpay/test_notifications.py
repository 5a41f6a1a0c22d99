"""What the shop hears: when, how proven, how often, and in foul weather."""

import base64
import json

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from sandbox.horizonpay import SECRET_KEY, SHOP_ID
from tests.sandbox.horizonpay.conftest import basic


async def proven(bench, headers: dict[str, str], raw: bytes) -> tuple[bool, bool]:
    """Whether Basic and the signature are right."""
    key = load_pem_public_key((await bench.control("key"))["pem"].encode())
    try:
        signature = base64.b64decode(headers.get("Content-Signature", ""))
        key.verify(signature, raw, PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        return headers.get("Authorization") == basic(), False
    return headers.get("Authorization") == basic(), True


async def test_nothing_is_sent_where_no_address_was_given(bench) -> None:
    made = await bench.paid(notification_url=None)
    assert made["status"] == "successful"
    assert await bench.heard() == []


async def test_it_says_what_an_answer_says(bench) -> None:
    made = await bench.paid()
    await bench.heard()
    assert bench.shop.received[-1][2] == await bench.look(made)


PROOFS = {
    "normal": (True, True),
    "forged": (False, False),
    "no_basic": (False, True),
    "wrong_basic": (False, True),
    "cut_secret": (False, True),
    "non_ascii": (False, True),
    "no_signature": (True, False),
    "wrong_key": (True, False),
    "altered": (True, False),
    "redumped": (True, False),
    "stripped": (False, False),
}


@pytest.mark.parametrize(("mode", "proofs"), PROOFS.items(), ids=PROOFS)
async def test_what_is_wrong_with_a_proof_that_is(bench, mode, proofs) -> None:
    await bench.control("notifications", mode=mode, count=1)
    body = json.dumps({"transaction": {"uid": "2-1", "type": "payment", "status": "pending"}})
    url = str(bench.shop.server.make_url("/hook"))
    await bench.control("forge", url=url, text=body.replace(" ", ""), mode=mode)
    headers, raw, _ = _heard_raw(bench)
    assert await proven(bench, headers, raw) == proofs


def _heard_raw(bench) -> tuple[dict[str, str], bytes, dict]:
    return bench.shop.received[-1]


async def test_a_forged_one_lies_that_money_came(bench) -> None:
    await bench.control("notifications", mode="forged", count=1)
    made = await bench.made()
    assert await bench.heard() == ["successful"]
    assert (await bench.look(made))["status"] == "pending"


async def test_a_cut_secret_is_the_part_before_its_colon(bench) -> None:
    await bench.control("notifications", mode="cut_secret")
    await bench.made()
    await bench.heard()
    assert _heard_raw(bench)[0]["Authorization"] == basic(SHOP_ID, SECRET_KEY.partition(":")[0])


async def test_an_installation_may_not_sign(bench) -> None:
    await bench.control("configure", signs=False)
    await bench.made()
    await bench.heard()
    assert "Content-Signature" not in _heard_raw(bench)[0]


async def test_what_was_not_taken_is_sent_twice_more(bench) -> None:
    bench.shop.answers = [302, 401, 500, 500]
    made = await bench.made()
    assert await bench.heard() == ["pending"]
    for seconds in (60, 300, 3600):
        bench.wait(seconds=seconds)
        await bench.heard()
    assert len(bench.shop.received) == 3
    assert len({raw for _, raw, _ in bench.shop.received}) == 1
    (row,) = (await bench.control("books"))["transactions"]
    assert row["uid"] == made["uid"]
    assert row["notifications"][0]["answers"] == [302, 401, 500]


async def test_what_was_not_taken_may_be_lost(bench) -> None:
    await bench.control("configure", retries="none")
    bench.shop.answers = [500]
    await bench.made()
    bench.wait(hours=1)
    assert await bench.heard() == ["pending"]


@pytest.mark.parametrize(
    ("mode", "heard"), [("lost", []), ("doubled", ["pending"] * 2), ("reordered", ["successful", "pending"])]
)
async def test_the_weather_may_be(bench, mode, heard) -> None:
    await bench.control("notifications", mode=mode)
    made = await bench.made()
    if mode == "reordered":
        await bench.control("approve", uid=made["uid"])
    assert await bench.heard() == heard


async def test_a_notification_may_be_late(bench) -> None:
    await bench.control("notifications", mode="late", count=1, seconds=600)
    made = await bench.made()
    await bench.control("approve", uid=made["uid"])
    assert await bench.heard() == ["successful"]
    bench.wait(seconds=601)
    assert await bench.heard() == ["successful", "pending"]


async def test_it_can_be_said_again(bench) -> None:
    made = await bench.paid()
    await bench.control("notify", uid=made["uid"])
    assert await bench.heard() == ["pending", "successful", "successful"]


async def test_copies_are_the_same_bytes(bench) -> None:
    made = await bench.paid()
    await bench.heard()
    assert (await bench.control("copies", uid=made["uid"], n=7))["answers"] == [200] * 7
    assert len({raw for _, raw, _ in bench.shop.received[1:]}) == 1
    assert len(bench.shop.received) == 9


async def test_an_end_is_called_out_though_nobody_asks(bench) -> None:
    await bench.made(expired_at=bench.at(hours=1))
    bench.wait(hours=2)
    await bench.bank.notifications.courier.drain()
    assert bench.shop.words == ["pending", "expired"]
