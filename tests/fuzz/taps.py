"""Callback data of every kind of button, filled with numbers of one's own, of others, and of nobody."""

from __future__ import annotations

import itertools
import random
import sys
import types
import typing
from collections.abc import Iterator
from enum import Enum
from typing import Annotated, Any

from aiogram.filters.callback_data import CallbackData

IDS = (0, 1, 2, 3, 4, 5, 7, 11, 42, 999, -1, 2**31 - 1, 2**31, 2**63 - 1, 2**63, 10**30)
LINKED = ("halyk", "apipay", "horizonpay", "nobank", "", "a" * 40, "ХАЛЫК", "%s", "../x")
TEXTS = (*LINKED, "261122", "5000", "0", "monthly", "own", "3,1,0", "-")
BROKEN = (
    *(
        "",
        ":",
        "::::",
        "x",
        "pay",
        "pay:",
        "pay:1",
        "pay:x:y",
        "pay:1:2:3",
        "inv:1",
        "invoice_1",
        "show:99999999",
    ),
    *(
        "\x00",
        "🙂:1",
        "pay:１:halyk",
        "pay:1:halyk\n",
        "pay: 1:halyk",
        "pay:+1:halyk",
        "pay:1e3:halyk",
        "a" * 64,
    ),
    *("rfy:1:0:a:", "sus:amount:", "shl:own::", "cfo::", "rmd:s:1:maybe", "sba:::", "None", "null", "{}"),
)


def kinds() -> list[type[CallbackData]]:
    """All that any module of ours has declared, once the routers are imported."""
    found, waiting = [], [CallbackData]
    while waiting:
        kind = waiting.pop()
        below = kind.__subclasses__()
        waiting += below
        if kind is not CallbackData and kind.__module__.split(".")[0] in {"screens", "handlers"}:
            found.append(kind)
    return sorted(found, key=lambda kind: (kind.__module__, kind.__name__))


def data_of(chance: random.Random, declared: list[type[CallbackData]], tokens: list[str]) -> str:
    """What a tap says: 64 bytes at most, as Telegram has it; by hand anything may stand there."""
    if chance.random() < 0.1:
        return chance.choice(BROKEN)
    kind = chance.choice(declared)
    parts = [kind.__prefix__, *(_value(chance, hint, tokens) for hint in _hints(kind))]
    if chance.random() < 0.05:
        parts[chance.randrange(len(parts))] = chance.choice(("", "x", "-", "0", "9" * 30))
    return kind.__separator__.join(parts).encode()[:64].decode(errors="ignore")


def every(chance: random.Random, declared: list[type[CallbackData]], tokens: list[str]) -> Iterator[str]:
    """Each kind with all that can be listed of its values, and with numbers of things that there are."""
    for kind in declared:
        for chosen in itertools.product(*map(_listed, _hints(kind))):
            parts = [_filled(chance, one, tokens) for one in chosen]
            yield kind.__separator__.join([kind.__prefix__, *parts])


def _filled(chance: random.Random, listed: Any, tokens: list[str]) -> str:
    """A listed value as it is; for a number one of a thing that there is, for a text one by chance."""
    if isinstance(listed, str):
        return listed
    return str(chance.randint(1, 6)) if listed is int else _value(chance, listed, tokens)


def _hints(kind: type[CallbackData]) -> list[Any]:
    """The types of its parts, in their order."""
    hints = typing.get_type_hints(kind, vars(sys.modules[kind.__module__]), include_extras=True)
    return [hints[name] for name in kind.model_fields]


def _listed(hint: Any) -> list[Any]:
    """All values; of numbers and texts the type."""
    if typing.get_origin(hint) is Annotated:
        return _listed(typing.get_args(hint)[0])
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        return [one for inner in typing.get_args(hint) for one in _listed(inner)]
    if hint is types.NoneType:
        return [""]
    if hint is bool:
        return ["0", "1"]
    if hint is str:
        return [*TEXTS, str]
    if isinstance(hint, type) and issubclass(hint, Enum):
        return [str(one.value) for one in hint]
    return [hint]


def _value(chance: random.Random, hint: Any, tokens: list[str]) -> str:
    if typing.get_origin(hint) is Annotated:
        return _value(chance, typing.get_args(hint)[0], tokens)
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        inner = chance.choice(typing.get_args(hint))
        return "" if inner is type(None) else _value(chance, inner, tokens)
    if hint is bool:
        return chance.choice(("0", "1", "0", "1", "2", "x"))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return str(chance.choice(list(hint)).value)
    if hint is int:
        return str(chance.choice(IDS) if chance.random() < 0.5 else chance.randint(0, 60))
    if tokens and chance.random() < 0.4:
        return chance.choice(tokens)
    return chance.choice(TEXTS)
