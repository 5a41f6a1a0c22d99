"""The steps of a usual day: invoices are paid, declined, renewed, cancelled."""

from __future__ import annotations

from bot.demo import CUSTOMER, MERCHANT
from bot.tour import reading
from bot.tour.reading import Message
from bot.tour.scene import Scene, can_be_renewed, is_receipt, payable
from screens.buttons import Accept, Cancel, Check, Language, Pay, Renew

STRANGER = 602
LANGUAGES = {"kk", "ru", "en"}
QR_LIFE = 21 * 60


async def first_start(scene: Scene) -> None:
    """The first Start offers three languages, and the choice is kept"""
    started = await scene.sandbox.start(MERCHANT)
    await scene.sandbox.start(CUSTOMER)

    def offered(messages: list[Message]) -> Message | None:
        below = [m for m in messages if m["message_id"] > started["message_id"]]
        return next((m for m in below if reading.button(m, Language)), None)

    greeting = await scene.sees(MERCHANT, "the merchant is greeted", offered)
    choice = {b["callback_data"].split(":")[1]: b for b in reading.buttons(greeting)}
    scene.check("in Kazakh, Russian and English, if they like", set(choice) == LANGUAGES)
    menu = await scene.sandbox.menu(MERCHANT)
    number, first = greeting["message_id"], reading.said(greeting)
    other = "kk" if scene.language != "kk" else "ru"
    await scene.presses(MERCHANT, greeting, choice[other])
    await scene.sees_on(MERCHANT, number, "now in another language", lambda m: reading.said(m) != first)

    async def other_menu() -> bool:
        return await scene.sandbox.menu(MERCHANT) != menu

    await scene.wait_until("so is the menu", other_menu)
    await scene.presses(MERCHANT, greeting, choice[scene.language])
    await scene.sees_on(MERCHANT, number, "and back again", lambda m: reading.said(m) == first)
    asked = await scene.sees(
        CUSTOMER, "the customer is greeted too", lambda ms: [m for m in ms if reading.button(m, Language)]
    )
    mine = next(b for b in reading.buttons(asked[-1]) if b["callback_data"].endswith(scene.language))
    scene.check("a choice is confirmed", await scene.presses(CUSTOMER, asked[-1], mine))


async def invoice_is_paid(scene: Scene) -> None:
    """An invoice issued in the chat is paid in the chat"""
    deal = await scene.issue("/invoice 5000 Coffee", 5_000_00)
    await scene.opens(deal)
    await scene.pays(deal)
    await scene.told_paid(deal)
    await scene.stamped(deal)
    await scene.all_told()
    scene.check("each was told once", await scene.times_told(deal) == (1, 1))
    cards = [m for m in await scene.messages(MERCHANT) if reading.is_card(m)]
    scene.check("the merchant's chat holds one card, edited", len(cards) == 1 and cards[0]["edits"] > 0)


async def in_plain_words(scene: Scene) -> None:
    """No command is needed, an amount and words are an invoice; brackets and tags are only words"""
    words = '<b>Tea</b> & "milk" <script>'
    deal = await scene.issue(f"2500 {words}", 2_500_00)
    await scene.sees_on(
        MERCHANT, deal.card, "they stand on the card as typed", lambda m: words in reading.said(m)
    )
    await scene.pays(deal)
    await scene.told_paid(deal)


async def declined_then_paid(scene: Scene) -> None:
    """The bank declines the card; a second try is paid"""
    deal = await scene.issue("3000 Cake", 3_000_00)
    await scene.opens(deal)
    number = deal.bill["invoiceID"]
    await scene.bank("reject", "there is not enough money on the card", invoiceID=number, reasonCode=484)

    def declined(message: Message) -> bool:
        return reading.sign(message) == reading.DECLINED and reading.button(message, Pay) is not None

    card = await scene.sees_on(CUSTOMER, deal.theirs, "the card says so and offers another try", declined)
    theirs = deal.theirs or 0
    await scene.sees(
        CUSTOMER,
        "the customer is told, aloud",
        lambda ms: [m for m in ms if reading.answers(m, theirs) and declined(m) and not m["silent"]],
    )
    scene.check("nothing was taken", (await scene.at_bank(deal))["taken"] == 0)
    await scene.taps(CUSTOMER, card, Pay)
    await scene.billed(deal)
    await scene.pays(deal)
    await scene.told_paid(deal)


async def scanned(scene: Scene) -> None:
    """The card shows that somebody has scanned the QR; nobody can cancel meanwhile"""
    deal = await scene.issue("1200 Juice", 1_200_00)
    await scene.bank("scan", "somebody scans the QR", invoiceID=deal.bill["invoiceID"])
    card = await scene.sees_on(
        MERCHANT, deal.card, "the card says 📲", lambda m: reading.sign(m) == reading.SCANNED
    )
    scene.check("cancelling is not offered while the payer is at it", not reading.button(card, Cancel))
    await scene.pays(deal)
    await scene.told_paid(deal)


async def qr_ran_out(scene: Scene) -> None:
    """The QR runs out after twenty minutes; a new one is paid"""
    deal = await scene.issue("4000 Lunch", 4_000_00)
    await scene.opens(deal)
    await scene.later(QR_LIFE, "21 minutes pass")
    card = await scene.sees_on(CUSTOMER, deal.theirs, "the card says ⌛ and offers a new QR", can_be_renewed)
    scene.check("the old code is gone from the picture", await scene.code(card) is None)
    await scene.taps(CUSTOMER, card, Renew)
    await scene.billed(deal)
    await scene.sees_on(CUSTOMER, deal.theirs, "the customer's card shows a QR again", payable)
    await scene.pays(deal)
    await scene.told_paid(deal)
    mine = [b["invoiceID"] for b in deal.bills]
    books = [b for b in (await scene.books())["bills"] if b["invoiceID"] in mine]
    scene.check("the bank made two QRs, one is paid", [b["taken"] for b in books] == [0, deal.price])


async def nothing_there_yet(scene: Scene) -> None:
    """Somebody asks whether the money has come, and it has not"""
    deal = await scene.issue("900 Bun", 900_00)
    card = await scene.opens(deal)
    before = reading.said(card)
    scene.check("the tap is answered", await scene.taps(CUSTOMER, card, Check))
    await scene.sees_on(
        CUSTOMER,
        deal.theirs,
        "the card says when the bank was asked",
        lambda m: payable(m) and reading.said(m) != before,
    )
    await cancel(scene, deal.card)


async def cancelled_then_paid(scene: Scene) -> None:
    """Cancelled, and then the customer pays the old QR all the same"""
    deal = await scene.issue("3500 Flowers", 3_500_00)
    await scene.opens(deal)
    card = await cancel(scene, deal.card)
    scene.check("its picture is stamped: nothing to scan", await scene.code(card) is None)
    await scene.pays(deal)
    item = await scene.sees(
        MERCHANT, "late money is brought to the merchant", lambda ms: decision(ms, deal.card)
    )
    scene.check("it names the sum", deal.price in reading.sums(item))
    await scene.taps(MERCHANT, item, Accept)
    await scene.sees(
        CUSTOMER,
        "once accepted, the customer has a receipt",
        lambda ms: [m for m in ms if is_receipt(m, deal)],
    )
    scene.check("the bank has taken the price once", (await scene.at_bank(deal))["taken"] == deal.price)


async def stranger_writes(scene: Scene) -> None:
    """A stranger writes an amount: answered kindly, and no invoice is made"""
    before = len((await scene.books())["bills"])
    await scene.meet(STRANGER, "Прохожий")
    await scene.sandbox.start(STRANGER)
    await scene.sees(STRANGER, "the stranger is greeted", lambda ms: _words_below(ms, 0))
    written = await scene.says(STRANGER, "7000 Tea")
    await scene.sees(STRANGER, "the stranger has an answer", lambda ms: _words_below(ms, written))
    scene.check("the bank was not asked for a QR", len((await scene.books())["bills"]) == before)


async def cancel(scene: Scene, number: int) -> Message:
    """The merchant cancels by the button on the card."""
    card = await scene.sees_on(
        MERCHANT, number, "it can be cancelled", lambda m: reading.button(m, Cancel) is not None
    )
    await scene.taps(MERCHANT, card, Cancel)
    return await scene.sees_on(
        MERCHANT, number, "the card says cancelled", lambda m: reading.sign(m) == reading.CANCELLED
    )


def decision(messages: list[Message], card: int) -> Message | None:
    """Money that waits for a word of the merchant's."""
    return next(
        (
            m
            for m in messages
            if reading.answers(m, card)
            and reading.sign(m) == reading.ATTENTION
            and reading.button(m, Accept)
            and not m["silent"]
        ),
        None,
    )


def _words_below(messages: list[Message], number: int) -> list[Message]:
    return [m for m in messages if reading.by_bot(m) and m["message_id"] > number and reading.said(m)]
