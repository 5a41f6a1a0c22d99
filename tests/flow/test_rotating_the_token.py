"""BOT_TOKEN is replaced as docs/how-to/rotate-keys.md says, while people write and a bank reports."""

from __future__ import annotations

from tests.support.stage import MERCHANT, PATIENCE, Stage, cards, said


async def test_what_happens_while_the_token_is_revoked_is_told_with_the_new_one(play: Stage) -> None:
    card = await play.issue()
    await play.quiet()
    token = await play.sandbox.revoke_token()
    spoken = len(await play.calls())

    await play.pay_all()
    await play.until(lambda: play.has(1, "payments", state="paid"))
    await play.until(lambda: play.has(0, "deliveries", finished_at=None))
    await play.sandbox.send(MERCHANT, "/help")
    assert len(await play.calls()) == spoken, "with the old one nothing can be said"

    await play.close()
    await play.open(bot_token=token)
    await play.move(60)
    await play.sandbox.wait_for(MERCHANT, lambda ms: said(ms, "Paid:"), timeout=PATIENCE)
    await play.sandbox.wait_for(MERCHANT, lambda ms: said(ms, "/invoice"), timeout=PATIENCE)
    await play.quiet()
    messages = await play.sandbox.messages(MERCHANT)
    assert len(said(messages, "Paid:")) == 1
    assert [one["message_id"] for one in cards(messages)] == [card["message_id"]], "the cards stay"
    assert "Paid" in cards(messages)[0]["caption"]
