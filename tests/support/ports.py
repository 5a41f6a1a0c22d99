"""Ports for programs that tests start."""

from __future__ import annotations

import contextlib
import itertools
import os
import socket

_MANY = 12_000
_ports = (20_000 + n % _MANY for n in itertools.count(os.getpid() * 1009))  # each process begins elsewhere


def free_port() -> int:
    """A port that nobody listens on now. It is none of those that systems give to whoever calls out, so that
    it is still free when a program that was killed comes back to it."""
    for port in _ports:
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as servers do
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("there is no end to them")
