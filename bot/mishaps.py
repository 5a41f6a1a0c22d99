"""What broke with us while one thing was being said: it waits as a refused one does, the others go on."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from billing.errors import StoreUnavailable
from billing.tracing import where
from bot.messenger import Gone, Later

log = logging.getLogger(__name__)


class Moot(Exception):
    """It is not to be told any more: its time is over, or it is true no more."""


class Broken(Later):
    """An error of ours, which may pass with the next version; it is tried as long as a refusal is."""

    def __init__(self, why: str) -> None:
        super().__init__(why, refused=True)


@contextmanager
def as_broken(what: str, number: int) -> Iterator[None]:
    """An error that nobody expects, logged and raised as ``Broken``."""
    try:
        yield
    except (StoreUnavailable, Later, Gone, Moot):
        raise
    except Exception as error:  # the edge of one message: others have their turn
        log.error("not said: %s=%s %s", what, number, where(error))
        raise Broken(where(error)) from error
