"""Receipts in the chat: both sides get one, as words and as a PDF, and anybody may ask about one."""

from __future__ import annotations

import asyncio
import io

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from billing.access import Action, may
from billing.models import Person, Place
from billing.receipts import checking
from billing.receipts.codes import LINK, bare, signed
from billing.receipts.models import Try
from billing.reports import NewExport, ReceiptPaper
from sandbox.app import USERNAME
from screens.pictures.qr import qr_png
from screens.pictures.reading import QR
from tests.flow.handlers.rig import CASHIER, CUSTOMER, OWNER, STRANGER, Message, Rig, buttons, spoken
from tests.flow.handlers.test_exports import documents
from tests.support import PATIENCE

GROUP = -1001
GENUINE = "🧪 Түбіртек шынайы, бірақ ақша нақты емес"  # as the stranger reads it; the bank is a practice one
FORGED = signed("7K2M-94QD", b"\x07" * 32)


async def bought(rig: Rig) -> str:
    """Invoice 1, issued by the cashier and paid by the customer; gives the receipt's code."""
    await rig.sandbox.send(CASHIER, "5000 Coffee")
    await rig.said(CASHIER, "#1")
    owner = await rig.desk.person(OWNER)
    assert owner is not None
    invoice = await rig.desk.invoice_by_number(1, owner)
    await rig.sandbox.start(CUSTOMER, f"inv_{invoice.token}")
    await rig.said(CUSTOMER, "invoice #1")
    await rig.sandbox.wait_for(CUSTOMER, lambda ms: any("photo" in m and buttons(m) for m in ms))
    await rig.pay(invoice.id)
    code = (await rig.desk.view(invoice.id)).receipt
    assert code
    return code


async def last(rig: Rig, who: int, before: int) -> Message:
    """What the bot has said since there were so many messages of its own."""

    def find(messages: list[Message]) -> Message | None:
        ours = [m for m in messages if m.get("from", {}).get("is_bot") and not m.get("deleted")]
        return ours[-1] if len(ours) > before else None

    return await rig.sandbox.wait_for(who, find)


async def papers(rig: Rig, number: int, who: int = CUSTOMER) -> list[Message]:
    """So many files are in this chat, and none is on its way."""
    found = await documents(rig, number, who)
    await over(rig, who)
    return found


async def over(rig: Rig, who: int) -> None:
    """Whatever this person has ordered is there, or was refused."""
    async with asyncio.timeout(PATIENCE):
        while await rig.database.read(lambda books: books.exports_under_way(who)):
            await asyncio.sleep(0.02)


async def asked(rig: Rig, who: int, text: str) -> Message:
    """The answer to a text."""
    before = len(await rig.ours(who))
    await rig.sandbox.send(who, text)
    return await last(rig, who, before)


def plain(message: Message) -> str:
    return spoken(message).replace("\u00a0", " ")


async def test_both_sides_hear_the_code_and_get_the_same_paper_each_in_their_language(rig: Rig) -> None:
    code = await bought(rig)
    thanks = await rig.said(CUSTOMER, f"Receipt code: {code}")
    assert buttons(thanks) == ["Receipt as PDF", "A question about it"]
    await rig.said(CASHIER, f"Код квитанции: {code}")
    assert "comes as soon as it is ready" in await rig.tap(CUSTOMER, CUSTOMER, thanks, "Receipt as PDF")
    (paper,) = await documents(rig, 1, CUSTOMER)
    assert paper["document"]["file_name"] == f"receipt-{code}.pdf"
    assert f"Receipt code: {code}" in spoken(paper)

    body = await rig.sandbox.file(paper["document"]["file_id"])
    page = pypdfium2.PdfDocument(body)[0]
    said = page.get_textpage().get_text_range().replace("\u00a0", " ")
    assert "5 000 ₸" in said
    assert "does not replace the fiscal" in said
    (qr,) = zxingcpp.read_barcodes(page.render(scale=2).to_pil(), formats=QR)
    assert qr.text == f"https://t.me/{USERNAME}?start={LINK}{bare(code)}"

    card = await rig.sandbox.wait_for(
        CASHIER, lambda ms: next((m for m in ms if "photo" in m and "Квитанция" in buttons(m)), None)
    )
    await rig.tap(CASHIER, CASHIER, card, "Квитанция")
    shown = await rig.said(CASHIER, f"Код квитанции: {code}", nth=2)
    assert buttons(shown) == ["Квитанция PDF"]
    await rig.tap(CASHIER, CASHIER, shown, "Квитанция PDF")
    (theirs,) = await documents(rig, 1, CASHIER)
    body = await rig.sandbox.file(theirs["document"]["file_id"])
    said = pypdfium2.PdfDocument(body)[0].get_textpage().get_text_range()
    assert "Квитанция об оплате" in said
    assert "Марат" not in said


async def test_a_second_tap_sends_what_telegram_has_and_a_refund_makes_a_new_one(rig: Rig) -> None:
    await bought(rig)
    thanks = await rig.said(CUSTOMER, "Receipt code")
    await rig.tap(CUSTOMER, CUSTOMER, thanks, "Receipt as PDF")
    await papers(rig, 1)
    await rig.tap(CUSTOMER, CUSTOMER, thanks, "Receipt as PDF")
    first, second = await papers(rig, 2)
    assert first["document"]["file_unique_id"] == second["document"]["file_unique_id"]
    payment = (await rig.desk.view(1)).payment
    assert payment is not None
    await rig.sandbox.halyk("refund", invoiceID=payment.reference, amount=150000)
    await rig.desk.banking.look(payment)
    assert (await rig.desk.view(1)).refunds, "the bank says that some went back"
    await rig.tap(CUSTOMER, CUSTOMER, thanks, "Receipt as PDF")
    third = (await documents(rig, 3, CUSTOMER))[-1]
    body = await rig.sandbox.file(third["document"]["file_id"])
    said = pypdfium2.PdfDocument(body)[0].get_textpage().get_text_range().replace("\u00a0", " ")
    assert "Paid, a part was returned" in said
    assert "1 500 ₸" in said


async def test_a_paper_that_telegram_has_lost_is_drawn_anew(rig: Rig) -> None:
    await bought(rig)
    thanks = await rig.said(CUSTOMER, "Receipt code")
    await rig.tap(CUSTOMER, CUSTOMER, thanks, "Receipt as PDF")
    await papers(rig, 1)

    def lose(books) -> None:  # type: ignore[no-untyped-def]
        from sqlalchemy import update

        from store.schema import pictures

        paper = pictures.c.key.startswith("paper:")
        assert books.run(update(pictures).where(paper).values(file_id="gone")).rowcount == 1

    await rig.database.write(lose)
    await rig.tap(CUSTOMER, CUSTOMER, thanks, "Receipt as PDF")
    assert len(await documents(rig, 2, CUSTOMER)) == 2


async def test_a_paper_ordered_before_a_restart_comes_and_a_stranger_gets_none(rig: Rig) -> None:
    await bought(rig)

    def order(books) -> None:  # type: ignore[no-untyped-def]
        for who in (STRANGER, CUSTOMER):
            books.add_export(NewExport(f"tap:{who}", ReceiptPaper(1), who, Place(who), rig.desk.clock.now()))

    await rig.database.write(order)
    await papers(rig, 1)
    await over(rig, STRANGER)
    assert [m for m in await rig.ours(STRANGER) if "document" in m] == []


@pytest.mark.parametrize("mangle", [str, str.lower, bare, lambda code: code.replace("-", " ")])
async def test_anybody_may_send_the_code_and_hears_what_it_is_worth(rig: Rig, mangle) -> None:  # type: ignore[no-untyped-def]
    code = await bought(rig)
    answer = await asked(rig, STRANGER, mangle(code))
    assert plain(answer).startswith(f"{GENUINE}: 5 000 ₸\n«Дана» · Halyk\nТөленген уақыты: ")
    assert "Ақша қайтарылмаған." in spoken(answer)
    assert f"Түбіртек коды: {code}" in spoken(answer), "of two in one picture nobody knew which is meant"
    for secret in ("Марат", "Daniyar", "Coffee", "#1", "••"):
        assert secret not in spoken(answer)
    assert buttons(answer) == []


async def test_staff_and_customer_are_led_to_the_whole_receipt(rig: Rig) -> None:
    code = await bought(rig)
    answer = await asked(rig, OWNER, code)
    assert spoken(answer).startswith("🧪 Квитанция настоящая")
    await rig.tap(OWNER, OWNER, answer, "Квитанция")
    await rig.said(OWNER, "кассир Марат")
    assert await rig.count() == 1, "nothing was issued"


async def test_the_link_answers_too_also_to_whom_nobody_knows(rig: Rig) -> None:
    code = await bought(rig)
    await rig.sandbox.person(777, "Newcomer", "en")
    await rig.sandbox.start(777, f"{LINK}{bare(code)}")
    await rig.said(777, "🧪 Genuine receipt")
    await rig.sandbox.start(777, f"{LINK}{bare(FORGED)}")
    await rig.said(777, "❌ This is no receipt of ours")


async def test_a_photo_of_the_qr_is_read_and_so_is_the_picture_sent_as_a_file(rig: Rig) -> None:
    code = await bought(rig)
    link = f"https://t.me/{USERNAME}?start={LINK}{bare(code)}"
    await rig.sandbox.send_photo(STRANGER, qr_png(link))
    await rig.said(STRANGER, GENUINE)
    await rig.sandbox.send_document(STRANGER, qr_png(link), "photo.png")
    await rig.said(STRANGER, GENUINE, nth=2)


async def test_our_own_paper_passed_on_is_checked_by_its_words_or_its_name(rig: Rig) -> None:
    code = await bought(rig)
    await rig.sandbox.send_document(STRANGER, b"%PDF-1.7", f"receipt-{code}.pdf")
    await rig.said(STRANGER, GENUINE)
    await rig.sandbox.send_document(STRANGER, b"%PDF-1.7", "x.pdf", caption=f"Receipt code: {code}")
    await rig.said(STRANGER, GENUINE, nth=2)


async def test_a_forged_code_a_slip_and_an_old_one_are_told_apart(rig: Rig) -> None:
    code = await bought(rig)
    assert spoken(await asked(rig, STRANGER, FORGED)).startswith("❌ Бұл — біздің түбіртек емес")
    slipped = code[:-1] + ("2" if code[-1] != "2" else "3")
    assert "қате терілген таңба" in spoken(await asked(rig, STRANGER, slipped))
    assert "қысқа коды" in spoken(await asked(rig, STRANGER, code[:9]))


async def test_a_receipt_of_another_bot_is_named_as_such_and_nobody_is_led_there(rig: Rig) -> None:
    await bought(rig)
    link = f"https://t.me/somebody_elses_bot?start={LINK}{bare(FORGED)}"
    for _ in range(2):
        answer = await asked(rig, STRANGER, link)
        assert "@somebody_elses_bot" in spoken(answer)
        assert "басқа боттың түбіртегі" in spoken(answer)
    before = len(await rig.ours(STRANGER))
    await rig.sandbox.send_photo(STRANGER, qr_png(link))
    assert "@somebody_elses_bot" in spoken(await last(rig, STRANGER, before))


async def test_our_code_behind_another_bots_name_is_genuine_all_the_same(rig: Rig) -> None:
    """The shop's bot may have had another name when the receipt was made."""
    code = await bought(rig)
    answer = await asked(rig, STRANGER, f"https://t.me/danas_former_bot?start={LINK}{bare(code)}")
    assert spoken(answer).startswith(GENUINE)


async def test_a_picture_without_a_receipt_gets_a_kind_word_and_a_way_on(rig: Rig) -> None:
    out = io.BytesIO()
    Image.new("RGB", (300, 300), "white").save(out, "PNG")
    for who, way_on in ((CUSTOMER, "/paysupport"), (OWNER, "5000")):
        await rig.sandbox.send_photo(who, out.getvalue())
        await rig.said(who, way_on)
    await rig.sandbox.send_photo(STRANGER, qr_png("https://example.kz/menu"))
    await rig.said(STRANGER, "QR-коды көрінбейді")


async def test_whoever_guesses_is_stopped_and_others_are_not(rig: Rig) -> None:
    code = await bought(rig)

    def guess(books) -> None:  # type: ignore[no-untyped-def]
        for n in range(checking.MOST[Try.CODE]):
            books.add_try(STRANGER, Try.CODE, f"602:x{n}", rig.desk.clock.now())

    await rig.database.write(guess)
    assert "тым көп жіберілді" in spoken(await asked(rig, STRANGER, FORGED))
    assert "тым көп жіберілді" in spoken(await asked(rig, STRANGER, code))
    assert spoken(await asked(rig, CUSTOMER, code)).startswith("🧪 Genuine receipt")


async def test_an_order_that_names_a_code_is_an_order_and_a_genuine_code_is_none(rig: Rig) -> None:
    code = await bought(rig)
    await rig.sandbox.send(OWNER, f"700 доплата к {code}")
    await rig.said(OWNER, "#2")
    assert await rig.count() == 2
    await asked(rig, OWNER, FORGED)
    assert await rig.count() == 2


async def test_in_a_group_no_code_is_named_and_none_is_checked(rig: Rig) -> None:
    await rig.sandbox.group(GROUP, "Office", [OWNER, CUSTOMER, STRANGER])
    await rig.sandbox.send(OWNER, f"/invoice@{USERNAME} 5000 Coffee", chat=GROUP)
    await rig.sandbox.wait_for(GROUP, lambda ms: any("photo" in m and buttons(m) for m in ms))
    await rig.pay(1)
    code = (await rig.desk.view(1)).receipt
    paid = await rig.said(GROUP, "✅", nth=2)
    await rig.sandbox.send(STRANGER, code, chat=GROUP, reply_to=paid["message_id"])
    await rig.sandbox.send(STRANGER, "/help")
    await rig.said(STRANGER, "/payments")
    here = " ".join(spoken(m) for m in await rig.ours(GROUP))
    assert code not in here
    assert "настоящая" not in here


async def test_who_asks_needs_no_role(rig: Rig) -> None:
    person = await rig.desk.person(STRANGER)
    assert isinstance(person, Person)
    assert not any(may(person, action) for action in Action)
    code = await bought(rig)
    assert spoken(await asked(rig, STRANGER, code)).startswith(GENUINE)
