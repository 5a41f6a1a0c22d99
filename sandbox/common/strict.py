"""JSON read without mercy: UTF-8, no name twice, no NaN."""

import json


def load(raw: bytes) -> object:
    """The value in a body; ValueError where a strict reader would not take it."""
    return json.loads(raw.decode("utf-8"), object_pairs_hook=_once, parse_constant=_never)


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    names = [name for name, _ in pairs]
    if len(names) != len(set(names)):
        msg = "a field is given twice"
        raise ValueError(msg)
    return dict(pairs)


def _never(word: str) -> object:
    msg = f"{word} is not JSON"
    raise ValueError(msg)
