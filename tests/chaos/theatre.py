"""What a run stands on: the simulators as a process, a database, replicas of the program, people."""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.demo import API_KEY, SHOP_ID, SHOP_SECRET, TOKEN, WEBHOOK_SECRET
from sandbox.client import Sandbox
from tests.chaos.eyes import Eyes
from tests.chaos.front import front
from tests.chaos.plan import Plan
from tests.chaos.replicas import ROOT, Fleet, Replica
from tests.support.ports import free_port
from tests.support.stage import SECRET_KEY, bank_variables, sandbox_process

APIPAY_A_MINUTE = 600
"""What this ApiPay lets through: with the 60 of the real one a run would take an hour."""
RUN = ["-m", "bot", "run"]
WRONG = (0, 1, -1)


@dataclass
class Theatre:
    """Everything, ready to be played on."""

    sandbox: Sandbox
    eyes: Eyes
    fleet: Fleet
    database_url: str
    folder: Path


@contextlib.contextmanager
def database(kind: str, folder: Path) -> Iterator[str]:
    """An empty one of that kind."""
    if kind == "sqlite":
        yield f"sqlite+aiosqlite:///{folder / 'tolem.db'}"
        return
    from tests.support.postgres import Server

    with Server() as server:
        server.create("chaos")
        yield server.url("chaos")


@contextlib.asynccontextmanager
async def theatre(plan: Plan, kind: str, replicas: int, fault: str, skew: float) -> AsyncIterator[Theatre]:
    """Everything runs and everybody has pressed Start; stopped at the end."""
    async with contextlib.AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tolem-chaos-")))
        address = stack.enter_context(sandbox_process())
        url = stack.enter_context(database(kind, folder))
        sandbox = await stack.enter_async_context(Sandbox(address))
        balancer = await stack.enter_async_context(front(free_port())) if replicas > 1 else None
        ports = [free_port() for _ in range(replicas)]
        public = balancer.url if balancer else f"http://127.0.0.1:{ports[0]}"
        variables = _variables(plan, address, url, public) | await _banks(sandbox, address, public)
        if balancer:
            variables |= {"TELEGRAM_UPDATES": "webhook", "TELEGRAM_WEBHOOK_SECRET": "chaos-chaos-chaos"}
        each = [_replica(n, ports[n], _command(n, fault, skew), variables, folder) for n in range(replicas)]
        fleet = Fleet(each, balancer)
        stack.push_async_callback(fleet.stop)
        await _people(sandbox, plan)
        await fleet.start()
        eyes = await stack.enter_async_context(Eyes(sandbox))
        await _start_pressed(sandbox, eyes, plan)
        yield Theatre(sandbox, eyes, fleet, url, folder)


def _command(n: int, fault: str, skew: float) -> list[str]:
    """As an operator starts it; of three one clock is ahead, one behind."""
    wrong = WRONG[n % len(WRONG)] * skew
    if not wrong and not fault:
        return RUN
    return ["-m", "tests.chaos.serve", f"--skew={wrong}", *([f"--fault={fault}"] if fault else [])]


def _replica(n: int, port: int, command: list[str], variables: dict[str, str], folder: Path) -> Replica:
    log = folder / f"replica-{n}.log"
    return Replica(f"replica {n}", command, variables | {"HTTP_PORT": str(port)}, log)


def _variables(plan: Plan, sandbox: str, database_url: str, public_url: str) -> dict[str, str]:
    return {
        "PYTHONPATH": str(ROOT),
        "BOT_TOKEN": TOKEN,
        "OWNER_IDS": ",".join(map(str, plan.shops)),
        "SECRET_KEY": SECRET_KEY,
        "PUBLIC_URL": public_url,
        "DATABASE_URL": database_url,
        "TELEGRAM_API_URL": sandbox,
        "DEFAULT_LOCALE": "en",
        "SHOP_NAME": "Dana",
        "LOG_LEVEL": "WARNING",
    }


async def _banks(sandbox: Sandbox, address: str, public_url: str) -> dict[str, str]:
    """All three, as their letters say; sums choose nothing, and refunds do not take a minute."""
    await sandbox.halyk("configure", magic=False, refund_seconds=5)
    await sandbox.apipay(
        "configure",
        magic=False,
        webhook_url=f"{public_url}/webhooks/apipay",
        rate_limit=APIPAY_A_MINUTE,
        look_limit=APIPAY_A_MINUTE,
        refund_seconds=5,
    )
    await sandbox.horizonpay("configure", magic=False, refund_seconds=5)
    return {
        **bank_variables(address),
        "APIPAY_API_KEY": API_KEY,
        "APIPAY_WEBHOOK_SECRET": WEBHOOK_SECRET,
        "APIPAY_BASE_URL": f"{address}/apipay/api/v1",
        "APIPAY_TEST": "false",
        "APIPAY_RATE_LIMIT": str(APIPAY_A_MINUTE),
        "HORIZONPAY_SHOP_ID": SHOP_ID,
        "HORIZONPAY_SECRET_KEY": SHOP_SECRET,
        "HORIZONPAY_METHOD": "wallet_qr",
        "HORIZONPAY_BASE_URL": f"{address}/horizonpay/beyag",
        "HORIZONPAY_PUBLIC_KEY": (await sandbox.horizonpay("key"))["der"],
        "HORIZONPAY_TEST": "false",
    }


async def _people(sandbox: Sandbox, plan: Plan) -> None:
    customers = {story.customer for story in plan.stories if story.customer is not None}
    for shop in plan.shops:
        await sandbox.person(shop, f"Shop {shop}", "en")
    for customer in sorted(customers):
        await sandbox.person(customer, f"Customer {customer}", "en")


async def _start_pressed(sandbox: Sandbox, eyes: Eyes, plan: Plan) -> None:
    await asyncio.gather(*(sandbox.start(shop) for shop in plan.shops))
    for shop in plan.shops:
        await eyes.until(lambda shop=shop: any(m.chat == shop for m in eyes.everything()))
