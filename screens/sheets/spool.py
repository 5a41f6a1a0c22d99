"""Rows on their way from one process to the other: a file of chunks, in a folder that nobody else reads."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

CHUNK = 200  # rows; written in a few milliseconds


def add(path: Path, rows: Sequence[object]) -> None:
    """Append a chunk."""
    with path.open("ab") as file:
        pickle.dump(rows, file, pickle.HIGHEST_PROTOCOL)


def rows_of(path: Path) -> Iterator[Any]:
    """Every row in its order; of all chunks one at a time is in memory."""
    with path.open("rb") as file:
        while True:
            try:
                chunk: Sequence[Any] = pickle.load(file)  # noqa: S301 - our own, out of a private folder
            except EOFError:
                return
            yield from chunk
