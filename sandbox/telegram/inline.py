"""Results of inline queries: what Telegram takes, and the message one of them becomes."""

from typing import Any

from sandbox.telegram.errors import bad_request
from sandbox.telegram.keyboards import Markup, check_markup
from sandbox.telegram.params import Params
from sandbox.telegram.state import Json
from sandbox.telegram.texts import read_text

MAX_RESULTS = 50


def checked_results(results: Any) -> list[Json]:
    if not isinstance(results, list) or not all(isinstance(result, dict) for result in results):
        raise bad_request("can't parse inline query results JSON array")
    if len(results) > MAX_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    ids = [result.get("id") for result in results]
    if any(not isinstance(name, str) or not 1 <= len(name.encode()) <= 64 for name in ids):
        raise bad_request("RESULT_ID_INVALID")
    if len(set(ids)) < len(ids):
        raise bad_request("RESULT_ID_DUPLICATE")
    for result in results:
        content_of(result)
        markup_of(result)
    return results


def content_of(result: Json) -> Json:
    """What the message will say. Only articles are spoken here: the sandbox needs no others."""
    if result.get("type") != "article":
        raise bad_request("can't parse inline query result: type of inline query result is unsupported")
    if not result.get("title"):
        raise bad_request("ARTICLE_TITLE_EMPTY")
    said = result.get("input_message_content")
    if not isinstance(said, dict) or "message_text" not in said:
        raise bad_request("can't parse inline query result: message content is not specified")
    fields = {"text": "message_text", "parse_mode": "parse_mode", "entities": "entities"}
    return read_text(Params({name: said.get(field) for name, field in fields.items()}))


def markup_of(result: Json) -> Markup | None:
    return check_markup(result.get("reply_markup"), inline_only=True)
