"""Telegram's HTML parse mode: the tags it knows, the refusals it gives, its offsets in UTF-16 units."""

import html
import re
from dataclasses import dataclass
from typing import Any, NoReturn

from sandbox.telegram.errors import bad_request
from sandbox.telegram.links import checked_link, user_of_link
from sandbox.telegram.utf16 import utf16_length

TYPES = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
    "span": "spoiler", "code": "code", "pre": "pre", "blockquote": "blockquote", "a": "text_link",
    "tg-emoji": "custom_emoji",
}  # fmt: skip
REFERENCE = re.compile(r"&(?:#x[0-9a-fA-F]+|#[0-9]+|lt|gt|amp|quot);?")
NAME_TOKEN = re.compile(r"[0-9a-zA-Z.\-]*")
SPACES = " \t\n\r\v\f"


@dataclass
class _Open:
    tag: str
    argument: str
    offset: int
    start: int


def parse_html(text: str) -> tuple[str, list[dict[str, Any]]]:
    """The plain text and its entities, in order; refuses as Telegram does."""
    reader = _Reader(text)
    reader.read()
    return reader.plain, sorted(reader.entities, key=lambda entity: (entity["offset"], -entity["length"]))


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.plain = ""
        self.offset = 0
        self.open: list[_Open] = []
        self.entities: list[dict[str, Any]] = []

    def read(self) -> None:
        while self.at < len(self.text):
            if self.text[self.at] != "<":
                self._take(self._characters())
            elif self._peek(1) == "/":
                self._end_tag()
            else:
                self._start_tag()
        if self.open:
            self._refuse(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')

    def _refuse(self, why: str) -> NoReturn:
        raise bad_request(f"can't parse entities: {why}")

    def _refuse_at(self, why: str, position: int, more: str = "") -> NoReturn:
        self._refuse(f"{why} at byte offset {len(self.text[:position].encode())}{more}")

    def _peek(self, ahead: int = 0) -> str:
        """The character there, or an empty string behind the end."""
        return self.text[self.at + ahead : self.at + ahead + 1]

    def _take(self, characters: str) -> None:
        self.plain += characters
        self.offset += utf16_length(characters)

    def _characters(self) -> str:
        if reference := REFERENCE.match(self.text, self.at):
            self.at = reference.end()
            return html.unescape(reference.group().rstrip(";") + ";")
        self.at += 1
        return self.text[self.at - 1]

    def _skip_until(self, stops: str) -> str:
        begin = self.at
        while self._peek() and self._peek() not in stops:
            self.at += 1
        return self.text[begin : self.at]

    def _skip_spaces(self) -> None:
        while self._peek() and self._peek() in SPACES:
            self.at += 1

    def _start_tag(self) -> None:
        begin = self.at
        self.at += 1
        tag = self._skip_until(SPACES + ">").lower()
        if not self._peek():
            self._refuse_at("Unclosed start tag", begin)
        if tag not in TYPES:
            self._refuse_at(f'Unsupported start tag "{tag}"', begin)
        argument = self._attributes(tag, begin)
        if tag == "span" and argument != "spoiler":
            self._refuse_at('Tag "span" must have class "tg-spoiler"', begin)
        self.at += 1
        self.open.append(_Open(tag, argument, self.offset, len(self.plain)))

    def _attributes(self, tag: str, begin: int) -> str:
        argument = ""
        self._skip_spaces()
        while self._peek() != ">":
            name = self._skip_until(SPACES + "=>" if tag == "blockquote" else SPACES + "=")
            if not name:
                self._refuse_at(f'Empty attribute name in the tag "{tag}"', begin)
            value = "" if (tag, name) == ("blockquote", "expandable") else self._value(tag, begin)
            argument = _argument(tag, name, value) or argument
            self._skip_spaces()
            if not self._peek():
                self._refuse_at("Unclosed start tag", begin)
        return argument

    def _value(self, tag: str, begin: int) -> str:
        self._skip_spaces()
        if self._peek() != "=":
            self._refuse_at(f'Expected equal sign in declaration of an attribute of the tag "{tag}"', begin)
        self.at += 1
        self._skip_spaces()
        quote = self._peek()
        if not quote:
            self._refuse_at("Unclosed start tag", begin)
        return self._quoted(quote) if quote in "'\"" else self._name_token()

    def _quoted(self, quote: str) -> str:
        self.at += 1
        value = ""
        while self._peek() and self._peek() != quote:
            value += self._characters()
        self.at += 1
        return value

    def _name_token(self) -> str:
        begin = self.at
        token = NAME_TOKEN.match(self.text, begin)
        assert token is not None
        self.at = token.end()
        if self._peek() and self._peek() not in SPACES + ">":
            self._refuse_at("Unexpected end of name token", begin)
        return token.group().lower()

    def _end_tag(self) -> None:
        begin = self.at
        if not self.open:
            self._refuse_at("Unexpected end tag", begin)
        self.at += 2
        tag = self._skip_until(SPACES + ">").lower()
        self._skip_spaces()
        if self._peek() != ">":
            self._refuse_at("Unclosed end tag", begin)
        opened = self.open[-1]
        if tag and tag != opened.tag:
            self._refuse_at("Unmatched end tag", begin, f', expected "</{opened.tag}>", found "</{tag}>"')
        self.at += 1
        self.open.pop()
        if self.offset > opened.offset:
            self._add(opened)

    def _add(self, opened: _Open) -> None:
        entity: dict[str, Any] = {"offset": opened.offset, "length": self.offset - opened.offset}
        if opened.tag == "a":
            more = _link(opened.argument or self.plain[opened.start :])
            if more is None:
                return  # Telegram drops a link that leads nowhere and keeps its words
        elif opened.tag == "tg-emoji":
            if not opened.argument.isdigit():
                self._refuse("Invalid custom emoji identifier specified")
            more = {"type": "custom_emoji", "custom_emoji_id": opened.argument}
        elif opened.tag == "blockquote" and opened.argument:
            more = {"type": "expandable_blockquote"}
        else:
            more = {"type": TYPES[opened.tag]}
        self.entities.append(more | entity)


def _argument(tag: str, name: str, value: str) -> str:
    match tag, name:
        case ("a", "href") | ("tg-emoji", "emoji-id"):
            return value
        case "span", "class":
            return value.removeprefix("tg-") if value.startswith("tg-") else ""
        case "code", "class":
            return value.removeprefix("language-")
        case "blockquote", "expandable":
            return "expandable"
        case _:
            return ""


def _link(target: str) -> dict[str, Any] | None:
    if user_id := user_of_link(target):
        return {"type": "text_mention", "user_id": user_id}
    url = checked_link(target)
    return {"type": "text_link", "url": url} if url else None
