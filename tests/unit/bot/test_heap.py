"""The heap of a serving process, tried in a process of its own: what it keeps is kept for good."""

from __future__ import annotations

import json
import subprocess
import sys

SCRIPT = """
import gc, json
from bot.heap import kept_for_good
with kept_for_good():
    inside = gc.isenabled()
    made = [[] for _ in range(50_000)]
print(json.dumps([inside, gc.isenabled(), gc.get_freeze_count(), len(gc.get_objects())]))
"""


def test_what_start_up_makes_is_not_looked_through_again_and_later_garbage_still_is() -> None:
    out = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True).stdout
    inside, after, kept, watched = json.loads(out)
    assert not inside
    assert after
    assert kept > 50_000
    assert watched < 10_000
