"""What anybody is told who asks whether a receipt is genuine. Imports no chat framework."""

from __future__ import annotations

from datetime import datetime

from billing.money import Money
from billing.receipts.codes import grouped
from billing.receipts.models import Proof
from screens import format as fmt
from screens import phrases
from screens.reader import Reader


def genuine(proof: Proof, code: str, now: datetime, reader: Reader) -> str:
    """HTML: how much, whose, when, through which bank, what went back; nobody's name or number."""
    words = reader.words
    shop = words.html("shop-named", shop=fmt.shop(proof.shop))
    return phrases.lines(
        [
            f"<b>{words(_headline(proof), amount=_sum(proof.taken, reader))}</b>",
            phrases.dotted(shop, phrases.bank(proof.provider, reader)),
            words("proof-paid", at=_at(proof.paid_at, reader)),
            *_back(proof, reader),
            words("proof-code", code=grouped(code)),
            words("proof-checked", at=_at(now, reader)),
        ]
    )


def not_ours(code: str, shop: str, reader: Reader, *, bot: str = "") -> str:
    """HTML: none of our codes. ``bot``: another one, to which its link leads."""
    words, shop, code = reader.words, fmt.shop(shop), grouped(code)
    if bot:
        hint = words.html("proof-foreign-hint", bot=bot, shop=shop, code=code)
        return phrases.lines([f"<b>{words('proof-foreign')}</b>", hint])
    hint = words.html("proof-none-hint", shop=shop, code=code)
    return phrases.lines([f"<b>{words('proof-none')}</b>", hint])


def _headline(proof: Proof) -> str:
    """Nothing looks like a yes where nobody has the money, or it never was any."""
    if proof.practice:
        return "proof-practice"
    if proof.all_back:
        return "proof-all-back"
    return "proof-part-back" if proof.returned.minor else "proof-genuine"


def _back(proof: Proof, reader: Reader) -> list[str]:
    words = reader.words
    found = []
    if proof.returned.minor:
        found.append(words("proof-returned", amount=_sum(proof.returned, reader)))
    if proof.returned.minor and proof.returned_at is not None:
        found.append(words("proof-returned-at", at=_at(proof.returned_at, reader)))
    if proof.under_way.minor:
        found.append(words("proof-under-way", amount=_sum(proof.under_way, reader)))
    return found or [words("proof-nothing-back")]


def _sum(amount: Money, reader: Reader) -> str:
    return phrases.sum_of(amount, reader)


def _at(moment: datetime, reader: Reader) -> str:
    return fmt.full(moment, reader.zone, reader.words.locale)
