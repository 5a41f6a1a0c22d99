"""A remembered card on an invoice's cards: the customer's own has its buttons, no other a word of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from billing.cards import CardView
from billing.keeping import key_of
from billing.kept import KeptMethod
from billing.models import AppLink, Audience, Form, Instruction, InstructionKind
from screens.buttons import PayKept
from screens.cards import choose, draw
from screens.kept import names_of
from screens.pages import Ask, pay_page
from screens.reader import Reader
from screens.receipts import receipt
from screens.texts import words
from tests.unit.screens.samples import (
    CUSTOMER,
    LOCALES,
    NOW,
    clock,
    labels,
    paid_view,
    payment,
    plain,
    reader,
    view,
)

WAYS = ["horizonpay"]
KEPT = KeptMethod(7, "horizonpay", CUSTOMER, "•• 4242", NOW)


def shown(*methods: KeptMethod, **changes: object) -> CardView:
    """An open invoice of a customer, at one bank whose methods may be kept."""
    return replace(view(), keeping=frozenset(WAYS), methods=methods, redirecting=frozenset(WAYS), **changes)  # type: ignore[arg-type]


def mine(locale: str = "en") -> Reader:
    return replace(reader(locale), person_id=CUSTOMER, staff=False, details=False)


def words_on(made: CardView, audience: Audience = Audience.PAYER, who: Reader | None = None) -> list[str]:
    rows = labels(draw(made, audience, who or mine(), WAYS).keyboard)
    return [text.replace("\u00a0", " ") for row in rows for text in row]


def test_the_remembered_card_stands_on_top_with_the_sum_and_below_it_how_to_forget_it() -> None:
    assert words_on(shown(KEPT)) == [
        "Pay 5 000 ₸ · •• 4242",
        "Pay",
        "Pay and remember the card",
        "Forget •• 4242",
    ]


def test_what_remembering_means_is_said_the_first_time_only() -> None:
    first = draw(shown(), Audience.PAYER, mine(), WAYS).caption
    later = draw(shown(KEPT), Audience.PAYER, mine(), WAYS).caption
    assert "next invoice with one tap" in plain(first)
    assert "one tap" not in plain(later)


@pytest.mark.parametrize(
    ("audience", "who"),
    [
        (Audience.PAYER, replace(mine(), person_id=CUSTOMER + 1)),
        (Audience.PAYER, replace(mine(), person_id=None)),
        (Audience.GROUP, replace(mine(), person_id=None)),
        (Audience.ISSUER, replace(mine(), person_id=5, staff=True, details=True)),
    ],
)
def test_no_other_card_has_a_word_of_it(audience: Audience, who: Reader) -> None:
    for made in (shown(KEPT), shown(KEPT, payment=payment(provider="horizonpay", expires_at=NOW))):
        drawn = draw(made, audience, who, WAYS)
        chosen = choose(made, audience, who, WAYS)
        said = str([labels(drawn.keyboard), labels(chosen.keyboard), drawn.caption, chosen.caption])
        assert "4242" not in said
        assert "remember" not in said


GATE = "https://gate.example/pay?sid=1"
LEADING = [
    Instruction(InstructionKind.OPEN, links=(AppLink("page", GATE),)),
    Instruction(InstructionKind.OPEN, form=Form(GATE, (("sid", "1"),))),
    Instruction(InstructionKind.OPEN, GATE, (AppLink("qr", GATE),)),
    Instruction(InstructionKind.OPEN, links=(AppLink("page", "https://gate/pay?sid=1"),)),
]
OTHERS = [
    (Audience.PAYER, replace(mine(), person_id=CUSTOMER + 1)),
    (Audience.PAYER, replace(mine(), person_id=None)),
    (Audience.GROUP, replace(mine(), person_id=None)),
    (Audience.ISSUER, replace(reader(), person_id=5)),
]


def keeping(told: Instruction) -> CardView:
    """A page is open by whose payment the customer's card is kept."""
    page = payment(provider="horizonpay", instruction=told, keep_for=CUSTOMER)
    return shown(payment=page, payments=(page,))


def ways_on(made: CardView, audience: Audience, who: Reader) -> list[str]:
    """All that one could pay by: addresses under buttons, and a code on the picture."""
    drawn = draw(made, audience, who, WAYS)
    rows = drawn.keyboard.inline_keyboard if drawn.keyboard else []
    urls = [button.url for row in rows for button in row if button.url and "t.me" not in button.url]
    return [*urls, *([drawn.picture.key] if drawn.picture.key.startswith("qr:") else [])]


@pytest.mark.parametrize("told", LEADING)
@pytest.mark.parametrize(("audience", "who"), OTHERS)
def test_the_page_that_keeps_a_card_is_on_its_customers_own_card_and_on_no_other(
    told: Instruction, audience: Audience, who: Reader
) -> None:
    made = keeping(told)
    assert ways_on(made, Audience.PAYER, mine())
    assert ways_on(made, audience, who) == []
    assert "gate" not in str(draw(made, audience, who, WAYS).keyboard)
    page = pay_page(made.for_others(), who, Ask(ways=("horizonpay",)))
    assert (page.code, page.links) == (None, ())


@pytest.mark.parametrize("told", LEADING)
def test_our_own_pages_on_the_way_there_have_an_address_that_nobody_guesses(told: Instruction) -> None:
    made = keeping(told)
    ours = [url for url in ways_on(made, Audience.PAYER, mine()) if url.startswith("https://pay.example/")]
    assert made.payment
    assert all(url.endswith(f"/{key_of(made.payment)}") for url in ours)
    assert bool(ours) == (told.form is not None or "gate/" in str(told.links))
    assert len(key_of(made.payment)) == 22
    assert key_of(made.payment) != key_of(replace(made.payment, hook_token="another"))


@pytest.mark.parametrize("locale", LOCALES)
def test_all_others_are_told_where_it_is_and_may_pay_without_it(locale: str) -> None:
    made, say = keeping(LEADING[1]), words(locale)
    anybody = replace(reader(locale), person_id=None)
    another = replace(mine(locale), person_id=CUSTOMER + 1)
    for audience, who in ((Audience.GROUP, anybody), (Audience.PAYER, another)):
        drawn = draw(made, audience, who, WAYS)
        assert f"{say('hint-withheld')} {say('hint-withheld-plain')}" in plain(drawn.caption)
        assert labels(drawn.keyboard)[0] == [say("btn-pay-plain")]
        assert say("hint-withheld-plain") not in plain(draw(made, audience, who, []).caption)
    staff = draw(made, Audience.ISSUER, reader(locale), WAYS)
    assert say("hint-withheld-staff") in plain(staff.caption)
    own = draw(made, Audience.PAYER, mine(locale), WAYS)
    assert say("hint-withheld") not in plain(own.caption)
    assert say("btn-pay-plain") not in str(labels(own.keyboard))


@pytest.mark.parametrize("locale", LOCALES)
def test_on_the_page_one_may_pay_without_it_but_not_when_one_is_just_back_from_it(locale: str) -> None:
    made, say = keeping(LEADING[1]).for_others(), words(locale)
    anybody = replace(reader(locale), person_id=None)
    page = pay_page(made, anybody, Ask(ways=("horizonpay",)))
    assert [(form.text, form.provider) for form in page.forms] == [
        (say("btn-pay-plain"), "horizonpay"),
        (say("btn-check"), ""),
    ]
    assert say("hint-withheld") in page.hint
    back = pay_page(made, anybody, Ask(ways=("horizonpay",), back=True))
    assert [form.text for form in back.forms] == [say("btn-check")]
    assert back.hint == say("page-hint-withheld-back")


def test_what_nobody_else_could_pay_by_is_no_secret() -> None:
    made = keeping(Instruction(InstructionKind.CONFIRM))
    assert made.for_others() == made
    plain_page = replace(keeping(LEADING[0]), payments=())
    assert plain_page.payment
    usual = replace(plain_page, payment=replace(plain_page.payment, keep_for=None))
    assert usual.for_others() == usual


def test_nobody_is_the_customer_of_an_invoice_without_one() -> None:
    made = shown(KEPT)
    made = replace(made, invoice=replace(made.invoice, customer_id=None))
    assert not [text for text in words_on(made, who=replace(mine(), person_id=None)) if "4242" in text]


def test_beside_a_page_that_waits_it_may_be_paid_by_the_remembered_card() -> None:
    page = payment(provider="horizonpay", instruction=Instruction(InstructionKind.OPEN))
    made = shown(KEPT, payment=page, payments=(page,))
    assert "Pay 5 000 ₸ · •• 4242" in words_on(made)
    keyboard = draw(made, Audience.PAYER, mine(), WAYS).keyboard
    assert keyboard is not None
    found = [x.callback_data or "" for row in keyboard.inline_keyboard for x in row if "4242" in x.text]
    assert [PayKept.unpack(data).attempt for data in found] == [2]
    charged = replace(page, method_id=7)
    assert not [t for t in words_on(shown(KEPT, payment=charged, payments=(charged,))) if "4242" in t]


def test_a_bank_that_is_no_way_now_offers_nothing() -> None:
    drawn = draw(shown(KEPT), Audience.PAYER, mine(), ["halyk"])
    assert not [
        text for row in labels(drawn.keyboard) for text in row if "4242" in text or "remember" in text
    ]


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("label", ["card_post", "", "\u202e<b>"])
def test_what_a_bank_calls_a_kind_of_method_is_no_name(locale: str, label: str) -> None:
    drawn = draw(shown(replace(KEPT, label=label)), Audience.PAYER, mine(locale), WAYS)
    assert mine(locale).words("method-unnamed") in labels(drawn.keyboard)[0][0]


def test_where_a_payment_begins_on_our_page_nobody_there_can_let_the_shop_keep_it() -> None:
    made = shown(by_visit=frozenset(WAYS))
    keyboard = draw(made, Audience.PAYER, mine(), WAYS).keyboard
    assert keyboard is not None
    (pay,) = [button for row in keyboard.inline_keyboard for button in row]
    assert (pay.text, pay.callback_data) == ("Pay", None)
    assert (pay.url or "").endswith(f"/pay/{made.invoice.token}")


def test_until_it_knows_the_rest_its_button_asks_in_the_chat() -> None:
    made = shown(by_visit=frozenset(WAYS), wanting=frozenset(WAYS))
    keyboard = draw(made, Audience.PAYER, mine(), WAYS).keyboard
    assert keyboard is not None
    assert keyboard.inline_keyboard[0][0].callback_data


def test_several_without_a_number_are_told_apart_by_when_they_were_remembered() -> None:
    def names(*days: int) -> list[str]:
        bare = [
            replace(KEPT, id=nth, label="", created_at=clock(f"14:0{nth}", day))
            for nth, day in enumerate(days)
        ]
        return list(names_of([*bare, replace(KEPT, id=9)], mine()).values())

    assert names(3) == ["the remembered card", "•• 4242"]
    assert names(3, 22) == ["the card of 03.11", "the card of 22.11", "•• 4242"]
    twins = [replace(KEPT, id=nth, label="", created_at=NOW + timedelta(seconds=nth)) for nth in (0, 1)]
    assert list(names_of(twins, mine()).values()) == [
        "the card of 22.11 14:09:00",
        "the card of 22.11 14:09:01",
    ]
    assert names(22, 22) == ["the card of 22.11 14:00", "the card of 22.11 14:01", "•• 4242"]


@pytest.mark.parametrize("locale", LOCALES)
def test_whose_remembered_card_is_charged_is_not_sent_to_an_app_for_nothing(locale: str) -> None:
    charged = payment(provider="horizonpay", instruction=Instruction(InstructionKind.CONFIRM), method_id=7)
    made, told = shown(payment=charged, payments=(charged,)), words(locale)("hint-charging-payer")
    assert told in plain(draw(made, Audience.PAYER, mine(locale), WAYS).caption)
    another = replace(mine(locale), person_id=CUSTOMER + 1)
    assert told not in plain(draw(made, Audience.PAYER, another, WAYS).caption)


@pytest.mark.parametrize("locale", LOCALES)
def test_the_receipt_tells_the_customer_alone_that_the_card_is_remembered(locale: str) -> None:
    told = words(locale)("receipt-remembered")
    made = replace(paid_view(locale), remembered=True)
    assert told in receipt(made, mine(locale))
    assert told not in receipt(replace(made, remembered=False), mine(locale))
    assert told not in receipt(made, replace(mine(locale), person_id=CUSTOMER + 1))
    assert told not in receipt(made, mine(locale), staff=True)


@pytest.mark.parametrize("locale", LOCALES)
def test_a_payer_chooses_a_card_or_another_way_and_not_a_name_that_only_the_shop_knows(locale: str) -> None:
    told = words(locale)("way-horizonpay")
    assert words_on(shown(), who=mine(locale))[0] != told  # a single way is called by what it does
    chosen = draw(shown(), Audience.PAYER, mine(locale), ["halyk", "horizonpay"])
    texts = [text for row in labels(chosen.keyboard) for text in row]
    assert (texts[:2], "HorizonPay" in texts) == (["Halyk", told], False)
    forms = pay_page(shown(), mine(locale), Ask(ways=("halyk", "horizonpay"))).forms
    assert [form.text for form in forms] == ["Halyk", told]
