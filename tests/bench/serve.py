"""Our program as one process of the benchmark: ``python -m tests.bench.serve [without …]``."""

from __future__ import annotations

import asyncio
import signal
import sys

import uvloop

from bot import log as logs
from bot.heap import kept_for_good
from bot.settings import load


async def main() -> None:
    """Run until told to stop; says its port in one line."""
    logs.set_up("text", "ERROR")
    with kept_for_good():
        from bot.program import Without, build
        from screens.texts import warm_up

        warm_up()
        program = await build(load(env_file=None), without=Without(**dict.fromkeys(sys.argv[1:], True)))
        port = await program.start()
    print(f"ready on http://127.0.0.1:{port}", flush=True)
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await stop.wait()
    await program.stop()


if __name__ == "__main__":
    factory = uvloop.new_event_loop if load(env_file=None).database_url.startswith("postgres") else None
    with asyncio.Runner(loop_factory=factory) as runner:
        runner.run(main())
