"""Texts and captions: formatting, trimming, lengths and the entities that Telegram finds by itself."""

import re
from typing import Any

from sandbox.telegram.errors import bad_request
from sandbox.telegram.formatting import parse_html
from sandbox.telegram.params import Params
from sandbox.telegram.utf16 import utf16_length

MAX_TEXT = 4096
MAX_CAPTION = 1024
FOUND = re.compile(
    r"(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<url>https?://[^\s<>]+[^\s<>.,;:!?)\"'»]|\b(?:t\.me|telegram\.me)/[^\s<>]+)"
    r"|(?<![\w/])(?P<bot_command>/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?)(?![\w/])"
    r"|(?<!\w)(?P<mention>@[a-zA-Z][a-zA-Z0-9_]{3,31})\b"
    r"|(?<!\w)(?P<hashtag>\#\w*[^\W\d]\w*)"
    r"|(?<![\w+])(?P<phone_number>\+\d[\d ()-]{8,16}\d)(?!\w)"
)
Entities = list[dict[str, Any]]


def found_entities(text: str, taken: Entities | None = None) -> Entities:
    """Commands, links, mentions and the like, except inside what the sender marked as a link or code."""
    closed = [e for e in taken or [] if e["type"] in {"text_link", "code", "pre", "text_mention"}]
    found = []
    for match in FOUND.finditer(text):
        begin = utf16_length(text[: match.start()])
        length = utf16_length(match.group())
        if not any(e["offset"] < begin + length and begin < e["offset"] + e["length"] for e in closed):
            found.append({"type": match.lastgroup, "offset": begin, "length": length})
    return found


def read_text(params: Params) -> dict[str, Any]:
    """`text` with its entities, 1–4096 after parsing."""
    raw = params.text("text")
    if not raw:
        raise bad_request("message text is empty")
    text, entities = formatted(raw, params.text("parse_mode"), params.json("entities"))
    if not text:
        raise bad_request("text must be non-empty")
    if utf16_length(text) > MAX_TEXT:
        raise bad_request("message is too long")
    return {"text": text} | ({"entities": entities} if entities else {})


def read_caption(raw: str, parse_mode: str, entities: Any = None) -> dict[str, Any]:
    """A caption with its entities, 0–1024 after parsing; nothing at all if it is empty."""
    caption, found = formatted(raw, parse_mode, entities)
    if utf16_length(caption) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    if not caption:
        return {}
    return {"caption": caption} | ({"caption_entities": found} if found else {})


def formatted(raw: str, parse_mode: str, given: Any = None) -> tuple[str, Entities]:
    """Plain text and entities of what a bot wrote."""
    match parse_mode.lower():
        case "html":
            text, entities = parse_html(raw.replace("\r", ""))
        case "":
            text, entities = raw.replace("\r", ""), _given_entities(given)
        case _:  # Markdown exists at Telegram; nobody here should be writing it
            raise bad_request("unsupported parse_mode")
    text, entities = _trimmed(text, entities)
    both = entities + found_entities(text, entities)
    return text, sorted(both, key=lambda entity: (entity["offset"], -entity["length"]))


def _given_entities(given: Any) -> Entities:
    if given is None:
        return []
    if not isinstance(given, list):
        raise bad_request("can't parse entities JSON object")
    return [entity for entity in given if isinstance(entity, dict) and entity.get("length", 0) > 0]


def _trimmed(text: str, entities: Entities) -> tuple[str, Entities]:
    kept = text.lstrip(" \t\n")
    cut = utf16_length(text) - utf16_length(kept)
    kept = kept.rstrip(" \t\n")
    end = utf16_length(kept)
    moved = []
    for entity in entities:
        begin = max(0, entity["offset"] - cut)
        length = min(end, entity["offset"] + entity["length"] - cut) - begin
        if length > 0:
            moved.append(entity | {"offset": begin, "length": length})
    return kept, moved
