"""However garbled an answer is, it raises nothing but a ``BankError`` and is never taken for money."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any, TypeVar

import pytest
from aiohttp import web
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from billing.answers import Begun, Delivery, Returned, Seen
from billing.errors import BankError, BankSilent
from billing.questions import Repayment
from providers.horizonpay import HorizonPayProvider, HorizonPaySettings, opened, verdicts, wire
from providers.horizonpay import repaying as refunds
from providers.http import Answer
from tests.support.payments import answer
from tests.unit.halyk.support import HeldClock
from tests.unit.horizonpay.support import NOW, PAID_SAMPLE, bill, transaction

T = TypeVar("T")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
RIGHT = {"type": {"payment", ""}, "status": {"successful"}, "tracking_id": {"tolem-100001", ""}}
"""What money hangs on beside ``test``; type and id may be left unsaid. Any sum is told as it is."""
NAMES = st.sampled_from(
    [*PAID_SAMPLE, "form", "payment_form", "paid_at", "parent_uid", "payment_method_type"]
)
CHANGES = st.dictionaries(NAMES, JSON | st.sampled_from(["successful", "payment", "refund", "https://x"]))
REPAYMENT = Repayment(1, "key-1", bill(), bill().amount, bill().amount, replace(bill().amount, minor=0), True)


def said(changes: Mapping[str, object]) -> dict[str, Any]:
    """A paid payment of ours with fields changed."""
    return transaction() | dict(changes)


def is_money(told: Mapping[str, object]) -> bool:
    """By a reading of its own: blanks and capitals are no difference, what is no text says nothing."""
    no_test = told.get("test") is None or told["test"] is False or _word(told["test"]) == "false"
    return no_test and all(_word(told.get(name)) in words for name, words in RIGHT.items())


def _word(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return "".join(letter if letter.isprintable() else " " for letter in str(value)).strip().lower()


def observed(body: bytes) -> Seen | None:
    """What looking makes of a body; ``None``: it cannot be read."""
    try:
        told = wire.one_from(body)
    except wire.Garbled:
        return None
    return verdicts.seen_of(told, bill(), NOW, "test", test=False).seen


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(CHANGES)
@example({"status": "successful "})
@example({"test": True})
@example({"type": "payout"})
def test_money_is_seen_only_where_all_that_decides_says_so(changes: dict[str, object]) -> None:
    told = said(changes)
    if observed(_bytes({"transaction": told})) is Seen.PAID:
        assert is_money(told), told


def test_money_is_seen_where_nothing_was_changed() -> None:
    assert observed(_bytes({"transaction": said({})})) is Seen.PAID


@given(JSON, st.sampled_from([200, 201, 202, 301, 400, 401, 403, 404, 409, 422, 429, 500, 503]))
def test_an_answer_to_a_bill_is_an_outcome_whatever_it_is(body: object, status: int) -> None:
    for raw in (_bytes(body), _bytes({"transaction": body}), _bytes({"message": body, "errors": body})):
        verdicts.outcome_from(Answer(status, {}, raw), bill(), test=False)
        outcome = refunds.outcome_from(Answer(status, {}, raw), REPAYMENT)
        assert not isinstance(outcome, Begun)
        assert observed(raw) is not Seen.PAID


@given(CHANGES)
def test_an_answer_about_a_transaction_is_an_outcome_whatever_was_changed(changes: dict[str, object]) -> None:
    verdicts.outcome_from(answer(200, _bytes({"transaction": said(changes)})), bill(), test=False)
    refunds.outcome_from(answer(200, _bytes({"transaction": said(changes)})), REPAYMENT)


@given(st.binary())
def test_bytes_are_nothing(raw: bytes) -> None:
    assert observed(raw) is None
    verdicts.outcome_from(Answer(200, {}, raw), bill(), test=False)
    verdicts.outcome_from(Answer(422, {}, raw), bill(), test=False)


def _bytes(value: object) -> bytes:
    return json.dumps(value).encode("utf-8", "surrogatepass")


# --- the whole client, over a socket ----------------------------------------------------------------------


@asynccontextmanager
async def answering(status: int, raw: bytes) -> AsyncIterator[HorizonPayProvider]:
    """A bank that answers everything with the same bytes."""

    async def same(request: web.Request) -> web.Response:
        return web.Response(status=status, body=raw, content_type="application/json")

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", same)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    given_: dict[str, Any] = {
        "shop_id": "1",
        "secret_key": "s",
        "method": "m",
        "base_url": base,
        "_env_file": None,
    }
    provider = opened(HorizonPaySettings(**given_), HeldClock())
    try:
        yield provider
    finally:
        await provider.close()
        await runner.cleanup()


async def quiet(asking: Coroutine[Any, Any, T]) -> T | None:
    """The answer, or nothing where the bank gave none that can be used; whatever else is raised comes out."""
    try:
        return await asking
    except BankError:
        return None


async def keep(access: str, until: object) -> None:
    """There is nothing to keep."""


async def all_asked(status: int, raw: bytes) -> None:
    async with answering(status, raw) as bank:
        await bank.create(bill(), keep)
        for one in (bill(), bill(bank_id=None), bill(bank_id=None, has_instruction=False)):
            for looked in (await quiet(bank.fetch(one)), await quiet(bank.balance(one))):
                assert looked is None or looked.seen is not Seen.PAID
        await bank.refund(REPAYMENT)
        for repayment in (REPAYMENT, replace(REPAYMENT, bank_id="2-1")):
            told = await quiet(bank.fetch_refund(repayment))
            assert told is None or told.seen is not Returned.COMPLETED
        assert isinstance(bank.read_webhook({"Authorization": "Basic MTpz"}, raw), Delivery)
        await bank.check()


async def test_another_transaction_than_was_asked_for_is_silence() -> None:
    body = _bytes({"transaction": transaction(uid="2-another")})
    async with answering(200, body) as bank:
        with pytest.raises(BankSilent):
            await bank.fetch(bill())
        assert (await bank.fetch(bill(bank_id="2-another"))).seen is Seen.PAID


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(JSON, st.sampled_from([200, 404, 422, 500]))
@example({"transactions": [PAID_SAMPLE]}, 200)
@example({"transaction": PAID_SAMPLE}, 200)
def test_the_client_stumbles_over_nothing(body: object, status: int) -> None:
    asyncio.run(all_asked(status, _bytes(body)))
