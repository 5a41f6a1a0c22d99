"""A bank's credentials are replaced while money is on its way."""

from __future__ import annotations

import pytest

from tests.support.stage import MERCHANT, Stage, said


async def test_what_a_bank_reports_while_it_refuses_our_old_secret_is_settled_with_the_new_one(
    play: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await play.issue()
    await play.sandbox.halyk("configure", client_secret="the-new-one")
    await play.close()
    await play.open()  # still with the old one
    await play.pay_all()

    async def refused() -> bool:
        return any(delivery["tries"] for delivery in await play.rows("deliveries"))

    await play.until(refused)
    assert await play.has(0, "payments", state="paid")
    await play.close()
    monkeypatch.setenv("HALYK_CLIENT_SECRET", "the-new-one")
    await play.open()
    await play.move(60)
    await play.until(lambda: play.has(1, "payments", state="paid"))
    await play.quiet()
    messages = await play.sandbox.messages(MERCHANT)
    assert len(said(messages, "Paid: 5\u00a0000\u00a0₸")) == 1
    assert said(messages, "Please compare") == []  # the bank listed it before it was in the books
