"""``python -m tests.audit``: every library that we stand on is pinned, and none has a known hole.

Holes are asked of a service on the network, by ``pip-audit`` in a folder of its own. Where it cannot be
reached, the last line says that nothing was audited; that is no failure.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import venv
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PINNED = ROOT / "constraints.txt"
FOLDER = ROOT / ".venv/audit"
TOOL = "pip-audit>=2.10,<3"
PATIENCE = 90  # seconds for the first time, when the tool itself is fetched
NOT_REACHED = (
    "not reached: not audited. The libraries' known holes are to be looked up where there is a network."
)


def pinned() -> dict[str, str]:
    """Versions by name."""
    found = re.findall(r"^([\w.-]+)==(\S+)$", PINNED.read_text(encoding="utf-8"), re.MULTILINE)
    return {canonicalize_name(name): version for name, version in found}


def stood_on(name: str = "tolem", extras: frozenset[str] = frozenset({"dev"})) -> dict[str, str]:
    """Everything that is needed here, by what needs it, with the version that is installed."""
    found: dict[str, str] = {}
    waiting = [(name, extras)]
    while waiting:
        name, extras = waiting.pop()
        try:
            package = distribution(name)
        except PackageNotFoundError:
            continue
        for line in package.requires or []:
            need = Requirement(line)
            wanted = [{"extra": extra} for extra in extras] or [{"extra": ""}]
            if need.marker is not None and not any(need.marker.evaluate(each) for each in wanted):
                continue
            key = canonicalize_name(need.name)
            if key not in found:
                found[key] = _version(need.name)
                waiting.append((need.name, frozenset(need.extras)))
    return found


def _version(name: str) -> str:
    try:
        return distribution(name).version
    except PackageNotFoundError:
        return "missing"


def drifted(stands: dict[str, str], pins: dict[str, str]) -> list[str]:
    """What is not as it is pinned."""
    return [
        f"{name} {version} is installed, and constraints.txt has {pins.get(name, 'no version of it')}"
        for name, version in sorted(stands.items())
        if pins.get(name) != version
    ]


def judged(report: str) -> tuple[int, list[str]]:
    """How many were audited, and what is known of them; 0 where the service was not there."""
    try:
        all_of_them = json.loads(report)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return 0, []
    audited = [each for each in all_of_them if "skip_reason" not in each]
    known = [
        f"{each['name']} {each['version']}: {hole['id']}, mended: {' '.join(hole['fix_versions']) or 'none'}"
        for each in audited
        for hole in each["vulns"]
    ]
    return len(audited), known


def asked() -> str:
    """What the tool reports; "" where it could not be had."""
    tool = FOLDER / "bin/pip-audit"
    options = [
        "--disable-pip",
        "--no-deps",
        "--timeout",
        "5",
        "--progress-spinner",
        "off",
        "--format",
        "json",
    ]
    try:
        if not tool.exists():
            venv.create(FOLDER, with_pip=True, clear=True)
            fetch = [
                FOLDER / "bin/python",
                "-m",
                "pip",
                "install",
                "--quiet",
                "--quiet",
                "--retries",
                "0",
                TOOL,
            ]
            subprocess.run(fetch, check=True, capture_output=True, timeout=PATIENCE)
        ran = subprocess.run(
            [tool, *options, "--requirement", PINNED], capture_output=True, check=False, timeout=PATIENCE
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return ran.stdout.decode("utf-8", "replace")


def main() -> int:
    """The exit code, after the last words."""
    if wrong := drifted(stood_on(), pinned()):
        print("\n".join(wrong))
        print("Run make install, or write the versions that the tests ran with into constraints.txt.")
        return 1
    audited, known = judged(asked())
    print("\n".join(known) or (f"{audited} libraries audited: no known hole." if audited else NOT_REACHED))
    return 1 if known else 0


if __name__ == "__main__":
    sys.exit(main())
