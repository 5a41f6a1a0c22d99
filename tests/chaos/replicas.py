"""`tolem run` as an operator starts it, several times; killed and started again."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

from tests.chaos.front import Front
from tests.chaos.plan import Kill

ROOT = Path(__file__).resolve().parents[2]
READY = ("tolem is ready", "tolem is up")
PATIENCE = 120
LAST = 200  # lines


class Replica:
    """One process, and what it says."""

    def __init__(self, name: str, command: list[str], variables: dict[str, str], log: Path) -> None:
        self.name, self.url = name, f"http://127.0.0.1:{variables['HTTP_PORT']}"
        self._command, self._variables, self._log = command, variables, log
        self._child: asyncio.subprocess.Process | None = None
        self._listening: asyncio.Task[None] | None = None
        self.ready = asyncio.Event()
        self.turn = asyncio.Lock()
        self.fell: list[int] = []
        """Exit codes of those that ended untold."""

    async def start(self) -> None:
        """Returns when it serves."""
        self.ready = asyncio.Event()
        self._child = await asyncio.create_subprocess_exec(
            sys.executable,
            *self._command,
            cwd=ROOT,
            env={**os.environ, **self._variables},
            stderr=asyncio.subprocess.PIPE,
        )
        self._listening = asyncio.create_task(self._listen(self._child))
        async with asyncio.timeout(PATIENCE):
            await self.ready.wait()
        if self._child.returncode is not None:
            raise RuntimeError(f"{self.name} ended instead of starting; see {self._log}")

    async def end(self, how: signal.Signals) -> int | None:
        """Its exit code, once it is gone."""
        child, self._child = self._child, None
        if child is None or self._listening is None:
            return None
        with suppress(ProcessLookupError):
            child.send_signal(how)
        await self._listening
        return await child.wait()

    def last_words(self) -> str:
        """The end of what all its processes have said so far."""
        lines = self._log.read_text(errors="replace").splitlines() if self._log.exists() else []
        return "\n".join([f"--- {self.name}", *lines[-LAST:]])

    async def _listen(self, child: asyncio.subprocess.Process) -> None:
        assert child.stderr is not None
        with self._log.open("ab") as log:
            async for line in child.stderr:
                log.write(line)
                log.flush()
                if any(word in line.decode(errors="replace") for word in READY):
                    self.ready.set()
        if self._child is child:
            self.fell.append(await child.wait())
        self.ready.set()


class Fleet:
    """All of them behind one address; a restart makes a replica live again."""

    def __init__(self, replicas: list[Replica], front: Front | None) -> None:
        self.replicas = replicas
        self.killed = 0
        self.codes: list[int] = []
        """How those ended that were asked to."""
        self._front = front
        self._restarts: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """The first alone, because it makes the tables; then the others."""
        first, *others = self.replicas
        await self._bring_up(first)
        await asyncio.gather(*(self._bring_up(one) for one in others))

    def strike(self, kill: Kill) -> None:
        """End one, and start it again after a while; beside the caller."""
        task = asyncio.create_task(self._struck(self.replicas[kill.which], kill))
        self._restarts.add(task)
        task.add_done_callback(self._restarts.discard)

    async def settle(self) -> None:
        """All live that should."""
        if self._restarts:
            await asyncio.gather(*self._restarts)

    async def stop(self) -> None:
        """As an operator would; 0 is a good end."""
        for task in self._restarts:
            task.cancel()
        codes = await asyncio.gather(*(one.end(signal.SIGTERM) for one in self.replicas))
        self.codes += [code for code in codes if code is not None]

    async def _struck(self, replica: Replica, kill: Kill) -> None:
        async with replica.turn:  # who is away cannot be struck
            if self._front is not None:
                self._front.living.remove(replica.url)
            code = await replica.end(kill.how)
            self.killed += 1
            if kill.how is signal.SIGTERM and code is not None:
                self.codes.append(code)
            await asyncio.sleep(kill.away)
            await self._bring_up(replica)

    async def _bring_up(self, replica: Replica) -> None:
        await replica.start()
        if self._front is not None:
            await self._front.welcome(replica.url)
