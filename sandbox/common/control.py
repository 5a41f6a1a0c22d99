"""`POST /sandbox/<bank>/<what>`: one address for all controls of a bank, and those that every bank has."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict
from datetime import timedelta
from typing import Any, TypeVar

from aiohttp import web

from sandbox.common import courier, troubles
from sandbox.common.bank import Bank
from sandbox.common.chances import Chances
from sandbox.common.courier import Weather
from sandbox.common.fields import Fields, MisuseError
from sandbox.common.troubles import Trouble

B = TypeVar("B", bound=Bank)
Answer = dict[str, object]
Control = Callable[[B, Fields], Awaitable[Answer]]
Refusals = Mapping[type[Exception], Callable[[Any], str]]


def routes(root: str, bank: B, controls: Mapping[str, Control[B]], refusals: Refusals) -> list[web.RouteDef]:
    """The address; `refusals` are the words for what a bank cannot do now."""

    async def control(request: web.Request) -> web.Response:
        what = controls.get(request.match_info["what"])
        if what is None:
            return _no(404, f"there is {', '.join(sorted(controls))}")
        try:
            raw = await request.read()
            fields = Fields(json.loads(raw) if raw else {})
            bank.advance()
            answer = await what(bank, fields)
            bank.advance()
            return web.json_response(answer)
        except (MisuseError, json.JSONDecodeError) as bad:
            return _no(400, str(bad))
        except tuple(refusals) as no:
            return _no(409, next(words(no) for kind, words in refusals.items() if isinstance(no, kind)))

    return [web.post(f"/sandbox/{root}/{{what}}", control)]


def _no(status: int, why: str) -> web.Response:
    return web.json_response({"ok": False, "error": why}, status=status)


def everybodys(books_of: Callable[[B], Mapping[str, object]]) -> dict[str, Control[B]]:
    """To read the books and what was asked, begin anew, wait for calls under way, leave it to chance."""

    async def books(bank: B, fields: Fields) -> Answer:
        fields.end()
        return {"ok": True, **books_of(bank)}

    return {"books": books, "requests": _requests, "reset": _reset, "drain": _drain, "chances": _chances}


async def _requests(bank: Bank, fields: Fields) -> Answer:
    fields.end()
    return {"ok": True, "requests": [asdict(entry) for entry in bank.journal.entries]}


async def _reset(bank: Bank, fields: Fields) -> Answer:
    fields.end()
    bank.reset()
    return {"ok": True}


async def _drain(bank: Bank, fields: Fields) -> Answer:
    fields.end()
    await bank.courier.drain()
    return {"ok": True}


async def _chances(bank: Bank, fields: Fields) -> Answer:
    """The odds of what befalls calls to the shop, and answers to it; without any, fair weather again."""
    seed = fields.whole("seed", 0)
    calls, answers = fields.odds("calls", courier.BY_CHANCE), fields.odds("answers", troubles.BY_CHANCE)
    fields.end()
    bank.courier.change(Weather(chances=Chances(seed, calls)))
    bank.troubles.chances = Chances(seed, answers)
    return {"ok": True, "calls": calls, "answers": answers}


def weather(modes: tuple[str, ...]) -> Control[Bank]:
    """How the next calls to the shop fare."""

    async def change(bank: Bank, fields: Fields) -> Answer:
        mode = fields.choice("mode", modes)
        new = Weather(mode, fields.maybe_whole("count"), fields.number("seconds", 60))
        fields.end()
        bank.courier.change(new)
        return {"ok": True, "mode": mode}

    return change


def trouble(
    endpoints: tuple[str, ...], kinds: tuple[str, ...], slow: tuple[str, ...] = ("slow", "429")
) -> Control[Bank]:
    """A bad day for an endpoint; kind `none` calls all its troubles off.

    `seconds` is how long the kinds in `slow` make the caller wait, and how long any other trouble lasts.
    """

    async def order(bank: Bank, fields: Fields) -> Answer:
        endpoint, kind = fields.choice("endpoint", endpoints, "*"), fields.choice("kind", (*kinds, "none"))
        count, acted = fields.maybe_whole("count"), fields.flag("acted", default=False)
        new = Trouble(endpoint, kind, count, acted=acted)
        if fields.has("seconds"):
            new.seconds = fields.number("seconds")
            if kind not in slow:
                new.until = bank.clock.now() + timedelta(seconds=new.seconds)
        fields.end()
        if kind == "none":
            bank.troubles.call_off(endpoint)
        else:
            bank.troubles.orders.append(new)
        return {"ok": True, "orders": len(bank.troubles.orders)}

    return order
