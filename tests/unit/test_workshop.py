"""README, Makefile, settings and docs say the same as the code."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from pydantic_settings import BaseSettings

from billing.states import INVOICE_MOVES, PAYMENT_MOVES, REFUND_MOVES, AttentionKind
from bot.__main__ import main as command_line
from bot.settings import Settings
from providers.apipay.settings import ApiPaySettings
from providers.halyk.settings import HalykSettings
from providers.horizonpay.settings import HorizonPaySettings
from tests.__main__ import MISSING
from tests.__main__ import main as run_tests
from tests.bench.__main__ import ROWS as BENCH
from tests.bench.__main__ import chosen as rows_of

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
ENV_EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
COMPOSE = (ROOT / "compose.yaml").read_text(encoding="utf-8")
PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
ids_of_pages = [page.relative_to(ROOT).as_posix() for page in PAGES]

KINDS: list[tuple[str, type[BaseSettings]]] = [
    ("", Settings),
    ("APIPAY_", ApiPaySettings),
    ("HALYK_", HalykSettings),
    ("HORIZONPAY_", HorizonPaySettings),
]
REQUIRED = {"BOT_TOKEN": "1:test", "OWNER_IDS": "1", "SECRET_KEY": "x" * 32}
TEST_ADDRESSES = [
    "https://test-epay-oauth.epayment.kz/oauth2/token",
    "https://test-epay-api.epayment.kz",
    "https://testoauth.homebank.kz/epay2/oauth2/token",
    "https://testepay.homebank.kz/api",
]


def targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))


def recipe(target: str) -> str:
    found = re.search(rf"^{target}:.*\n\t@(.+)", MAKEFILE, re.MULTILINE)
    assert found
    return found[1]


def commands_of(page: Path) -> Iterator[tuple[str, str]]:
    """What a page tells its reader to run: ``("make", "demo")``."""
    text = page.read_text(encoding="utf-8")
    code = re.findall(r"^ {4,}.+$|`[^`\n]+`", text, re.MULTILINE)
    yield from re.findall(r"(?<!-u )(?<!srv/)\b(make|tolem) ([a-z][a-z-]*)\b", "\n".join(code))


def written_settings() -> dict[str, str]:
    """Name and value of each setting of ``.env.example``, also where it is commented out."""
    found = re.findall(r"^#?([A-Z][A-Z0-9_]+)=(.*)$", ENV_EXAMPLE, re.MULTILINE)
    assert len(found) == len(dict(found)), "a setting stands there twice"
    return dict(found)


def variables(prefix: str, kind: type[BaseSettings]) -> set[str]:
    return {f"{prefix}{name}".upper() for name in kind.model_fields}


def read(
    kind: type[BaseSettings], values: Mapping[str, str], monkeypatch: pytest.MonkeyPatch
) -> dict[str, Any]:
    for name in {*os.environ} & {n for prefix, k in KINDS for n in variables(prefix, k)}:
        monkeypatch.delenv(name)
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    read = kind(_env_file=None)  # type: ignore[call-arg]
    return {name: _plain(getattr(read, name)) for name in kind.model_fields}


def _plain(value: object) -> object:
    return value.get_secret_value() if isinstance(value, SecretStr) else value


def tracked() -> list[Path]:
    """Every file of the project."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode == 0:
        return [p for name in listed.stdout.decode().split("\0") if name and (p := ROOT / name).is_file()]
    return [
        p for folder in ("docs", ".ci", "bot", "tests") for p in (ROOT / folder).rglob("*") if p.is_file()
    ]


# --- commands -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES, ids=ids_of_pages)
def test_every_command_that_a_page_names_exists(page: Path) -> None:
    known = {("make", name) for name in targets()} | {("tolem", name) for name in command_line.commands}
    assert set(commands_of(page)) - known == set()


@pytest.mark.parametrize("target", ["demo", "tour", "test", "check", "bench", "format"])
def test_the_makefile_has(target: str) -> None:
    assert target in targets()


def test_readme_names_the_two_commands() -> None:
    assert {("make", "demo"), ("make", "test")} <= set(commands_of(ROOT / "README.md"))


def test_ci_runs_what_readme_names() -> None:
    lines = (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()
    assert lines[-1] == "make check"
    assert os.access(ROOT / ".ci/run", os.X_OK)
    parts = "--no-print-directory --jobs=2 secrets audit lint test"
    assert [recipe(name) for name in ("check", "check-long")] == [
        f"$(MAKE) {parts}",
        f"LONG=1 $(MAKE) {parts}",
    ]


@pytest.mark.parametrize("command", sorted(command_line.commands))
def test_every_command_is_in_the_reference(command: str) -> None:
    assert f"`tolem {command}" in (ROOT / "docs/reference/commands.md").read_text(encoding="utf-8")


def test_readme_fits_on_a_screen() -> None:
    assert len(README.splitlines()) <= 80


def test_readme_says_what_may_be_sold() -> None:
    plain = " ".join(README.split())
    assert "What you may sell" in plain
    for sentence in (
        "Tolem is for goods and services outside Telegram: coffee, repairs, a haircut.",
        "Don't use Tolem for those.",
        "neither Telegram nor Tolem holds it.",
        "Tolem's receipt does not replace the fiscal receipt that the seller owes.",
    ):
        assert sentence in plain


@pytest.mark.parametrize("page", PAGES, ids=ids_of_pages)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert [to for to in links if "://" not in to and not (page.parent / to).exists()] == []


# --- settings -------------------------------------------------------------------------------------------


def test_the_example_names_exactly_the_settings() -> None:
    assert set(written_settings()) == {name for prefix, kind in KINDS for name in variables(prefix, kind)}


@pytest.mark.parametrize(("prefix", "kind"), KINDS, ids=["program", "apipay", "halyk", "horizonpay"])
def test_the_example_shows_the_defaults(
    prefix: str, kind: type[BaseSettings], monkeypatch: pytest.MonkeyPatch
) -> None:
    required = REQUIRED if kind is Settings else {}
    shown = {n: v for n, v in written_settings().items() if n in variables(prefix, kind) and v}
    assert read(kind, {**shown, **required}, monkeypatch) == read(kind, required, monkeypatch)
    unset = {n for n, v in read(kind, required, monkeypatch).items() if v in (None, "", ())}
    assert {f"{prefix}{name}".upper() for name in unset} | set(required) == variables(prefix, kind) - set(
        shown
    )


def test_the_reference_names_exactly_the_settings() -> None:
    page = (ROOT / "docs/reference/settings.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `([A-Z0-9_]+)` \| (.*?) \|", page, re.MULTILINE))
    written = written_settings()
    assert set(rows) == set(written)
    for name, value in written.items():
        if value:
            assert rows[name] == f"`{value}`"


def test_addresses_are_production_and_the_test_ones_stand_beside() -> None:
    written = written_settings()
    assert written["TELEGRAM_API_URL"] == "https://api.telegram.org"
    assert written["HALYK_OAUTH_URL"] == "https://epay-oauth.homebank.kz/oauth2/token"
    assert written["HALYK_API_URL"] == "https://epay-api.homebank.kz"
    for name in ("HALYK_OAUTH_URL", "HALYK_API_URL"):
        above = ENV_EXAMPLE[: ENV_EXAMPLE.index(f"#{name}=")].splitlines()[-2:]
        assert sum(f" {address}" in line for address in TEST_ADDRESSES for line in above) == 2


def test_the_example_holds_no_secret() -> None:
    secrets = {n: v for n, v in written_settings().items() if re.search("TOKEN|SECRET|KEY|IDS|CLIENT", n)}
    assert {name for name, value in secrets.items() if value} == set()


def test_compose_uses_only_settings_that_exist() -> None:
    used = set(re.findall(r"^ {6}([A-Z][A-Z0-9_]+):", COMPOSE, re.MULTILINE))
    known = {name for prefix, kind in KINDS for name in variables(prefix, kind)}
    assert {name for name in used if not name.startswith("POSTGRES_")} - known == set()


# --- docs that repeat what the code says ----------------------------------------------------------------


def _moves(page: str, heading: str) -> dict[str, set[str]]:
    table = page.split(f"## {heading}\n")[1].split("\n## ")[0]
    rows = [row.strip("| ").split(" | ") for row in table.splitlines() if row.startswith("| `")]
    return {row[0].strip("` "): set(re.findall(r"`([a-z]+)`", row[-1])) for row in rows}


def test_the_page_of_states_shows_the_moves() -> None:
    page = (ROOT / "docs/reference/states.md").read_text(encoding="utf-8")
    invoice = {was.value: {to.value for to in moves} for was, moves in INVOICE_MOVES.items()}
    payment = {was.value: {to.value for to in moves} for was, moves in PAYMENT_MOVES.items()}
    assert _moves(page, "Invoice") == invoice
    refund = {was.value: {to.value for to in moves} for was, moves in REFUND_MOVES.items()}
    assert _moves(page, "Payment") == payment
    assert _moves(page, "Refund") == refund


@pytest.mark.parametrize("kind", list(AttentionKind))
def test_every_kind_of_attention_is_explained(kind: AttentionKind) -> None:
    assert f"| {kind} |" in (ROOT / "docs/how-to/alerts.md").read_text(encoding="utf-8")


def test_every_alert_has_its_row() -> None:
    """What is over, and what is an apology to a person, calls for nothing."""
    from screens.alerts import KINDS
    from screens.troubles import OVER

    rows = re.findall(
        r"^\| `(alert-[a-z-]+)` ", (ROOT / "docs/how-to/alerts.md").read_text("utf-8"), re.MULTILINE
    )
    assert sorted(rows) == sorted(KINDS - OVER.keys() - {"set-aside"})


def test_every_address_is_in_the_reference() -> None:
    page = (ROOT / "docs/reference/http.md").read_text(encoding="utf-8")
    source = (ROOT / "web/app.py").read_text(encoding="utf-8")
    for method, path in re.findall(r'web\.(get|post)\(f?"([^"]+)"', source):
        plain = re.sub(r"\{\{(\w+):\{_NAME\}\}\}", r"{\1}", path)
        plain = plain.replace("{_TOKEN}", "{token}").replace("{_KEY}", "{key}")
        if plain.startswith("/webhooks/"):
            plain = "/webhooks/halyk/{token}"
        assert f"`{method.upper()} {plain}`" in page


def test_every_figure_is_in_the_reference() -> None:
    page = (ROOT / "docs/reference/http.md").read_text(encoding="utf-8")
    names = re.findall(r'"(tolem_[a-z_]+)"', (ROOT / "bot/metrics.py").read_text(encoding="utf-8"))
    assert names
    assert [name for name in names if name not in page] == []


# --- what must not be in the project --------------------------------------------------------------------


def test_no_file_names_a_machine_or_where_packages_come_from() -> None:
    folders = "|".join(("work", "root", "home/[a-z]", "Users", "opt/(?!tolem)"))
    words = re.compile(
        rf"(?<![\w.:/])/(?:{folders})/|file:/{{2}}|index-url|find-links|pypi\.|/simple\b".encode()
    )
    found = [
        f"{path.relative_to(ROOT)}: {match[0].decode()}"
        for path in tracked()
        if path != Path(__file__) and b"\0" not in (content := path.read_bytes())[:1000]
        for match in [words.search(content)]
        if match
    ]
    assert found == []


def test_pinned_versions_are_only_versions() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert [
        line for line in lines if not re.fullmatch(r"#.*|[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.]*", line)
    ] == []


# --- the test command itself ----------------------------------------------------------------------------


def test_without_chromium_the_last_line_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[list[str]] = []
    monkeypatch.setattr(pytest, "main", lambda arguments, plugins: asked.append(arguments) or 0)
    assert run_tests([], ci=False, chromium=None) == 0
    assert [words[:2] for words in asked] == [["-m", "not browser and not long"]]
    assert capsys.readouterr().out.splitlines()[-1] == MISSING


def test_in_ci_a_missing_chromium_is_a_failure(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_tests([], ci=True, chromium=None) != 0
    assert "CI runs everything" in capsys.readouterr().out


def test_in_ci_browser_tests_must_have_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pytest, "main", lambda arguments, plugins: 0)
    assert run_tests([], ci=True, chromium="/usr/bin/chromium") == 1
    assert run_tests([], ci=False, chromium="/usr/bin/chromium") == 0


def test_a_bench_row_that_is_none_is_refused_with_the_list_of_those_that_are() -> None:
    assert rows_of([]) == list(BENCH)
    assert rows_of(["--quick", "qr"]) == ["qr"]
    with pytest.raises(SystemExit, match=r"There is no nope\. Rows: qr, settle10, "):
        rows_of(["qr", "nope"])
