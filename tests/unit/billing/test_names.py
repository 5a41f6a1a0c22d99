"""A name is found however it is typed."""

from __future__ import annotations

import pytest

from billing.names import NAME_MOST, WORD_MOST, WORDS_MOST, words_of


@pytest.mark.parametrize(
    ("bank", "typed"),
    [
        ("Иван И.", "ИВАН"),
        ("Артём Ёлкин", "артем елкин"),
        ("Артем Елкин", "Артём Ёлкин"),
        ("Әсел Қанатқызы", "әсел қанатқызы"),
        ("Айгерім Ұлықбек", "АЙГЕРІМ ҰЛЫҚБЕК"),
        ("Айгерім Өмірғалиқызы", "айгерим омиргаликызы"),
        ("Гүлнұр Һәкім Ңұр", "гулнур хаким нур"),
        ("Анна-Мария Гонсалес", "мария"),
        ("O’Connor", "o'connor"),
        ("José Müller", "JOSE muller"),
        ("Straße", "STRASSE"),
        ("ＩＶＡＮ", "ivan"),
        ("Иван\u200f\u202e И.", "иван и"),
        ("Дана 👩‍👧 🇰🇿 К.", "дана к"),
        ("Ива\u0301н", "иван"),
        ("и\u0306огурт", "йогурт"),
        ("<b>Иван</b>", "иван"),
    ],
)
def test_words_that_mean_the_same_are_the_same(bank: str, typed: str) -> None:
    assert words_of(typed)
    assert set(words_of(typed)) <= set(words_of(bank))


@pytest.mark.parametrize(
    ("bank", "typed"), [("Иван Иванов", "ива"), ("Дана", "диана"), ("Ерлан", "ерланов"), ("Иван", "ivan")]
)
def test_another_word_is_another_word(bank: str, typed: str) -> None:
    assert not set(words_of(typed)) & set(words_of(bank))


def test_each_word_stands_once_in_the_order_of_the_name() -> None:
    assert words_of("Иванов Иван, иванов И.") == ("иванов", "иван", "и")


@pytest.mark.parametrize("nothing", ["", " ", "👍🏽", "—", "\u202e\u200d", "№#!", "\u0301"])
def test_what_has_no_letter_has_no_word(nothing: str) -> None:
    assert words_of(nothing) == ()


def test_a_name_as_long_as_a_book_has_few_short_words() -> None:
    assert [len(word) for word in words_of("а" * 1000)] == [WORD_MOST]
    many = words_of(" ".join(f"имя{n}" for n in range(1000)))
    assert len(many) == WORDS_MOST
    assert words_of("x " * NAME_MOST + "далеко") == ("x",)


def test_marks_of_an_indian_or_arabic_name_part_no_words() -> None:
    assert len(words_of("राजेश कुमार")) == 2
    assert words_of("مُحَمَّد") == words_of("محمد")
