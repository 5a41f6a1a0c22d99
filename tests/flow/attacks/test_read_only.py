"""The program where it may write to its data and to /tmp alone, and has no right beyond."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sys
from pathlib import Path

import aiohttp
import pytest

from tests.support import PATIENCE
from tests.support.ports import free_port

INSIDE = """
set -e
mount --make-rprivate /
mount --bind "$DATA" /mnt
awk '{print $5}' /proc/self/mountinfo | while read -r at; do
    case "$at" in /proc*|/sys*|/mnt) ;; *) mount -o remount,bind,ro "$at" 2>/dev/null || true ;; esac
done
mount -t tmpfs tmpfs "$TMPDIR"
cd /mnt
exec setpriv --no-new-privs --bounding-set=-all --inh-caps=-all "$@"
"""
PICTURES = """
import os, pathlib, sys
sys.path.insert(0, sys.argv[1])
from screens.pictures import qr_png
from screens.pictures import chart
assert qr_png("x")
import matplotlib.pyplot
for place in (sys.argv[1], "/dev/shm", "/etc"):
    try:
        pathlib.Path(place, "tolem-was-here").write_text("x")
    except OSError:
        continue
    raise SystemExit(f"{place} could be written to")
pathlib.Path(os.environ["TMPDIR"], "x").write_text("x")
"""
ROOT = Path(__file__).resolve().parents[3]
TEMPORARY = "/var/tmp" if ROOT.is_relative_to("/tmp") else "/tmp"


async def sealed(data: Path, port: int, *command: str) -> asyncio.subprocess.Process:
    """A process in such a place; skips where the machine has no such places."""
    if shutil.which("unshare") is None or shutil.which("setpriv") is None:
        pytest.skip("no unshare on this machine: what the container may not do is only read in its files")
    words = {
        "BOT_TOKEN": "1:test",
        "OWNER_IDS": "1",
        "SECRET_KEY": "a key for tests, long enough to be one",
        "HTTP_PORT": str(port),
        "TELEGRAM_API_URL": "http://127.0.0.1:9",
        "PYTHONDONTWRITEBYTECODE": "1",
        "TMPDIR": TEMPORARY,
        "MPLCONFIGDIR": f"{TEMPORARY}/matplotlib",
        "PYTHONPATH": str(ROOT),
        "DATA": str(data),
        "PATH": os.environ["PATH"],
    }
    shell = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", INSIDE, "sh"]
    return await asyncio.create_subprocess_exec(
        *shell, sys.executable, *command, env=words, stderr=asyncio.subprocess.PIPE
    )


async def test_it_starts_answers_and_stops_with_nothing_but_its_data_to_write_to(tmp_path: Path) -> None:
    port = free_port()
    process = await sealed(tmp_path, port, "-m", "bot", "run")
    try:
        async with asyncio.timeout(PATIENCE), aiohttp.ClientSession() as http:
            while True:
                if process.returncode is not None:
                    assert process.stderr is not None
                    said = (await process.stderr.read()).decode()
                    if "unshare" in said or "mount" in said:
                        pytest.skip("this machine lets nobody make such a place")
                    raise AssertionError(said)
                try:
                    async with http.get(f"http://127.0.0.1:{port}/healthz") as answer:
                        assert answer.status == 200
                        break
                except aiohttp.ClientConnectionError:
                    await asyncio.sleep(0.1)
        process.send_signal(signal.SIGTERM)
        _, said = await process.communicate()
        assert process.returncode == 0, said.decode()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert "tolem.db" in {path.name for path in tmp_path.iterdir()}


async def test_pictures_are_drawn_there_and_nothing_else_can_be_written(tmp_path: Path) -> None:
    process = await sealed(tmp_path, 0, "-c", PICTURES, str(ROOT))
    _, said = await process.communicate()
    if process.returncode and ("unshare" in said.decode() or "mount:" in said.decode()):
        pytest.skip("this machine lets nobody make such a place")
    assert process.returncode == 0, said.decode()
