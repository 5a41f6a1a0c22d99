"""Receipt codes, ``7K2M-94QD-5VXA``: written, and read as people type them.

Eight characters by chance, kept with the payment; three that nobody can make without our key; one by which a
slip of the finger shows. A code says nothing by itself: what it stands for is in the books.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that is mistaken for another when read out loud
LINK = "rcpt_"  # so begins the payload of a link that asks about a receipt
LONG = 12  # characters of a code, without what stands between its groups

_BASE = len(ALPHABET)  # a prime: with it one wrong character, or two that changed places, always show
_GROUP = 4
_SEED, _MARK = 8, 3
_SEED_FORM = re.compile(f"[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}")
_FORM = re.compile(f"[{ALPHABET}]{{{LONG}}}")

_FOREIGN = "АВСЕЁНҢҺКҚМРТХҲУҮҰЗЅЈ" + "ΑΒΕΖΗΚΜΝΡΤΥΧ"
_LATIN = "ABCEEHHHKKMPTXXYYY3SJ" + "ABEZHKMNPTYX"
_MENDED = str.maketrans(_FOREIGN, _LATIN)
"""Letters of other alphabets that look like ours."""

_DASH = r"\-‐‑‒–—―−"
_BETWEEN = re.compile(rf"[\s{_DASH}_.,:;/|·]+")
_DASHED = re.compile(
    rf"(?<![A-Z0-9{_DASH}])[A-Z0-9]{{4}}(?: ?[{_DASH}] ?[A-Z0-9]{{4}}){{2}}(?![A-Z0-9{_DASH}])"
)
_SHORT = rf"[{ALPHABET}]{{4}}[{_DASH}][{ALPHABET}]{{4}}"
_AT_THE_END = re.compile(rf":\s*({_SHORT})\s*$", re.MULTILINE)
_GROUPS = re.compile(rf"[A-Z0-9]{{3,5}}(?:\s?[{_DASH}]\s?[A-Z0-9]{{3,5}}){{2}}")
_SPACED = re.compile(r"[A-Z0-9]{4}(?:\s+[A-Z0-9]{4}){2}")
_IN_LINK = re.compile(rf"{LINK}([A-Za-z0-9_-]{{1,64}})")
_WHOSE = re.compile(r"(?:(?:t|telegram)\.me/|[?&]domain=)([A-Za-z0-9_]{3,64})(?=[?&/])", re.IGNORECASE)


class Form(StrEnum):
    """What a text looks like."""

    WHOLE = "whole"  # a code that may be one of ours
    SLIP = "slip"  # a code with a slip of the finger in it
    OLD = "old"  # the eight characters that receipts had before they were signed


@dataclass(frozen=True, slots=True)
class Typed:
    """A code that somebody wrote, or that a QR holds."""

    form: Form
    code: str = ""  # of a whole one: its characters without anything between
    alone: bool = True  # nothing else stands in the text
    bot: str = ""  # whose link it is, where it stands in one


def signed(seed: str, signature: bytes) -> str:
    """The code of a payment; "" where the payment has no ``seed`` that a code can be made of."""
    if not _SEED_FORM.fullmatch(seed):
        return ""
    body = seed.replace("-", "") + _digits(int.from_bytes(signature), _MARK)
    return grouped(body + _check(body))


def bare(code: str) -> str:
    """Without the hyphens, as it stands in links."""
    return code.replace("-", "")


def grouped(code: str) -> str:
    """With a hyphen after each fourth character."""
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def seed_of(code: str) -> str:
    """As it is kept with the payment."""
    return grouped(bare(code)[:_SEED])


def read(text: str) -> Typed | None:
    """The code in a text, in whatever case, spacing and alphabet; ``None`` where there is none.

    Two codes in one text: the first that may be ours counts.
    """
    if (link := _IN_LINK.search(text)) is not None:
        whose = _WHOSE.search(text)
        found = _alone(_mended(link[1])) or Typed(Form.SLIP)
        return Typed(found.form, found.code, alone=True, bot=whose[1] if whose else "")
    mended = _mended(text)
    return _alone(mended) or _within(mended)


def _mended(text: str) -> str:
    return unicodedata.normalize("NFKC", text).upper().translate(_MENDED).strip()


def _alone(text: str) -> Typed | None:
    """The text is a code and nothing else."""
    joined = _BETWEEN.sub("", text)
    if _is_spread(text) and _is_whole(joined):
        return Typed(Form.WHOLE, joined)
    if re.fullmatch(_SHORT, text) and _is_mixed(text):
        return Typed(Form.OLD)
    one_word = len(joined) == LONG and joined == text and joined.isascii() and joined.isalnum()
    grouped_so = abs(len(joined) - LONG) <= 1 and _GROUPS.fullmatch(text)
    if (one_word or grouped_so) and _is_mixed(joined):
        return Typed(Form.SLIP)
    spaced = _SPACED.fullmatch(text) and any(map(_is_mixed, text.split()))
    return Typed(Form.SLIP) if spaced else None


def _is_spread(text: str) -> bool:
    """In one piece, or in pieces no longer than half a code: two words of a sentence are none."""
    parts = [part for part in _BETWEEN.split(text) if part]
    return len(parts) == 1 or all(len(part) <= _GROUP for part in parts) or _halves(parts)


def _halves(parts: list[str]) -> bool:
    return sorted(map(len, parts)) in ([_GROUP, _SEED], [LONG // 2, LONG // 2])


def _within(text: str) -> Typed | None:
    """A receipt that was passed on, with its words."""
    found = list(_candidates(text))
    whole = next((code for code in found if _is_whole(code)), None)
    if whole is not None:
        return Typed(Form.WHOLE, whole, alone=False)
    if any(_is_mixed(code) for code in found):
        return Typed(Form.SLIP, alone=False)
    old = _AT_THE_END.search(text)
    return Typed(Form.OLD, alone=False) if old and _is_mixed(old[1]) else None


def _candidates(text: str) -> Iterator[str]:
    for match in _DASHED.finditer(text):
        yield _BETWEEN.sub("", match[0])


def _is_whole(code: str) -> bool:
    return bool(_FORM.fullmatch(code)) and _check(code[:-1]) == code[-1]


def _is_mixed(code: str) -> bool:
    """Letters and digits: neither a word nor a phone."""
    return any(char.isalpha() for char in code) and any(char.isdecimal() for char in code)


def _check(body: str) -> str:
    """The last character: with it the sum of all, each times its place, is nothing over."""
    total = sum(place * ALPHABET.index(char) for place, char in enumerate(body, 1))
    return ALPHABET[-total * pow(LONG, -1, _BASE) % _BASE]


def _digits(number: int, count: int) -> str:
    made = ""
    for _ in range(count):
        number, digit = divmod(number, _BASE)
        made += ALPHABET[digit]
    return made
