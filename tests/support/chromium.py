"""The browser for the tests that drive pages: the system's own, none is downloaded; one for the whole run."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING

from tests.support import PATIENCE

if TYPE_CHECKING:
    from playwright.async_api import Browser

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PLACES = (
    "/usr/bin/chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--disable-default-apps",
    "--disable-back-forward-cache",
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    "--disable-ipc-flooding-protection",
    "--hide-scrollbars",
    "--mute-audio",
    "--password-store=basic",
    "--blink-settings=primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4",
)
READY = "DevTools listening on "


def find() -> str | None:
    """The program, or ``None``; the variable ``CHROMIUM`` names another."""
    if "CHROMIUM" in os.environ:
        return shutil.which(os.environ["CHROMIUM"])
    return next((found for name in (*PLACES, *NAMES) if (found := shutil.which(name))), None)


@contextlib.contextmanager
def running(program: str) -> Iterator[str]:
    """The program without a window, asking nobody for anything of its own; gives its address."""
    with tempfile.TemporaryDirectory(prefix="tolem-chromium-", ignore_cleanup_errors=True) as folder:
        command = [program, *QUIET, "--remote-debugging-port=0", f"--user-data-dir={folder}", "about:blank"]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as child:
            try:
                assert child.stderr is not None
                while READY not in (line := child.stderr.readline()):
                    assert line, "Chromium ended instead of starting"
                threading.Thread(
                    target=child.stderr.read, daemon=True
                ).start()  # what it says never blocks it
                yield line.removeprefix(READY).strip()
            finally:
                child.terminate()


@contextlib.asynccontextmanager
async def opened(address: str) -> AsyncIterator[Browser]:
    """The running program for one test, which is patient; what it opened is closed at its end."""
    from playwright.async_api import async_playwright, expect

    expect.set_options(timeout=PATIENCE * 1000)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.connect_over_cdp(address)
        yield browser
        await browser.close()
