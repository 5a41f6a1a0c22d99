"""What the shop reads of a subscription that a bank runs: which one, what happened, what to do."""

from __future__ import annotations

import pytest

from billing.subscriptions.records import Wish
from screens import notices
from screens.subscriptions.alerts import KINDS
from tests.unit.screens.samples import LOCALES, notice, plain, reader

VALUES = {
    "subscription": "7",
    "number": "12",
    "bank": "apipay",
    "wish": "pause",
    "ours": "500000",
    "theirs": "700000",
    "currency": "KZT",
    "code": "subscription_locked",
}


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_says_which_one_it_is_and_what_to_do(
    kind: str, locale: str, caplog: pytest.LogCaptureFixture
) -> None:
    text = plain(notices.tell(notice(kind, **VALUES), None, None, reader(locale)).text)
    first, *rest = text.split(" | ")
    assert "#12" in first
    assert "ApiPay" in first or "Kaspi" in first
    assert len(rest) in {1, 2}
    assert caplog.messages == []


@pytest.mark.parametrize("wish", [each for each in Wish if each is not Wish.MAKE])
def test_what_the_bank_did_not_do_is_said_of_each_wish(wish: Wish) -> None:
    said = notices.tell(
        notice("alert-sub-refused", **(VALUES | {"wish": wish.value})), None, None, reader("en", details=True)
    )
    assert "subscription_locked" in said.text


def test_another_price_is_said_with_both_sums() -> None:
    text = plain(notices.tell(notice("alert-sub-price", **VALUES), None, None, reader("en")).text)
    assert "7 000 ₸; 5 000 ₸ was agreed" in text.replace("\N{NO-BREAK SPACE}", " ")
