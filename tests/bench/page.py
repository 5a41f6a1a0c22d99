"""``docs/reference/performance.md`` and its plot, made of one run's figures: ``make bench BENCH=--page``.

``python -m tests.bench.page FILE…`` makes them of what runs with ``--json=FILE`` have kept.
"""

from __future__ import annotations

import json
import os
import platform
import sys
import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.bench import plot, shops

Found = Mapping[str, Sequence[Mapping[str, Any]]]

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "performance.md"
SECTIONS = {
    "Webhooks": ("settle", "ack", "burst"),
    "What comes at once comes out exactly": ("copies", "many", "stopped", "killed"),
    "The chat": ("qr", "invoice", "tell", "limits"),
    "The process": ("start", "memory", "replicas"),
    "Figures out of big books": ("stats",),
}
VOLUME = "volume"
WIDTH = 110

HEAD = """# Performance

How fast Tolem is beside a bare program that makes the same commits and the same calls and checks nothing,
and how its cost grows with the books. This page and its plot are made by `make bench BENCH=--page`; no
figure is typed.

Measured on {cores} cores, which the program, the database, the simulated bank, the simulated Telegram and
whoever posts all share: **read the ratios**, the absolute figures are small for that reason and vary by a
quarter from run to run. Python {python}, PostgreSQL with every commit on disk (`fsync` on), SQLite with
`synchronous=FULL`{quick}. When it began, {load:.1f} other programs on average wanted a core (times of a busy
machine say little, counts and work are the same).
"""
WORDS = """
*ours* is the program, *beside* what it is compared with: the bare program, or the same question to small
books. A row with a goal says whether it is reached.
"""
GROWTH = """
## How cost grows with the books

The same shop after a day and after years: {small} and {big} invoices, with their payments, cards,
notices, audit, people and stored updates. Times are the middle of many, asked by turns; *work* is what
the database did for one question, in steps of SQLite's machine or in rows that PostgreSQL touched, and is
the same on any machine. What is over is never read through: lists go along an index by state, what is due
and what is on its way have indexes of their own that hold nothing else. `tests/store/test_growth.py`
holds the work of each of these questions in `make check`.
"""


def write(found: Found, *, quick: bool, load: float, page: Path = PAGE) -> None:
    """The page, and beside it the plot."""
    picture = page.with_suffix(".svg")
    plot.draw(found, picture)
    page.write_text(text(found, picture.name, quick=quick, load=load), encoding="utf-8")


def text(found: Found, picture: str, *, quick: bool, load: float) -> str:
    """The page's words and tables."""
    said = "; a short run, with 20,000 invoices instead of a million" if quick else ""
    head = HEAD.format(cores=os.cpu_count(), python=platform.python_version(), quick=said, load=load)
    parts = [
        _wrapped(head),
        f"\n![Rates beside the bare program, and questions to small and big books]({picture})\n",
        WORDS,
    ]
    parts += [_missed(found)]
    for title, names in SECTIONS.items():
        rows = [row for name, some in found.items() if name.startswith(names) for row in some]
        parts += [f"\n## {title}\n\n{_table(rows)}" if rows else ""]
    parts += [_growth(found), shops.text(found)]
    return "".join(parts)


def _missed(found: Found) -> str:
    """Which goals are not reached, and by how much."""
    rows = [row for some in found.values() for row in some if row["good"] is False]
    if not rows:
        return "\nEvery goal is reached.\n"
    lines = [_item(f"- {row['what']}: {_by_how_much(row)}{_why(row)}") for row in rows]
    reached = sum(row["good"] is True for some in found.values() for row in some)
    return f"\nReached: {reached} of {reached + len(rows)} goals. Not reached:\n\n{''.join(lines)}"


def _by_how_much(row: Mapping[str, Any]) -> str:
    if row["wanted"] is None:
        return str(row["ours"])
    return f"{row['ratio']:.2f} instead of {_goal(row)} ({row['ours']} beside {row['bare']})"


def _why(row: Mapping[str, Any]) -> str:
    """What the row's work is spent on; figures that were kept by an earlier version do not say it."""
    return f". Why: {row['why']}" if row.get("why") else ""


def _item(text: str) -> str:
    return textwrap.fill(text, WIDTH, subsequent_indent="  ", break_on_hyphens=False) + "\n"


def _wrapped(text: str) -> str:
    """Its paragraphs, in lines that are no longer than ``WIDTH``."""
    filled = [textwrap.fill(each, WIDTH, break_on_hyphens=False) for each in text.strip().split("\n\n")]
    return "\n\n".join(filled) + "\n"


def _goal(row: Mapping[str, Any]) -> str:
    return "" if row["wanted"] is None else f"{'≤' if row['at_most'] else '≥'} {row['wanted']}"


def _table(rows: Sequence[Mapping[str, Any]]) -> str:
    lines = ["| what | ours | beside | ratio | goal | |", "|---|---|---|---|---|---|"]
    for row in rows:
        ratio = "" if row["ratio"] is None else f"{row['ratio']:.2f}"
        mark = {True: "reached", False: "**not reached**", None: ""}[row["good"]]
        lines.append(f"| {row['what']} | {row['ours']} | {row['bare']} | {ratio} | {_goal(row)} | {mark} |")
    return "\n".join(lines) + "\n"


def _growth(found: Found) -> str:
    rows = [row for name, some in found.items() if name.startswith(VOLUME) for row in some]
    if not rows:
        return ""
    sizes = {name: f"{rows[0]['figures'][name]:,.0f}" for name in ("invoices_small", "invoices_big")}
    lines = [
        f"| question | {sizes['invoices_small']} | {sizes['invoices_big']} | ratio | work |",
        "|---|---|---|---|---|",
    ]
    for row in rows:
        figures = row["figures"]
        work = f"{figures['work_small']:,.0f} → {figures['work_big']:,.0f}"
        ratio = f"{row['ratio']:.2f}" if row["good"] else f"**{row['ratio']:.2f}**"
        lines.append(f"| {row['what']} | {row['bare']} | {row['ours']} | {ratio} | {work} |")
    said = GROWTH.format(small=sizes["invoices_small"], big=sizes["invoices_big"])
    return f"{said}\n" + "\n".join(lines) + "\n"


def main() -> None:
    """Of the files that are named; later ones add rows to earlier ones."""
    found: dict[str, Any] = {}
    quick, load = False, 0.0
    for name in sys.argv[1:]:
        kept = json.loads(Path(name).read_text(encoding="utf-8"))
        found |= kept["rows"]
        quick, load = quick or kept["quick"], max(load, kept.get("load", 0.0))
    write(found, quick=quick, load=load)


if __name__ == "__main__":
    main()
