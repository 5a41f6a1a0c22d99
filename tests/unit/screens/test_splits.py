"""What the card of a split invoice says, to whom, and that it fits."""

from __future__ import annotations

from dataclasses import replace

import pytest

from billing.cards import CardView
from billing.models import Audience
from billing.money import Money
from billing.split.models import OWN, Share
from billing.states import InvoiceState
from screens import cards, splits
from screens import format as fmt
from tests.unit.screens.samples import LOCALES, WAYS, labels, plain, reader, view

PUBLIC = (Audience.GROUP, Audience.INLINE)


def split(locale: str = "en", parts: int = 3, *shares: Share, **changes: object) -> CardView:
    shown = view(locale)
    invoice = replace(shown.invoice, parts=parts, public=True, **changes)  # type: ignore[arg-type]
    return replace(shown, invoice=invoice, payment=None, payments=(), shares=shares)


def share(name: str = "Daniyar", tenge: int = 1666, *, paid: bool = False) -> Share:
    return Share(1043, Money(tenge * 100, "KZT"), name, paid)


def drawn(shown: CardView, audience: Audience, locale: str = "en") -> cards.Drawn:
    return cards.draw(shown, audience, reader(locale, staff=audience is Audience.ISSUER), WAYS)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("audience", Audience)
def test_fifty_long_names_fit_on_a_card(locale: str, audience: Audience) -> None:
    crowd = [share("Ы" * 64, 99_999_999, paid=nth % 2 == 0) for nth in range(50)]
    shown = split(locale, 50, *crowd, description="ы" * 200, amount=Money(100_000_000_00, "KZT"))
    assert fmt.units(plain(drawn(shown, audience, locale).caption)) <= 1024


@pytest.mark.parametrize("audience", PUBLIC)
def test_the_public_card_has_one_button_which_is_a_link_until_nothing_is_left(audience: Audience) -> None:
    some = drawn(split("en", 3, share(tenge=1667)), audience)
    assert labels(some.keyboard) == [["Take my share"]]
    assert some.keyboard is not None
    (button,) = some.keyboard.inline_keyboard[0]
    assert button.url is not None
    assert "?start=split_" in button.url
    everything = split("en", 2, share(tenge=2500, paid=True), share(tenge=2500))
    assert drawn(everything, audience).keyboard is None


@pytest.mark.parametrize("audience", PUBLIC)
def test_others_see_first_names_and_no_numbers_of_shares(audience: Audience) -> None:
    said = plain(drawn(split("en", 3, share("<b>Dan</b>", paid=True)), audience).caption)
    assert "✅ <b>Dan</b> ·" in said
    assert "#1043" not in said
    assert "#1043" in plain(drawn(split("en", 3, share()), Audience.ISSUER).caption)


def test_who_is_forgotten_stands_there_without_a_name() -> None:
    assert "⏳ somebody" in plain(drawn(split("en", 3, share("")), Audience.GROUP).caption)


def test_with_own_amounts_the_card_says_how_much_is_free() -> None:
    said = plain(drawn(split("en", OWN, share(tenge=1200)), Audience.GROUP).caption)
    assert "Still free: 3\u00a0800\u00a0₸" in said


def test_a_paid_split_has_no_buttons_and_no_receipt_of_its_own() -> None:
    shares = (share(tenge=2500, paid=True), share(tenge=2500, paid=True))
    shown = split("en", 2, *shares, state=InvoiceState.PAID)
    for audience in Audience:
        assert drawn(shown, audience).keyboard is None
    assert splits.left(shown).minor == 0
