"""What a method of the Bot API is."""

from collections.abc import Awaitable, Callable
from typing import Any

from sandbox.telegram.params import Params
from sandbox.telegram.world import World

Method = Callable[[World, Params], Awaitable[Any]]
