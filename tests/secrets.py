"""``python -m tests.secrets``: no key, token or password stands in a tracked file. Needs no network.

What is found and is none (an example of a bank's, a simulator's toy) is written down in ``secrets.known`` by
a digest, so that the list itself tells nothing: ``python -m tests.secrets --known`` writes it anew.
"""

from __future__ import annotations

import hashlib
import math
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
KNOWN = Path(__file__).with_suffix(".known")
FORMS = {
    "a bot's token": r"(?<![\w:])[0-9]{8,10}:[A-Za-z0-9_-]{35}(?![\w-])",
    "a private key": r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----\s+[A-Za-z0-9+/=]{20,}",
    "a password in an address": r"[a-z][a-z0-9+]*://[^\s:/@'\"`]+:[^\s:/@'\"`]{3,}@[\w.-]+",
    "a key of AWS": r"(?<![A-Z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Z0-9])",
    "a token of GitHub or GitLab": r"(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{60,}|glpat-[\w-]{20})",
    "a token of a chat or a cloud": r"xox[abeprs]-[\w-]{10,}|AIza[\w-]{35}|ya29\.[\w-]{30,}",
    "a key of a shop or a library": r"[sr]k_live_\w{20,}|sk-[A-Za-z0-9]{32,}|pypi-[\w-]{50,}|npm_\w{36}",
    "a signed token": r"eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}",
}
FORM = re.compile("|".join(f"(?P<f{n}>{form})" for n, form in enumerate(FORMS.values())))
STRING = re.compile(r"""(?<=["'=\s])[A-Za-z0-9+/_-]{28,128}={0,2}(?=["'\s,]|$)""", re.MULTILINE)
HEX, HEX_LEAST, LEAST = re.compile(r"[0-9a-f]+|[0-9A-F]+"), 3.2, 4.3  # bits a character
SKIPPED = {".png", ".ftl", ".known", ".ico"}


def found(text: str) -> Iterator[tuple[int, str, str]]:
    """Line, what it looks like, and the string itself."""
    for match in FORM.finditer(text):
        name = list(FORMS)[int((match.lastgroup or "f0")[1:])]
        yield text.count("\n", 0, match.start()) + 1, name, match[0]
    for match in STRING.finditer(text):
        word = match[0]
        least = HEX_LEAST if HEX.fullmatch(word) else LEAST
        if _bits(word) >= least and any(letter.isdigit() for letter in word):
            yield text.count("\n", 0, match.start()) + 1, "chance", word


def _bits(word: str) -> float:
    """How much chance is in a character."""
    counts = Counter(word).values()
    return -sum(n / len(word) * math.log2(n / len(word)) for n in counts)


def digest(where: str, word: str) -> str:
    """By which a known one is known; it belongs to its file."""
    return hashlib.sha256(f"{where}:{word}".encode()).hexdigest()[:24]


def tracked() -> list[Path]:
    """What would go out with the next push."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name]


def findings(files: Iterable[Path]) -> Iterator[tuple[str, int, str, str]]:
    """File, line, what it looks like, digest."""
    for path in files:
        if path.suffix in SKIPPED or not path.is_file() or b"\0" in (raw := path.read_bytes()):
            continue
        where = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name
        for line, name, word in found(raw.decode("utf-8", "replace")):
            yield where, line, name, digest(where, word)


def main(arguments: list[str]) -> int:
    """The exit code; files may be named, else it is all that git tracks."""
    if arguments == ["--known"]:
        lines = sorted({f"{where} {mark}" for where, _, _, mark in findings(tracked())})
        KNOWN.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return 0
    known = {line.split()[-1] for line in KNOWN.read_text(encoding="utf-8").splitlines() if line}
    files = [Path(name).resolve() for name in arguments] or tracked()
    new = [each for each in findings(files) if each[3] not in known]
    for where, line, name, _ in new:
        print(f"{where}:{line}: this looks like a secret: {name}")
    if new:
        print("Take it out, and replace it where it is used. If it is none: python -m tests.secrets --known")
    return 1 if new else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
