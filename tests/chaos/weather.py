"""How badly banks and Telegram behave while it lasts: the odds, which the simulators draw themselves.

With one seed the n-th call of an endpoint meets the same fate; which call is the n-th, processes decide.
"""

from __future__ import annotations

from sandbox.client import Sandbox

BANKS = ("halyk", "apipay", "horizonpay")
CALLS = {"lost": 0.05, "late": 0.05, "doubled": 0.08, "reordered": 0.08, "forged": 0.03}
ANSWERS = {
    "500": 0.01,
    "500 acted": 0.01,
    "html": 0.004,
    "badjson acted": 0.004,
    "empty acted": 0.004,
    "429": 0.004,
    "slow": 0.02,
    "silence_before": 0.003,
    "silence_after": 0.003,
    "reset_before": 0.006,
    "reset_after": 0.006,
}
MILD = {kind: odds for kind, odds in ANSWERS.items() if "acted" in kind or kind in ("slow", "reset_after")}
TELEGRAM = {"429": 0.01, "500": 0.01, "502": 0.005, "lost": 0.01, "dropped": 0.01, "slow": 0.02}
UPDATES = {"doubled": 0.05}


async def storm(sandbox: Sandbox, seed: int, *, mild: bool = False) -> None:
    """It begins. `mild`: banks have done what they do not say, which is seen soon; that they have not is only
    believed after a minute and more."""
    answers = MILD if mild else ANSWERS
    for bank in BANKS:
        await getattr(sandbox, bank)("chances", seed=seed, calls=CALLS, answers=answers)
    await sandbox.chances(seed, TELEGRAM, UPDATES)


async def clear(sandbox: Sandbox) -> None:
    """It is over: from now on every call arrives, once, and is answered."""
    for bank in BANKS:
        await getattr(sandbox, bank)("chances")
    await sandbox.chances()
