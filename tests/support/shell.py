"""Commands out of our pages, run as they stand there."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
SUDO = '#!/bin/sh\n[ "$1" = -u ] && shift 2\nexec "$@"\n'


def blocks(page: Path, title: str) -> list[list[str]]:
    """What stands indented under a title: one list of lines for each block."""
    section = page.read_text().split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]
    found: list[list[str]] = [[]]
    for line in section.splitlines():
        if line.startswith("    "):
            found[-1].append(line.strip())
        elif found[-1]:
            found.append([])
    return [block for block in found if block]


class Shell:
    """The folder of a program, with ``sudo`` for whom all are one, and ``.venv/bin/tolem``.

    ``swaps``: names of the page, and what stands for them here.
    """

    def __init__(self, folder: Path, swaps: dict[str, str], *programs: Path, **variables: Any) -> None:
        self._folder = folder
        self._swaps = swaps
        tools = folder / ".venv" / "bin"
        tools.mkdir(parents=True)
        _program(tools / "tolem", f'#!/bin/sh\nexec "{sys.executable}" -m bot "$@"\n')
        _program(tools / "sudo", SUDO)
        path = os.pathsep.join([str(tools), *map(str, programs), os.environ["PATH"]])
        given = {name: str(value) for name, value in variables.items()}
        self._variables = {**os.environ, **given, "PATH": path, "PYTHONPATH": str(ROOT)}

    async def run(self, line: str) -> str:
        """One line of the page; what it says."""
        for theirs, ours in self._swaps.items():
            line = line.replace(theirs, ours)
        child = await asyncio.create_subprocess_exec(
            *("sh", "-c", line),
            cwd=self._folder,
            env=self._variables,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, err = await child.communicate()
        assert child.returncode == 0, f"{line}: {err.decode()}"
        return out.decode()


def _program(path: Path, text: str) -> None:
    path.write_text(text)
    path.chmod(0o755)
