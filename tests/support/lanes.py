"""Which process runs which tests: those that wait leave the cores to those that work, so both go at once."""

from __future__ import annotations

import pytest
from xdist.scheduler import LoadScheduling
from xdist.workermanage import WorkerController

WAITING = ("tests/chaos/", "tests/flow/test_tour.py", "tests/browser/", "tests/flow/crash/", "tests/flow/")
"""Where a bot may write once a second into a chat, a bank is silent, a page is drawn; the longest first."""
WAITERS = 4
"""Processes that begin with these; each takes a quarter of a core. Any further one begins with all others."""


def in_lanes(items: list[pytest.Item]) -> list[pytest.Item]:
    """Those that wait, then all others, last first: they are taken from the end."""
    lanes: dict[str, list[pytest.Item]] = {name: [] for name in (*WAITING, "")}
    for item in items:
        lanes[next(name for name in lanes if item.nodeid.startswith(name))].append(item)
    working = lanes.pop("")
    return [item for lane in lanes.values() for item in lane] + working[::-1]


class Lanes(LoadScheduling):
    """Some processes take from the front of the list, the others from its end, until they meet."""

    def _send_tests(self, node: WorkerController, num: int) -> None:
        if self.nodes.index(node) >= WAITERS:
            self.pending[:] = self.pending[-num:] + self.pending[:-num]
        super()._send_tests(node, num)
