"""``tolem doctor`` finds what is wrong and says what to do."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sqlalchemy import select

from billing import alarms
from billing.inline.models import Draft
from billing.money import Money
from billing.troubles import Sight, Trouble
from bot import presence
from bot.doctor import examine
from bot.opening import open_database
from bot.settings import Wrong
from bot.standing import certificate, clocks
from sandbox.apipay import API_KEY, WEBHOOK_SECRET
from store.books import SqlBooks
from store.inbox import NewUpdate
from store.schema import quotas
from store.secrets import Vault
from tests.support.ports import free_port
from tests.support.stage import SECRET_KEY, Stage, bank_variables


async def findings(stage: Stage, **changes: object) -> tuple[bool, str]:
    """Whether all was well, and everything that was said."""
    said: list[str] = []
    good = await examine(stage.settings(**changes), said.append)
    return good, "\n".join(said)


async def test_a_shop_that_runs_well_is_told_so(play: Stage) -> None:
    good, said = await findings(play)
    assert good, said
    assert "@tolem_demo_bot answers" in said
    assert "test: no real money" in said
    assert "/healthz leads to this program" in said


async def test_it_says_which_addresses_are_not_the_real_ones(play: Stage) -> None:
    _, said = await findings(play)
    assert "not Telegram's own" in said
    assert "is not https" in said


async def test_a_shop_without_a_name_is_told_how_customers_read_it(play: Stage) -> None:
    _, said = await findings(play, shop_name="")
    assert "· SHOP_NAME: is not set" in said
    _, said = await findings(play, shop_name="Дана")
    assert "· SHOP_NAME: «Дана», from the environment" in said


async def test_it_says_of_each_setting_what_counts_and_who_set_it(play: Stage) -> None:
    _, before = await findings(play)
    chosen = {"shop-name": "Дана 2", "shop-language": "kk", "deadline": "2h", "quiet-hours": "off"}

    def choose(books: SqlBooks) -> None:
        for name, value in {**chosen, "invoice-reminders": ""}.items():
            books.choose(name, value, play.clock.now())

    await play.program.database.write(choose)
    _, said = await findings(play)
    for line in (
        "· SHOP_NAME: «Дана», from the environment",
        "· DEFAULT_LOCALE: en, from the environment",
        "· INVOICE_TTL: 24h, as usual",
        "· Quiet hours: 21:00-09:00, as usual",
        "· Reminders: days before an invoice's deadline: 1, 0; as usual",
        "· First bank: none, the payer chooses, as usual",
    ):
        assert line in before
    for line in (
        "· SHOP_NAME: «Дана 2», set in the chat; the environment says «Дана»",
        "· DEFAULT_LOCALE: kk, set in the chat; the environment says en",
        "· INVOICE_TTL: 2h, set in the chat; the environment says nothing",
        "· Quiet hours: off, set in the chat; usual is 21:00-09:00",
        "· Reminders: days before an invoice's deadline: none; set in the chat",
        "· Banks off: none, as usual",
    ):
        assert line in said
    assert (
        "· SHOP_NAME: «Дана 2», set in the chat; the environment says nothing"
        in (await findings(play, shop_name=""))[1]
    )


async def test_a_first_bank_that_is_off_or_gone_is_told_from_one_that_counts(play: Stage) -> None:
    usual = "usual is none, the payer chooses"

    async def line(first: str, off: str = "") -> str:
        def choose(books: SqlBooks) -> None:
            books.choose("first-bank", first, play.clock.now())
            books.choose("banks-off", off, play.clock.now())

        await play.program.database.write(choose)
        return next(each for each in (await findings(play))[1].splitlines() if "First bank" in each)

    assert await line("halyk") == f"· First bank: halyk, set in the chat; {usual}"
    turned_off = f"· First bank: halyk, set in the chat, but turned off: the payer chooses; {usual}"
    assert await line("halyk", off="halyk") == turned_off
    gone = f"· First bank: gone, set in the chat, but it has no credentials here: the payer chooses; {usual}"
    assert await line("gone") == gone


async def test_the_only_bank_that_is_left_is_named_where_it_is_turned_off(play: Stage) -> None:
    """The other one was on when this one was turned off, and its credentials are gone since."""
    nobody = "✗ Bank: each that is known is turned off: nobody can pay; turn one on in /settings"

    def choose(books: SqlBooks, off: str) -> None:
        books.choose("banks-off", off, play.clock.now())

    await play.program.database.write(lambda books: choose(books, "gone"))
    assert nobody not in (await findings(play))[1]
    await play.program.database.write(lambda books: choose(books, "gone,halyk"))
    good, said = await findings(play)
    assert not good
    assert nobody in said


async def test_a_wrong_secret_of_the_bank_is_named(play: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HALYK_CLIENT_SECRET", "another secret")
    good, said = await findings(play)
    assert not good
    assert "HALYK_CLIENT_SECRET" in said
    assert "another secret" not in said


async def test_another_shops_terminal_is_named(play: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HALYK_TERMINAL", "00000000-0000-4000-8000-000000000000")
    good, said = await findings(play)
    assert not good
    assert "HALYK_TERMINAL" in said


async def test_no_bank_at_all_is_named(play: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in bank_variables(""):
        monkeypatch.delenv(name)
    good, said = await findings(play)
    assert not good
    assert "none is switched on" in said


async def test_the_lists_of_the_bank_are_tried_too(play: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "gives its lists" in (await findings(play))[1]
    monkeypatch.setenv("HALYK_PASSWORD", "another password")
    good, said = await findings(play)
    assert not good
    assert "HALYK_USERNAME and HALYK_PASSWORD" in said
    assert "another password" not in said


async def test_a_wrong_token_of_the_bot_is_named(play: Stage) -> None:
    good, said = await findings(play, bot_token="1000000001:not-the-token")
    assert not good
    assert "BOT_TOKEN" in said
    assert "not-the-token" not in said


@pytest.mark.parametrize("trouble", ["500", "502", "dropped"])
async def test_a_telegram_that_is_away_is_not_blamed_on_the_token(play: Stage, trouble: str) -> None:
    await play.sandbox.trouble(trouble, method="getMe", count=9)
    good, said = await findings(play)
    assert not good
    assert "✗ Telegram: " in said
    assert "BOT_TOKEN was not judged" in said
    assert "check BOT_TOKEN" not in said


async def test_who_answers_has_to_prove_that_it_works_on_these_books(play: Stage) -> None:
    """A neighbour, this program over other books, and an older one all say that they are alive."""
    vault, asked = play.program.database.vault, []

    async def answer(request: web.Request) -> web.Response:
        asked.append(request.query["nonce"])
        return web.json_response({"alive": True, "proof": proofs[len(asked) - 1](asked[-1])})

    proofs = [
        lambda nonce: presence.proof(Vault("a neighbour's key, long enough"), "process:ours", nonce),
        lambda nonce: presence.proof(vault, "process:of-other-books", nonce),
        lambda nonce: presence.proof(vault, "process:ours", asked[0]),
        lambda nonce: "",
        lambda nonce: presence.proof(Vault("an older key, that is long enough"), "process:ours", nonce),
    ]
    ours = Vault(SECRET_KEY, ["an older key, that is long enough"])
    async with served(answer) as address:
        found = [await presence.who_answers(address, ours, ["process:ours"]) for _ in proofs]
    assert [good for good, _ in found] == [False, False, False, False, True]
    assert all("none of those on this database" in said for good, said in found if not good)
    assert len({*asked}) == len(asked)


async def test_a_stranger_is_shown_a_proof_of_nothing_else(play: Stage) -> None:
    address = f"{play.public_url}/healthz"
    async with aiohttp.ClientSession() as http:
        for nonce in ("", "Dana", "0" * 31, "0" * 33, "0" * 32 + "\n"):
            async with http.get(address, params={"nonce": nonce}) as answer:
                assert await answer.json() == {"alive": True}
        async with http.get(address, params={"nonce": "0" * 32}) as answer:
            proof = (await answer.json())["proof"]
    vault = play.program.database.vault
    assert proof not in {mark.hex() for mark in vault.marks(f"{'0' * 32} {play.program.banking.owner}")}


async def test_its_calls_to_a_bank_are_counted_with_those_of_the_programs(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("APIPAY_API_KEY", API_KEY)
    monkeypatch.setenv("APIPAY_WEBHOOK_SECRET", WEBHOOK_SECRET)
    monkeypatch.setenv("APIPAY_BASE_URL", f"{stage.sandbox.base_url}/apipay/api/v1")
    assert "apipay" in (await findings(stage))[1]
    database = await open_database(stage.settings(), stage.clock)
    names = await database.transaction(lambda c: c.execute(select(quotas.c.name)).scalars().all())
    await database.close()
    alone = database.exclusive  # counts of one process are in its memory
    assert [name.split(":")[0] for name in names] == ([] if alone else ["apipay"])


async def test_an_address_where_nobody_answers_is_named(play: Stage) -> None:
    good, said = await findings(play, public_url=f"http://127.0.0.1:{free_port()}")
    assert not good
    assert "PUBLIC_URL" in said


async def test_a_bank_without_an_address_to_report_to_is_named(play: Stage) -> None:
    good, said = await findings(play, public_url="")
    assert not good
    assert "✗ PUBLIC_URL: is missing" in said


async def test_an_owner_who_never_pressed_start_is_named(play: Stage) -> None:
    good, said = await findings(play, owner_ids=(501, 777))
    assert not good
    assert "777 has not pressed Start" in said


async def test_a_bank_whose_lists_cannot_be_read_is_a_note(
    play: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "no /statement" not in (await findings(play))[1]
    monkeypatch.delenv("HALYK_USERNAME")
    monkeypatch.delenv("HALYK_PASSWORD")
    good, said = await findings(play)
    assert good, "nobody needs statements to be paid"
    assert "no /statement: HALYK_USERNAME is not set" in said


# --- how the running program stands


async def test_it_says_how_many_processes_run(play: Stage) -> None:
    said = (await findings(play))[1]
    assert "✓ Processes: one runs" in said
    assert "polls Telegram" not in said
    now = play.clock.now()
    await play.program.database.write(
        lambda books: books.beat("process:other", now, now + timedelta(hours=1))
    )
    said = (await findings(play))[1]
    assert "✓ Processes: 2 run" in said
    assert "only one of them polls Telegram" in said
    assert "TELEGRAM_UPDATES=webhook" in said
    webhook = {"telegram_updates": "webhook", "telegram_webhook_secret": "a-secret-of-the-shop"}
    assert "polls Telegram" not in (await findings(play, **webhook))[1]


async def test_it_says_that_none_runs_and_what_waits(play: Stage) -> None:
    await play.close()
    database = await open_database(play.settings(), play.clock)
    at = play.clock.now() - timedelta(minutes=6)
    await database.write(lambda books: books.add_updates([NewUpdate(7, 501, b"{}")], at))
    await database.close()
    said = (await findings(play))[1]
    assert "· Processes: none runs" in said
    assert "· Queue: updates: 1 wait, the oldest since" in said
    assert "✗ Queue: it stands still: alert-updates-wait" in said


async def test_it_says_what_is_to_be_mended(play: Stage) -> None:
    sight = Sight(Trouble.BANK_REFUSES, "refused:halyk:look:401", {"bank": "halyk", "code": "401"})
    at = play.clock.now()
    await play.program.database.write(lambda books: alarms.note(books, sight, at))
    good, said = await findings(play)
    assert not good
    assert "✗ Alarm: alert-bank-refuses bank=halyk code=401, since" in said


async def test_a_key_that_opens_nothing_is_named_at_once(play: Stage) -> None:
    with pytest.raises(Wrong, match="SECRET_KEY does not open what is stored"):
        await findings(play, secret_key="another key, as long as it must be")


async def test_a_key_that_opens_only_a_part_is_named(play: Stage) -> None:
    good, said = await findings(play, secret_key="another key, as long as it must be", owner_ids=(777,))
    assert not good
    assert "✗ SECRET_KEY: SECRET_KEY does not open what is stored; add the old one to OLD_SECRET_KEYS" in said
    assert "✓ SECRET_KEY: opens" in (await findings(play))[1]


async def test_a_start_with_a_key_that_opens_only_a_part_ends_with_the_same_line(play: Stage) -> None:
    await play.issue()
    (payment,) = await play.rows("payments")
    database = play.program.database
    payer = database.vault.seal("Данияр Д.".encode())
    await database.write(lambda books: books.amend_payment(payment["id"], payer=payer))
    await play.close()
    with pytest.raises(Wrong, match="SECRET_KEY does not open what is stored; add the old one"):
        await play.open(secret_key="another key, as long as it must be", owner_ids=(777,))


@contextlib.asynccontextmanager
async def served(answer: Callable[[web.Request], Awaitable[web.Response]]) -> AsyncIterator[str]:
    """Somebody else's server."""
    app = web.Application()
    app.router.add_get("/", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0]
    yield f"http://{host}:{port}"
    await runner.cleanup()


async def test_a_clock_that_is_not_telegrams_is_named(play: Stage) -> None:
    async def yesterday(request: web.Request) -> web.Response:
        return web.Response(headers={"Date": "Sat, 21 Nov 2026 09:00:00 GMT"})

    assert await clocks(play.settings(), play.program.database) == []
    async with served(yesterday) as address:
        told = await clocks(play.settings(telegram_api_url=address), play.program.database)
    assert [(subject, good) for subject, (good, _) in told] == [("Clock", False)]


# --- the public address's certificate


NOW = datetime.now(UTC).replace(microsecond=0)


def made(folder: Path, days: int) -> Path:
    """A certificate of this machine's own, and its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(NOW - timedelta(days=1))
        .not_valid_after(NOW + timedelta(days=days))
        .add_extension(names, critical=False)
        .sign(key, hashes.SHA256())
    )
    form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    path = folder / f"{days}.pem"
    path.write_bytes(key.private_bytes(*form) + certificate.public_bytes(form[0]))
    return path


@pytest.mark.parametrize(
    ("days", "good", "words"),
    [
        (60, True, "is good until"),
        (13, False, "Renew it"),
        (-0, False, "is refused: certificate has expired"),
    ],
)
async def test_a_certificate_that_ends_soon_is_named(
    tmp_path: Path, days: int, good: bool, words: str
) -> None:
    pem = made(tmp_path, days)
    keys = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    keys.load_cert_chain(pem)
    trust = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    trust.load_verify_locations(pem)
    server = await asyncio.start_server(lambda reader, writer: writer.close(), "127.0.0.1", 0, ssl=keys)
    port = server.sockets[0].getsockname()[1]
    async with server:
        told = await certificate(f"https://127.0.0.1:{port}", NOW, trust)
    assert told is not None
    assert (told[0], words in told[1]) == (good, True), told
    assert await certificate(f"http://127.0.0.1:{port}", NOW, trust) is None


async def test_an_inline_card_of_which_telegram_told_nothing_is_explained(play: Stage) -> None:
    assert "inline feedback" not in (await findings(play))[1]
    database, at = play.program.database, play.clock.now() - timedelta(minutes=2)
    member = await database.read(lambda books: books.members()[0])
    draft = Draft("draft-0001", member.id, Money(500000, "KZT"), "Coffee", at)
    await database.write(lambda books: books.add_draft(draft))
    assert "inline feedback" not in (await findings(play))[1], "nobody has sent or tapped it"
    await database.write(lambda books: books.use_draft(draft.token, at - timedelta(days=1), at))
    good, said = await findings(play)
    assert good, said
    assert "/setinlinefeedback" in said
    await database.write(lambda books: books.note_chosen(draft.token, member.id, at))
    assert "inline feedback" not in (await findings(play))[1]
