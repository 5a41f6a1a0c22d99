"""What is said where the payer goes to a page of the bank, and where no real money moves."""

from __future__ import annotations

from dataclasses import replace
from html import escape

import pytest
from aiogram.types import InlineKeyboardButton

from billing.cards import CardView
from billing.models import AppLink, Audience, Details, Form, Instruction, InstructionKind, Refusal
from billing.states import PaymentState
from screens.cards import draw
from screens.receipts import receipt
from screens.redirects import host_of, links_of, origin_of
from screens.texts import words
from tests.unit.screens import samples
from tests.unit.screens.samples import LOCALES, labels, paid, payment, plain, reader, rejected

LINK = AppLink("page", "https://gate.example/pay?sid=1")
BY_LINK = Instruction(InstructionKind.OPEN, links=(LINK,))
BY_FORM = Instruction(InstructionKind.OPEN, form=Form("https://gate.example/pay", (("sid", "1"),)))
BY_QR = Instruction(
    InstructionKind.OPEN, "https://gate.example/qr/1", (AppLink("qr", "https://gate.example/qr/1"),)
)
IN_APP = Instruction(InstructionKind.CONFIRM)
TOKEN = "k3J9x0Qm2Zr7Yb5Lw8NtAg"
OURS = f"https://pay.example/pay/{TOKEN}/form"


def view(told: Instruction | None, locale: str = "en", **changes: object) -> CardView:
    made = samples.view(locale, payment(instruction=told, **changes))
    return replace(made, redirecting=frozenset({"halyk"}))


def caption(shown: CardView) -> str:
    return draw(shown, Audience.PAYER, reader(), ["halyk"]).caption


def buttons(shown: CardView, audience: Audience = Audience.PAYER) -> list[InlineKeyboardButton]:
    keyboard = draw(shown, audience, reader(), ["halyk"]).keyboard
    return [button for row in keyboard.inline_keyboard for button in row] if keyboard else []


def links(shown: CardView, audience: Audience = Audience.PAYER) -> dict[str, str | None]:
    return {button.text: button.url for button in buttons(shown, audience) if button.url}


# --- The way there


@pytest.mark.parametrize(("told", "leads"), [(BY_LINK, LINK.url), (BY_FORM, OURS)])
def test_the_payer_s_card_has_one_button_to_the_bank_s_page(told: Instruction, leads: str) -> None:
    assert links(view(told)) == {words("en")("link-page"): leads}


def test_a_qr_of_the_bank_stands_on_the_picture_and_under_a_button() -> None:
    shown = view(BY_QR)
    assert draw(shown, Audience.PAYER, reader(), ["halyk"]).picture.key.startswith("qr:")
    assert links(shown) == {words("en")("link-qr"): "https://gate.example/qr/1"}
    assert "On this phone tap the button; from another phone scan the QR." in plain(caption(shown))


def test_what_is_confirmed_in_the_app_says_so_and_leads_nowhere() -> None:
    shown = view(IN_APP)
    assert links(shown) == {}
    assert "confirm the bill there" in plain(caption(shown))
    assert "bill valid until 14:25" in plain(caption(shown))


def test_without_a_public_address_there_is_no_button_to_our_form() -> None:
    assert links_of(view(BY_FORM), "")[0].url == f"/pay/{TOKEN}/form"
    shown = draw(view(BY_FORM), Audience.PAYER, reader(site=samples.Site("dana_bot")), ["halyk"])
    assert shown.keyboard
    assert not [b for row in shown.keyboard.inline_keyboard for b in row if b.url]


DOTLESS = "https://gate/pay?sid=1&<b>"
NEAR = samples.Site("dana_bot", "http://shop:8080")


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(
    ("told", "written"),
    [
        (Instruction(InstructionKind.OPEN, links=(AppLink("page", DOTLESS),)), DOTLESS),
        (Instruction(InstructionKind.OPEN, DOTLESS, (AppLink("qr", DOTLESS),)), DOTLESS),
        (
            Instruction(InstructionKind.OPEN, links=(AppLink("page", DOTLESS + "a" * 600),)),
            f"http://shop:8080/go/{TOKEN}/page",
        ),
        (BY_FORM, f"http://shop:8080/pay/{TOKEN}/form"),
    ],
)
def test_an_address_that_telegram_takes_for_no_button_is_written_down(
    told: Instruction, written: str, locale: str
) -> None:
    for audience in (Audience.PAYER, Audience.GROUP):
        drawn = draw(view(told, locale), audience, reader(locale, site=NEAR), ["halyk"])
        assert written in plain(drawn.caption)
        assert f"<code>{escape(written, quote=False)}</code>" in drawn.caption
        assert words(locale)("hint-payer-open", shop=samples.SHOP[locale]) not in plain(drawn.caption)


def test_where_our_page_can_be_a_button_it_leads_on() -> None:
    told = Instruction(InstructionKind.OPEN, links=(AppLink("page", DOTLESS),))
    assert list(links(view(told)).values()) == [f"https://pay.example/go/{TOKEN}/page"]
    assert "Tap the button" in plain(caption(view(told)))


def test_where_nobody_gets_there_no_button_is_spoken_of() -> None:
    shown = draw(view(BY_FORM), Audience.PAYER, reader(site=samples.Site("dana_bot")), ["halyk"])
    assert "button" not in plain(shown.caption)
    assert words("en")("hint-no-link") in plain(shown.caption)


@pytest.mark.parametrize(
    ("action", "origin"),
    [
        ("https://gate.example/pay?a=1#b", "https://gate.example"),
        ("http://gate.example:8443/pay", "http://gate.example:8443"),
        ("HTTPS://Gate.Example/", "https://gate.example"),
        ("https://төлем.example/", "https://xn--e1arpfo3m.example"),
        ("https://gate.example.evil;form-action/", None),
        ("https://gate.example,*.example/", None),
        ("https://*/", None),
        ("https://gate.example\t/", None),
        ("javascript://gate.example/%0aalert(1)", None),
        ("https://-gate.example/", None),
        ("ftp://gate.example/", None),
    ],
)
def test_only_what_all_browsers_read_alike_is_a_place_to_go(action: str, origin: str | None) -> None:
    told = origin_of(action)
    assert told.startswith("https://xn--") if told and "төлем" in action else told == origin
    assert host_of(action) == (told or "").partition("://")[2]


# --- The words


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("told", [None, BY_LINK, BY_FORM])
def test_no_qr_is_spoken_of_where_there_is_none(told: Instruction | None, locale: str) -> None:
    states = {
        "waiting": view(told, locale),
        "preparing": view(None, locale, state=PaymentState.RESERVED),
        "over": view(told, locale, state=PaymentState.EXPIRED),
        "refused": replace(view(told, locale), payment=rejected(Refusal.OUR_REQUEST, instruction=None)),
    }
    for name, shown in states.items():
        for audience in (Audience.PAYER, Audience.GROUP):
            if name == "waiting" and told is None:
                continue
            drawn = draw(shown, audience, reader(locale), ["halyk"])
            said = plain(drawn.caption)
            said += " ".join(text for row in labels(drawn.keyboard) for text in row)
            assert "QR" not in said, (name, said)


def test_a_card_says_until_when_the_link_works() -> None:
    assert "link valid until 14:25" in plain(caption(view(BY_LINK)))


@pytest.mark.parametrize(
    ("told", "button"), [(BY_LINK, "btn-new-link"), (IN_APP, "btn-new-bill"), (BY_QR, "btn-new-qr")]
)
def test_what_has_run_out_can_be_had_again(told: Instruction, button: str) -> None:
    shown = view(told, state=PaymentState.EXPIRED)
    assert words("en")(button) in [each.text for each in buttons(shown)]


# --- Practice


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("audience", Audience)
def test_every_card_of_a_practice_bank_says_that_no_money_is_real(audience: Audience, locale: str) -> None:
    real = samples.view(locale, payment())
    for made in (payment(), paid(), payment(state=PaymentState.EXPIRED), rejected(Refusal.FUNDS)):
        shown = replace(real, payment=made)
        mark = words(locale)("practice-money")
        assert mark not in draw(shown, audience, reader(locale), ["halyk"]).caption
        practice = replace(shown, practice=frozenset({"halyk"}))
        assert mark in draw(practice, audience, reader(locale), ["halyk"]).caption.splitlines()


def test_before_a_bank_is_chosen_the_mark_stands_where_all_of_them_are_practice() -> None:
    shown = replace(samples.view(), practice=frozenset({"halyk"}))
    mark = words("en")("practice-money")
    assert mark in draw(shown, Audience.PAYER, reader(), ["halyk"]).caption
    assert mark not in draw(shown, Audience.PAYER, reader(), ["halyk", "other"]).caption


# --- The receipt


@pytest.mark.parametrize("locale", LOCALES)
def test_the_receipt_is_marked_too_and_leads_to_the_bank_s_own(locale: str) -> None:
    details = Details(receipt_url="https://bo.example/r/1?a=1&b=2")
    shown = replace(
        replace(samples.paid_view(locale), payment=paid(details=details)), practice=frozenset({"halyk"})
    )
    told = receipt(shown, reader(locale))
    assert words(locale)("practice-money") in told.splitlines()
    link = f'<a href="https://bo.example/r/1?a=1&amp;b=2">{words(locale)("receipt-of-bank")}</a>'
    assert link in told
    assert link not in receipt(shown, reader(locale), staff=True)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "//bo.example/r", 'https://bo.example/"onclick="', ""]
)
def test_a_receipt_elsewhere_than_on_the_web_is_left_out(url: str) -> None:
    shown = replace(samples.paid_view(), payment=paid(details=Details(receipt_url=url)))
    assert words("en")("receipt-of-bank") not in receipt(shown, reader())
