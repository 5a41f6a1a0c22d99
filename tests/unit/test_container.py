"""What the container may do, as its files say it: to be read by people, too."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
COMPOSE = (ROOT / "compose.yaml").read_text(encoding="utf-8")
REPLICAS = (ROOT / "compose.replicas.yaml").read_text(encoding="utf-8")
DEPLOY = (ROOT / "docs/how-to/deploy.md").read_text(encoding="utf-8")
LAST = DOCKERFILE.split("\nFROM ")[-1]  # what is shipped


def service(name: str, text: str = COMPOSE) -> str:
    """Its lines."""
    found = re.search(rf"^(?:  )?{name}:.*\n((?:(?:    .*| *#.*|)\n)+|(?:  .*\n)+)", text, re.MULTILINE)
    assert found is not None
    return found[1]


def test_the_image_is_run_by_nobody_in_particular() -> None:
    users = re.findall(r"^USER (\S+)$", LAST, re.MULTILINE)
    assert users
    assert users[-1] not in {"root", "0"}
    assert LAST.index("USER ") < LAST.index("ENTRYPOINT")
    assert "--shell /usr/sbin/nologin" in LAST


def test_the_image_holds_no_secret_and_no_compiler() -> None:
    assert not re.search(r"(?:TOKEN|SECRET|PASSWORD|KEY)\w*[= ]", DOCKERFILE)
    assert "COPY . " not in LAST
    assert "pip install" not in LAST
    assert (ROOT / ".dockerignore").read_text(encoding="utf-8").startswith("*\n")


def test_the_image_writes_nowhere_but_to_its_data_and_what_is_temporary() -> None:
    assert "PYTHONDONTWRITEBYTECODE=1" in LAST
    assert "MPLCONFIGDIR=/tmp/" in LAST
    assert "VOLUME /data" in LAST


def test_the_image_says_how_it_is() -> None:
    assert "/healthz" in LAST.split("HEALTHCHECK")[1]
    assert "STOPSIGNAL SIGTERM" in LAST


@pytest.mark.parametrize(
    "told", ["read_only: true", "tmpfs: /tmp", "cap_drop: [ALL]", "no-new-privileges:true"]
)
def test_every_process_of_ours_is_held_that_tight(told: str) -> None:
    assert told in service("x-tolem: &tolem".partition(":")[0])
    for name in ("sandbox", "demo", "bot"):
        assert "<<: *tolem" in service(name)
        assert "privileged: true" not in service(name)


def test_ports_are_open_to_this_machine_only() -> None:
    ports = re.findall(r'^ +- "([\d.:]+)"$', COMPOSE + REPLICAS, re.MULTILINE)
    assert ports
    assert [port for port in ports if not port.startswith("127.0.0.1:")] == []


def test_replicas_have_what_they_need_and_no_port_of_their_own() -> None:
    bot = service("bot", REPLICAS)
    assert "replicas: 3" in bot
    assert "ports: !reset []" in bot
    assert "TELEGRAM_UPDATES: webhook" in bot
    assert "/metrics /readyz" in REPLICAS


@pytest.mark.parametrize(
    "line",
    [
        *("NoNewPrivileges=true", "ProtectSystem=strict", "PrivateTmp=true", "PrivateDevices=true"),
        *("CapabilityBoundingSet=", "ProtectHome=true", "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX"),
    ],
)
def test_the_unit_of_systemd_is_held_as_tight(line: str) -> None:
    assert f"    {line}\n" in DEPLOY
