"""How updates reach the bot: polling or webhook, never both."""

import ipaddress
import re
from urllib.parse import urlsplit

from sandbox.telegram.errors import bad_request, conflict
from sandbox.telegram.params import Params
from sandbox.telegram.state import Json
from sandbox.telegram.webhook import Webhook
from sandbox.telegram.world import World

SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
MAX_BATCH = 100
MAX_PATIENCE = 50
WEBHOOK_ACTIVE = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


async def get_updates(world: World, params: Params) -> list[Json]:
    if world.webhook is not None:
        raise conflict(WEBHOOK_ACTIVE)
    world.updates.allow(params.json("allowed_updates"))
    limit = min(max(params.integer("limit", MAX_BATCH), 1), MAX_BATCH)
    patience = min(max(params.integer("timeout"), 0), MAX_PATIENCE)
    return await world.updates.poll(params.integer("offset"), limit, patience)


async def set_webhook(world: World, params: Params) -> bool:
    url = params.text("url")
    if not url:
        return await delete_webhook(world, params)
    _check_address(url)
    secret = params.text("secret_token")
    if secret and not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    world.updates.allow(params.json("allowed_updates"))
    if params.flag("drop_pending_updates"):
        world.updates.clear()
    world.updates.interrupt()
    await world.replace_webhook(Webhook(url, secret, world.updates))
    return True


async def delete_webhook(world: World, params: Params) -> bool:
    if params.flag("drop_pending_updates"):
        world.updates.clear()
    await world.replace_webhook(None)
    return True


async def get_webhook_info(world: World, params: Params) -> Json:
    webhook = world.webhook
    info: Json = {
        "url": webhook.url if webhook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates),
    }
    if webhook is not None:
        info |= {"max_connections": 1, "ip_address": "127.0.0.1"} | webhook.last_error
    if world.updates.allowed:
        info["allowed_updates"] = world.updates.allowed
    return info


def _check_address(url: str) -> None:
    """https with a dotted host, as at Telegram; plain http only on this very machine."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme == "http" and _is_loopback(host):
        return
    if parts.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if "." not in host:
        raise bad_request("bad webhook: Failed to resolve host: Name or service not known")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


METHODS = {
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
}
