"""Reading a chat as a person does, in any language: by signs, buttons, sums and pictures, never by words."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, urlsplit

import zxingcpp
from aiogram.filters.callback_data import CallbackData
from PIL import Image

from screens.buttons import Pay
from screens.pictures.reading import QR

Message = dict[str, Any]
Button = dict[str, Any]

WAITING, SCANNED, PAID = "⏳", "📲", "✅"
DECLINED, OVER, CANCELLED, ATTENTION, RETURNED = "⚠", "⌛", "🚫", "❗", "↩"
"""The first character of a card or a fact says its state in every language."""

SHARE = "https://t.me/share/url?"
_SUM = re.compile(r"(\d[\d\s]*)(?:[.,](\d\d))?\s₸")


def said(message: Message) -> str:
    """The text, or the caption under the picture."""
    return str(message.get("text") or message.get("caption") or "")


def sign(message: Message) -> str:
    """The state that the first line names."""
    return said(message)[:1]


def sums(message: Message) -> list[int]:
    """Every sum that is named, in tiyn: ``5 000,50 ₸`` is 500050."""
    found = _SUM.findall(said(message))
    return [int(re.sub(r"\s", "", whole)) * 100 + int(part or 0) for whole, part in found]


def by_bot(message: Message) -> bool:
    """Whether the bot wrote it and it still stands."""
    return bool(message["from"].get("is_bot")) and not message["deleted"]


def is_card(message: Message) -> bool:
    """A card is a picture of the bot's."""
    return by_bot(message) and "photo" in message


def picture(message: Message) -> str:
    """What tells its picture from others; empty where there is none."""
    return str(message["photo"][-1]["file_unique_id"]) if "photo" in message else ""


def answers(message: Message, card: int) -> bool:
    """Whether it is the bot's reply to that card: so come the facts about money."""
    return by_bot(message) and message.get("reply_to_message", {}).get("message_id") == card


def buttons(message: Message) -> list[Button]:
    """All buttons, row after row."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button for row in rows for button in row]


def button(message: Message, data: type[CallbackData]) -> Button | None:
    """The button of that meaning; its text may be in any language."""
    return next((b for b in buttons(message) if _means(b.get("callback_data", ""), data)), None)


def _means(told: str, data: type[CallbackData]) -> bool:
    return told == data.__prefix__ or told.startswith(f"{data.__prefix__}:")


def way(message: Message, bank: str) -> Button | None:
    """The button that chooses this bank."""
    return next((b for b in buttons(message) if _is_way(b.get("callback_data", ""), bank)), None)


def _is_way(data: str, bank: str) -> bool:
    return data.startswith(f"{Pay.__prefix__}:") and data.endswith(f":{bank}")


def links(message: Message) -> set[str]:
    """Where its buttons lead."""
    return {b["url"] for b in buttons(message) if "url" in b}


def shared(card: Message) -> str:
    """What the customer's Start carries who follows the link behind *Share*."""
    address = next(url for url in links(card) if url.startswith(SHARE))
    link = parse_qs(urlsplit(address).query)["url"][0]
    return parse_qs(urlsplit(link).query)["start"][0]


def code(picture: bytes) -> str | None:
    """What a phone's camera reads in the picture; ``None``: there is nothing to scan."""
    with Image.open(BytesIO(picture)) as image:
        found = zxingcpp.read_barcodes(image, formats=QR)
    return found[0].text if found else None
