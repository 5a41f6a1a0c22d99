"""`tolem run` with a wrong clock, or broken on purpose: `python -m tests.chaos.serve --fault lease`.

A fault shows what chaos notices: each makes `make chaos` fail.

- `lease`: every replica thinks that delivering is its turn
- `refund`: a refund whose answer was lost is sent again
- `watch`: nobody asks the banks, whatever webhooks were lost
- `notices`: a sentence counts as told before it is said
- `updates`: Telegram is answered before the update is stored
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from billing.answers import Unknown


def main() -> None:
    """The program of the operator, changed as the arguments say."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos.serve")
    parser.add_argument("--skew", type=float, default=0, help="seconds that this machine's clock is ahead")
    parser.add_argument("--fault", default="", choices=("", *FAULTS))
    asked = parser.parse_args()
    if asked.skew:
        _wrong_clock(timedelta(seconds=asked.skew))
    if asked.fault:
        FAULTS[asked.fault]()
    from bot.__main__ import main as tolem

    sys.argv = ["tolem", "run"]
    tolem()


def _wrong_clock(by: timedelta) -> None:
    from bot import chance

    chance.SystemClock.now = lambda _: datetime.now(UTC) + by  # type: ignore[method-assign]


def _no_lease() -> None:
    from bot.leases import Lease

    async def take(lease: Lease, now: datetime) -> bool:
        lease._renew_at, lease._until = now, now + lease._lasts
        return True

    Lease.take = take  # type: ignore[method-assign]


def _refund_again() -> None:
    from bot import opening

    opened = opening.open_banks

    async def open_banks(*given: Any, **named: Any) -> Any:
        providers = await opened(*given, **named)
        for provider in providers.values():
            _again(provider)
        return providers

    def _again(provider: Any) -> None:
        refund = provider.refund

        async def twice(repayment: Any) -> Any:
            outcome = await refund(repayment)
            return await refund(repayment) if isinstance(outcome, Unknown) else outcome

        provider.refund = twice

    opening.open_banks = open_banks


def _nobody_asks() -> None:
    from bot.banks import Watch

    async def turn(_: Watch) -> float:
        return 1.0

    Watch.turn = turn  # type: ignore[method-assign]


def _told_before_said() -> None:
    from bot.delivery import Delivery

    tell = Delivery._tell

    async def early(delivery: Delivery, notices: Any) -> None:
        at = delivery._clock.now()
        await delivery._finish(notices, lambda books, n: books.notice_sent(n.id, None, at))
        await tell(delivery, notices)

    Delivery._tell = early  # type: ignore[method-assign]


def _answered_before_stored() -> None:
    from bot.updates import Inbox

    accept = Inbox.accept
    under_way: set[asyncio.Task[None]] = set()

    async def early(inbox: Inbox, updates: Any) -> None:
        async def later() -> None:
            await asyncio.sleep(1)
            await accept(inbox, updates)

        task = asyncio.create_task(later())
        under_way.add(task)
        task.add_done_callback(under_way.discard)

    Inbox.accept = early  # type: ignore[method-assign]


FAULTS: dict[str, Callable[[], None]] = {
    "lease": _no_lease,
    "refund": _refund_again,
    "watch": _nobody_asks,
    "notices": _told_before_said,
    "updates": _answered_before_stored,
}

if __name__ == "__main__":
    main()
