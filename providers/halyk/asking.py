"""Asks Halyk: a call as it is, or one with a token that is kept for many."""

from __future__ import annotations

from collections.abc import Callable

from billing.errors import BankRefusesUs, BankSilent
from billing.ports import Clock
from providers.halyk import codec, wire
from providers.halyk.codec import Denied, Token
from providers.halyk.tokens import Tokens, Wish
from providers.http import Answer, Call, Line, LineError, NothingSent


class Asking:
    """The line with its tokens. What goes wrong is ``BankSilent`` or ``BankRefusesUs``."""

    def __init__(self, line: Line, clock: Clock) -> None:
        self._line = line
        self._clock = clock
        self._tokens = Tokens(self.token, clock)

    async def sent(self, call: Call) -> Answer:
        """Whatever was answered."""
        try:
            return await self._line.send(call)
        except LineError as trouble:
            raise BankSilent(f"{call.name}: {trouble}") from trouble

    async def with_token(self, wish: Wish, call: Callable[[str], Call]) -> Answer:
        """A token that the bank has dropped early is renewed once."""
        token = await self._tokens.get(wish)
        answer = await self.sent(call(token))
        if answer.status == 401:
            self._tokens.drop(wish, token)
            answer = await self.sent(call(await self._tokens.get(wish)))
        if answer.status == 401:
            raise BankRefusesUs("a fresh token is not accepted", "401")
        return answer

    async def act(self, wish: Wish, call: Callable[[str], Call]) -> Answer:
        """The same for what moves money. Raises ``LineError``, which says whether the bank may have acted.

        An answer 401 means that it did not; so does a token that could not be had: ``NothingSent``.
        """
        for _ in range(2):
            try:
                token = await self._tokens.get(wish)
            except BankSilent as silence:
                raise NothingSent(str(silence)) from silence
            answer = await self._line.send(call(token))
            if answer.status != 401:
                break
            self._tokens.drop(wish, token)
        return answer

    async def token(self, wish: Wish) -> Token:
        """A new one, asked for now and not kept."""
        asked_at = self._clock.now()
        try:
            told = codec.token_from(await self.sent(wish.call), asked_at)
        except wire.Garbled as garbled:
            raise BankSilent(f"token: {garbled}") from garbled
        if isinstance(told, Denied):
            raise BankRefusesUs(told.text or "no token is given", told.code)
        return told

    async def close(self) -> None:
        """Stop asking for tokens."""
        await self._tokens.close()
