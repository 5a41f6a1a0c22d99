"""The same program against simulators: no account, no network, no money."""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import socket
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp

from bot.loops import Loop
from bot.program import Program, Without
from bot.settings import Settings
from bot.wiring import build

TOKEN = "1000000001:demo"  # noqa: S105 - the simulator's
MERCHANT = 501
CUSTOMER = 601
CLIENT, CLIENT_SECRET = "sandbox-client", "sandbox-secret"
TERMINAL = "5b1f0c52-0d3e-4f6a-9a1c-6f2f3b7a9d10"
USERNAME, PASSWORD = "sandbox-user", "sandbox-password"
API_KEY, WEBHOOK_SECRET = "sandbox-apipay-key", "whsec_sandbox"
SHOP_ID, SHOP_SECRET = "10361", "sandbox:horizonpay:secret"
METHOD = "card_post"  # a page that only a form leads to; what is paid there may be kept
LONG_POLL = 30


class FollowedClock:
    """The machine's time plus what the sandbox's clock was moved by."""

    def __init__(self) -> None:
        self.offset = timedelta()

    def now(self) -> datetime:
        """Now, as the sandbox sees it."""
        return datetime.now(UTC) + self.offset


@dataclass
class Demo:
    """A running demo."""

    program: Program
    sandbox_url: str
    public_url: str


@contextlib.asynccontextmanager
async def running(
    *, sandbox_port: int = 0, http_port: int = 0, locale: str = "ru", without: Without | None = None
) -> AsyncIterator[Demo]:
    """Sandbox and program, both stopped at the end."""
    with tempfile.TemporaryDirectory(prefix="tolem-demo-") as folder:
        async with _sandbox(_free(sandbox_port)) as sandbox_url:
            port = _free(http_port)
            settings = _settings(sandbox_url, port, Path(folder), locale)
            await _told(sandbox_url, "apipay/configure", webhook_url=f"{settings.public_url}/webhooks/apipay")
            key = await _told(sandbox_url, "horizonpay/key")
            clock = FollowedClock()
            with _banks_known(sandbox_url, key["der"]):
                program = await build(settings, clock=clock, without=without, home_hooks=True)
            following = Loop("clock", _follower(sandbox_url, clock, program))
            following.start()
            await program.start()
            try:
                yield Demo(program, sandbox_url, settings.public_url)
            finally:
                await program.stop()
                await following.stop()


@contextlib.asynccontextmanager
async def _sandbox(port: int) -> AsyncIterator[str]:
    """The simulators as a child process; gives their address."""
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox", "--port", str(port), "--token", TOKEN, stdout=asyncio.subprocess.PIPE
    )
    assert child.stdout is not None
    try:
        line = (await child.stdout.readline()).decode()
        if " ready on " not in line:
            raise RuntimeError("the sandbox did not start; its words are above")
        yield line.split(" ready on ")[1].strip()
    finally:
        if child.returncode is None:
            child.terminate()
        await child.wait()


async def _told(sandbox_url: str, control: str, **body: str) -> dict[str, str]:
    """What a shop does in a bank's cabinet: say where webhooks go, read the key that they are signed with."""
    address = f"{sandbox_url}/sandbox/{control}"
    async with aiohttp.ClientSession() as http, http.post(address, json=body) as answer:
        answer.raise_for_status()
        return dict(await answer.json())


@contextlib.contextmanager
def _banks_known(sandbox_url: str, key: str) -> Iterator[None]:
    """Banks read their settings from the environment; what stood there comes back at the end."""
    variables = _variables(sandbox_url) | {"HORIZONPAY_PUBLIC_KEY": key}
    before = {name: os.environ.get(name) for name in variables}
    os.environ |= variables
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _variables(sandbox_url: str) -> dict[str, str]:
    return {
        "HALYK_CLIENT_ID": CLIENT,
        "HALYK_CLIENT_SECRET": CLIENT_SECRET,
        "HALYK_TERMINAL": TERMINAL,
        "HALYK_OAUTH_URL": f"{sandbox_url}/halyk/oauth2/token",
        "HALYK_API_URL": f"{sandbox_url}/halyk/api",
        "HALYK_USERNAME": USERNAME,
        "HALYK_PASSWORD": PASSWORD,
        "HALYK_P2P_OAUTH_URL": f"{sandbox_url}/halyk/oauth2/token",
        "HALYK_P2P_API_URL": f"{sandbox_url}/halyk/api",
        "APIPAY_API_KEY": API_KEY,
        "APIPAY_WEBHOOK_SECRET": WEBHOOK_SECRET,
        "APIPAY_BASE_URL": f"{sandbox_url}/apipay/api/v1",
        "APIPAY_TEST": "false",
        "HORIZONPAY_SHOP_ID": SHOP_ID,
        "HORIZONPAY_SECRET_KEY": SHOP_SECRET,
        "HORIZONPAY_METHOD": METHOD,
        "HORIZONPAY_BASE_URL": f"{sandbox_url}/horizonpay/beyag",
        "HORIZONPAY_TEST": "true",
    }


def _settings(sandbox_url: str, port: int, folder: Path, locale: str) -> Settings:
    return Settings(
        bot_token=TOKEN,  # type: ignore[arg-type]
        owner_ids=(MERCHANT,),
        secret_key=secrets.token_urlsafe(32),  # type: ignore[arg-type]
        public_url=f"http://127.0.0.1:{port}",
        http_port=port,
        database_url=f"sqlite+aiosqlite:///{folder / 'demo.db'}",
        telegram_api_url=sandbox_url,
        default_locale=locale,
        shop_name={"en": "Dana"}.get(locale, "Дана"),
        log_level=os.environ.get("LOG_LEVEL", "WARNING"),
    )


def _follower(
    sandbox_url: str, clock: FollowedClock, program: Program
) -> Callable[[], asyncio.Future[float]]:
    async def follow() -> float:
        since = clock.offset.total_seconds()
        address = f"{sandbox_url}/sandbox/clock?since={since}&wait=1"
        timeout = aiohttp.ClientTimeout(total=LONG_POLL)
        try:
            async with aiohttp.ClientSession(timeout=timeout) as http, http.get(address) as answer:
                offset = timedelta(seconds=float((await answer.json())["offset"]))
        except (aiohttp.ClientError, TimeoutError, ValueError, KeyError):
            return 0.5
        if offset != clock.offset:
            clock.offset = offset
            for loop in program.loops:
                loop.wake()
        return 0.0

    return follow  # type: ignore[return-value]


def _free(port: int) -> int:
    """This port where it is free, else any."""
    for wish in (port, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                probe.bind(("127.0.0.1", wish))
                return int(probe.getsockname()[1])
    raise RuntimeError("no port is free")
