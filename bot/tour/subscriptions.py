"""The steps with a subscription: agreed to, reminded of, renewed, not paid, saved in its grace, and ended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from billing.books import Books
from billing.subscriptions import viewing
from bot.demo import CUSTOMER, MERCHANT
from bot.tour import reading
from bot.tour.reading import Message
from bot.tour.scene import HALYK, Scene
from screens.subscribers import buttons as staff
from screens.subscriptions import buttons as theirs

TITLE, PRICE = "Tea", 1_000_00
DAY = timedelta(days=1)
MORNING, EVENING = 11, 19  # after ten, when bills come, and while reminders and good news are said
BELL, LAST_CHANCE = "🔔", "⏳"


async def subscribed_and_renewed(scene: Scene) -> None:
    """The merchant offers a subscription, the customer agrees and pays, is reminded, and it renews"""
    await _by_day(scene)
    asked = await scene.says(MERCHANT, f"/subscribe {PRICE // 100} monthly {TITLE}")
    await _make(scene, asked)
    offer = await scene.sees(
        MERCHANT,
        "the merchant gets a link to pass on",
        lambda ms: next((m for m in ms if m["message_id"] > asked and _shares(m)), None),
    )
    scene.transcript.does(scene.people[CUSTOMER], "follows the link")
    opened = await scene.sandbox.start(CUSTOMER, reading.shared(offer))
    terms = await scene.sees(
        CUSTOMER,
        "the customer sees what will be asked, and may agree",
        lambda ms: _after(ms, opened["message_id"], lambda m: reading.button(m, theirs.Agree)),
    )
    scene.check("with the sum", PRICE in reading.sums(terms))
    await scene.taps(CUSTOMER, terms, theirs.Agree)
    await _pays(scene, terms["message_id"])
    before = await _last(scene, CUSTOMER)
    await _month(scene, less=1)
    reminder = await scene.sees(
        CUSTOMER,
        "a day before, the customer is reminded, aloud",
        lambda ms: _after(ms, before, lambda m: reading.sign(m) == BELL and PRICE in reading.sums(m)),
    )
    scene.check("by day, and loudly", not reminder["silent"])
    await scene.later(DAY.total_seconds(), "the day of the bill")
    await _pays(scene, reminder["message_id"])


async def not_paid_then_saved_in_grace(scene: Scene) -> None:
    """Nobody pays: told kindly, billed again, then grace; *Pay now* saves the subscription"""
    before, heard = await _last(scene, CUSTOMER), await _last(scene, MERCHANT)
    await _month(scene)
    await _bill(scene, before)
    for attempt in (1, 2):
        before = await _last(scene, CUSTOMER)
        await scene.later(DAY.total_seconds() + 120, f"a day passes, and bill {attempt} is not paid")
        await _told_and_billed(scene, before)
    before = await _last(scene, CUSTOMER)
    await scene.later(DAY.total_seconds() + 120, "the last bill is not paid either")
    grace = await scene.sees(
        CUSTOMER,
        "the customer is told until when it can be paid, and may pay now",
        lambda ms: _after(
            ms, before, lambda m: reading.sign(m) == LAST_CHANCE and reading.button(m, theirs.PayNow)
        ),
    )
    await scene.sees(MERCHANT, "the merchant hears of it, quietly", lambda ms: _quiet(ms, heard))
    await scene.taps(CUSTOMER, grace, theirs.PayNow)
    await _pays(scene, grace["message_id"])


async def cancelled_in_two_taps(scene: Scene) -> None:
    """The customer ends it in two taps; no bill comes any more"""
    asked = await scene.says(CUSTOMER, "/subscriptions")
    listed = await _theirs(scene, asked, theirs.See)
    await scene.taps(CUSTOMER, listed, theirs.See)
    card = await _theirs(scene, asked, theirs.Change)
    cancel = next(
        b for b in reading.buttons(card) if b.get("callback_data", "").endswith(f":{theirs.Do.CANCEL}")
    )
    await scene.presses(CUSTOMER, card, cancel)
    sure = await scene.sees(
        CUSTOMER, "it is asked once", lambda ms: _after(ms, asked, lambda m: _surely(m) is not None)
    )
    await scene.presses(CUSTOMER, sure, _surely(sure) or {})
    await scene.sees(
        CUSTOMER,
        "it says that it has ended",
        lambda ms: _after(
            ms, asked, lambda m: _surely(m) is None and reading.button(m, theirs.Change) is None
        ),
    )
    before = await _last(scene, CUSTOMER)
    await scene.later(70 * DAY.total_seconds(), "more than two months pass")
    await scene.all_told()
    scene.check("no bill came any more", not _cards(await scene.messages(CUSTOMER), before))


async def _make(scene: Scene, asked: int) -> None:
    summary = await scene.sees(
        MERCHANT,
        "the merchant sees it all together before it is made",
        lambda ms: _after(ms, asked, lambda m: reading.button(m, staff.Make)),
    )
    scene.check("with the sum", PRICE in reading.sums(summary))
    await scene.taps(MERCHANT, summary, staff.Make)


async def _bill(scene: Scene, before: int) -> Message:
    """The newest bill's card in the customer's chat, below that message."""
    return await scene.sees(
        CUSTOMER,
        "the bill comes into the customer's chat",
        lambda ms: next((m for m in reversed(_cards(ms, before)) if reading.way(m, HALYK)), None),
    )


async def _told_and_billed(scene: Scene, before: int) -> None:
    await scene.sees(
        CUSTOMER,
        "the customer is told so, kindly, and gets the next bill",
        lambda ms: _after(ms, before, lambda m: reading.sign(m) == BELL) and _cards(ms, before),
    )


async def _pays(scene: Scene, before: int) -> None:
    """The customer pays the newest bill; both chats say so."""
    heard = await _last(scene, MERCHANT)
    card = await _bill(scene, before)
    await scene.chooses(CUSTOMER, card["message_id"], HALYK)
    number = card["message_id"]
    payable = await scene.sees_on(
        CUSTOMER, number, "a QR stands on it", lambda m: reading.way(m, HALYK) is None
    )
    code = await scene.code(payable)
    bill = next(b for b in (await scene.books())["bills"] if b["qrcode"] == code)
    scene.check("the bank was asked for the price, to the tiyn", bill["amount"] == PRICE)
    name = scene.people[CUSTOMER]
    await scene.bank(
        "pay", f"{name} pays QR {bill['invoiceID']} in the bank's app", invoiceID=bill["invoiceID"]
    )
    await scene.sees(
        CUSTOMER,
        "the customer has a receipt",
        lambda ms: [m for m in ms if reading.answers(m, number) and reading.sign(m) == reading.PAID],
    )
    await scene.sees(MERCHANT, "the merchant hears that it was paid, quietly", lambda ms: _quiet(ms, heard))


async def _theirs(scene: Scene, asked: int, button: type[theirs.See] | type[theirs.Change]) -> Message:
    return await scene.sees(
        CUSTOMER,
        "the customer sees the subscription",
        lambda ms: _after(ms, asked, lambda m: reading.button(m, button)),
    )


async def _month(scene: Scene, *, less: int = 0) -> None:
    """To just after the next bill's hour, or so many days before it."""
    wanted = (await _next(scene)).astimezone(_zone(scene)) - less * DAY + timedelta(minutes=2)
    await _to(scene, wanted, f"{wanted:%d.%m.%Y, %H:%M}")


async def _next(scene: Scene) -> datetime:
    """When the next bill comes, as the bot would say it."""
    at = scene.program.banking.clock.now()

    def read(books: Books) -> datetime | None:
        return viewing.of(books, books.subscriptions_of(CUSTOMER)[0].subscription, at).next_at

    found = await scene.program.database.read(read)
    scene.check("the next bill has its date", found)
    assert found is not None
    return found


def _zone(scene: Scene) -> ZoneInfo:
    return ZoneInfo(scene.program.settings.timezone)


async def _by_day(scene: Scene) -> None:
    now = (await scene.sandbox.clock()).astimezone(_zone(scene))
    if not MORNING <= now.hour < EVENING:
        today = now.replace(hour=MORNING, minute=0)
        await _to(scene, today if now < today else today + DAY, "the next morning: nobody is told at night")


async def _to(scene: Scene, wanted: datetime, words: str) -> None:
    now = await scene.sandbox.clock()
    await scene.later((wanted - now).total_seconds(), words)


async def _last(scene: Scene, person: int) -> int:
    return int((await scene.messages(person))[-1]["message_id"])


def _after(messages: list[Message], number: int, accept: Callable[[Message], object]) -> Message | None:
    below = [m for m in messages if m["message_id"] > number and reading.by_bot(m)]
    return next((m for m in reversed(below) if accept(m)), None)


def _cards(messages: list[Message], number: int) -> list[Message]:
    return [
        m for m in messages if m["message_id"] > number and reading.is_card(m) and PRICE in reading.sums(m)
    ]


def _quiet(messages: list[Message], number: int) -> Message | None:
    return _after(messages, number, lambda m: PRICE in reading.sums(m) and m["silent"])


def _shares(message: Message) -> bool:
    return any(url.startswith(reading.SHARE) for url in reading.links(message))


def _surely(message: Message) -> reading.Button | None:
    end = f":{theirs.Do.SURELY_CANCEL}"
    return next((b for b in reading.buttons(message) if b.get("callback_data", "").endswith(end)), None)
