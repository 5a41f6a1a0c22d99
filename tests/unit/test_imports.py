"""The folders are the architecture: who may import whom, read from the source without running it."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

MAY_IMPORT: dict[str, set[str]] = {
    "billing": set(),
    "screens": {"billing"},
    "handlers": {"billing", "screens"},
    "web": {"billing", "screens"},
    "providers": {"billing"},
    "store": {"billing"},
    "bot": {"billing", "handlers", "providers", "sandbox", "screens", "store", "web"},
    "locales": set(),
    "sandbox": set(),
}
OURS = set(MAY_IMPORT) | {"tests"}

# Importing the chat framework takes seconds. Pages, pictures and the core must not pay for it.
LIGHT = [
    "billing",
    "providers",
    "store",
    "web",
    "sandbox",
    "handlers.parse",
    "handlers.addressing",
    "screens.texts",
    "screens.format",
    "screens.receipts",
    "screens.receipt_answers",
    "screens.papers",
    "screens.pictures",
    "screens.pages",
    "screens.sheets",
    "screens.charts",
    "screens.phrases",
    "screens.menus",
    "bot.settings",
    "bot.log",
    "bot.worker",
    "bot.sheets",
    "bot.__main__",
]

# Where a bank's name may stand, beside the tests and the docs.
BANKS = sorted(folder.name for folder in (ROOT / "providers").iterdir() if (folder / "client.py").exists())
SIMULATORS = ("sandbox/app.py", "sandbox/client.py", "sandbox/page/")
DEMO = ("bot/demo.py", "bot/tour/")  # they point the program at the simulator and play with it
READ = {".py", ".ftl", ".html", ".js", ".css", ".mako"}


@dataclass(frozen=True)
class Import:
    """One imported module, where it stands, and whether it is imported as soon as that file is."""

    module: str
    path: Path
    line: int
    at_start: bool

    @property
    def top(self) -> str:
        return self.module.partition(".")[0]

    def __str__(self) -> str:
        return f"{self.path.relative_to(ROOT)}:{self.line} imports {self.module}"


def sources(package: str) -> Iterator[Path]:
    yield from sorted((ROOT / package).rglob("*.py"))


@cache
def imports_of(path: Path) -> tuple[Import, ...]:
    return tuple(_found(ast.parse(path.read_text(encoding="utf-8")), path, at_start=True))


def _found(node: ast.AST, path: Path, *, at_start: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            for name in child.names:
                yield Import(name.name, path, child.lineno, at_start)
        elif isinstance(child, ast.ImportFrom):
            base = _absolute(child, path)
            yield Import(base, path, child.lineno, at_start)
            for name in child.names:
                yield Import(f"{base}.{name.name}", path, child.lineno, at_start)
        else:
            later = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            yield from _found(child, path, at_start=at_start and not later and not _for_types(child))


def _absolute(node: ast.ImportFrom, path: Path) -> str:
    if not node.level:
        return node.module or ""
    package = path.relative_to(ROOT).parent.parts
    return ".".join([*package[: len(package) - node.level + 1], *filter(None, [node.module])])


def _for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")


def file_of(module: str) -> Path | None:
    """The source of one of our modules; ``None`` for a name inside a module."""
    base = ROOT.joinpath(*module.split("."))
    for path in (base / "__init__.py", base.with_suffix(".py")):
        if path.exists():
            return path
    return None


def loaded_by(module: str) -> dict[str, Import]:
    """Every foreign package that comes in when a module is imported, with the line that brings it."""
    todo, done, foreign = _files(module), set[Path](), dict[str, Import]()
    while todo:
        path = todo.pop()
        if path in done:
            continue
        done.add(path)
        for found in imports_of(path):
            if not found.at_start:
                continue
            if found.top in OURS:
                todo += _files(found.module, whole=False)
            else:
                foreign.setdefault(found.top, found)
    return foreign


def _files(module: str, *, whole: bool = True) -> list[Path]:
    """The files that run at its import, parents too; all of a package that is asked for as a whole."""
    parts = module.split(".")
    files = [file for n in range(1, len(parts) + 1) if (file := file_of(".".join(parts[:n])))]
    folder = ROOT.joinpath(*parts)
    return files + (sorted(folder.rglob("*.py")) if whole and folder.is_dir() else [])


def test_every_package_is_in_the_table() -> None:
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert packages == OURS


@pytest.mark.parametrize("package", sorted(MAY_IMPORT))
def test_imports_point_inwards(package: str) -> None:
    allowed = MAY_IMPORT[package] | {package}
    wrong = [str(i) for path in sources(package) for i in imports_of(path) if i.top in OURS - allowed]
    assert wrong == []


def test_the_program_knows_the_sandbox_only_as_a_player_does() -> None:
    found = [i for path in sources("bot") for i in imports_of(path) if i.top == "sandbox"]
    assert [str(i) for i in found if "bot/tour/" not in i.path.as_posix()] == []
    assert [str(i) for i in found if not f"{i.module}.".startswith("sandbox.client.")] == []


def test_only_the_demo_and_the_tour_know_of_the_simulators() -> None:
    found = [i for path in sources("bot") for i in imports_of(path) if i.top == "sandbox"]
    assert [str(i) for i in found if not i.path.relative_to(ROOT).as_posix().startswith(DEMO)] == []


def test_the_core_imports_only_the_standard_library() -> None:
    allowed = sys.stdlib_module_names | {"billing"}
    wrong = [str(i) for path in sources("billing") for i in imports_of(path) if i.top not in allowed]
    assert wrong == []


@pytest.mark.parametrize("bank", BANKS)
def test_one_bank_never_imports_another(bank: str) -> None:
    others = tuple(f"providers.{other}" for other in BANKS if other != bank)
    common = ("http", "settings", "registry", "watching")
    shared = tuple(f"providers.{name}" for name in (bank, *common))
    for found in (i for path in sources(f"providers/{bank}") for i in imports_of(path)):
        assert not found.module.startswith(others or ("-",)), str(found)
        if found.top == "providers" and found.module != "providers":
            assert found.module.startswith(shared), str(found)


@pytest.mark.parametrize("module", LIGHT)
def test_importing_it_does_not_import_the_chat_framework(module: str) -> None:
    assert str(loaded_by(module).get("aiogram", "")) == ""


@pytest.mark.parametrize("path", sorted((ROOT / "tests/unit/billing").rglob("*.py")), ids=lambda p: p.name)
def test_the_cores_unit_tests_import_neither_the_chat_framework_nor_the_database(path: Path) -> None:
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    assert {"aiogram", "sqlalchemy"} & set(loaded_by(module)) == set()
    assert {"aiogram", "sqlalchemy"} & set(loaded_by("tests.conftest")) == set()


@pytest.mark.slice(10)
@pytest.mark.parametrize("path", sorted((ROOT / "tests/flow/billing").rglob("*.py")), ids=lambda p: p.name)
def test_the_use_cases_tests_do_not_import_the_chat_framework(path: Path) -> None:
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    assert "aiogram" not in loaded_by(module)


@pytest.mark.parametrize("module", ["screens", "bot.wiring", "bot.__main__", "web"])
def test_what_is_heavy_waits_until_it_is_needed(module: str) -> None:
    heavy = {"matplotlib", "openpyxl", "alembic", "xlsxwriter", "fpdf"}
    assert heavy & set(loaded_by(module)) == set()


@pytest.mark.parametrize("bank", BANKS)
def test_a_banks_name_stands_only_where_the_bank_lives(bank: str) -> None:
    homes = (f"providers/{bank}/", f"sandbox/{bank}/", "locales/", *SIMULATORS, *DEMO)
    wrong = [
        f"{name}:{number}"
        for package in MAY_IMPORT
        for path in sorted((ROOT / package).rglob("*"))
        if path.suffix in READ and not (name := path.relative_to(ROOT).as_posix()).startswith(homes)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if bank in line.casefold()
    ]
    registry = [place for place in wrong if place.startswith("providers/registry.py:")]
    assert len(registry) == 1
    assert [place for place in wrong if place not in registry] == []
