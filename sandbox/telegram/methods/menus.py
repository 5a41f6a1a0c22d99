"""Command menus, by scope and language, and the menu button."""

import re
from typing import Any

from sandbox.telegram.addresses import chat_to_read
from sandbox.telegram.errors import bad_request
from sandbox.telegram.params import Params
from sandbox.telegram.state import Json
from sandbox.telegram.utf16 import utf16_length
from sandbox.telegram.world import World

MAX_COMMANDS = 100
COMMAND = re.compile(r"[a-z0-9_]{1,32}")
LANGUAGE = re.compile(r"[a-z]{2}")
PLAIN_SCOPES = {"default", "all_private_chats", "all_group_chats", "all_chat_administrators"}
CHAT_SCOPES = {"chat", "chat_administrators", "chat_member"}
BUTTON_TYPES = {"commands", "default", "web_app"}


async def set_my_commands(world: World, params: Params) -> bool:
    commands = params.json("commands")
    if not isinstance(commands, list):
        raise bad_request("can't parse commands: expected an Array")
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    checked = [_command(command) for command in commands]
    world.profile.commands[_place(world, params)] = checked
    world.changes.note()
    return True


async def delete_my_commands(world: World, params: Params) -> bool:
    world.profile.commands.pop(_place(world, params), None)
    world.changes.note()
    return True


async def get_my_commands(world: World, params: Params) -> list[Json]:
    return world.profile.commands.get(_place(world, params), [])


async def set_chat_menu_button(world: World, params: Params) -> bool:
    button = params.json("menu_button") or {"type": "default"}
    if not isinstance(button, dict) or button.get("type") not in BUTTON_TYPES:
        raise bad_request("can't parse menu button: unsupported type")
    chat = chat_to_read(world, params).id if params.has("chat_id") else 0
    world.profile.menu_buttons[chat] = button
    return True


async def get_chat_menu_button(world: World, params: Params) -> Json:
    buttons = world.profile.menu_buttons
    return buttons.get(params.integer("chat_id"), buttons.get(0, {"type": "default"}))


def language_code(params: Params) -> str:
    code = params.text("language_code")
    if code and not LANGUAGE.fullmatch(code):
        raise bad_request("invalid language_code specified")
    return code


def _command(command: Any) -> Json:
    if not isinstance(command, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    name, description = str(command.get("command") or ""), str(command.get("description") or "")
    if not COMMAND.fullmatch(name.removeprefix("/")):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= utf16_length(description) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name.removeprefix("/"), "description": description}


def _place(world: World, params: Params) -> tuple[str, str]:
    """Scope and language as one key; the chat of a scope must be one that the bot knows."""
    scope = params.json("scope") or {"type": "default"}
    if not isinstance(scope, dict) or scope.get("type") not in PLAIN_SCOPES | CHAT_SCOPES:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    code = language_code(params)
    kind = str(scope["type"])
    if kind in PLAIN_SCOPES:
        return kind, code
    chat = chat_to_read(world, Params(scope))
    member = f":{scope.get('user_id')}" if kind == "chat_member" else ""
    return f"{kind}:{chat.id}{member}", code


METHODS = {
    "setMyCommands": set_my_commands,
    "deleteMyCommands": delete_my_commands,
    "getMyCommands": get_my_commands,
    "setChatMenuButton": set_chat_menu_button,
    "getChatMenuButton": get_chat_menu_button,
}
