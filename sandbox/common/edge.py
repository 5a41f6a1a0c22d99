"""A bank's front line: each request may meet a trouble that was ordered, and each is noted."""

from collections.abc import Awaitable, Callable

from aiohttp import web
from aiohttp.typedefs import Handler

from sandbox.common import misbehaviour
from sandbox.common.bank import Bank
from sandbox.common.journal import Entry
from sandbox.common.misbehaviour import Spoiled


async def guarded(
    bank: Bank,
    request: web.Request,
    handler: Handler,
    endpoint: str,
    spoiled: Spoiled,
    noted: Callable[[int], Awaitable[Entry]],
) -> web.StreamResponse:
    """The answer, or what a trouble makes of it; `noted` writes the entry, given the answer's status."""
    bank.advance()
    trouble = bank.troubles.take(endpoint, bank.clock.now())
    status = 0
    try:
        answer = await misbehaviour.answer(request, handler, trouble, bank.closing, spoiled)
        status = answer.status
        return answer
    except web.HTTPException as refusal:
        status = refusal.status
        raise
    finally:
        bank.advance()
        bank.journal.add(await noted(status))
