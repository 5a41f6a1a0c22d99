"""What was done, as owners read it."""

from __future__ import annotations

from billing.models import Person
from billing.team.deeds import CHANGED, Done, DonePage, What
from billing.team.models import Deed
from screens.team.deeds import page
from tests.unit.screens.samples import NOW, reader


def test_what_a_setting_was_and_is_can_be_read_however_long_both_are() -> None:
    before, after = "Д" * 64, "Кофейня <b>" + "n" * 50
    deed = Deed(1, 501, "merchant", 7, "", "shop-name", NOW)
    done = Done(deed, What.SHOP_NAME, name=f"{before}{CHANGED}{after}")
    text, _ = page(DonePage((done,), {501: Person(501, "Aigerim")}, None), "Dana", None, None, NOW, reader())
    assert "Aigerim" in text
    assert "ДДД… → Кофейня &lt;b&gt;nnn" in text
