"""`python -m sandbox`: the simulators on one port, until SIGTERM."""

import argparse
import asyncio
import signal

from aiohttp import web

from sandbox.app import TOKEN, USERNAME, build_app

GRACE = 0.3  # seconds for long polls to end by themselves


def main() -> None:
    arguments = _arguments().parse_args()
    asyncio.run(_serve(arguments))


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8081, help="0 takes a free one")
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument("--bot-username", default=USERNAME)
    parser.add_argument("--seed", type=int, default=None, help="the same file ids every time")
    return parser


async def _serve(arguments: argparse.Namespace) -> None:
    app = build_app(arguments.token, arguments.bot_username, arguments.seed)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=GRACE)
    await runner.setup()
    site = web.TCPSite(runner, arguments.host, arguments.port)
    await site.start()
    _, port, *_ = runner.addresses[0]
    print(f"sandbox ready on http://{arguments.host}:{port}", flush=True)
    await _until_told_to_stop()
    await runner.cleanup()


async def _until_told_to_stop() -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    await stop.wait()


if __name__ == "__main__":
    main()
