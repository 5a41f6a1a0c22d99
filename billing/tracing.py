"""What broke and where, without the error's own words: they may quote what was being handled."""

from __future__ import annotations

import traceback
from pathlib import Path

FRAMES = 4


def where(error: BaseException) -> str:
    """Type and innermost frames, such as ``KeyError at _work updates.py:112 < _run loops.py:61``."""
    frames = reversed(traceback.extract_tb(error.__traceback__)[-FRAMES:])
    places = " < ".join(f"{frame.name} {Path(frame.filename).name}:{frame.lineno}" for frame in frames)
    return f"{type(error).__name__} at {places}"
