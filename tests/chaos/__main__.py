"""`make chaos`: real processes are killed while banks and Telegram misbehave; then all books are compared.

`python -m tests.chaos [--seed N] [--invoices N] [--database sqlite|postgresql] [--replicas N] [--fault NAME]`

PostgreSQL: three replicas of `tolem run` behind a load balancer, updates by webhook. SQLite: one process that
polls. Both run at the same time, because each waits most of it for Telegram's limits. The simulators are one
more process for each; nothing of ours is simulated, and the program runs as it is, under Telegram's real
limits. Only ApiPay lets through ten times as many calls as the real one, by the same setting.

The seed gives the plan: invoices, who buys, how it goes, who is killed after which of them, how and for how
long; and the weather: the n-th call of each endpoint of a bank, the n-th message to Telegram and the n-th
webhook meet the same fate. Which invoice's call is the n-th, and what exactly a process was doing when it was
killed, is up to the machine: a seed replays the plan and the weather, not the interleaving.
"""

from __future__ import annotations

import argparse
import asyncio
import secrets
import sys

from tests.chaos.plan import drawn
from tests.chaos.run import Run

DATABASES = ("sqlite", "postgresql")
REPLICAS = {"sqlite": 1, "postgresql": 3}
TENTHS = {"sqlite": 3, "postgresql": 7}
"""Of the invoices, where both databases are played."""
CONCURRENT = 300
SKEW = 60


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos")
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--invoices", type=int, default=2000, help="in all; three in ten of them on SQLite")
    parser.add_argument(
        "--database", choices=DATABASES, action="append", help="both at once, where none is named"
    )
    parser.add_argument("--replicas", type=int, default=None, help="on PostgreSQL; 3")
    parser.add_argument("--kills", type=int, default=None)
    parser.add_argument("--at-once", type=int, default=CONCURRENT, help="invoices that people are busy with")
    parser.add_argument("--calm", action="store_true", help="good weather")
    parser.add_argument("--skew", type=float, default=SKEW, help="seconds by which clocks of replicas differ")
    parser.add_argument("--fault", default="", help="break the program on purpose: see tests/chaos/serve.py")
    parser.add_argument("--keep", action="store_true", help="show the last words of each process")
    return parser


async def main() -> int:
    """The exit code: 1 where anything differs."""
    asked = _arguments().parse_args()
    asked.seed = asked.seed if asked.seed is not None else secrets.randbelow(1_000_000)
    kinds = asked.database or DATABASES
    tenths = sum(TENTHS[kind] for kind in kinds)
    runs = [_run(kind, asked, asked.invoices * TENTHS[kind] // tenths) for kind in kinds]
    return max(await asyncio.gather(*runs))


async def _run(kind: str, asked: argparse.Namespace, invoices: int) -> int:
    replicas = (asked.replicas if kind == "postgresql" else None) or REPLICAS[kind]
    print(f"seed {asked.seed}: {invoices} invoices, {kind}, {replicas} replica(s)", flush=True)
    plan = drawn(asked.seed, invoices, replicas, asked.kills)
    how = {"calm": asked.calm, "fault": asked.fault, "at_once": asked.at_once}
    run = Run(plan, kind, replicas, skew=asked.skew if replicas > 1 else 0, **how)
    report = await run.play()
    verdict = "FAILED" if report.failures else "nothing is lost"
    words = [report.table(), *([report.last_words] if asked.keep else [])]
    print("\n".join([*words, f"seed {asked.seed}, {kind}: {verdict}"]), flush=True)
    return int(bool(report.failures))


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
