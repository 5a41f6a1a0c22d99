"""The code of a receipt: signed, typed by people, and told from what is none."""

from __future__ import annotations

import itertools
import random

import pytest

from billing.receipts.codes import ALPHABET, LONG, Form, Typed, bare, grouped, read, seed_of, signed

CODE = signed("7K2M-94QD", b"\x01" * 32)
BARE = bare(CODE)


def whole(code: str = BARE, *, alone: bool = True, bot: str = "") -> Typed:
    return Typed(Form.WHOLE, code, alone=alone, bot=bot)


def test_a_code_has_three_groups_of_four_and_begins_with_what_is_kept() -> None:
    assert [len(group) for group in CODE.split("-")] == [4, 4, 4]
    assert CODE.startswith("7K2M-94QD-")
    assert seed_of(BARE) == "7K2M-94QD"
    assert grouped(BARE) == CODE
    assert set(BARE) <= set(ALPHABET)


def test_other_signatures_and_other_seeds_make_other_codes() -> None:
    made = {signed(seed, bytes([n]) * 32) for seed in ("7K2M-94QD", "7K2M-94QE") for n in range(50)}
    assert len(made) == 100


@pytest.mark.parametrize("seed", ["", "TEST", "7K2M94QD", "7K2M-94Q0", "7k2m-94qd", "7K2M-94QD-5VXA"])
def test_of_what_is_no_seed_no_code_is_made(seed: str) -> None:
    assert signed(seed, b"\x01" * 32) == ""


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        BARE,
        CODE.lower(),
        BARE.lower(),
        f"  {CODE}\n",
        CODE.replace("-", " "),
        CODE.replace("-", "  -  "),
        CODE.replace("-", "—"),
        CODE.replace("-", "."),
        CODE.replace("-", ""),
        " ".join(BARE),
        " ".join(BARE[at : at + 2] for at in range(0, LONG, 2)),
        f"{BARE[:6]} {BARE[6:]}",
        f"{BARE[:8]}\u00a0{BARE[8:]}",
        f"{BARE[:4]}\n{BARE[4:8]}\n{BARE[8:]}",
        f"https://t.me/dana_bot?start=rcpt_{BARE}",
        f"rcpt_{CODE}",
    ],
)
def test_a_code_is_read_in_any_case_and_spacing(typed: str) -> None:
    found = read(typed)
    assert found is not None
    assert (found.form, found.code) == (Form.WHOLE, BARE)


def test_letters_of_other_alphabets_that_look_like_ours_are_mended() -> None:
    for body in ("ABCE-HKMP", "TXYH-34AK"):
        code = signed(body, b"\x05" * 32)
        cyrillic = code.translate(str.maketrans("ABCEHKMPTXY", "АВСЕНКМРТХУ"))
        assert cyrillic != code
        assert read(cyrillic) == read(cyrillic.lower()) == whole(bare(code))


def test_a_receipt_that_is_passed_on_is_read_with_its_words() -> None:
    told = f"✅ Рақмет! Төленді: 5 000 ₸\n«Дана» · Кофе\nТүбіртек коды: {CODE}\nБұл — төлем түбіртегі."
    assert read(told) == whole(alone=False)


def test_a_link_says_whose_bot_it_leads_to() -> None:
    assert read(f"https://t.me/other_bot?start=rcpt_{BARE}") == whole(bot="other_bot")
    assert read(f"tg://resolve?domain=other_bot&start=rcpt_{BARE}") == whole(bot="other_bot")
    assert read("https://t.me/other_bot?start=rcpt_zz") == Typed(Form.SLIP, bot="other_bot")


def test_each_single_slip_of_the_finger_shows() -> None:
    for at, other in itertools.product(range(LONG), ALPHABET):
        slipped = BARE[:at] + other + BARE[at + 1 :]
        if slipped != BARE and any(char.isdigit() for char in slipped):
            assert read(grouped(slipped)) == Typed(Form.SLIP), slipped


def test_two_characters_that_changed_places_show() -> None:
    for one, two in itertools.combinations(range(LONG), 2):
        swapped = list(BARE)
        swapped[one], swapped[two] = swapped[two], swapped[one]
        if BARE[one] != BARE[two]:
            assert read(grouped("".join(swapped))) == Typed(Form.SLIP)


@pytest.mark.parametrize(
    "slip",
    [CODE.replace("7", "1"), CODE[:-1] + "0", CODE[:-1], CODE + "A", CODE.replace("2", "Z").lower()],
)
def test_letters_that_no_code_has_and_one_too_many_or_too_few_are_slips(slip: str) -> None:
    assert read(slip) == Typed(Form.SLIP)


@pytest.mark.parametrize("text", ["7K2M-94QD", "7k2m–94qd", "Receipt code: 7K2M-94QD\nThank you"])
def test_the_code_of_an_old_receipt_is_known_as_such(text: str) -> None:
    found = read(text)
    assert found is not None
    assert found.form is Form.OLD


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "5000",
            "5000 Coffee",
            "25 Sweetbread",
            "2345 BEEF HAMS",
            "S24U-256-BLK",
            "+7 707 123 45 67",
            "77071234567",
        ),
        *("1 200 000", "990101300123", "1234-5678-9012", "4400 4301 2345 6789", "Привет, когда откроетесь?"),
        *("5к латте", "2026-11-22", "2024-2025", "ABCD-EFGH", "как дела сего дня", "/start", "🙂"),
        "x" * 4096,
        "7K2M-94QD-5VXA-7K2M-94QD-5VXA",
    ],
)
def test_what_people_write_otherwise_is_no_code(text: str) -> None:
    assert read(text) is None


def test_a_number_and_a_word_are_none_also_where_together_they_would_be_one() -> None:
    assert read(f"{BARE[:2]} {BARE[2:]}") is None
    assert read(f"{BARE[:3]} {BARE[3:]}") is None


def test_hardly_any_code_by_chance_is_well_formed() -> None:
    chance = random.Random(7)
    made = ["".join(chance.choices(ALPHABET, k=LONG)) for _ in range(3_100)]
    found = [read(grouped(code)) for code in made]
    assert 50 < sum(each is not None and each.form is Form.WHOLE for each in found) < 160
