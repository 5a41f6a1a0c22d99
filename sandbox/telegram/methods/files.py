"""Where a file can be fetched."""

from sandbox.telegram.errors import bad_request
from sandbox.telegram.files import MAX_DOWNLOAD
from sandbox.telegram.params import Params
from sandbox.telegram.state import Json
from sandbox.telegram.world import World


async def get_file(world: World, params: Params) -> Json:
    if not params.has("file_id"):
        raise bad_request("invalid file_id")
    stored = world.files.find(params.text("file_id"))
    if len(stored.data) > MAX_DOWNLOAD:
        raise bad_request("file is too big")
    return {
        "file_id": stored.id,
        "file_unique_id": stored.unique_id,
        "file_size": len(stored.data),
        "file_path": stored.path,
    }


METHODS = {"getFile": get_file}
