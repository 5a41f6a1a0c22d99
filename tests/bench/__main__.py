"""``make bench``: all rows in one run, or those that are named; nothing here is a test, machines differ."""

from __future__ import annotations

import asyncio
import functools
import json
import os
import signal
import sys
import tempfile
import traceback
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from tests.bench import chat, crash, exact, figures, page, rows, settle, volume, weight
from tests.bench.bench import BOTH, POSTGRES, SQLITE, Bench, Row
from tests.support.postgres import Server

Maker = Callable[[Bench], Awaitable[list[Row]]]
QUICK, JSON, PAGE = "--quick", "--json=", "--page"
HELP = f"""make bench: how fast, as ratios to a yardstick measured in the same run.

All rows take about half an hour, most of it for the books with a million invoices. BENCH="{QUICK}" makes
all of them short (a few minutes, 20,000 invoices instead of a million); BENCH="settle10 qr" runs only
these rows. BENCH="{PAGE}" also makes docs/reference/performance.md and its plot of what was measured;
BENCH="{JSON}FILE" keeps the figures, of which python -m tests.bench.page FILE makes the page later."""

_p = functools.partial


def _of_both(name: str, make: Callable[..., Awaitable[list[Row]]]) -> dict[str, Maker]:
    return {f"{name}-{kind.lower()}": _p(make, kind=kind) for kind in BOTH}


async def _among_many(bench: Bench, kind: str) -> list[Row]:
    return [row for books in bench.sizes for row in await settle.settling(bench, kind, 10, books)]


ROWS: dict[str, Maker] = {
    "qr": rows.qr,
    "settle10": _p(settle.settling, kind=POSTGRES, at_once=10),
    "settle32": _p(settle.settling, kind=POSTGRES, at_once=32),
    "settle10-sqlite": _p(settle.settling, kind=SQLITE, at_once=10),
    **_of_both("ack", settle.acknowledging),
    **_of_both("burst", settle.bursting),
    **_of_both("copies", exact.copies),
    **_of_both("many", exact.many),
    **_of_both("stopped", _p(crash.in_hand, how=signal.SIGTERM)),
    **_of_both("killed", _p(crash.in_hand, how=signal.SIGKILL)),
    "invoice": chat.issuing,
    "tell": rows.telling,
    "limits": chat.limits,
    "start": rows.starting,
    "memory": weight.memory,
    "replicas": weight.replicas,
    **_of_both("volume", volume.grown),
    **_of_both("stats", figures.told),
    **_of_both("settle10-among-many", _among_many),
}


def chosen(arguments: Sequence[str]) -> list[str]:
    """The rows that are named, else all; ends the program where a name is none of ours."""
    names = [each for each in arguments if each not in (QUICK, PAGE) and not each.startswith(JSON)]
    if "--help" in names:
        sys.exit(f"{HELP}\n\nRows: {', '.join(ROWS)}.")
    if strange := [name for name in names if name not in ROWS]:
        sys.exit(
            f"There is no {', '.join(strange)}. Rows: {', '.join(ROWS)}; {QUICK} makes all of them short."
        )
    return names or list(ROWS)


def line(row: Row) -> str:
    """One row of the table."""
    ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
    goal = "" if row.wanted is None else f"{'≤' if row.at_most else '≥'} {row.wanted}"
    mark = {True: "✓", False: "✗", None: ""}[row.good]
    return f"{row.what:66} {row.ours:>22} {row.bare:>12} {ratio:>6}  {goal} {mark}"


async def _measured(name: str, bench: Bench) -> list[Row]:
    """A row that breaks is one that did not come out; the others go on."""
    try:
        return await ROWS[name](bench)
    except Exception as error:  # noqa: BLE001 - the edge of a row
        traceback.print_exc()
        return [Row(name, f"broke: {type(error).__name__}", exact=False)]


async def main() -> None:
    """Print the table."""
    names, quick, load = chosen(sys.argv[1:]), QUICK in sys.argv, os.getloadavg()[0]
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="tolem-run-"))
    print(f"{'what':66} {'ours':>22} {'bare':>12} {'ratio':>6}  goal")
    found: dict[str, list[Row]] = {}
    with Server(hasty=False) as server, tempfile.TemporaryDirectory(prefix="tolem-bench-") as folder:
        bench = Bench(server, Path(folder), quick)
        for name in names:
            found[name] = await _measured(name, bench)
            print("\n".join(map(line, found[name])), flush=True)
    kept = {name: [vars(row) | {"good": row.good} for row in rows] for name, rows in found.items()}
    for argument in sys.argv:
        if argument.startswith(JSON):
            text = json.dumps({"quick": quick, "load": load, "rows": kept}, ensure_ascii=False, indent=1)
            Path(argument.removeprefix(JSON)).write_text(text + "\n", encoding="utf-8")
        if argument == PAGE:
            page.write(kept, quick=quick, load=load)


if __name__ == "__main__":
    asyncio.run(main())
