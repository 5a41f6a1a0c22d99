"""Conversation state in the books: written together with the mark that its update is handled."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from datetime import timedelta
from typing import Any

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey

from billing.ports import Clock
from store.engine import Database

QUESTION_WAITS = timedelta(minutes=15)

Changes = dict[str, tuple[str | None, dict[str, Any]]]
_changes: ContextVar[Changes | None] = ContextVar("dialogue_changes", default=None)
_read: ContextVar[Changes | None] = ContextVar("dialogues_read", default=None)


def begin() -> Changes:
    """From here on changes are collected instead of written; the caller commits them.

    What was read is not read again: a chat's updates are handled one after another, and nobody else writes.
    """
    changes: Changes = {}
    _changes.set(changes)
    _read.set({})
    return changes


def answering() -> bool:
    """Whether an update is being handled here: somebody waits for an answer."""
    return _changes.get() is not None


class Dialogues(BaseStorage):
    """aiogram's storage over our books. A question left alone for 15 minutes is forgotten."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        """A new state, the data stays."""
        _, data = await self._load(key)
        await self._save(key, state.state if isinstance(state, State) else state, data)

    async def get_state(self, key: StorageKey) -> str | None:
        """The state, if the question still waits."""
        return (await self._load(key))[0]

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        """New data, the state stays."""
        state, _ = await self._load(key)
        await self._save(key, state, dict(data))

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        """The data, if the question still waits."""
        return dict((await self._load(key))[1])

    async def close(self) -> None:
        """Nothing is held here."""

    async def _load(self, key: StorageKey) -> tuple[str | None, dict[str, Any]]:
        name = _name(key)
        changes, read = _changes.get(), _read.get()
        if changes is None or read is None:
            return await self._from_books(name)
        if name in changes:
            return changes[name]
        if name not in read:
            read[name] = await self._from_books(name)
        return read[name]

    async def _from_books(self, name: str) -> tuple[str | None, dict[str, Any]]:
        state, data, changed_at = await self._database.read(lambda books: books.dialogue(name))
        if changed_at is None or self._clock.now() - changed_at > QUESTION_WAITS:
            return None, {}
        return state, data

    async def _save(self, key: StorageKey, state: str | None, data: dict[str, Any]) -> None:
        name = _name(key)
        changes = _changes.get()
        if changes is not None:
            changes[name] = (state, data)
            return
        at = self._clock.now()
        await self._database.write_small(lambda books: books.save_dialogue(name, state, data, at))


def _name(key: StorageKey) -> str:
    return f"{key.chat_id}:{key.thread_id or ''}:{key.user_id}"
