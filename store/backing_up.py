"""A copy of SQLite's file as it is at one moment, while programs go on writing into it."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from sqlalchemy.engine import make_url


class NotBackedUp(Exception):
    """There is no copy; the sentence says why, and what to do."""


def back_up(url: str, copy: Path) -> int:
    """Write the whole database into a new file that only its owner may read; its size in bytes.

    Nobody waits for it. The file has its name only when all is in it, on disk, and looked through.
    """
    source = make_url(url)
    if source.get_backend_name() != "sqlite":
        raise NotBackedUp("PostgreSQL is backed up by its own tools: pg_dump, see docs/how-to/backup.md.")
    if not Path(source.database or "").is_file():
        raise NotBackedUp(f"DATABASE_URL names no file that is there: {source.database}.")
    if copy.exists():
        raise NotBackedUp(f"{copy} is there already; a backup is never written over.")
    if not copy.absolute().parent.is_dir():
        raise NotBackedUp(f"{copy.absolute().parent} is no folder that is there: make it first.")
    part = copy.with_name(f"{copy.name}.part")
    try:
        part.unlink(missing_ok=True)  # of one that was killed
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        _copy(str(source.database), part)
        part.replace(copy)
        _on_disk(copy.parent)
    except (OSError, sqlite3.Error) as error:
        part.unlink(missing_ok=True)
        raise NotBackedUp(f"No backup was made: {error}.") from error
    return copy.stat().st_size


def _copy(source: str, part: Path) -> None:
    ours, theirs = sqlite3.connect(source, isolation_level=None), sqlite3.connect(part, isolation_level=None)
    try:
        ours.backup(theirs)  # in one step: a snapshot, beside which writers go on
        theirs.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
        (said,) = theirs.execute("PRAGMA integrity_check(1)").fetchone()
        if said != "ok":
            raise sqlite3.DatabaseError(said)
    finally:
        theirs.close()
        ours.close()
    _on_disk(part)


def _on_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
