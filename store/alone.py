"""One program for one file: a lock beside SQLite's books that ends with the process, however it ends."""

from __future__ import annotations

import errno
import fcntl
import logging
import os
from pathlib import Path

from sqlalchemy.engine import URL

log = logging.getLogger(__name__)

NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP}  # what file systems say that know none


class Taken(Exception):
    """Another program works on these books; the sentence names the file, and what to do."""


class Lock:
    """On a file beside the books, which stays there: to remove it would let two programs lock a file each."""

    def __init__(self, path: Path | None) -> None:
        """``Taken`` where another process has it; ``OSError`` where no such file can be made.

        ``None``: there is nothing to lock.
        """
        self._handle = None if path is None else _locked(path)

    def close(self) -> None:
        """The next program may begin."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def lock(url: URL) -> Lock:
    """Have SQLite's books alone, whatever name their file goes by. Others need that not: who opens books in
    memory is alone with them, and a server is for many."""
    file = file_of(url)
    return Lock(None if file is None else file.with_name(f"{file.name}.lock"))


def file_of(url: URL) -> Path | None:
    """SQLite's own, whatever name it goes by; ``None``: in memory, or on a server."""
    name = url.database or ""
    if url.get_backend_name() != "sqlite" or name in {"", ":memory:"} or name.startswith("file:"):
        return None
    return Path(name).resolve()


def _locked(path: Path) -> int:
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise Taken(
            f"A program works on {path.with_suffix('')} already: stop it first (systemctl stop tolem, or "
            "docker compose stop bot), or give this one a DATABASE_URL of its own"
        ) from None
    except OSError as error:
        if error.errno not in NO_LOCKS:
            os.close(handle)
            raise
        log.warning("%s cannot be locked here: nothing notices a second program on these books", path)
    return handle
