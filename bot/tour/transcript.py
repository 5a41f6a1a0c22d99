"""The chat on paper: each message once, each edit when it is seen, the bank beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.tour.reading import Message, buttons, by_bot, said
from bot.tour.reading import picture as picture_of

LEGEND = "‹ the bot writes    › a person writes    ✎ the bot edits its message    • somebody does something"
INDENT = "    "

Say = Callable[[str], None]


class Transcript:
    """Writes down what is new in a chat, line by line."""

    def __init__(self, say: Say) -> None:
        self._say = say
        self._known: dict[int, str] = {}
        self._pictures: dict[int, str] = {}

    def headline(self, text: str) -> None:
        """A step begins."""
        self._say(f"\n── {text}")

    def verdict(self, text: str) -> None:
        """What was found to be so, or not."""
        self._say(f"{INDENT}{text}")

    def does(self, who: str, what: str) -> None:
        """Something that is not a message: a tap, a payment, a jump of the clock."""
        self._say(f"{INDENT}{who} • {what}")

    def see(self, owner: str, messages: Sequence[Message]) -> None:
        """Write down what is new in the chat of ``owner`` with the bot."""
        for message in messages:
            number, shown = message["message_id"], _shown(message)
            picture = picture_of(message)
            if number not in self._known:
                self._line(owner, "‹" if by_bot(message) else "›", message, "[picture] " if picture else "")
            elif self._known[number] != shown or self._pictures[number] != picture:
                fresh = self._pictures[number] != picture
                self._line(owner, "✎", message, "[new picture] " if fresh else "")
            self._known[number], self._pictures[number] = shown, picture

    def _line(self, owner: str, mark: str, message: Message, picture: str) -> None:
        quiet = "(silent) " if message["silent"] else ""
        start = f"{INDENT}{owner} {mark} "
        rest = "\n" + " " * len(start)
        self._say(start + f"{quiet}{picture}{_shown(message)}".replace("\n", rest))


def _shown(message: Message) -> str:
    row = " ".join(f"[{button['text']}]" for button in buttons(message))
    return f"{said(message)}\n{row}" if row else said(message)
