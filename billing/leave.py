"""Leave to send: what moves money goes out soon after it was written down, or not at all.

A process may stand still at any point, for hours (a laptop asleep, ``SIGSTOP``), and wake up where it was
about to send. Others have given it up meanwhile, asked the bank, and perhaps sent it anew. So whoever is to
send sets how long that counts, and the line looks at it last of all, before the first byte.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import NamedTuple

from billing.ports import Clock


class _Leave(NamedTuple):
    clock: Clock
    until: datetime


_given: ContextVar[_Leave | None] = ContextVar("leave", default=None)


@contextmanager
def lasting(clock: Clock, until: datetime) -> Iterator[None]:
    """What is sent inside is sent before ``until``, by the clock that replicas share, or never."""
    token = _given.set(_Leave(clock, until))
    try:
        yield
    finally:
        _given.reset(token)


def is_over() -> bool:
    """Whether it is too late to send; ``False`` where nobody set an end."""
    leave = _given.get()
    return leave is not None and leave.clock.now() >= leave.until
