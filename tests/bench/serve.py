"""Our program as one process of the benchmark: ``python -m tests.bench.serve [unpaced] [without …]``.

``unpaced``: as if Telegram had no limits, so that what is measured is not how long we wait for them.
"""

from __future__ import annotations

import asyncio
import signal
import sys

from bot import log as logs
from bot import pacing
from bot.settings import Settings, load
from bot.starting import loop_factory, started

UNPACED = "unpaced"


async def main(settings: Settings) -> None:
    """Run until told to stop; says its port in one line."""
    logs.set_up("text", "ERROR")
    left_out = [word for word in sys.argv[1:] if word != UNPACED]
    if UNPACED in sys.argv:
        pacing.ALL_PER_SECOND, pacing.CHAT = 1_000_000, ()
    program, port = await started(settings, *left_out)
    print(f"ready on http://127.0.0.1:{port}", flush=True)
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await stop.wait()
    await program.stop()


if __name__ == "__main__":
    settings = load(env_file=None)
    with asyncio.Runner(loop_factory=loop_factory(settings)) as runner:
        runner.run(main(settings))
