"""Whether a program on these books answers at the public address: asked by ``doctor``, proved to it."""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Sequence

import aiohttp

from bot.hearing import Finding
from store.secrets import Vault

NONCE = re.compile(r"[0-9a-f]{32}")
TIMEOUT = aiohttp.ClientTimeout(total=10)


def proof(vault: Vault, owner: str, nonce: str) -> str:
    """Shown to whoever asks: it says that this process is ``owner``, to those alone who have our key.

    Empty for what is none of our questions.
    """
    return vault.proofs(f"{nonce} {owner}")[0] if NONCE.fullmatch(nonce) else ""


async def who_answers(address: str, vault: Vault, living: Sequence[str]) -> Finding:
    """``living``: the processes that the books show to work on them."""
    nonce = secrets.token_hex(16)
    try:
        async with (
            aiohttp.ClientSession(timeout=TIMEOUT) as http,
            http.get(address, params={"nonce": nonce}) as answer,
        ):
            status, body = answer.status, await answer.json(content_type=None)
    except (aiohttp.ClientError, TimeoutError) as error:
        advice = "Is `tolem run` running, and does your proxy lead there?"
        return False, f"{address} cannot be reached ({type(error).__name__}). {advice}"
    except ValueError:
        return False, f"{address} answers {status}, but not as this program would"
    shown = str(body.get("proof", "")) if isinstance(body, dict) else ""
    if status != 200 or not isinstance(body, dict) or "alive" not in body:
        return False, f"{address} answers {status}, but not as this program would"
    expected = [each for owner in living for each in vault.proofs(f"{nonce} {owner}")]
    if any(hmac.compare_digest(shown.encode(), each.encode()) for each in expected):
        return True, f"{address} leads to this program"
    advice = (
        "is it another installation, an older version, or one with another DATABASE_URL or SECRET_KEY? "
        "Lead the proxy to this one, or start this one again."
    )
    return False, f"{address} answers as the program does, but is none of those on this database: {advice}"
