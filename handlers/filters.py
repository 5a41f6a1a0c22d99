"""Which handler is asked: filters that decide and nothing more."""

from __future__ import annotations

import functools

from aiogram import F
from aiogram.filters import Filter
from aiogram.types import Message

from billing.access import Action, may
from billing.models import Person
from handlers.questions import is_command
from screens.texts import LOCALES, words

PRIVATE = F.chat.type == "private"
GROUP = F.chat.type.in_({"group", "supergroup"})


class Commandless(Filter):
    """A text that is no command."""

    async def __call__(self, message: Message) -> bool:
        """Decide."""
        return not is_command(message)


class Says(Filter):
    """The words on a button of the reply keyboard, in any language."""

    def __init__(self, key: str) -> None:
        self._key = key

    async def __call__(self, message: Message) -> bool:
        """Decide."""
        return message.text is not None and message.text in _in_each_language(self._key)


@functools.cache
def _in_each_language(key: str) -> frozenset[str]:
    """Put together once: each message is held against them."""
    return frozenset(words(locale)(key) for locale in LOCALES)


class Issues(Filter):
    """The sender may issue invoices."""

    async def __call__(self, message: Message, person: Person | None) -> bool:
        """Decide."""
        return may(person, Action.ISSUE)
