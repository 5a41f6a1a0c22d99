"""What the bot says of itself."""

from sandbox.telegram.errors import bad_request
from sandbox.telegram.methods.menus import language_code
from sandbox.telegram.methods.registry import Method
from sandbox.telegram.params import Params
from sandbox.telegram.state import Json
from sandbox.telegram.utf16 import utf16_length
from sandbox.telegram.world import World

WORDS = {
    "name": ("Name", 64),
    "description": ("Description", 512),
    "short_description": ("ShortDescription", 120),
}


async def get_me(world: World, params: Params) -> Json:
    return world.bot | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def _setter(field: str, longest: int) -> Method:
    async def set_words(world: World, params: Params) -> bool:
        if utf16_length(params.text(field)) > longest:
            raise bad_request(f"bot {field.replace('_', ' ')} is too long")
        world.profile.words[field, language_code(params)] = params.text(field)
        return True

    return set_words


def _getter(field: str) -> Method:
    async def get_words(world: World, params: Params) -> Json:
        words = world.profile.words
        default = words.get((field, ""), world.bot["first_name"] if field == "name" else "")
        return {field: words.get((field, language_code(params)), default)}

    return get_words


METHODS: dict[str, Method] = {
    "getMe": get_me,
    **{f"setMy{name}": _setter(field, longest) for field, (name, longest) in WORDS.items()},
    **{f"getMy{name}": _getter(field) for field, (name, _) in WORDS.items()},
}
