"""Whether Telegram answers, as ``/readyz`` tells it: by polls and calls alike."""

from __future__ import annotations

import pytest
from aiohttp import web

from bot.reach import Reach
from bot.telegram import Poll, PollFailed
from tests.support.ports import free_port


@pytest.mark.parametrize(
    ("outcome", "answers"),
    [("200", True), ("429", True), ("403", True), ("500", False), ("no-answer", False)],
)
def test_a_refusal_is_an_answer_and_silence_is_none(outcome: str, answers: bool) -> None:
    reach = Reach()
    assert not reach.answers
    reach.note(outcome)
    reach.note("cancelled")
    assert reach.answers is answers


async def test_polls_show_it_too() -> None:
    reach, port = Reach(), free_port()
    answers = iter(
        [(200, {"ok": True, "result": []}), (502, "<html>"), (409, {"ok": False}), (500, {"ok": False})]
    )

    async def answer(request: web.Request) -> web.Response:
        status, body = next(answers)
        return web.json_response(body, status=status)

    app = web.Application()
    app.router.add_post("/bot1:token/getUpdates", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    poll = Poll("1:token", f"http://127.0.0.1:{port}", [], reach.note)
    seen = []
    try:
        with pytest.raises(PollFailed):
            await poll(None)
        seen.append(reach.answers)
        await web.TCPSite(runner, "127.0.0.1", port).start()
        assert await poll(None) == []
        seen.append(reach.answers)
        for _ in range(3):
            with pytest.raises(PollFailed):
                await poll(None)
            seen.append(reach.answers)
    finally:
        await poll.close()
        await runner.cleanup()
    assert seen == [False, True, False, True, False]
