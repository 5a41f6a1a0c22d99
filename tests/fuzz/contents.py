"""What can stand in a message beside text, and what is no message to us at all."""

from __future__ import annotations

import base64
import random
from functools import cache
from io import BytesIO
from typing import Any

from PIL import Image

from sandbox.telegram.files import Files
from tests.support.goods import packed, raw_sheet, sheet

Json = dict[str, Any]
SERVICE = {
    *("pinned_message", "message_auto_delete_timer_changed", "write_access_allowed", "connected_website"),
    *("users_shared", "successful_payment", "proximity_alert_triggered", "video_chat_started"),
}
"""What Telegram itself writes: nobody waits for an answer to that."""
COLUMNS = ("Name", "Price", "Unit", "Barcode", "Hidden")


def photo(chance: random.Random, files: Files) -> Json:
    """A picture in one or several sizes; some are none, or bombs, or are said to be larger than they are."""
    data = chance.choice(_pictures())
    stored = files.keep("Photo", data, "photo.jpg")
    size = {"file_id": stored.id, "file_unique_id": stored.unique_id, "width": 320, "height": 320}
    size["file_size"] = chance.choice((len(data), len(data), 0, 30_000_000))
    return {"photo": [size | {"width": 90, "height": 90}, size]}


def document(chance: random.Random, files: Files) -> Json:
    """A file: a sheet, a broken one, a bomb, something else under a sheet's name."""
    data = chance.choice((*_sheets(), *_pictures()))
    name = chance.choice(
        ("catalog.xlsx", "CATALOG.XLSX", "a.csv", "x.exe", "фото.png", "../../x.xlsx", ".xlsx")
    )
    stored = files.keep("Document", data, name)
    shape: Json = {"file_id": stored.id, "file_unique_id": stored.unique_id}
    optional = {
        "file_name": name,
        "mime_type": chance.choice(("image/png", "application/zip", "text/csv", "x")),
        "file_size": chance.choice((len(data), 0, 10**9)),
    }
    return {"document": shape | {k: v for k, v in optional.items() if chance.random() < 0.85}}


def other(chance: random.Random, files: Files) -> Json:
    """Anything else."""
    stored = files.keep("Voice", b"OggS", "x.ogg")
    file = {"file_id": stored.id, "file_unique_id": stored.unique_id}
    seen = {"width": 100, "height": 100}
    point = {"latitude": 43.2, "longitude": 76.9}
    user = {"id": 601, "is_bot": False, "first_name": "Daniyar"}
    sticker = {"type": "regular", "is_animated": False, "is_video": False}
    poll = {"id": "1", "question": "?", "options": [], "total_voter_count": 0, "is_closed": False}
    poll |= {"is_anonymous": True, "type": "regular", "allows_multiple_answers": False}
    poll |= {"allows_revoting": False, "members_only": False}
    paid = {"currency": "XTR", "total_amount": 1, "invoice_payload": "1", "telegram_payment_charge_id": "1"}
    return chance.choice(
        [
            {"sticker": file | seen | sticker},
            {"voice": file | {"duration": 3}},
            {"audio": file | {"duration": 3}},
            {"video": file | seen | {"duration": 3}},
            {"video_note": file | {"duration": 3, "length": 100}},
            {"animation": file | seen | {"duration": 3}},
            {"location": point},
            {"location": point | {"live_period": 900}},
            {"venue": {"location": point, "title": "<b>", "address": ""}, "location": point},
            {"dice": {"emoji": "🎲", "value": 6}},
            {"poll": poll},
            {"story": {"id": 1, "chat": {"id": 601, "type": "private"}}},
            {"game": {"title": "x", "description": "y", "photo": []}},
            {"pinned_message": {"message_id": 1, "date": 0, "chat": {"id": 601, "type": "private"}}},
            {"message_auto_delete_timer_changed": {"message_auto_delete_time": 60}},
            {"write_access_allowed": {}},
            {"connected_website": "example.kz"},
            {"users_shared": {"request_id": 1, "users": [{"user_id": 602}]}},
            {"successful_payment": paid | {"provider_payment_charge_id": "2"}},
            {"proximity_alert_triggered": {"traveler": user, "watcher": user, "distance": 1}},
            {"video_chat_started": {}},
        ]
    )


def member(status: str, bot: Json) -> Json:
    """How a member of a chat is shown."""
    shape: Json = {"user": bot, "status": status}
    if status == "kicked":
        shape["until_date"] = 0
    if status == "administrator":
        rights = ("be_edited", "manage_chat", "delete_messages", "manage_video_chats", "restrict_members")
        more = (
            "promote_members",
            "change_info",
            "invite_users",
            "post_stories",
            "edit_stories",
            "delete_stories",
        )
        more = (*more, "send_welcome_messages")
        shape |= {f"can_{name}": True for name in (*rights, *more)} | {"is_anonymous": False}
    return shape


def foreign(chance: random.Random, user: Json) -> tuple[str, Any]:
    """A kind of update that we did not ask for, and its body."""
    channel = {"id": -1009, "type": "channel", "title": "News"}
    post = {"message_id": 1, "date": 1, "chat": channel, "text": "/invoice 5000"}
    private = {"message_id": 1, "date": 1, "chat": {"id": user["id"], "type": "private"}, "from": user}
    return chance.choice(
        [
            ("channel_post", post),
            ("edited_channel_post", post),
            ("message", post),
            ("business_message", private | {"text": "5000 Coffee", "business_connection_id": "x"}),
            ("message_reaction", {"chat": channel, "message_id": 1, "date": 1, "old_reaction": []}),
            ("chat_member", {"chat": channel, "from": user, "date": 1}),
            ("chat_join_request", {"chat": channel, "from": user, "date": 1, "user_chat_id": user["id"]}),
            ("shipping_query", {"id": "1", "from": user, "invoice_payload": "1"}),
            ("pre_checkout_query", {"id": "1", "from": user, "currency": "XTR", "total_amount": 1}),
            ("poll_answer", {"poll_id": "1", "user": user, "option_ids": []}),
            ("quantum_message", {"chat": private["chat"], "spin": 0.5}),
            ("message", private | {"from": user | {"is_bot": True}, "text": "5000 Coffee"}),
        ]
    )


@cache
def _pictures() -> tuple[bytes, ...]:
    good, tall = BytesIO(), BytesIO()
    Image.new("RGB", (320, 320), "white").save(good, "JPEG")
    Image.new("1", (64, 9000)).save(tall, "PNG")
    pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII="
    bomb = base64.b64decode(pixel)[:16] + (60000).to_bytes(4, "big") * 2 + base64.b64decode(pixel)[24:]
    cut = good.getvalue()[:200]
    return (
        good.getvalue(),
        tall.getvalue(),
        base64.b64decode(pixel),
        bomb,
        cut,
        b"",
        b"GIF89a",
        b"\x00" * 5000,
    )


@cache
def _sheets() -> tuple[bytes, ...]:
    rows = [(f"Item {n}", 100 + n, "piece", "", "no") for n in range(5)]
    formula = ("=1+1", "=A1", "+x", "@y", "")
    plain = sheet(COLUMNS, *rows)
    return (
        plain,
        sheet(COLUMNS, formula),
        sheet(("Название", "Цена"), ("Чай", "-5"), ("Чай", "9" * 30)),
        sheet(),
        raw_sheet("<row><c><v>1</v></c></row>" * 50),
        raw_sheet("<row><c t='s'><v>99</v></c></row>"),
        packed({"a": b"0" * 5_000_000}),
        plain[:400],
        b"PK\x03\x04",
        b"Name;Price\n=cmd;1\n",
    )
