"""What anybody is told who asks about a receipt."""

from __future__ import annotations

from dataclasses import replace

import pytest

from billing.money import Money
from billing.receipts.models import Proof
from screens import receipt_answers as answers
from tests.unit.screens.samples import CODE, LOCALES, clock, plain, reader

NOTHING = Money(0, "KZT")
PROOF = Proof("Dana", "halyk", Money(500000, "KZT"), clock("14:07"), NOTHING, NOTHING)
NOW = clock("15:30")


def said(proof: Proof, locale: str = "en") -> str:
    return plain(answers.genuine(proof, "7K2M94QD5VXA", NOW, reader(locale))).replace("\u00a0", " ")


def test_a_genuine_one_is_told_with_shop_bank_sum_and_time() -> None:
    assert said(PROOF) == (
        "✅ Genuine receipt: 5 000 ₸ | Dana · Halyk | Paid: 22 November 2026, 14:07 | Nothing went back. | "
        "Receipt code: 7K2M-94QD-5VXA | As it stands at 22 November 2026, 15:30. Please compare the amount "
        "and the time with what you were shown: a receipt is for one payment."
    )
    assert said(replace(PROOF, shop="Дана"), "ru").startswith(
        "✅ Квитанция настоящая: 5 000 ₸ | «Дана» · Halyk | Оплачено: 22 ноября 2026, 14:07 | "
        "Возвратов не было."
    )
    assert said(replace(PROOF, shop="Дана"), "kk").startswith(
        "✅ Түбіртек шынайы: 5 000 ₸ | «Дана» · Halyk | Төленген уақыты: 2026 ж. 22 қараша, 14:07 | "
        "Ақша қайтарылмаған."
    )


def test_a_part_that_went_back_is_in_the_first_line_and_said_with_its_time() -> None:
    told = said(replace(PROOF, returned=Money(150000, "KZT"), returned_at=clock("15:20")))
    assert told.startswith("✅ Genuine receipt: 5 000 ₸, a part went back")
    assert "Returned: 1 500 ₸ | Last time: 22 November 2026, 15:20" in told
    assert "Nothing went back" not in told


def test_of_money_that_all_went_back_nothing_looks_like_a_yes() -> None:
    told = said(replace(PROOF, returned=PROOF.taken, returned_at=clock("15:20")))
    assert told.startswith("↩️ Genuine receipt, but the money went back: 5 000 ₸")
    assert "✅" not in told


def test_what_is_on_its_way_back_is_told() -> None:
    told = said(replace(PROOF, under_way=Money(150000, "KZT")))
    assert "On its way back: 1 500 ₸" in told
    assert "Nothing went back" not in told


@pytest.mark.parametrize("returned", [NOTHING, PROOF.taken])
def test_of_money_that_was_none_nothing_looks_like_a_yes(returned: Money) -> None:
    told = said(replace(PROOF, practice=True, returned=returned))
    assert told.startswith("🧪 Genuine receipt, but of practice money: 5 000 ₸")
    assert "✅" not in told


@pytest.mark.parametrize("locale", LOCALES)
def test_one_that_is_not_ours_is_told_kindly_and_safely(locale: str) -> None:
    told = answers.not_ours(CODE.replace("-", ""), "<Dana>", reader(locale))
    assert CODE in told
    assert "&lt;Dana&gt;" in told
    assert "✅" not in told
    assert "@" not in told


@pytest.mark.parametrize("locale", LOCALES)
def test_one_of_another_bot_is_told_by_its_name(locale: str) -> None:
    told = answers.not_ours(CODE.replace("-", ""), "Dana", reader(locale), bot="other_bot")
    assert "@other_bot" in told
    assert "✅" not in told
    assert "t.me" not in told, "nobody is led there by us"
