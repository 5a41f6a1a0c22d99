"""Which keyboards Telegram takes."""

from typing import Any

from sandbox.telegram.errors import bad_request
from sandbox.telegram.links import WrongLinkError, check_link, user_of_link
from sandbox.telegram.params import Params
from sandbox.telegram.utf16 import utf16_length

Markup = dict[str, Any]
MAX_BUTTONS = 100
MAX_IN_ROW = 8
MAX_DATA = 64
MAX_COPIED = 256
STYLES = {"danger", "success", "primary"}
INLINE_KINDS = {
    "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay", "disabled",
}  # fmt: skip
REQUESTS = {
    "request_contact": "phone number can be requested in private chats only",
    "request_location": "location can be requested in private chats only",
}


def read_markup(params: Params, *, private: bool = False, inline_only: bool = False) -> Markup | None:
    """`reply_markup` after all checks; None if there is none (an empty inline keyboard is none)."""
    return check_markup(params.json("reply_markup"), private=private, inline_only=inline_only)


def check_markup(markup: Any, *, private: bool = False, inline_only: bool = False) -> Markup | None:
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        rows = _rows(markup["inline_keyboard"], "inline_keyboard")
        kept = [[_inline_button(button, private) for button in row] for row in rows if row]
        return {"inline_keyboard": kept} if kept else None
    if inline_only and markup:
        raise bad_request("inline keyboard expected")
    return _other_markup(markup, private)


def is_editable(markup: Markup | None) -> bool:
    """A message that carries a reply keyboard or asks for a reply can't be edited."""
    return markup is None or "inline_keyboard" in markup


def _other_markup(markup: Markup, private: bool) -> Markup | None:
    if "keyboard" in markup:
        rows = _rows(markup["keyboard"], "keyboard")
        kept = [[_reply_button(button, private) for button in row] for row in rows if row]
        return markup | {"keyboard": kept}
    if markup.get("remove_keyboard") is True or markup.get("force_reply") is True:
        return markup
    return None


def _rows(rows: Any, field: str) -> list[list[Any]]:
    if not isinstance(rows, list):
        raise bad_request(f'field "{field}" must be of the type Array')
    if not all(isinstance(row, list) for row in rows):
        raise bad_request(f'field "{field}" must be an Array of Arrays')
    if sum(map(len, rows)) > MAX_BUTTONS or any(len(row) > MAX_IN_ROW for row in rows):
        raise bad_request("reply markup is too long")
    return rows


def _reply_button(button: Any, private: bool) -> Markup:
    if isinstance(button, str):
        button = {"text": button}
    text = button.get("text") if isinstance(button, dict) else None
    if not isinstance(text, str) or not text:
        raise bad_request("keyboard button text must be non-empty")
    for request, why in REQUESTS.items():
        if button.get(request) and not private:
            raise bad_request(why)
    _check_style(button, "keyboard button")
    return dict(button)


def _inline_button(button: Any, private: bool) -> Markup:
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: expected an Object")
    if not isinstance(button.get("text"), str) or not button["text"].strip():
        raise bad_request("can't parse inline keyboard button: inline keyboard button text must be non-empty")
    kinds = [kind for kind in sorted(INLINE_KINDS) if button.get(kind) is not None]
    if not kinds:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if len(kinds) > 1:
        raise bad_request(
            f"can't parse inline keyboard button: more than one button type: {', '.join(kinds)}"
        )
    _check_style(button, "inline keyboard button")
    kept = {name: value for name, value in button.items() if value is not None}
    return kept | {kinds[0]: _checked(kinds[0], button[kinds[0]], private)}


def _check_style(button: Markup, what: str) -> None:
    style = button.get("style")
    if style is not None and style not in STYLES:
        raise bad_request(f"can't parse {what}: invalid button style specified")


def _checked(kind: str, value: Any, private: bool) -> Any:
    match kind:
        case "callback_data":
            return _callback_data(value)
        case "url":
            return _url(value)
        case "copy_text":
            return _copied(value)
        case "web_app":
            return _web_app(value, private)
        case _:
            return value


def _callback_data(data: Any) -> str:
    if not isinstance(data, str) or not 1 <= len(data.encode()) <= MAX_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    return data


def _url(url: Any) -> str:
    if not isinstance(url, str) or not url:
        raise bad_request("BUTTON_URL_INVALID")
    if user_of_link(url):
        return url
    try:
        return check_link(url)
    except WrongLinkError as wrong:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: {wrong}") from None


def _copied(value: Any) -> Markup:
    text = value.get("text") if isinstance(value, dict) else None
    if not isinstance(text, str) or not 1 <= utf16_length(text) <= MAX_COPIED:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    return {"text": text}


def _web_app(value: Any, private: bool) -> Markup:
    url = str(value.get("url", "")) if isinstance(value, dict) else ""
    if not private:
        raise bad_request("BUTTON_TYPE_INVALID")
    if not url.lower().startswith("https://"):
        raise bad_request(
            f"inline keyboard button Web App URL '{url}' is invalid: Only HTTPS links are allowed"
        )
    return {"url": url}
