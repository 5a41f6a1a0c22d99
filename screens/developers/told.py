"""What owners hear of keys and addresses, in a message of its own."""

from __future__ import annotations

from billing.models import Notice
from screens import format as fmt
from screens.buttons import Text, keyboard, press
from screens.developers import buttons as b
from screens.reader import Reader

KINDS = frozenset({"api-key-exposed", "hook-paused", "hook-refused"})


def tell(notice: Notice, reader: Reader) -> Text:
    """HTML, with the button that mends it."""
    words, values = reader.words, notice.values
    if notice.kind == "api-key-exposed":
        button = press(words("btn-dev-key"), b.KeyPage(key=int(values["key"])))
        return words.html("told-api-key-exposed", start=values["start"]), keyboard([[button]])
    button = press(words("btn-dev-hook"), b.HookPage(hook=int(values["endpoint"])))
    if notice.kind == "hook-paused":
        return words(f"told-hook-paused-{values['why']}"), keyboard([[button]])
    event, status = fmt.clean(values["event"], 40), fmt.clean(values["status"], 3)
    return words.html("told-hook-refused", event=event, status=status), keyboard([[button]])
