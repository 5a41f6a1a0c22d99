"""Reads the locales and the code: which texts there are, and which of them are asked for."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from fluent.syntax import FluentParser, FluentSerializer
from fluent.syntax import ast as ftl
from fluent.syntax.visitor import Visitor

from screens.texts import FOLDER

ROOT = FOLDER.parent
CODE = ("screens", "handlers", "web", "bot")
_CALLS = {"words", "html", "or_else"}


@dataclass
class Asked:
    """What the code asks for by name, with the values it hands in where they can be seen."""

    key: str
    place: str
    values: frozenset[str] | None = None


@dataclass
class Uses:
    """All texts that the code names."""

    asked: list[Asked] = field(default_factory=list)
    named: set[str] = field(default_factory=set)  # any string that could be a key
    prefixes: dict[str, str] = field(default_factory=dict)  # of keys put together, and where


@cache
def messages(locale: str) -> dict[str, ftl.Message]:
    """Every message of a language by its key; the same key twice is a mistake."""
    found: dict[str, ftl.Message] = {}
    for path in sorted((FOLDER / locale).glob("*.ftl")):
        for entry in FluentParser().parse(path.read_text(encoding="utf-8")).body:
            assert not isinstance(entry, ftl.Junk), f"{path.name}: {entry.content}"
            if isinstance(entry, ftl.Message):
                assert entry.id.name not in found, f"{path.name}: {entry.id.name} stands twice"
                found[entry.id.name] = entry
    return found


def values(message: ftl.Message) -> frozenset[str]:
    """The names of the values that a text asks for."""
    names: set[str] = set()

    class Names(Visitor):
        def visit_VariableReference(self, node: ftl.VariableReference) -> None:  # noqa: N802
            names.add(node.id.name)

    Names().visit(message)
    return frozenset(names)


def wording(message: ftl.Message) -> str:
    """The text as it is written, without its key."""
    return FluentSerializer().serialize_entry(message).partition("=")[2].strip()


@cache
def uses() -> Uses:
    """Looks through the code and the page templates."""
    found = Uses()
    for path in _files("*.py"):
        _look(ast.parse(path.read_text(encoding="utf-8")), str(path.relative_to(ROOT)), found)
    for path in _files("*.html"):
        source = path.read_text(encoding="utf-8")
        found.named |= set(re.findall(r"""['"]([a-z][a-z0-9-]+)['"]""", source))
        for key in re.findall(r"""words(?:\.html)?\(\s*['"]([^'"]+)['"]""", source):
            found.asked.append(Asked(key, str(path.relative_to(ROOT))))
    return found


def _files(pattern: str) -> Iterator[Path]:
    for folder in CODE:
        yield from sorted((ROOT / folder).rglob(pattern))


def _look(tree: ast.AST, place: str, found: Uses) -> None:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.named.add(node.value)
        elif isinstance(node, ast.JoinedStr):
            first = node.values[0] if node.values else None
            if isinstance(first, ast.Constant) and re.fullmatch(r"[a-z][a-z-]*-", str(first.value)):
                found.prefixes.setdefault(str(first.value), place)
        elif isinstance(node, ast.Call) and _asks(node.func) and node.args:
            found.asked += [Asked(key, place, _handed(node)) for key in _keys(node.args[0])]


def _asks(func: ast.expr) -> bool:
    """``words(…)``, ``reader.words(…)``, ``words.html(…)``, ``words.or_else(…)``."""
    name = func.id if isinstance(func, ast.Name) else func.attr if isinstance(func, ast.Attribute) else ""
    return name in _CALLS and "words" in ast.unparse(func)


def _keys(argument: ast.expr) -> list[str]:
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return [argument.value]
    if isinstance(argument, ast.IfExp):
        return [*_keys(argument.body), *_keys(argument.orelse)]
    return []


def _handed(call: ast.Call) -> frozenset[str] | None:
    names = [keyword.arg for keyword in call.keywords]
    return None if None in names else frozenset(name for name in names if name)


def refused_by_core() -> set[str]:
    """The ids of all sentences that ``BillingError`` may name, out of the core's own code."""
    found: set[str] = set()
    for path in sorted((ROOT / "billing").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            found |= _raised(node)
            if path.name == "errors.py" and isinstance(node, ast.Assign):
                names = {target.id for target in node.targets if isinstance(target, ast.Name)}
                if names == {"text"} and isinstance(node.value, ast.Constant):
                    found.add(str(node.value.value))
    return found


_REFUSALS = {"BillingError", "Refused", "AmountRefused", "NotAllowed", "NotFound", "Closed", "NoBank"}


def _raised(node: ast.AST) -> set[str]:
    if not (isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call)):
        return set()
    call = node.exc
    if not (isinstance(call.func, ast.Name) and call.func.id in _REFUSALS):
        return set()
    return {key for arg in call.args for key in _keys(arg)}
