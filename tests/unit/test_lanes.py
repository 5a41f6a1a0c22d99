"""Several processes share the tests: what waits and what works is begun at once, and none is lost."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.support.lanes import WAITERS, WAITING, Lanes

ROOT = Path(__file__).resolve().parents[2]
MANY = 50


class Options:
    """What xdist was told: so many processes, one test at a time."""

    def getvalue(self, _: str) -> list[str]:
        return ["popen"] * (WAITERS + 1)

    def getoption(self, _: str) -> int:
        return 1


class Process:
    """Stands for one of them: keeps what it was given."""

    shutting_down = False

    def __init__(self) -> None:
        self.given: list[int] = []
        self.gateway = SimpleNamespace(id="one of them")

    def send_runtest_some(self, indices: list[int]) -> None:
        self.given += indices

    def shutdown(self) -> None:
        self.shutting_down = True


@pytest.fixture
def processes() -> list[Process]:
    return [Process() for _ in range(WAITERS + 1)]


@pytest.fixture
def lanes(processes: list[Process]) -> Lanes:
    options: Any = Options()
    made, names = Lanes(options), [f"test {number}" for number in range(MANY)]
    for process in processes:
        made.add_node(process)
        made.add_node_collection(process, names)
    made.schedule()
    return made


def test_whoever_waits_begins_in_front_and_the_others_at_the_end(
    lanes: Lanes, processes: list[Process]
) -> None:
    assert sorted(test for process in processes[:WAITERS] for test in process.given) == [*range(2 * WAITERS)]
    assert sorted(processes[WAITERS].given) == [MANY - 2, MANY - 1]


def test_each_test_is_given_once(lanes: Lanes, processes: list[Process]) -> None:
    for number in range(MANY):
        process = processes[number * 3 % len(processes)]
        if lanes.node2pending[process]:
            lanes.mark_test_complete(process, lanes.node2pending[process][0])
    while lanes.pending:
        lanes.mark_test_complete(processes[-1], lanes.node2pending[processes[-1]][0])
    assert sorted(test for process in processes for test in process.given) == [*range(MANY)]


@pytest.mark.parametrize("name", WAITING)
def test_where_tests_wait_there_are_tests(name: str) -> None:
    assert (ROOT / name).exists()
