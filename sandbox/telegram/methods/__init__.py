"""The methods of the Bot API, by subject."""

from sandbox.telegram.methods import answers, chats, edits, files, intake, menus, profile, sending
from sandbox.telegram.methods.registry import Method

METHODS: dict[str, Method] = {
    name.lower(): method
    for module in (answers, chats, edits, files, intake, menus, profile, sending)
    for name, method in module.METHODS.items()
}
"""Each method under its name in lower case: Telegram doesn't care about case either."""
