"""One run of the benchmark: its databases, how much is counted, and a row of its table."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.loading import years_in
from tests.bench.stage import KEY
from tests.support.postgres import Server

SQLITE, POSTGRES = "SQLite", "PostgreSQL"
BOTH = (SQLITE, POSTGRES)


@dataclass(frozen=True)
class Row:
    """One line of the table.

    ``wanted`` is a lower bound for ``ratio`` unless ``at_most``; ``exact`` stands instead of a ratio where
    something has to come out, not to be quick. ``figures``: what it was made of, for the page; ``why``: what
    its work is spent on, said there where the goal is missed.
    """

    what: str
    ours: str
    bare: str = ""
    ratio: float | None = None
    wanted: float | None = None
    at_most: bool = False
    exact: bool | None = None
    figures: dict[str, float] = field(default_factory=dict)
    why: str = ""

    def __post_init__(self) -> None:
        if self.wanted is not None and not self.why:
            raise ValueError(f"{self.what}: whoever misses a goal wants to know why")

    @property
    def good(self) -> bool | None:
        """Whether the goal is reached; ``None`` where there is none."""
        if self.exact is not None or self.ratio is None or self.wanted is None:
            return self.exact
        return self.ratio <= self.wanted if self.at_most else self.ratio >= self.wanted


@dataclass
class Bench:
    """Databases are made when a row asks for them; books of years are made once and shared by the rows."""

    server: Server
    folder: Path
    quick: bool
    made: dict[tuple[str, int], str] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """Webhooks of a row that counts them by the second."""
        return 600 if self.quick else 3000

    @property
    def sizes(self) -> tuple[int, int]:
        """Invoices in small and in big books."""
        return (1000, 20_000) if self.quick else (1000, 1_000_000)

    def empty(self, kind: str, name: str) -> str:
        """The address of a new database."""
        if kind == SQLITE:
            return f"sqlite+aiosqlite:///{self.folder / name}.db"
        self.server.create(name)
        return self.server.url(name)

    async def years(self, kind: str, count: int) -> str:
        """The address of books with so many invoices."""
        if (kind, count) not in self.made:
            started = time.perf_counter()
            url = self.empty(kind, f"years{count}")
            await years_in(url, KEY, count)
            self.made[kind, count] = url
            print(
                f"  ({count:,} invoices, {kind}: made in {time.perf_counter() - started:.0f} s)", flush=True
            )
        return self.made[kind, count]
