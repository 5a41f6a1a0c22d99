"""Jobs for the worker process, which imports this module."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path


class Unreadable(Exception):
    """Can be pickled, and not be read again."""

    def __init__(self, one: int, two: int) -> None:
        super().__init__(f"{one} {two}")


def process() -> int:
    """Who runs it."""
    return os.getpid()


def loaded() -> list[str]:
    """What that process has imported."""
    return sorted(sys.modules)


def echo(*values: object, **named: object) -> object:
    return values, named


def fail(error: Exception) -> None:
    raise error


def fail_unreadably() -> None:
    raise Unreadable(1, 2)


def answer_unpicklably() -> object:
    return lambda: None


def never(started: Path) -> None:
    """Says that it has started, and does not come back."""
    started.touch()
    threading.Event().wait()


def die(code: int, tries: Path) -> None:
    """Takes its process down, and leaves a line for each time."""
    with tries.open("a") as file:
        file.write("again\n")
    os._exit(code)
