"""Logs: structlog over the standard library, as text or JSON; no secret and nothing personal goes in."""

from __future__ import annotations

import logging
import sys

import structlog

NOISY = ("aiohttp.access", "httpx", "httpcore", "alembic", "aiosqlite")
TALKATIVE = ("aiogram", "aiohttp.server")
"""One prints whole updates with its tracebacks, the other whatever a stranger sends that is no HTTP, and from
where. Our own edges say what broke and at which place."""


def set_up(log_format: str, level: str) -> None:
    """Send everything through one formatter to standard error."""
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    last = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
        )
    )
    logging.basicConfig(handlers=[handler], level=level, force=True)
    for name in NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.CRITICAL)
