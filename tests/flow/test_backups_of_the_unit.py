"""The page on backups, for who has followed the page on deploying: its unit may write to one folder alone."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

from tests.support.books import SECRET_KEY, new_books
from tests.support.shell import ROOT, Shell, blocks

HOW_TO = ROOT / "docs" / "how-to"
NOT_HERE = ("systemctl", "--restored")


def row(file: Path) -> list[tuple[str]]:
    with sqlite3.connect(file) as books:
        return books.execute("SELECT name FROM merchants").fetchall()


async def test_what_the_page_restores_is_where_the_unit_looks_for_it(tmp_path: Path) -> None:
    told = re.search(r"sqlite\+aiosqlite:///(/\S+)/tolem\.db`", (HOW_TO / "deploy.md").read_text())
    assert told is not None
    state = tmp_path / "state"  # for /var/lib/tolem
    state.mkdir()
    url, file = new_books(state), state / "tolem.db"
    given = {"BOT_TOKEN": "42:token", "OWNER_IDS": "501", "SECRET_KEY": SECRET_KEY, "DATABASE_URL": url}
    swaps = {"/srv/tolem/backups": str(tmp_path / "backups"), told[1]: str(state)}
    shell = Shell(tmp_path, swaps, **given)
    making, _, restoring = blocks(HOW_TO / "backup.md", "SQLite")
    for line in making:
        await shell.run(line)
    with sqlite3.connect(file) as books:
        books.execute(
            "INSERT INTO merchants (name, currency, locale, timezone, created_at) "
            "VALUES ('since', 'KZT', 'ru', 'Asia/Almaty', 0)"
        )
    for line in restoring:
        if not any(word in line for word in NOT_HERE):
            await shell.run(line)
    assert row(file) == [], "the old books are in use still"
