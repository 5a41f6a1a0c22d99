"""What start-up makes lives as long as the process: it is not looked through for garbage again."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def kept_for_good() -> Iterator[None]:
    """Modules, models and texts that are made inside are left out of every later garbage collection.

    A full collection of them held up everybody for a quarter of a second, again and again, and
    several of them made the start slower. For the one program of a process; what is made inside is
    never freed.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
